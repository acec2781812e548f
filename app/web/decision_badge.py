"""Show a decision as a badge: the option, its release, and whether the decision still stands."""

from typing import Final

from fastapi import APIRouter, Response

from app.content.load import Content
from app.domain.decisions import Decision
from app.domain.notice import Notice
from app.domain.reevaluation import State
from app.store import decisions
from app.web.badge import WRONG, picture
from app.web.dependencies import CurrentContent, Reading
from app.web.reevaluating import notice_for, releases_then

router = APIRouter(tags=["decisions"])

STANDS: Final = "#1a7f37"
WEAKER: Final = "#7d5700"
MOVED: Final = "#b42318"


@router.get(
    "/badges/{decision_id}.svg",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {}}}, 404: {"content": {"image/svg+xml": {}}}},
)
def show_decision_badge(content: CurrentContent, session: Reading, decision_id: str) -> Response:
    """Return what was chosen and whether it still stands today, as an SVG for a README.

    The id is the `id` that an editor's page shows: it opens nothing, and the badge says no more.
    """
    decision = decisions.find(session, decision_id)
    if decision is None:
        return picture("no such decision", WRONG, status=404)
    notice = notice_for(content, session, decision)
    words, colour = standing(notice)
    return picture(f"{_chosen(content, session, decision)}, {words}", colour)


def standing(notice: Notice) -> tuple[str, str]:
    """Return in a few words whether a decision stands on a day, and the colour of that."""
    if notice.state is State.FLIPPED:
        return f"another recommended on {notice.on}", MOVED
    if notice.state is State.UNKNOWN or notice.tripwires:
        return f"to be reopened on {notice.on}", MOVED
    if notice.is_review_due:
        return f"review due since {notice.review_on}", WEAKER
    if notice.state is State.WEAKER:
        return f"weaker on {notice.on}", WEAKER
    return f"still valid on {notice.on}", STANDS


def _chosen(content: Content, session: Reading, decision: Decision) -> str:
    option = decision.revision.chosen_option
    known = content.catalogue.option_by_id.get(option)
    releases = releases_then(content, session, decision.revision)
    return f"{known.short_name if known else option} {releases.get(option, '')}".strip()
