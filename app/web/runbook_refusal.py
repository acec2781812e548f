"""Tell programs which combination is not supported, and what is near it."""

from dataclasses import replace
from typing import Any

from fastapi.responses import JSONResponse

from app.domain.alternatives import Alternative, alternatives
from app.domain.errors import Problem, Unsupported
from app.domain.recipe import RunbookLibrary
from app.domain.runbook import Parameters
from app.web.problems import MEDIA_TYPE, describe
from app.web.runbook_forms import query_of


def refuse(
    refusal: Unsupported, parameters: Parameters, library: RunbookLibrary, *, side: str = ""
) -> JSONResponse:
    """Name the fields that would mend it alone, and every supported combination nearby.

    `side` is what the fields of one of two compared runbooks are sent within.
    """
    nearest = alternatives(parameters, library)
    allowed: dict[str, list[str]] = {}
    for one in nearest:
        if len(one.changes) == 1:
            for name, value in one.changes:
                allowed.setdefault(name, []).append(value)
    field = f"{side}.{{}}".format if side else str
    problems = (
        Problem(field(name), "not supported together with the others", tuple(values))
        for name, values in allowed.items()
    )
    answer = replace(describe(refusal), errors=tuple(problems))
    document = answer.document() | {"nearest": [_near(one) for one in nearest]}
    if side:
        document["side"] = side
    return JSONResponse(document, answer.status, media_type=MEDIA_TYPE)


def _near(one: Alternative) -> dict[str, Any]:
    return {
        "option": one.parameters.option,
        "changes": dict(one.changes),
        "page": f"/runbooks/{one.parameters.option}?{query_of(one.parameters)}",
    }
