"""Numbers rounded to hundredths, many at once: as lanes, and each as if it were rounded alone."""

from dataclasses import dataclass
from functools import lru_cache
from struct import Struct
from typing import Final, Self

from app.domain.lanes import WIDTH, Lanes

HUNDREDTH: Final = 1 << 48
"""What a hundredth is in a lane; above it there is room for 65535 of them."""

NEAR: Final = HUNDREDTH >> 13
"""A lane this near to half a hundredth is unclear: what was cut off could decide."""

HUNDREDTHS: Final = tuple([number / 100 for number in range(100 * 100 + 1)])
"""All hundredths from 0 to 100."""


@dataclass(frozen=True, slots=True)
class Rounding:
    """How so many lanes are rounded.

    In each lane, `half` is half a hundredth, `near` is NEAR and `below` all that is less than a
    hundredth; `whole` reads the hundredths.
    """

    lanes: Lanes
    half: int
    near: int
    below: int
    whole: Struct

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, count: int) -> Self:
        """Return how so many lanes are rounded."""
        lanes = Lanes.of(count)
        room = (WIDTH - 16) // 8
        return cls(
            lanes=lanes,
            half=lanes.ones * (HUNDREDTH // 2),
            near=lanes.ones * NEAR,
            below=lanes.ones * (HUNDREDTH - 1),
            whole=Struct("<" + f"{room}xH" * count),
        )

    def rounded(self, packed: int) -> tuple[tuple[int, ...], int]:
        """Return the numbers in hundredths, and marks in the lanes of those that are unclear."""
        raised = packed + self.half
        numbers = self.whole.unpack(raised.to_bytes(self.whole.size, "little"))
        clear = self.lanes.above(raised + self.near & self.below, 2 * NEAR - 1)
        return numbers, self.lanes.signs ^ clear
