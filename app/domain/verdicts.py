"""Judge what the command of a check printed, and say what comes next."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.errors import InvalidInput, Problem
from app.domain.procedure import Check, Phase, Runbook, Step

MOST_SIGNS: Final = 32_000
"""How long an output may be that is judged."""
HIGHEST_STATUS: Final = 255

# Escape sequences of a terminal, the time that the script writes before each line, and its own
# words about a check.
_NOISE = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\r")
_STAMP = re.compile(r"^\d\d:\d\d:\d\dZ ")
_SCRIPT = re.compile(r"^([?+!-] MW-[A-Z]+-\d{4} |  (Stop|Warning) if: )")
_ERROR = re.compile(r"^(error( from server)?|fatal)\b|command not found", re.IGNORECASE)
_LONGEST_QUOTE: Final = 200


class Verdict(StrEnum):
    """What an output means; open where only the exit status could tell."""

    PASS = "pass"  # noqa: S105  It is no password.
    WARN = "warn"
    FAIL = "fail"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a command printed, and its exit status where it is known."""

    output: str
    status: int | None


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that must be so; `holds` is None where it is not known, `line` is what decides."""

    text: str
    holds: bool | None
    line: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with all that it rests on."""

    verdict: Verdict
    clauses: tuple[Clause, ...]


def parse_seen(output: str, status: str) -> Seen:
    """Return what was seen, from texts as typed; an empty status is unknown.

    Raises InvalidInput that names `output` or `exit_status`.
    """
    problems = []
    if len(output) > MOST_SIGNS:
        told = f"It has {len(output):,} signs; at most {MOST_SIGNS:,} are read. Its end is enough."
        problems.append(Problem("output", told))
    if not output.strip() and not status.strip():
        told = "Give what it printed. Where it printed nothing, give its exit status."
        problems.append(Problem("output", told))
    number = status.strip()
    is_status = re.fullmatch(r"[0-9]{1,3}", number) and int(number) <= HIGHEST_STATUS
    if number and not is_status:
        told = f"must be a whole number from 0 to {HIGHEST_STATUS}, or left out"
        problems.append(Problem("exit_status", told))
    if problems:
        raise InvalidInput(problems)
    return Seen(output, int(number) if number else None)


def judge(check: Check, seen: Seen) -> Judgement:
    """Return whether a check holds for what was seen of its command.

    It is judged as the script does it: line by line. Lines that show the command itself are no
    output. Without an exit status a line that must be there speaks for itself, unless another one
    reads like an error; a line that must be absent does not, for a command that failed prints none.
    """
    lines = tuple(_lines(seen.output, check.command.line))
    clauses = (*_patterns(check, lines), *_exit(check, seen.status, lines))
    known = {clause.holds for clause in clauses}
    if False in known:
        verdict = Verdict.WARN if check.severity == "warn" else Verdict.FAIL
    else:
        verdict = Verdict.OPEN if None in known else Verdict.PASS
    return Judgement(verdict, clauses)


def find_step(runbook: Runbook, phase: str, step: str) -> tuple[Phase, Step] | None:
    """Return a step by the ids of its phase and of itself."""
    return next((pair for pair in _all(runbook) if (pair[0].id, pair[1].id) == (phase, step)), None)


def step_after(runbook: Runbook, phase: str, step: str) -> tuple[Phase, Step] | None:
    """Return the step that comes next, in this phase or at the start of the one after it."""
    pairs = list(_all(runbook))
    ids = [(str(one.id), other.id) for one, other in pairs]
    place = ids.index((phase, step)) + 1
    return pairs[place] if place < len(pairs) else None


def _all(runbook: Runbook) -> Iterator[tuple[Phase, Step]]:
    for phase in runbook.phases:
        yield from ((phase, step) for step in phase.steps)


def _lines(output: str, command: str) -> Iterator[str]:
    for raw in output.split("\n"):
        line = _STAMP.sub("", _NOISE.sub("", raw))
        if command not in line and not _SCRIPT.match(line):
            yield line


def _patterns(check: Check, lines: tuple[str, ...]) -> Iterator[Clause]:
    if check.pattern:
        found = _first(check.pattern, lines)
        yield Clause(f"A line matches {check.pattern}", found is not None, found or "")
    if check.absent:
        found = _first(check.absent, lines)
        yield Clause(f"No line matches {check.absent}", found is None, found or "")


def _first(pattern: str, lines: tuple[str, ...]) -> str | None:
    found = next((line for line in lines if re.search(pattern, line)), None)
    return None if found is None else found[:_LONGEST_QUOTE]


def _exit(check: Check, status: int | None, lines: tuple[str, ...]) -> Iterator[Clause]:
    if check.exit == "any":
        return
    ends = "without an error" if check.exit == "zero" else "with an error"
    text = f"The command ends {ends}"
    if status is not None:
        yield Clause(
            f"{text}; its exit status was {status}", (status == 0) == (check.exit == "zero")
        )
        return
    error = next((line for line in lines if _ERROR.search(line)), "")[:_LONGEST_QUOTE]
    if check.exit == "nonzero":
        shown = bool(error or (check.pattern and _first(check.pattern, lines)))
        yield Clause(text, True if shown else None, error)
    elif error:
        yield Clause(f"{text}; one line reads like one", None, error)
    elif check.pattern:
        yield Clause(f"{text}; nothing here says otherwise", holds=True)
    else:
        yield Clause(text, holds=None)
