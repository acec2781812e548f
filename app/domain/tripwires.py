"""Tripwires: what touches one, and how each reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.catalogue import Catalogue
from app.domain.graph import Answers, Graph
from app.domain.support_ends import support_ends
from app.domain.watch import AnswerWire, CellWire, SupportWire, Tripwire, Watch


@dataclass(frozen=True, slots=True)
class Tripped:
    """A tripwire that something has touched, and what, in a sentence."""

    tripwire: AnswerWire | CellWire | SupportWire
    because: str


def tripped(
    catalogue: Catalogue, graph: Graph, watch: Watch, *, on: date, shows: Answers
) -> tuple[Tripped, ...]:
    """Return the tripwires that are touched on a day, in their order.

    `shows` are answers that a cluster has shown since, or that somebody gave.
    """
    found = (_touched(catalogue, graph, wire, on, shows) for wire in watch.tripwires)
    return tuple(
        Tripped(wire, because)
        for wire, because in zip(watch.tripwires, found, strict=True)
        if because
    )


def is_due(watch: Watch, on: date) -> bool:
    """Tell whether the review date has come."""
    return watch.review_on is not None and watch.review_on <= on


def _touched(
    catalogue: Catalogue, graph: Graph, wire: Tripwire, on: date, shows: Answers
) -> str | None:
    """Return what touches a tripwire, in a sentence, or None."""
    if isinstance(wire, AnswerWire):
        is_shown = wire.answer in shows.get(wire.question, ())
        return f"The answer is there: {_answer(graph, wire)}." if is_shown else None
    if isinstance(wire, CellWire):
        option = catalogue.option_by_id.get(wire.option)
        cell = option.cell_by_feature.get(wire.feature) if option else None
        is_there = cell is not None and cell.claim.support is wire.level
        return f"The catalogue says so: {_cell(catalogue, wire)}." if is_there else None
    end = _end_of(catalogue, wire)
    if end is None or (end - on).days > wire.days_before:
        return None
    return f"Support of {_release(catalogue, wire)} {'ends' if end >= on else 'ended'} on {end}."


def words_of(catalogue: Catalogue, graph: Graph, wire: Tripwire) -> str:
    """Return a tripwire as the end of "Reopen when"; empty ids of today's content stay ids."""
    if isinstance(wire, AnswerWire):
        question = graph.question_by_id.get(wire.question)
        asked = question.text if question else wire.question
        return f"the answer to “{asked}” is “{_answer(graph, wire)}”"
    if isinstance(wire, CellWire):
        return f"the catalogue says of {_cell(catalogue, wire)}"
    end = _end_of(catalogue, wire)
    before = f"{wire.days_before} days before " if wire.days_before else ""
    return f"{before}support of {_release(catalogue, wire)} ends ({end or 'day unknown'})"


def _answer(graph: Graph, wire: AnswerWire) -> str:
    question = graph.question_by_id.get(wire.question)
    answer = question.answer_by_id.get(wire.answer) if question else None
    return answer.text if answer else wire.answer


def _cell(catalogue: Catalogue, wire: CellWire) -> str:
    option = catalogue.option_by_id.get(wire.option)
    feature = catalogue.feature_by_id.get(wire.feature)
    name = option.short_name if option else wire.option
    return f"{name}, {feature.name if feature else wire.feature}: {wire.level}"


def _end_of(catalogue: Catalogue, wire: SupportWire) -> date | None:
    known: Mapping[str, date] = {end.key: end.day for end in support_ends(catalogue)}
    return known.get(wire.release, wire.day)


def _release(catalogue: Catalogue, wire: SupportWire) -> str:
    names = {end.key: end.release for end in support_ends(catalogue)}
    return names.get(wire.release, wire.release)
