"""Sets as the bits of one integer."""

from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_


def union(sets: Iterable[int]) -> int:
    """Return what is in any of the sets."""
    return reduce(or_, sets, 0)


def numbers(bits: int) -> Iterator[int]:
    """Yield the number of each bit, lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
