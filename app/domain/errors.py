"""What Meshwise understands and will not do, said so that the visitor can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field.

    `field` is a dotted path as the client wrote it (`answers.services`); `allowed` lists the
    values that would be accepted, where they can be listed.
    """

    field: str
    message: str
    allowed: tuple[str, ...] = ()


class Refusal(Exception):  # noqa: N818  It is an answer, not a fault.
    """A request that is understood and not carried out. `str()` may be shown to the visitor."""

    title = "Refused"


class InvalidInput(Refusal):
    """Input that breaks a rule; `problems` names each field, never empty."""

    title = "The input is not valid"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.field}: {p.message}" for p in self.problems))


class NotFound(Refusal):
    """There is nothing behind this id or link, or it is not for the holder of this link."""

    title = "Not found"


class Unsupported(Refusal):
    """A combination that upstream does not support; `nearest` says what would work instead."""

    title = "Not supported"

    def __init__(self, reason: str, nearest: str) -> None:
        self.reason = reason
        self.nearest = nearest
        super().__init__(f"{reason} {nearest}")
