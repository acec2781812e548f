"""Ask over REST whether a decision still stands, when to look again, and who is told."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Query, Request, Response
from pydantic import BaseModel, Field

from app.domain.errors import InvalidInput, NotFound, Problem
from app.domain.graph import parse_answers
from app.domain.links import LinkKind
from app.domain.notice import Notice
from app.domain.watch import Watch, parse_watch
from app.domain.webhooks import Webhook
from app.store import watches, webhooks
from app.web.access import PRIVATE, Bearer, enter, secrets_of
from app.web.dependencies import CurrentContent, CurrentSettings, Reading, Writing
from app.web.problems import MEDIA_TYPE
from app.web.reevaluating import notice_for
from app.web.watching import NO_WEBHOOK, new_webhook

EDIT: Final = LinkKind.EDIT
WATCH: Final = {
    "review_on": "2027-05-01",
    "tripwires": [
        {
            "kind": "answer",
            "question": "workloads",
            "answer": "windows",
            "note": "Team B plans Windows nodes.",
        },
        {"kind": "cell", "option": "cilium", "feature": "mtls", "level": "full"},
        {"kind": "support_end", "release": "kuma/2.14", "days_before": 60},
    ],
}
ADDRESS: Final = {"url": "https://hooks.example.com/meshwise"}


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {MEDIA_TYPE: {}}}


UNKNOWN: Final = _problem("There is no decision behind this id, or not for this secret.")
INVALID: Final = _problem("The fields that are wrong, and what each allows.")
router = APIRouter(prefix="/api/decisions/{decision_id}", tags=["decisions"])


class WebhookBody(BaseModel):
    """A webhook, and how its last message fared: `failures` in a row, and the `trouble`."""

    id: str
    url: str
    created_at: datetime
    failures: int
    tried_at: datetime | None
    trouble: str


class NewWebhookBody(WebhookBody):
    """A new webhook with the secret that signs its messages, which is told this once."""

    secret: str


class WebhookList(BaseModel):
    """All webhooks of a decision, oldest first."""

    webhooks: list[WebhookBody]


class WebhookRequest(BaseModel):
    """Where to send findings."""

    url: str = Field(description="An https address that answers 2xx within 10 seconds.")


@router.get("/reevaluation", responses={404: UNKNOWN, 422: INVALID})
def get_reevaluation(
    *,
    request: Request,
    response: Response,
    content: CurrentContent,
    session: Reading,
    secret: Bearer,
    decision_id: str,
    on: Annotated[
        date | None, Query(description="Another day than today.", examples=["2027-06-01"])
    ] = None,
) -> Notice:
    """Tell whether a decision still stands: unchanged, weaker or flipped, and because of what.

    Further query parameters are answers that a cluster shows, question by question, such as
    `workloads=windows`: what `POST /api/cluster-facts` settles. Tripwires are checked with them.
    """
    decision = enter(session, decision_id, secrets_of(secret)).decision
    raw: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if name != "on":
            raw.setdefault(name, []).append(value)
    try:
        shows = parse_answers(content.graph, raw)
    except InvalidInput as error:
        raise InvalidInput(
            Problem(each.field.removeprefix("answers."), each.message, each.allowed)
            for each in error.problems
        ) from error
    response.headers.update(PRIVATE)
    return notice_for(content, session, decision, on=on, shows=shows)


@router.get("/watch", responses={404: UNKNOWN})
def get_watch(response: Response, session: Reading, secret: Bearer, decision_id: str) -> Watch:
    """Return the review date and the tripwires that the team wrote down."""
    decision = enter(session, decision_id, secrets_of(secret)).decision
    response.headers.update(PRIVATE)
    return watches.find(session, decision.id)


@router.put("/watch", responses={404: UNKNOWN, 422: INVALID})
def put_watch(
    *,
    response: Response,
    content: CurrentContent,
    session: Writing,
    secret: Bearer,
    decision_id: str,
    sent: Annotated[dict[str, Any], Body(openapi_examples={"watch": {"value": WATCH}})],
) -> Watch:
    """Write down when to look again, in place of what was written; the edit link's secret."""
    decision = enter(session, decision_id, secrets_of(secret), EDIT).decision
    watch = parse_watch(content.catalogue, content.graph, sent)
    watches.put(session, decision.id, watch)
    response.headers.update(PRIVATE)
    return watch


@router.get("/webhooks", responses={404: UNKNOWN})
def get_webhooks(
    response: Response, session: Reading, secret: Bearer, decision_id: str
) -> WebhookList:
    """Return who is told, without secrets; for the edit link's secret."""
    decision = enter(session, decision_id, secrets_of(secret), EDIT).decision
    response.headers.update(PRIVATE)
    found = webhooks.of_decision(session, decision.id)
    return WebhookList(webhooks=[WebhookBody(**_fields(each)) for each in found])


@router.post("/webhooks", status_code=HTTPStatus.CREATED, responses={404: UNKNOWN, 422: INVALID})
def post_webhook(
    *,
    response: Response,
    settings: CurrentSettings,
    session: Writing,
    secret: Bearer,
    decision_id: str,
    sent: Annotated[WebhookRequest, Body(openapi_examples={"address": {"value": ADDRESS}})],
) -> NewWebhookBody:
    """Add a webhook; its secret is told this once. For the edit link's secret.

    Messages follow Standard Webhooks; docs/webhooks.md has the format. `meshwise notify` sends.
    """
    decision = enter(session, decision_id, secrets_of(secret), EDIT).decision
    webhook = new_webhook(session, settings, decision.id, sent.url)
    response.headers.update(PRIVATE)
    return NewWebhookBody(**_fields(webhook), secret=webhook.secret)


@router.delete(
    "/webhooks/{webhook_id}", status_code=HTTPStatus.NO_CONTENT, responses={404: UNKNOWN}
)
def delete_webhook(session: Writing, secret: Bearer, decision_id: str, webhook_id: str) -> Response:
    """Forget a webhook; for the edit link's secret."""
    decision = enter(session, decision_id, secrets_of(secret), EDIT).decision
    if not webhooks.remove(session, decision.id, webhook_id):
        raise NotFound(NO_WEBHOOK)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=PRIVATE)


def _fields(webhook: Webhook) -> dict[str, Any]:
    return {name: getattr(webhook, name) for name in WebhookBody.model_fields}
