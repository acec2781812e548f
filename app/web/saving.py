"""What the pages and the REST calls for saved decisions do alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from secrets import token_hex, token_urlsafe
from typing import Any, Final

from sqlmodel import Session

from app.content.load import Content
from app.domain.decisions import Decision, Revision, Team, advice_of
from app.domain.errors import InvalidInput, Problem
from app.domain.grounds import grounds_of
from app.domain.links import Link, LinkKind
from app.domain.next_revision import revision_of
from app.domain.proposal import Amendment, Proposal, Sent, parse_amendment, parse_proposal
from app.domain.recommend import recommend
from app.domain.scales import parse_weights
from app.domain.sent_answers import parse_answers
from app.store import decisions, links, teams

VIEW, EDIT = LinkKind.VIEW, LinkKind.EDIT
TOKEN: Final = 24  # random bytes in a link's secret: 192 bits
ID: Final = 16  # random bytes in an id


Mint = Callable[[str], str]
"""Makes a link's secret, given a name for what it is."""


def minted(_name: str) -> str:
    """Return a random secret."""
    return token_urlsafe(TOKEN)


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
    basis = content.catalogue, content.graph, content.scales
    advice = advice_of(recommend(*basis, answers, weights), grounds_of(*basis).id)
    return revision_of(
        amendment,
        number=1,
        answers=answers,
        weights=weights,
        advice=advice,
        cluster=_cluster_of(content, amendment),
        catalogue=content.catalogue,
        graph=content.graph,
        created_at=datetime.now(UTC),
    )


def _cluster_of(content: Content, amendment: Amendment) -> Mapping[str, Any] | None:
    said = amendment.cluster
    if said is None:
        return None
    try:
        settled = parse_answers(content.graph, said.answers)
    except InvalidInput as error:
        problems = (replace(each, field=f"cluster.{each.field}") for each in error.problems)
        raise InvalidInput(problems) from error
    answers = {question: list(given) for question, given in settled.items()}
    return {"facts": dict(said.facts), "answers": answers}


def proposed(content: Content, raw: Mapping[str, Any]) -> tuple[Proposal, Revision]:
    """Return what was sent to be saved, and its revision; InvalidInput names all that is wrong."""
    proposal = _parsed(content, raw, parse_proposal)
    return proposal, draw_up(content, proposal)


def amended(content: Content, raw: Mapping[str, Any]) -> tuple[Amendment, Revision]:
    """Return what was sent to change a decision, and its revision; InvalidInput as `proposed`."""
    amendment = _parsed(content, raw, parse_amendment)
    return amendment, draw_up(content, amendment)


def _parsed(content: Content, raw: Mapping[str, Any], parse: Callable[[Any], Sent]) -> Sent:
    """Return what was sent; when a field is wrong, also say what is wrong with the choice."""
    try:
        return parse(raw)
    except InvalidInput as error:
        raise InvalidInput(
            chain(error.problems, _also_wrong(content, raw, error, parse))
        ) from error


def _also_wrong(
    content: Content, raw: Mapping[str, Any], error: InvalidInput, parse: Callable[[Any], Sent]
) -> tuple[Problem, ...]:
    """Return what would be wrong next, were the fields right that are wrong now."""
    wrong = {problem.field for problem in error.problems}
    mended = {field: text for field, text in raw.items() if field not in wrong}
    try:
        draw_up(content, parse(mended | dict.fromkeys(wrong & {"team", "title"}, "-")))
    except InvalidInput as more:
        return tuple(problem for problem in more.problems if problem.field not in wrong)
    return ()


def save(session: Session, proposal: Proposal, revision: Revision, mint: Mint = minted) -> Saved:
    """Save a first revision with a new team, and two links to each."""
    return save_first(session, proposal.team, revision, mint)


def save_first(session: Session, team_name: str, revision: Revision, mint: Mint = minted) -> Saved:
    """Save a first revision with a new team of this name, and two links to each."""
    team = Team(token_hex(ID), team_name)
    teams.add(session, team, revision.created_at)
    saved = _with_team(save_in(session, team, revision, mint), mint)
    _add_links(session, team, None, {VIEW: saved.team_view, EDIT: saved.team_edit})
    return saved


def save_in(session: Session, team: Team, revision: Revision, mint: Mint = minted) -> Saved:
    """Save a first revision in a team that is there, and a view and an edit link to it."""
    decision = Decision(token_hex(ID), team, revision.created_at, revision)
    decisions.add(session, decision)
    saved = _with_secrets(decision, mint)
    _add_links(session, team, decision, {VIEW: saved.view, EDIT: saved.edit})
    return saved


def saved_again(session: Session, decision_id: str, mint: Mint, *, with_team: bool) -> Saved | None:
    """Return what was saved once, as it was then, if it is still there; `mint` as it was then."""
    decision = decisions.find(session, decision_id)
    first = decisions.find_revision(session, decision_id, "1")
    if decision is None or first is None:
        return None
    if decision.imported_at is None:  # What a file held was shown in its newest revision.
        decision = replace(decision, revision=first)
    saved = _with_secrets(decision, mint)
    return _with_team(saved, mint) if with_team else saved


def _with_secrets(decision: Decision, mint: Mint) -> Saved:
    return Saved(decision, view=mint("view"), edit=mint("edit"))


def _with_team(saved: Saved, mint: Mint) -> Saved:
    return replace(saved, team_view=mint("team view"), team_edit=mint("team edit"))


def _add_links(
    session: Session, team: Team, decision: Decision | None, secrets: Mapping[LinkKind, str]
) -> None:
    now, decision_id = datetime.now(UTC), decision.id if decision else None
    for kind, secret in secrets.items():
        link = Link(links.id_of(secret), kind, team.id, decision_id, "", now)
        links.add(session, link, secret)
