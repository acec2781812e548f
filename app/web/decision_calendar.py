"""Put a decision's dates into a calendar: its review, and the ends of support that touch it."""

from collections.abc import Iterator
from datetime import timedelta

from fastapi import APIRouter, Response

from app.domain.support_ends import support_ends
from app.domain.watch import SupportWire
from app.formats import calendar
from app.formats.identifiers import lasting_id
from app.store import watches
from app.web.access import PRIVATE, Entry, enter
from app.web.preconditions import READS
from app.web.visits import ReadingVisit, Visit

router = APIRouter(tags=["decisions"])


@router.get(
    "/decisions/{address}/dates.ics",
    response_class=Response,
    responses={**READS, 200: {"content": {"text/calendar": {}}}},
)
def show_decision_calendar(visit: ReadingVisit, address: str) -> Response:
    """Return the review date, the dated tripwires and the ends of support of what was chosen.

    The address is that of the view link, so a calendar needs nothing else.
    """
    entry = enter(visit.session, address, visit.secrets)
    stamp = entry.decision.revision.created_at.date()
    title = f"Decision: {entry.decision.revision.title}"
    text = calendar.render(title, _events(visit, entry), stamp=stamp)
    headers = {**PRIVATE, "Cache-Control": "private, max-age=3600"}
    return Response(text, headers=headers, media_type="text/calendar")


def _events(visit: Visit, entry: Entry) -> Iterator[calendar.Event]:
    decision, watch = entry.decision, watches.find(visit.session, entry.decision.id)
    url = f"{str(visit.settings.public_url).rstrip('/')}/decisions/{entry.address}"
    title = decision.revision.title
    if watch.review_on:
        yield calendar.Event(
            id=lasting_id(f"decision/{decision.id}/review"),
            day=watch.review_on,
            summary=f"Review: {title}",
            description="The review date that the team wrote down.",
            url=url,
        )
    catalogue = visit.content.catalogue
    known = {end.key: end for end in support_ends(catalogue)}
    for wire in watch.tripwires:
        if not isinstance(wire, SupportWire):
            continue
        end = known.get(wire.release)
        day = end.day if end else wire.day
        if day is not None:
            name = end.release if end else wire.release
            yield calendar.Event(
                id=lasting_id(f"decision/{decision.id}/{wire.release}/{wire.days_before}"),
                day=day - timedelta(days=wire.days_before),
                summary=f"Reopen: {title}",
                description=f"Support of {name} ends on {day}. {wire.note}".strip(),
                url=url,
            )
    for end in support_ends(catalogue, (decision.revision.chosen_option,)):
        yield calendar.Event(
            id=lasting_id(f"decision/{decision.id}/end/{end.key}"),
            day=end.day,
            summary=f"Support ends: {end.release}",
            description=f"It touches the decision {title}.",
            url=url,
        )
