"""What the pages and the REST calls for saved decisions do alike."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from secrets import token_hex, token_urlsafe
from typing import Final

from sqlmodel import Session

from app.content.load import Content
from app.domain.decisions import (
    Change,
    Decision,
    Revision,
    Team,
    advice_of,
    revision_of,
    reworded_questions,
    what_changed,
)
from app.domain.errors import InvalidInput
from app.domain.graph import parse_answers
from app.domain.links import Link, LinkKind
from app.domain.proposal import Amendment, Proposal
from app.domain.recommend import recommend
from app.domain.scales import parse_weights
from app.store import decisions, links, teams

VIEW, EDIT = LinkKind.VIEW, LinkKind.EDIT
TOKEN: Final = 24  # random bytes in a link's secret: 192 bits
ID: Final = 16  # random bytes in an id


@dataclass(frozen=True, slots=True)
class Saved:
    """A new decision and the secrets of its first links; those of the team if that is new too."""

    decision: Decision
    view: str
    edit: str
    team_view: str = ""
    team_edit: str = ""

    @property
    def view_path(self) -> str:
        """Where whoever has it reads the decision."""
        return f"/decisions/{self.view}"

    @property
    def edit_path(self) -> str:
        """Where whoever has it gets the right to change the decision."""
        return f"{self.view_path}/edit/{self.edit}"

    @property
    def team_paths(self) -> tuple[str, str]:
        """Where whoever has them gets the right to read, and to change, the new team."""
        path = f"/teams/{self.decision.team.id}"
        return f"{path}/view/{self.team_view}", f"{path}/edit/{self.team_edit}"


def draw_up(content: Content, amendment: Amendment) -> Revision:
    """Return the revision that `amendment` asks for, numbered 1, with today's recommendation.

    Raises InvalidInput.
    """
    answers = parse_answers(content.graph, amendment.answers)
    weights = parse_weights(content.scales, amendment.weights or {}) or None
    advice = advice_of(
        recommend(content.catalogue, content.graph, content.scales, answers, weights)
    )
    return revision_of(
        amendment,
        number=1,
        answers=answers,
        weights=weights,
        advice=advice,
        catalogue=content.catalogue,
        graph=content.graph,
        created_at=datetime.now(UTC),
    )


def save(session: Session, proposal: Proposal, revision: Revision) -> Saved:
    """Save a first revision with a new team, and two links to each."""
    team = Team(token_hex(ID), proposal.team)
    teams.add(session, team, revision.created_at)
    saved = save_in(session, team, revision)
    saved = replace(saved, team_view=token_urlsafe(TOKEN), team_edit=token_urlsafe(TOKEN))
    _add_links(session, team, None, {VIEW: saved.team_view, EDIT: saved.team_edit})
    return saved


def save_in(session: Session, team: Team, revision: Revision) -> Saved:
    """Save a first revision in a team that is there, and a view and an edit link to it."""
    decision = Decision(token_hex(ID), team, revision.created_at, revision)
    decisions.add(session, decision)
    saved = Saved(decision, view=token_urlsafe(TOKEN), edit=token_urlsafe(TOKEN))
    _add_links(session, team, decision, {VIEW: saved.view, EDIT: saved.edit})
    return saved


def _add_links(
    session: Session, team: Team, decision: Decision | None, secrets: Mapping[LinkKind, str]
) -> None:
    now, decision_id = datetime.now(UTC), decision.id if decision else None
    for kind, secret in secrets.items():
        link = Link(links.id_of(secret), kind, team.id, decision_id, "", now)
        links.add(session, link, secret)


def change_since(content: Content, revision: Revision) -> Change | None:
    """Compare a revision's recommendation with today's; None when today has no such answers."""
    if reworded_questions(revision, content.graph):
        return None
    try:
        answers = parse_answers(content.graph, revision.answers)
        weights = parse_weights(content.scales, revision.weights or {})
    except InvalidInput:
        return None
    today = recommend(content.catalogue, content.graph, content.scales, answers, weights or None)
    return what_changed(revision.advice, advice_of(today))
