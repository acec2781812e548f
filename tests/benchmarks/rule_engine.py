"""The decision model as a JDM document for zen-engine: the same questions, rules and weights.

It leaves out emphasis, reasons, ranges, shares and next questions, all in the engine's favour.
"""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from app.content.load import Content
from app.domain.circuit import circuit_of
from app.domain.questions import Condition
from app.domain.scoring import Model, model_of
from app.domain.screening import Verdict


def document(content: Content) -> str:
    """Return the document: one table of all answers' effects, then the weighted sums."""
    model = model_of(content.catalogue, content.graph, content.scales)
    nodes: list[dict[str, Any]] = [
        {"id": "in", "type": "inputNode", "name": "Request"},
        {"id": "effects", "type": "decisionTableNode", "name": "Effects", "content": _table(model)},
        {"id": "sums", "type": "expressionNode", "name": "Sums", "content": _sums(model)},
        {"id": "out", "type": "outputNode", "name": "Response"},
    ]
    for place, node in enumerate(nodes):
        node["position"] = {"x": place * 200, "y": 0}
    ids = ["in", "effects", "sums", "out"]
    edges = [
        {"id": f"{start}-{end}", "sourceId": start, "targetId": end, "type": "edge"}
        for start, end in pairwise(ids)
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def _table(model: Model) -> dict[str, Any]:
    outputs = [*model.scales.criterion_by_id, "fails", "checks"]
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


def _rules(model: Model) -> Iterator[dict[str, str]]:
    for question in model.graph.questions:
        asked = f" and {_when(question.asked_when)}" if question.asked_when else ""
        for answer in question.answers:
            rule = {"_id": f"{question.id}-{answer.id}"}
            rule["given"] = _given(question.id, (answer.id,)) + asked
            for effect in answer.effects:
                for criterion, points in effect.weigh.items():
                    rule[criterion] = f"{points:g}"
            for name, verdict in (("fails", Verdict.FAILS), ("checks", Verdict.CHECK)):
                options = {
                    option
                    for must in question.requirements[answer.id]
                    for option, own in zip(model.options, model.judge_all(must, "ask"), strict=True)
                    if own is verdict
                }
                rule[name] = str(sorted(options)) if options else ""
            yield rule


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
    columns = circuit_of(model).columns(0)
    names = list(model.scales.criterion_by_id)
    lines = {
        f"p_{criterion.id}": f"{criterion.points:g} + sum(map(found, #.{criterion.id} ?? 0))"
        for criterion in model.scales.criteria
    }
    lines["total"] = " + ".join(f"$.p_{name}" for name in names)
    lines["fails"] = "flatMap(found, #.fails ?? [])"
    lines["checks"] = "flatMap(found, #.checks ?? [])"
    places = []
    for place, option in enumerate(model.options):
        values = [column.points[place] for column in columns]
        score = " + ".join(f"$.p_{n} * {v:.4f}" for n, v in zip(names, values, strict=True))
        fails, checks = (f"some($.{name}, # == '{option}')" for name in ("fails", "checks"))
        places.append(
            f"{{option: '{option}', fails: {fails}, checks: {checks}, score: ({score}) / $.total}}"
        )
    lines["ranking"] = f"[{', '.join(places)}]"
    lines["fitting"] = "filter($.ranking, not #.fails)"
    lines["best"] = "len($.fitting) > 0 ? max(map($.fitting, #.score)) : 0"
    lines["winner"] = "map(filter($.fitting, #.score == $.best), #.option)"
    return {
        "expressions": [{"id": key, "key": key, "value": value} for key, value in lines.items()],
        "passThrough": False,
        "inputField": None,
        "outputPath": None,
        "executionMode": "single",
    }
