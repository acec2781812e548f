"""Put shifts into sentences."""

from typing import Any

from app.domain.catalogue import Catalogue
from app.domain.graph import Graph
from app.domain.grounds import Plain
from app.domain.shifts import Kind, Shift

_UNFINISHED = {"beta", "alpha"}


def sentence_of(catalogue: Catalogue, graph: Graph, shift: Shift) -> str:
    """Return what shifted, what it is now and what it was before."""
    if shift.kind is Kind.CELL:
        return _cell(catalogue, shift)
    if shift.kind is Kind.OPTION:
        name = _option(catalogue, shift.place)
        return f"{name} {'left' if shift.is_gone else 'joined'} the catalogue."
    if shift.kind is Kind.QUESTION:
        return _question(graph, shift)
    if shift.kind is Kind.SCALE:
        return _scale(catalogue, shift)
    return "The constants of the model: weights, points of the levels or thresholds are others now."


def _cell(catalogue: Catalogue, shift: Shift) -> str:
    feature = catalogue.feature_by_id.get(shift.feature)
    name = feature.name if feature else shift.feature
    unit = f" ({feature.unit})" if feature and feature.unit else ""
    where = f"{_option(catalogue, shift.option)}, {name}{unit}"
    if shift.before is None:
        return f"{where}: {_level(shift.after)} now, not compared before."
    if shift.after is None:
        return f"{where}: not compared any more, {_level(shift.before)} before."
    return f"{where}: {_level(shift.after)} now, {_level(shift.before)} before."


def _level(fact: Plain) -> str:
    if "figures" in fact:
        low, typical, high = fact["figures"]
        return f"{typical:g}" if low == high else f"{typical:g} ({low:g} to {high:g})"
    words = str(fact["support"])
    if addon := fact.get("addon"):
        paid = ", which is paid for" if addon["cost"] == "paid" else ""
        words = f"only with {addon['name']}{paid}"
    return f"{words} ({fact['maturity']})" if fact["maturity"] in _UNFINISHED else words


def _question(graph: Graph, shift: Shift) -> str:
    question = graph.question_by_id.get(shift.place)
    text = f"The question “{question.text if question else shift.place}”"
    if shift.after is None:
        return f"{text} is not asked any more."
    if shift.before is None:
        return f"{text} is new."
    then, now = shift.before["answers"], shift.after["answers"]
    if any(now[answer] != rule for answer, rule in then.items() if answer in now):
        return f"{text}: its answers do something else now."
    if set(then) != set(now):
        return f"{text} has other answers now."
    return f"{text} is asked at another point now."


def _scale(catalogue: Catalogue, shift: Shift) -> str:
    feature = catalogue.feature_by_id.get(shift.place)
    name = feature.name if feature else shift.place
    return f"The scale of {name}: {_ends(shift.after)} now, {_ends(shift.before)} before."


def _ends(ends: Any) -> str:
    return f"{ends[0]:g} to {ends[1]:g}" if ends else "none"


def _option(catalogue: Catalogue, option: str) -> str:
    return catalogue.option(option).short_name if option in catalogue.option_by_id else option
