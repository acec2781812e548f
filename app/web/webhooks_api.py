"""Let a team's webhooks be listed, added and removed over REST."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Response
from pydantic import BaseModel, Field

from app.domain.errors import NotFound
from app.domain.links import LinkKind
from app.domain.webhooks import Webhook
from app.store import webhooks
from app.web.access import PRIVATE, Bearer, enter, secrets_of
from app.web.dependencies import CurrentSettings, Reading, Writing
from app.web.watching import NO_WEBHOOK, new_webhook
from app.web.watching_api import INVALID, UNKNOWN

EDIT: Final = LinkKind.EDIT
ADDRESS: Final = {"url": "https://hooks.example.com/meshwise"}

router = APIRouter(prefix="/api/decisions/{decision_id}/webhooks", tags=["decisions"])


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


@router.get("", responses={404: UNKNOWN})
def get_webhooks(
    response: Response, session: Reading, secret: Bearer, decision_id: str
) -> WebhookList:
    """Return who is told, without secrets; for the edit link's secret."""
    decision = enter(session, decision_id, secrets_of(secret), EDIT).decision
    response.headers.update(PRIVATE)
    found = webhooks.of_decision(session, decision.id)
    return WebhookList(webhooks=[WebhookBody(**_fields(each)) for each in found])


@router.post("", status_code=HTTPStatus.CREATED, responses={404: UNKNOWN, 422: INVALID})
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


@router.delete("/{webhook_id}", status_code=HTTPStatus.NO_CONTENT, responses={404: UNKNOWN})
def delete_webhook(session: Writing, secret: Bearer, decision_id: str, webhook_id: str) -> Response:
    """Forget a webhook; for the edit link's secret."""
    decision = enter(session, decision_id, secrets_of(secret), EDIT).decision
    if not webhooks.remove(session, decision.id, webhook_id):
        raise NotFound(NO_WEBHOOK)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=PRIVATE)


def _fields(webhook: Webhook) -> dict[str, Any]:
    return {name: getattr(webhook, name) for name in WebhookBody.model_fields}
