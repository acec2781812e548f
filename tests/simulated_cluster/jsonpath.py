"""The part of kubectl's jsonpath that the runbooks use."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

_STEP = re.compile(
    r"""(?P<deep>\.\.(?P<any>\w+))
    | \.(?P<name>(?:[-\w/]|\\.)+)
    | \[(?P<index>\d+)\]
    | (?P<every>\[\*\])
    | \[\?\(@\.(?P<field>[\w.]+)(?P<how>==|!=)(?P<wanted>"[^"]*"|true|false|\d+)\)\]""",
    re.VERBOSE,
)
Step = tuple[str, Any]


def fill_template(template: str, value: Any) -> str:
    """Return a template such as `{.a}/{.b}` with what the paths find; strange ones raise."""
    parts = re.split(r"\{([^}]*)\}", template)
    return "".join(
        part if place % 2 == 0 else " ".join(map(text_of, find(part, value)))
        for place, part in enumerate(parts)
    )


def find(path: str, value: Any) -> list[Any]:
    """Return everything that a path leads to, in order; nothing where a key is missing."""
    found = [value]
    for step in _steps(path):
        found = [one for each in found for one in _follow(step, each)]
    return found


@cache
def _steps(path: str) -> tuple[Step, ...]:
    steps, place = [], 0
    while place < len(path):
        match = _STEP.match(path, place)
        if match is None:
            raise ValueError(f"{path!r} is no path that the simulated kubectl can read")
        steps.append(_step(match))
        place = match.end()
    return tuple(steps)


def _step(match: re.Match[str]) -> Step:
    if match["deep"]:
        return "deep", match["any"]
    if match["name"]:
        return "name", match["name"].replace("\\.", ".")
    if match["index"]:
        return "index", int(match["index"])
    if match["every"]:
        return "every", None
    return "where", (match["field"], match["how"] == "==", json.loads(match["wanted"]))


def _follow(step: Step, value: Any) -> Iterator[Any]:
    kind, wanted = step
    if (kind == "name" and isinstance(value, dict) and wanted in value) or (
        kind == "index" and isinstance(value, list) and len(value) > wanted
    ):
        yield value[wanted]
    elif kind == "every" and isinstance(value, list | dict):
        yield from value.values() if isinstance(value, dict) else value
    elif kind == "deep":
        yield from _everywhere(wanted, value)
    elif kind == "where" and isinstance(value, list):
        field, same, word = wanted
        yield from (one for one in value if (word in find("." + field, one)) is same)


def _everywhere(name: str, value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        if name in value:
            yield value[name]
        for one in value.values():
            yield from _everywhere(name, one)
    elif isinstance(value, list):
        for one in value:
            yield from _everywhere(name, one)


def text_of(value: Any) -> str:
    """Return what kubectl prints of a value."""
    return (
        value
        if isinstance(value, str)
        else json.dumps(value, separators=(",", ":"), sort_keys=True)
    )
