"""Make, rotate and end the links of a decision or a team, for pages and programs alike."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from sqlmodel import Session

from app.domain.errors import NotFound
from app.domain.links import Link, LinkKind, check_may_end, parse_link_request
from app.store import links
from app.web.saving import Mint, minted

NEW: Final = "link"


@dataclass(frozen=True, slots=True)
class Subject:
    """What links open: a decision, or a team as a whole."""

    team_id: str
    decision_id: str | None = None


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A new link with its secret, which is told this once."""

    link: Link
    secret: str

    @property
    def path(self) -> str:
        """Where it leads."""
        return path_of(self.link, self.secret)


def path_of(link: Link, secret: str) -> str:
    """Return the path of a link, its secret at the end."""
    if link.decision_id is None:
        return f"/teams/{link.team_id}/{link.kind}/{secret}"
    if link.kind is LinkKind.VIEW:
        return f"/decisions/{secret}"
    return f"/decisions/{link.decision_id}/{link.kind}/{secret}"


def links_of(session: Session, subject: Subject) -> tuple[Link, ...]:
    """Return the links of a decision, or of a team as a whole, oldest first."""
    if subject.decision_id is None:
        return links.of_team(session, subject.team_id)
    return links.of_decision(session, subject.decision_id)


def make_link(
    session: Session, subject: Subject, sent: Mapping[str, Any], mint: Mint = minted
) -> MadeLink:
    """Make the link that is asked for; InvalidInput names what is wrong."""
    now = datetime.now(UTC)
    request = parse_link_request(sent, links_of(session, subject), now)
    return _added(
        session,
        Link(
            id="",
            kind=request.kind,
            team_id=subject.team_id,
            decision_id=subject.decision_id,
            name=request.name,
            created_at=now,
            expires_at=request.expires_at(now),
        ),
        mint,
    )


def made_again(session: Session, subject: Subject, link_id: str, mint: Mint) -> MadeLink | None:
    """Return a link that was made once, if it is still there; `mint` as it was then."""
    found = (link for link in links_of(session, subject) if link.id == link_id)
    link = next(found, None)
    return None if link is None else MadeLink(link, mint(NEW))


def rotate_link(session: Session, subject: Subject, link_id: str) -> MadeLink:
    """Give a link a new secret: the old one opens nothing from now on."""
    now = datetime.now(UTC)
    link = _live_link(session, subject, link_id, now)
    links.revoke(session, link, now)
    return _added(session, replace(link, created_at=now))


def end_link(session: Session, subject: Subject, link_id: str) -> None:
    """End a link; InvalidInput when nobody could change anything without it."""
    now = datetime.now(UTC)
    link = _live_link(session, subject, link_id, now)
    check_may_end(link, links_of(session, subject), now)
    links.revoke(session, link, now)


def _added(session: Session, link: Link, mint: Mint = minted) -> MadeLink:
    secret = mint(NEW)
    link = replace(link, id=links.id_of(secret))
    links.add(session, link, secret)
    return MadeLink(link, secret)


def _live_link(session: Session, subject: Subject, link_id: str, now: datetime) -> Link:
    for link in links_of(session, subject):
        if link.id == link_id and link.is_live(now):
            return link
    raise NotFound("There is no such link, or it has ended.")
