"""A reader's report that a cell is wrong: what is said of it, and how it was tested."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.errors import InvalidInput, Problem

FAULTS: Final[Mapping[str, str]] = {
    "grade": "The grade or the figure is wrong",
    "text": "The grade is right, the words are wrong",
    "outdated": "It was right and has changed",
    "source": "A source does not say so, or is gone",
    "missing": "A claim or a source is missing",
}
TESTS: Final[Mapping[str, str]] = {
    "ran": "I ran it",
    "code": "I read the source code",
    "docs": "I read documentation or release notes",
    "none": "I did not test it",
}
FIELDS: Final = ("fault", "should", "source", "tested", "release", "seen")
LONGEST: Final = 2000  # characters, so that a report fits an address that carries it


@dataclass(frozen=True, slots=True)
class Report:
    """What a reader found. `fault` and `tested` are keys of FAULTS and TESTS; others are texts."""

    fault: str
    should: str
    source: str
    tested: str
    release: str
    seen: str


def parse_report(raw: Mapping[str, str]) -> Report:
    """Return the report in texts named as in FIELDS; InvalidInput names every wrong field."""
    given = {name: raw.get(name, "").strip() for name in FIELDS}
    problems = [
        Problem(name, f"{len(text)} characters, at most {LONGEST}.")
        for name, text in given.items()
        if len(text) > LONGEST
    ]
    for name, allowed in (("fault", FAULTS), ("tested", TESTS)):
        if given[name] not in allowed:
            problems.append(Problem(name, "Choose one.", tuple(allowed)))
    if not given["should"]:
        problems.append(Problem("should", "Say what it should say."))
    if given["source"] and not given["source"].startswith(("https://", "http://")):
        problems.append(Problem("source", "Write an address that begins with https://."))
    if given["tested"] == "ran" and not given["seen"]:
        problems.append(Problem("seen", "Say what you ran and what you saw."))
    if given["tested"] in {"code", "docs"} and not given["source"]:
        problems.append(Problem("source", "Give the address of what you read."))
    if problems:
        raise InvalidInput(problems)
    return Report(**given)
