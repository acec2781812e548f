"""Rounds: each member of a team answers alone, then the answers are laid side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from app.domain.divergence import WEIGHTS, Position, readable, winner_of
from app.domain.errors import InvalidInput, Problem
from app.domain.graph import Graph
from app.domain.proposal import TeamName, Title, parse_as
from app.domain.questions import Answers
from app.domain.scoring import Model

MOST_ROUNDS: Final = 200  # of one team
MOST_SHEETS: Final = 200  # handed in to one round


@dataclass(frozen=True, slots=True)
class Round:
    """A call on the members to answer. While it is open nobody sees what others answered."""

    id: str
    team_id: str
    title: str
    created_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one member answered; handed in again under one name it replaces the earlier one."""

    id: str
    author: str
    answers: Answers
    question_versions: Mapping[str, str]
    weights: Mapping[str, float] | None
    created_at: datetime


class RoundRequest(BaseModel):
    """What is sent to ask the members."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Title = Field(description="What is to be decided.")


class SheetRequest(BaseModel):
    """What a member sends."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    author: TeamName = Field(description="Who answers; a label, nobody checks it.")
    answers: Mapping[str, Any] = Field(description="Question id to an answer id or a list of them.")
    weights: Mapping[str, Any] | None = Field(None, description="Criterion to points.")


@dataclass(frozen=True, slots=True)
class Group:
    """Those who answered a question alike, none for not answered, and who would win with that."""

    answers: tuple[str, ...]
    authors: tuple[str, ...]
    winner: str | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question that the members answered differently; the largest group comes first.

    `matters` if the winner for the merged answers depends on which group is right.
    """

    question: str
    groups: tuple[Group, ...]
    matters: bool


@dataclass(frozen=True, slots=True)
class Member:
    """Who handed in answers, and who would win with those alone."""

    author: str
    winner: str | None


@dataclass(frozen=True, slots=True)
class Merge:
    """What the members' answers come to together, by today's catalogue.

    `answers` and `weights` are, question by question, those of the largest group, and of the one
    who handed in first where two are as large. Disagreements that matter come first.
    """

    members: tuple[Member, ...]
    answers: Answers
    weights: Mapping[str, float] | None
    winner: str | None
    disagreements: tuple[Disagreement, ...]
    agreed: tuple[str, ...]


def parse_round(raw: Mapping[str, Any]) -> RoundRequest:
    """Return what was sent; InvalidInput names every wrong field."""
    return parse_as(RoundRequest, raw)


def parse_sheet(raw: Mapping[str, Any], asked: Round) -> SheetRequest:
    """Return what was sent; InvalidInput names wrong fields, and a round that is closed."""
    request = parse_as(SheetRequest, raw)
    if asked.closed_at is not None:
        raise InvalidInput([Problem("round", "It is closed: nobody can hand in any more.")])
    return request


def newest_sheets(sheets: Iterable[Sheet]) -> tuple[Sheet, ...]:
    """Return what each author handed in last, in the order in which they came first."""
    newest: dict[str, Sheet] = {}
    for sheet in sorted(sheets, key=lambda each: (each.created_at, each.id)):
        newest[sheet.author.casefold()] = sheet
    return tuple(newest.values())


def merge(model: Model, graph: Graph, sheets: Sequence[Sheet]) -> Merge:
    """Lay the members' answers side by side; what today's questions do not take is left out."""
    said = {
        sheet.author: readable(graph, Position(sheet.answers, sheet.weights)) for sheet in sheets
    }
    names = [
        question.id
        for question in graph.questions
        if any(question.id in position.answers for position in said.values())
    ]
    grouped = {name: _groups(name, said) for name in (*names, WEIGHTS)}
    largest = {name: next(iter(groups)) for name, groups in grouped.items() if groups}
    merged = Position(
        {name: largest[name] for name in names if largest[name]},
        dict(_pairs(largest.get(WEIGHTS, ()))) or None,
    )
    winner = winner_of(model, merged)
    disagreements = []
    for name, groups in grouped.items():
        if len(groups) > 1:
            told = tuple(
                Group(answers, tuple(authors), winner_of(model, _with(merged, name, answers)))
                for answers, authors in groups.items()
            )
            matters = len({group.winner for group in told}) > 1
            disagreements.append(Disagreement(name, told, matters))
    return Merge(
        members=tuple(Member(author, winner_of(model, own)) for author, own in said.items()),
        answers=merged.answers,
        weights=merged.weights,
        winner=winner,
        disagreements=tuple(sorted(disagreements, key=lambda each: not each.matters)),
        agreed=tuple(name for name in names if len(grouped[name]) == 1),
    )


def _groups(name: str, said: Mapping[str, Position]) -> dict[tuple[str, ...], list[str]]:
    """Return authors by what they said, the largest group first; sorting keeps who came first."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for author, position in said.items():
        groups.setdefault(_said(position, name), []).append(author)
    return dict(sorted(groups.items(), key=lambda group: -len(group[1])))


def _said(position: Position, name: str) -> tuple[str, ...]:
    if name == WEIGHTS:
        return tuple(f"{key} {points!r}" for key, points in (position.weights or {}).items())
    return position.answers.get(name, ())


def _with(position: Position, name: str, said: tuple[str, ...]) -> Position:
    if name == WEIGHTS:
        return Position(position.answers, dict(_pairs(said)) or None)
    rest = {key: given for key, given in position.answers.items() if key != name}
    return Position(rest | {name: said} if said else rest, position.weights)


def _pairs(said: tuple[str, ...]) -> Iterable[tuple[str, float]]:
    for each in said:
        key, _, points = each.partition(" ")
        yield key, float(points)
