"""Sums that are the same bits on every Python."""

from collections.abc import Iterable
from functools import reduce
from operator import add


def in_order(parts: Iterable[float]) -> float:
    """Add from left to right. `sum` makes up for what is cut off, but only since Python 3.12."""
    return reduce(add, parts, 0.0)
