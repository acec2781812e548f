"""What has shifted under a recommendation since it was made."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.domain.grounds import Grounds, Plain


class Kind(StrEnum):
    """What has shifted."""

    CELL = "cell"
    OPTION = "option"
    QUESTION = "question"
    SCALE = "scale"
    CONSTANTS = "constants"


@dataclass(frozen=True, slots=True)
class Shift:
    """One difference between the grounds then and now.

    `place` is `option.feature` for a cell, else the id of what shifted. `before` or `after` is
    None for what was not there. What is gone today cannot be put back by `undone`.
    """

    kind: Kind
    place: str
    before: Any
    after: Any

    @property
    def option(self) -> str:
        """The option of a cell."""
        return self.place.partition(".")[0]

    @property
    def feature(self) -> str:
        """The feature of a cell; empty for what is no cell."""
        return self.place.partition(".")[2]

    @property
    def is_gone(self) -> bool:
        """Whether today's content no longer has the thing at all."""
        return self.after is None


def shifts_since(then: Grounds, now: Grounds) -> tuple[Shift, ...]:
    """Return what differs, in the order of today's content, then what is gone."""
    return tuple(_shifts(then, now))


def _shifts(then: Grounds, now: Grounds) -> Iterator[Shift]:
    for option, facts in now.facts.items():
        if option not in then.facts:
            yield Shift(Kind.OPTION, option, None, option)
            continue
        yield from _differing(Kind.CELL, then.facts[option], facts, prefix=f"{option}.")
    for option in then.facts:
        if option not in now.facts:
            yield Shift(Kind.OPTION, option, option, None)
    yield from _differing(Kind.QUESTION, then.questions, now.questions)
    yield from _differing(Kind.SCALE, then.anchors, now.anchors)
    if _without_words(then.constants) != _without_words(now.constants):
        yield Shift(Kind.CONSTANTS, "constants", then.constants, now.constants)


def _differing(kind: Kind, then: Plain, now: Plain, prefix: str = "") -> Iterator[Shift]:
    for name in dict.fromkeys((*now, *then)):
        before, after = then.get(name), now.get(name)
        if _counting(kind, before) != _counting(kind, after):
            yield Shift(kind, f"{prefix}{name}", before, after)


def _counting(kind: Kind, value: Any) -> Any:
    """Leave a question's version out: new wording gives it a new one and moves no advice."""
    if kind is Kind.QUESTION and value is not None:
        value = {name: part for name, part in value.items() if name != "version"}
    return _plain(value)


def _plain(value: Any) -> Any:
    """Return plain data in which a tuple and the list that JSON made of it are the same."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


_WORDS = frozenset({"because", "otherwise", "name", "measures", "version"})


def _without_words(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_words(one) for key, one in value.items() if key not in _WORDS}
    return [_without_words(one) for one in value] if isinstance(value, (list, tuple)) else value
