"""The decision model as a JDM document for zen-engine: the same questions, rules and weights.

It ranks as Meshwise does, and stops there: it gives no reasons, ranges, shares of weightings or
next questions.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from app.content.load import Content
from app.domain.questions import Answer, Condition, Question
from app.domain.scales import Criterion
from app.domain.scoring import Model, model_of
from app.domain.screening import Verdict


def document(content: Content) -> dict[str, Any]:
    """Return the document: one table of all answers' effects, then the weighted sums."""
    model = model_of(content.catalogue, content.graph, content.scales)
    nodes: list[dict[str, Any]] = [
        {"id": "in", "type": "inputNode", "name": "Request"},
        {"id": "effects", "type": "decisionTableNode", "name": "Effects", "content": _table(model)},
        {"id": "sums", "type": "expressionNode", "name": "Sums", "content": _sums(model)},
        {"id": "told", "type": "expressionNode", "name": "Told", "content": _told()},
        {"id": "out", "type": "outputNode", "name": "Response"},
    ]
    for place, node in enumerate(nodes):
        node["position"] = {"x": place * 200, "y": 0}
    ids = ["in", "effects", "sums", "told", "out"]
    edges = [
        {"id": f"{start}-{end}", "sourceId": start, "targetId": end, "type": "edge"}
        for start, end in pairwise(ids)
    ]
    return {"nodes": nodes, "edges": edges}


def _told() -> dict[str, Any]:
    """Keep what is answered: the working is not sent."""
    return _expressions({name: name for name in ("winner", "ranking")})


def _table(model: Model) -> dict[str, Any]:
    emphasised = [f"more_{feature}" for feature in _emphasised(model)]
    outputs = [*model.scales.criterion_by_id, *emphasised, "fails", "checks", "buys", "paid"]
    return {
        "hitPolicy": "collect",
        "inputs": [{"id": "given", "name": "given", "field": ""}],
        "outputs": [{"id": name, "name": name, "field": name} for name in outputs],
        "rules": list(_rules(model)),
        "passThrough": False,
        "inputField": None,
        "outputPath": "found",
        "executionMode": "single",
    }


def _emphasised(model: Model) -> dict[str, float]:
    """Return the features that an answer can emphasise, with their standing weights."""
    return {
        feature: model.weight_of[feature]
        for question in model.graph.questions
        for answer in question.answers
        for effect in answer.effects
        for feature in effect.emphasise
    }


def _rules(model: Model) -> Iterator[dict[str, str]]:
    yield {"_id": "standing", "given": "true"} | {
        criterion: f"{points:g}" for criterion, points in model.scales.standing_points.items()
    }
    for question in model.graph.questions:
        asked = f" and {_when(question.asked_when)}" if question.asked_when else ""
        for answer in question.answers:
            rule = {"_id": f"{question.id}-{answer.id}"}
            rule["given"] = _given(question.id, (answer.id,)) + asked
            yield rule | _effects(model, answer) | _must_haves(model, question, answer)


def _effects(model: Model, answer: Answer) -> dict[str, str]:
    found: dict[str, str] = {}
    for effect in answer.effects:
        found |= {criterion: f"{points:g}" for criterion, points in effect.weigh.items()}
        for feature, factor in effect.emphasise.items():
            if factor > model.weight_of[feature]:
                found[f"more_{feature}"] = f"{factor - model.weight_of[feature]:g}"
        if effect.paid:
            found["paid"] = f"'{effect.paid}'"
    return found


def _must_haves(model: Model, question: Question, answer: Answer) -> dict[str, str]:
    """Return the options that fail, those to check, and those that a contract helps."""
    found: dict[str, set[str]] = {"fails": set(), "checks": set(), "buys": set()}
    for must in question.requirements[answer.id]:
        rows = [model.judge_all(must, paid) for paid in ("ask", "refuse", "accept")]
        for option, ask, refuse, accept in zip(model.options, *rows, strict=True):
            if ask is not refuse or ask is not accept:
                found["buys"].add(option)
            elif ask is not Verdict.MEETS:
                found["fails" if ask is Verdict.FAILS else "checks"].add(option)
    return {name: str(sorted(options)) for name, options in found.items() if options}


def _given(question: str, answers: tuple[str, ...]) -> str:
    return f"some(answers.{question} ?? [], # in {list(answers)})"


def _when(condition: Condition) -> str:
    if condition.question is not None:
        return _given(condition.question, condition.has)
    word = " or " if condition.any else " and "
    parts = [_when(part) for part in (*condition.all, *condition.any, *condition.none)]
    if condition.none:
        parts = [f"not ({part})" for part in parts]
    return f"({word.join(parts)})"


def _sums(model: Model) -> dict[str, Any]:
    names = list(model.scales.criterion_by_id)
    lines = {f"p_{name}": f"sum(map(found, #.{name} ?? 0))" for name in names}
    lines["total"] = " + ".join(f"$.p_{name}" for name in names)
    lines |= {
        f"more_{feature}": f"max(map(found, #.more_{feature} ?? 0))"
        for feature in _emphasised(model)
    }
    lines["paid"] = "filter(map(found, #.paid ?? ''), # != '')"
    lines["accepts"] = "some($.paid, # == 'accept')"
    lines["refuses"] = "some($.paid, # == 'refuse')"
    for criterion in model.scales.criteria:
        rows = [f"$.more_{row.feature}" for row in _rows(model, criterion)]
        standing = sum(row.weight for row in criterion.rows)
        lines[f"w_{criterion.id}"] = " + ".join([f"{standing:g}", *rows])
    lines["buys"] = "$.accepts ? [] : flatMap(found, #.buys ?? [])"
    lines["fails"] = "flatMap(found, #.fails ?? [])"
    lines["checks"] = "flatMap(found, #.checks ?? [])"
    lines["ranking"] = f"[{', '.join(_option(model, option) for option in model.options)}]"
    lines["fitting"] = "filter($.ranking, not #.fails)"
    lines["sure"] = "filter($.fitting, not #.checks)"
    lines["contenders"] = "len($.sure) > 0 ? $.sure : $.fitting"
    lines["best"] = "len($.contenders) > 0 ? max(map($.contenders, #.score)) : 0"
    lines["winner"] = "map(filter($.contenders, #.score == $.best), #.option)"
    return _expressions(lines)


def _expressions(lines: dict[str, str]) -> dict[str, Any]:
    return {
        "expressions": [{"id": key, "key": key, "value": value} for key, value in lines.items()],
        "passThrough": False,
        "inputField": None,
        "outputPath": None,
        "executionMode": "single",
    }


def _rows(model: Model, criterion: Criterion) -> list[Any]:
    emphasised = _emphasised(model)
    return [row for row in criterion.rows if row.feature in emphasised]


def _option(model: Model, option: str) -> str:
    fails, checks, buys = (
        f"some($.{name}, # == '{option}')" for name in ("fails", "checks", "buys")
    )
    score = " + ".join(
        f"$.p_{criterion.id} * ({_points(model, criterion, option)}) / $.w_{criterion.id}"
        for criterion in model.scales.criteria
    )
    return (
        f"{{option: '{option}', fails: {fails} or ($.refuses and {buys}), "
        f"checks: {checks} or (not $.refuses and {buys}), score: ({score}) / $.total}}"
    )


def _points(model: Model, criterion: Criterion, option: str) -> str:
    """Return the sum of a criterion's cells by their weights: the standing ones in one number."""
    free, bought = (
        {row.feature: model.values[paid][option][row.feature].point for row in criterion.rows}
        for paid in (False, True)
    )
    sums = [sum(row.weight * own[row.feature] for row in criterion.rows) for own in (free, bought)]
    parts = [_either(*sums)]
    for row in _rows(model, criterion):
        if free[row.feature] or bought[row.feature]:
            cell = _either(free[row.feature], bought[row.feature])
            parts.append(f"$.more_{row.feature} * {cell}")
    return " + ".join(parts)


def _either(free: float, bought: float) -> str:
    return f"{free:.4f}" if free == bought else f"($.accepts ? {bought:.4f} : {free:.4f})"
