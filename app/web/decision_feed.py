"""Follow a decision in a feed reader: its revisions, and what re-evaluations found."""

from collections.abc import Iterator
from typing import Final

from fastapi import APIRouter, Response

from app.content.load import Content
from app.domain.notice import Notice
from app.domain.reevaluation import State
from app.formats import atom
from app.formats.identifiers import lasting_id
from app.store import decisions, findings
from app.web.access import PRIVATE, Entry, enter
from app.web.preconditions import READS
from app.web.reevaluating import notice_for
from app.web.visits import ReadingVisit, Visit

router = APIRouter(tags=["decisions"])

MOST: Final = 50  # findings in a feed
TITLES: Final = {
    State.UNCHANGED: "To be looked at",
    State.WEAKER: "Weaker than it was",
    State.FLIPPED: "Another option would be recommended",
    State.UNKNOWN: "To be answered again",
}


@router.get(
    "/decisions/{address}/feed.atom",
    response_class=Response,
    responses={**READS, 200: {"content": {"application/atom+xml": {}}}},
)
def show_decision_feed(visit: ReadingVisit, address: str) -> Response:
    """Return a decision's revisions and findings as an Atom feed, newest first.

    The address is that of the view link, so a feed reader needs nothing else.
    """
    entry = enter(visit.session, address, visit.secrets)
    here = f"{str(visit.settings.public_url).rstrip('/')}/decisions/{entry.address}"
    feed = atom.Feed(
        id=lasting_id(f"decision/{entry.decision.id}"),
        title=f"Decision: {entry.decision.revision.title}",
        address=f"{here}/feed.atom",
        page=here,
    )
    entries = sorted(_entries(visit, entry), key=lambda each: each.day, reverse=True)
    headers = {**PRIVATE, "Cache-Control": "private, max-age=3600"}
    return Response(atom.render(feed, entries), headers=headers, media_type="application/atom+xml")


def _entries(visit: Visit, entry: Entry) -> Iterator[atom.Entry]:
    session, decision = visit.session, entry.decision
    kept = findings.newest(session, decision.id, MOST)
    notice = notice_for(visit.content, session, decision)
    if notice.needs_attention and notice.digest not in {each.digest for each in kept[:1]}:
        yield atom.Entry(
            id=lasting_id(f"decision/{decision.id}/{notice.digest}"),
            title=TITLES[notice.state],
            day=_day(visit.content, entry, notice),
            sentences=notice.sentences,
        )
    for finding in kept:
        yield atom.Entry(
            id=lasting_id(f"decision/{decision.id}/{finding.id}"),
            title=TITLES[State(finding.body["state"])],
            day=finding.found_at.date().isoformat(),
            sentences=tuple(finding.body["sentences"]),
        )
    for revision in decisions.revisions(session, decision.id):
        option = visit.content.catalogue.option_by_id.get(revision.chosen_option)
        chosen = option.short_name if option else revision.chosen_option
        said = (f"Chosen: {chosen}.", revision.note, revision.reason)
        yield atom.Entry(
            id=lasting_id(f"decision/{decision.id}/revision/{revision.number}"),
            title=f"Revision {revision.number}",
            day=revision.created_at.date().isoformat(),
            sentences=tuple(filter(None, said)),
        )


def _day(content: Content, entry: Entry, notice: Notice) -> str:
    """Return since when there is something to say, as far as that is known."""
    is_only_due = notice.state is State.UNCHANGED and not notice.tripwires
    if is_only_due and notice.review_on:
        return notice.review_on.isoformat()
    made = entry.decision.revision.created_at.date().isoformat()
    return max(content.catalogue.version, made)
