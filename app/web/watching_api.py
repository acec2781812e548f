"""Ask over REST whether a decision still stands, and write down when to look again."""

from datetime import date
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Query, Request, Response

from app.domain.errors import InvalidInput, Problem
from app.domain.links import LinkKind
from app.domain.notice import Notice
from app.domain.sent_answers import parse_answers
from app.domain.watch import Watch, parse_watch
from app.store import watches
from app.web.access import PRIVATE, Bearer, enter, secrets_of
from app.web.dependencies import CurrentContent, Reading, Writing
from app.web.problems import MEDIA_TYPE
from app.web.reevaluating import notice_for

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
FOUND: Final = {
    "on": "2027-05-01",
    "state": "unchanged",
    "summary": "The recommendation is the same today.",
    "recommended_then": "linkerd",
    "recommended_now": "linkerd",
    "chosen_option": "linkerd",
    "weaknesses": [],
    "causes": [],
    "causes_are_proven": False,
    "any_cause_alone": False,
    "reworded_questions": [],
    "tripwires": [
        {
            "reopen_when": "the answer to “What else has to take part?” is “Pods on Windows nodes”",
            "because": "The answer is there: Pods on Windows nodes.",
            "note": "Team B plans Windows nodes.",
        }
    ],
    "review_on": "2027-05-01",
    "is_review_due": True,
    "versions_then": {"catalog": "2026-11-27", "graph": "1.0", "engine": "1.0"},
    "versions_now": {"catalog": "2026-11-27", "graph": "1.0", "engine": "1.0"},
    "needs_attention": True,
    "blame": "",
    "sentences": ["The recommendation is the same today.", "..."],
}


def _problem(description: str) -> dict[str, Any]:
    return {"description": description, "content": {MEDIA_TYPE: {}}}


UNKNOWN: Final = _problem("There is no decision behind this id, or not for this secret.")
INVALID: Final = _problem("The fields that are wrong, and what each allows.")
router = APIRouter(prefix="/api/decisions/{decision_id}", tags=["decisions"])


@router.get(
    "/reevaluation",
    responses={
        200: {"content": {"application/json": {"example": FOUND}}},
        404: UNKNOWN,
        422: INVALID,
    },
)
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
