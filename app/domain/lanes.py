"""Whole numbers side by side in one integer, so that one multiplication does the work of many.

A lane is WIDTH bits wide and holds a number below LARGEST in size. Sums of such integers, and
products with a whole number, are those of each lane, as long as every lane stays in its range.
docs/decisions/0009-compiled-recommendations.md says why this and no array library.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

WIDTH: Final = 64
LARGEST: Final = 1 << (WIDTH - 2)

_SIGN: Final = 1 << (WIDTH - 1)
_MARK: Final = _SIGN.to_bytes(WIDTH // 8, "little")
_NO_MARK: Final = bytes(WIDTH // 8)


def pack(numbers: Iterable[int]) -> int:
    """Return the numbers as lanes, the first in the lowest."""
    parts = [*numbers]
    packed = int.from_bytes(struct.pack(f"<{len(parts)}q", *parts), "little")
    # A number below 0 stands there as what it is short of the next lane: that lane pays for it.
    return packed - ((packed & Lanes.of(len(parts)).signs) << 1)


@dataclass(frozen=True, slots=True)
class Lanes:
    """So many lanes: `ones` holds 1 in each, `signs` the highest bit of each."""

    ones: int
    signs: int

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, count: int) -> Self:
        """Return the lanes of integers that hold so many numbers."""
        signs = cls.mark([True] * count)
        return cls(signs >> (WIDTH - 1), signs)

    def above(self, packed: int, limit: int) -> int:
        """Return a mark in each lane that holds more than `limit`; bit_count() counts them."""
        return (packed + self.signs - self.ones * (limit + 1)) & self.signs

    @staticmethod
    def mark(chosen: Iterable[bool]) -> int:
        """Return the marks of `above` in the lanes that are chosen."""
        lanes = [_MARK if one else _NO_MARK for one in chosen]
        return int.from_bytes(b"".join(lanes), "little")


def marked(marks: int) -> Iterator[tuple[int, int]]:
    """Yield each mark of `above` alone, and the place of its lane, lowest first."""
    while marks:
        mark = marks & -marks
        yield mark, mark.bit_length() // WIDTH - 1
        marks ^= mark
