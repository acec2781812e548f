"""Whole numbers side by side in one integer, so that one multiplication does the work of many.

A lane is WIDTH bits wide and holds a number below LARGEST in size. Sums of such integers, and
products with a whole number, are those of each lane, as long as every lane stays in its range.
docs/decisions/0009-compiled-recommendations.md says why this and no array library.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

WIDTH: Final = 96
LARGEST: Final = 1 << (WIDTH - 2)

_SIGN: Final = 1 << (WIDTH - 1)


def pack(numbers: Iterable[int]) -> int:
    """Return the numbers as lanes, the first in the lowest."""
    packed = 0
    for place, number in enumerate(numbers):
        packed += number << (WIDTH * place)
    return packed


@dataclass(frozen=True, slots=True)
class Lanes:
    """So many lanes: `ones` holds 1 in each, `signs` the highest bit of each."""

    ones: int
    signs: int

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, count: int) -> Self:
        """Return the lanes of integers that hold so many numbers."""
        return cls(pack([1] * count), pack([_SIGN] * count))

    def above(self, packed: int, limit: int) -> int:
        """Return a mark in each lane that holds more than `limit`; bit_count() counts them."""
        return (packed + self.signs - self.ones * (limit + 1)) & self.signs

    @staticmethod
    def mark(chosen: Iterable[bool]) -> int:
        """Return the marks of `above` in the lanes that are chosen."""
        return pack(_SIGN * one for one in chosen)


@lru_cache(maxsize=4096)
def marks(places: int) -> int:
    """Return the marks of `above` for the lanes whose places are bits of `places`."""
    return Lanes.mark(bool(places >> place & 1) for place in range(places.bit_length()))
