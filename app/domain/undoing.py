"""Take back what has shifted since a recommendation was made, one shift at a time or all."""

import json
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from app.domain.catalogue import Anchors, Catalogue, Option
from app.domain.claims import AddOnNeed, Cell, Maturity, Support
from app.domain.graph import Graph
from app.domain.grounds import Plain, anchors_of
from app.domain.published import changed
from app.domain.questions import Condition, Effect, Question
from app.domain.scales import Scales
from app.domain.shifts import Kind, Shift


class Basis(NamedTuple):
    """The three parts of today's content, or of a world in which some shifts never happened."""

    catalogue: Catalogue
    graph: Graph
    scales: Scales


def undone(basis: Basis, shifts: Collection[Shift]) -> Basis:
    """Return today's content with these shifts taken back; what is gone stays gone."""
    by_kind = {
        kind: {each.place: each.before for each in shifts if each.kind is kind} for kind in Kind
    }
    catalogue, graph, scales = basis.catalogue, basis.graph, basis.scales
    if any(by_kind[kind] for kind in (Kind.CELL, Kind.OPTION, Kind.SCALE)):
        catalogue = _older_catalogue(catalogue, by_kind)
    if questions := by_kind[Kind.QUESTION]:
        graph = _older_graph(graph, questions)
    if by_kind[Kind.CONSTANTS]:
        scales = _older_scales(by_kind[Kind.CONSTANTS]) or scales
    return Basis(catalogue, graph, scales)


def _older_catalogue(catalogue: Catalogue, by_kind: Mapping[Kind, Plain]) -> Catalogue:
    cells, scales, joined = by_kind[Kind.CELL], by_kind[Kind.SCALE], by_kind[Kind.OPTION]
    options = (_older_option(each, cells) for each in catalogue.options if each.id not in joined)
    features = (
        changed(each, anchors=Anchors(zero_points_at=ends[0], full_points_at=ends[1]))
        if (ends := scales.get(each.id)) and anchors_of(each)
        else each
        for each in catalogue.features
    )
    return changed(catalogue, options=tuple(options), features=tuple(features))


def _older_option(option: Option, before: Plain) -> Option:
    cells = tuple(
        _older_cell(cell, fact) if (fact := before.get(f"{option.id}.{cell.feature}")) else cell
        for cell in option.cells
    )
    return changed(option, cells=cells)


def _older_cell(cell: Cell, fact: Plain) -> Cell:
    claim = cell.claim
    changes: dict[str, Any] = {
        "support": Support(fact["support"]),
        "maturity": Maturity(fact["maturity"]),
        "addon": AddOnNeed.model_validate_json(json.dumps(fact["addon"]))
        if "addon" in fact
        else None,
    }
    if claim.quantity is not None and "figures" in fact:
        low, typical, high = fact["figures"]
        ends = {"low": low, "typical": typical, "high": high}
        changes["quantity"] = changed(claim.quantity, **ends)
    return changed(cell, claims=(changed(claim, **changes), *cell.claims[1:]))


def _older_graph(graph: Graph, before: Plain) -> Graph:
    questions = (
        _older_question(each, before[each.id]) if each.id in before else each
        for each in graph.questions
    )
    return changed(graph, questions=tuple(each for each in questions if each is not None))


def _older_question(question: Question, rule: Plain | None) -> Question | None:
    if rule is None:
        return None  # It was not there.
    when = rule["asked_when"]
    answers = tuple(
        changed(
            answer,
            stops=rule["answers"][answer.id]["stops"],
            effects=tuple(_effect(each) for each in rule["answers"][answer.id]["effects"]),
        )
        for answer in question.answers
        if answer.id in rule["answers"]
    )
    asked_when = None if when is None else Condition.model_validate_json(json.dumps(when))
    return changed(question, asked_when=asked_when, answers=answers)


def _effect(rule: Plain) -> Effect:
    return Effect.model_validate_json(json.dumps({**rule, "because": "As it was."}))


def _older_scales(before: Plain) -> Scales | None:
    """Return the constants as they were; None when today's model has no such constants."""
    try:
        return Scales.model_validate_json(json.dumps(before["constants"]))
    except ValidationError:
        return None
