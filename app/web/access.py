"""Who may do what: the links that a visitor holds decide, and nothing else.

A browser keeps the secrets of edit and comment links in cookies for one decision, and those of a
team's links in cookies for the whole site. A program sends one as a bearer token. A view link's
secret stands in the address, so that the address can be passed on.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel import Session

from app.domain.decisions import Decision, Team
from app.domain.errors import NotFound
from app.domain.links import Link, LinkKind
from app.store import decisions, links, teams
from app.web.cookies import CHANGING, COOKIES, TEAM_COOKIE

MOST: Final = 40  # secrets that one request may try
GONE: Final = "There is no decision behind this link."
NO_TEAM: Final = "There is no team behind this link."

PRIVATE: Final = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "strict-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
"""Headers of every answer that holds a saved decision: its address may be a permission.

Not no-referrer: then browsers state no Origin with a form, and over plain HTTP it is refused.
"""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")  # What is no token need not reach the database.


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision that a visitor may see, under the address used, and what its links allow.

    `by_address` is the view link whose secret the address is; None when others let them in.
    `opens_team` says whether one of them also opens the team and its other decisions.
    """

    decision: Decision
    address: str
    kind: LinkKind
    by_address: Link | None
    opens_team: bool

    def allows(self, kind: LinkKind) -> bool:
        """Tell whether the visitor may do what a link of this kind allows."""
        return self.kind.allows(kind)


@dataclass(frozen=True, slots=True)
class TeamEntry:
    """A team that a visitor may see, and what their links allow."""

    team: Team
    kind: LinkKind

    def allows(self, kind: LinkKind) -> bool:
        """Tell whether the visitor may do what a link of this kind allows."""
        return self.kind.allows(kind)


async def _secrets(request: Request) -> tuple[str, ...]:
    held = (
        secret
        for name, secret in request.cookies.items()
        if name in COOKIES.values() or name.startswith(TEAM_COOKIE)
    )
    return tuple(held)


Secrets = Annotated[tuple[str, ...], Depends(_secrets)]
"""The secrets that a browser holds."""

_bearer = HTTPBearer(auto_error=False, description="The secret at the end of a link.")
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
"""The secret that a program sends."""


def enter(
    session: Session,
    address: str,
    secrets: Iterable[str] = (),
    wanted: LinkKind = LinkKind.VIEW,
) -> Entry:
    """Return a decision that the address or one of the secrets opens for what is wanted.

    The address is a view link's secret or the decision's id. NotFound, always the same, for a
    wrong, an expired and a revoked link, and for one that allows less.
    """
    found = _live(session, (address, *secrets))
    link = found.pop(address, None)
    by_address = link if link and link.kind is LinkKind.VIEW and link.decision_id else None
    decision_id = by_address.decision_id if by_address else address
    decision = None
    if decision_id and _TOKEN.fullmatch(address) and (by_address or found):
        decision = decisions.find(session, decision_id)
    if decision is not None:
        held = [by_address] if by_address else []
        held += [each for each in found.values() if each.opens(decision.team.id, decision.id)]
        kind = _strongest(held)
        if kind and kind.allows(wanted):
            opens_team = any(each.decision_id is None for each in held)
            return Entry(decision, address, kind, by_address, opens_team)
    raise NotFound(GONE)


def opened_by(session: Session, secret: str, kind: LinkKind) -> str:
    """Return the id of the decision that a link of a kind is for; NotFound as `enter`."""
    link = _live(session, (secret,)).get(secret)
    if link is None or link.kind is not kind or kind not in COOKIES or link.decision_id is None:
        raise NotFound(GONE)
    return link.decision_id


def team_opened_by(session: Session, team_id: str, secret: str, kind: str) -> None:
    """Check that a secret is of a team's link of a kind; NotFound as `enter`."""
    link = _live(session, (secret,)).get(secret)
    if link is None or link.kind.value != kind or not link.opens(team_id, None):
        raise NotFound(NO_TEAM)


def enter_team(
    session: Session,
    team_id: str,
    secrets: Iterable[str] = (),
    wanted: LinkKind = LinkKind.VIEW,
) -> TeamEntry:
    """Return a team that one of the secrets opens for what is wanted; NotFound as `enter`."""
    found = _live(session, secrets)
    kind = _strongest([each for each in found.values() if each.opens(team_id, None)])
    team = teams.find(session, team_id) if kind and kind.allows(wanted) else None
    if kind is None or team is None:
        raise NotFound(NO_TEAM)
    return TeamEntry(team, kind)


def teams_held(
    session: Session, secrets: Iterable[str], wanted: LinkKind = LinkKind.EDIT
) -> tuple[Team, ...]:
    """Return the teams where a visitor's links allow what is wanted, by name."""
    found = _live(session, secrets).values()
    ids = {each.team_id for each in found if each.decision_id is None and each.kind.allows(wanted)}
    held = [team for team in (teams.find(session, each) for each in ids) if team]
    return tuple(sorted(held, key=lambda team: (team.name.casefold(), team.id)))


def changing(request: Request) -> str:
    """Return the address of the decision whose answers the visitor is changing, or nothing."""
    address = request.cookies.get(CHANGING, "")
    return address if _TOKEN.fullmatch(address) else ""


def secrets_of(bearer: HTTPAuthorizationCredentials | None) -> tuple[str, ...]:
    """Return the secret that a program sent, if any."""
    return (bearer.credentials,) if bearer else ()


def lead_to(path: str) -> RedirectResponse:
    """Lead to a page of a decision or team, after something was done."""
    return RedirectResponse(path, 303, PRIVATE)


def _live(session: Session, secrets: Iterable[str]) -> dict[str, Link]:
    tried = [secret for secret in secrets if _TOKEN.fullmatch(secret)][:MOST]
    return links.live(session, tried, datetime.now(UTC)) if tried else {}


def _strongest(held: Iterable[Link]) -> LinkKind | None:
    kinds = {link.kind for link in held}
    return next((kind for kind in reversed(LinkKind) if kind in kinds), None)
