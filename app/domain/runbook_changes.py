"""What differs between two runbooks: steps that came, went or changed, with the lines that did."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import chain

_AROUND = 2  # Lines that are shown before and after a changed one.


class Kind(StrEnum):
    """What became of a step."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Mark(StrEnum):
    """What became of a line."""

    SAME = " "
    OLD = "-"
    NEW = "+"
    GAP = "…"


@dataclass(frozen=True, slots=True)
class WrittenStep:
    """A step as it is written down: `parts` holds texts of one or more lines by their name."""

    phase: str
    id: str
    title: str
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Written:
    """A runbook as it is written down: its steps in order, and the versions that it pins."""

    steps: tuple[WrittenStep, ...]
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part of a step that differs, line by line."""

    name: str
    lines: tuple[tuple[Mark, str], ...]


@dataclass(frozen=True, slots=True)
class StepChange:
    """A step that differs; one that came or went has all its parts."""

    kind: Kind
    phase: str
    id: str
    title: str
    parts: tuple[PartChange, ...]


@dataclass(frozen=True, slots=True)
class VersionChange:
    """A pinned thing that differs; a version is empty where it is not pinned."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs between two runbooks, and how many steps do not."""

    versions: tuple[VersionChange, ...]
    steps: tuple[StepChange, ...]
    same: int

    def __bool__(self) -> bool:
        """Tell whether anything differs."""
        return bool(self.versions or self.steps)

    def count(self, kind: Kind) -> int:
        """Return how many steps became this."""
        return sum(step.kind == kind for step in self.steps)


def compare(old: Written, new: Written) -> Changes:
    """Return what differs: the steps of the new runbook in its order, each gone one after its last.

    A step is the same one where phase and id are; moving it within its phase is no change.
    """
    before, after = _by_place(old), _by_place(new)
    places = _merged(tuple(before), tuple(after))
    found = tuple(
        change
        for place in places
        if (change := _step_change(before.get(place), after.get(place))) is not None
    )
    names = dict.fromkeys(chain(old.versions, new.versions))
    pins = ((name, old.versions.get(name, ""), new.versions.get(name, "")) for name in names)
    return Changes(
        versions=tuple(VersionChange(*pin) for pin in pins if pin[1] != pin[2]),
        steps=found,
        same=len(places) - len(found),
    )


_Place = tuple[str, str]


def _by_place(written: Written) -> dict[_Place, WrittenStep]:
    return {(step.phase, step.id): step for step in written.steps}


def _merged(old: tuple[_Place, ...], new: tuple[_Place, ...]) -> list[_Place]:
    """Return every place once: those of `new` in order, each other one behind what preceded it."""
    merged, known = list(new), set(new)
    at = 0
    for place in old:
        if place in known:
            at = merged.index(place) + 1
        else:
            merged.insert(at, place)
            at += 1
    return merged


def _step_change(old: WrittenStep | None, new: WrittenStep | None) -> StepChange | None:
    shown = new or old
    if shown is None:
        return None
    kind = Kind.CHANGED if old and new else Kind.ADDED if new else Kind.REMOVED
    before, after = old.parts if old else {}, new.parts if new else {}
    parts = tuple(
        PartChange(name, tuple(_lines(before.get(name, ""), after.get(name, ""))))
        for name in dict.fromkeys(chain(after, before))
        if before.get(name, "") != after.get(name, "")
    )
    if kind is Kind.CHANGED and not parts:
        return None
    return StepChange(kind, shown.phase, shown.id, shown.title, parts)


def _lines(old: str, new: str) -> Iterator[tuple[Mark, str]]:
    """Yield the lines that differ with a few around them, and a gap for what is left out."""
    before, after = old.splitlines(), new.splitlines()
    groups = SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(_AROUND)
    for number, group in enumerate(groups):
        if number:
            yield Mark.GAP, ""
        for tag, low, high, new_low, new_high in group:
            if tag == "equal":
                yield from ((Mark.SAME, line) for line in before[low:high])
            else:
                yield from ((Mark.OLD, line) for line in before[low:high])
                yield from ((Mark.NEW, line) for line in after[new_low:new_high])
