"""The sums behind a ranking by the library in app/native, where it was compiled."""

from collections.abc import Iterator, Mapping, Sequence
from ctypes import CDLL, c_char
from functools import cached_property, lru_cache
from typing import Final

from app.domain.given import PAID
from app.domain.kernel import Kernel
from app.domain.kernel_tables import ANSWERS, OPTIONS, fits
from app.domain.score import Score
from app.domain.scoring import Model
from app.domain.single_trials import ROUNDED
from app.domain.sums import EDGES, LEAST, Figures, Sums

NONE: Final = 255
"""Stands for no row."""

_BYTES: Final = ANSWERS // 8
_ALL: Final = (1 << ANSWERS) - 1
_Bits = c_char * (2 * _BYTES)
_Edges = c_char * (OPTIONS * EDGES)


class CompiledSums(Sums):
    """Sums whose figures the library finds."""

    def __init__(self, kernel: Kernel, model: Model, used: int, given: Mapping[str, float]) -> None:
        self.kernel = kernel
        super().__init__(model, used, given)

    def _weigh(self) -> None:
        """Find what is always asked for."""
        kernel, found = self.kernel, (c_char * self.kernel.size)()
        fixed, given = kernel.fixed(self.given) if self.given else (0, None)
        kernel.weigh(kernel.address, found, self.used.to_bytes(_BYTES, "little"), fixed, given)
        paid, self.failing, self.checking, *figures = kernel.head.unpack_from(found)
        criteria = kernel.criteria
        self.paid = PAID[paid]
        self.weights = tuple(figures[:criteria])
        self.shares = tuple(figures[criteria : 2 * criteria])
        self.points = tuple(figures[2 * criteria :])
        self.found = found

    @cached_property
    def _figures(self) -> Figures:
        return self.kernel.figures.unpack_from(self.found, self.kernel.head.size)

    @cached_property
    def scores(self) -> Sequence[Score]:
        """The score of each option."""
        return list(map(Score, self.points, self._by_option(0), self._by_option(1)))

    def contributions(self, option: int) -> Figures:
        """Return what each criterion adds to an option's score."""
        kernel = self.kernel
        before = kernel.head.size + 8 * (2 * kernel.options + option * kernel.criteria)
        return kernel.numbers.unpack_from(self.found, before)

    @cached_property
    def ranges(self) -> Sequence[tuple[float, float]]:
        """Each option's score with all values at their low, and at their high ends."""
        size, figures = self.kernel.options, self._figures
        return list(zip(figures[:size], figures[size : 2 * size], strict=True))

    @cached_property
    def shown(self) -> Sequence[Figures]:
        """The values of each option, in hundredths."""
        return list(self._by_option(2))

    def _by_option(self, part: int) -> Iterator[Figures]:
        """Return the figures of each option by criterion: contributions, values, those shown."""
        options, criteria = self.kernel.options, self.kernel.criteria
        size = options * criteria
        first = 2 * options + part * size
        return zip(*[iter(self._figures[first : first + size])] * criteria, strict=True)

    def changing(self, winner: int | None, among: int) -> tuple[int, int]:
        """Return the answers that change the winner, and those of which only a ranking can tell."""
        kernel, found = self.kernel, _Bits()
        tried, first = among.to_bytes(_BYTES, "little"), -1 if winner is None else winner
        near = ROUNDED * (kernel.criteria + 1)
        kernel.changing(kernel.address, self.found, tried, first, near, found)
        bits = int.from_bytes(found.raw, "little")
        return bits & _ALL, bits >> ANSWERS

    def lost(self, leader: int, rivals: Sequence[int]) -> float:
        """Return the share of the sampled weightings in which a rival is ahead of the leader."""
        kernel, bits = self.kernel, sum([1 << rival for rival in rivals])
        found: int = kernel.lost(kernel.address, self.found, leader, bits)
        return super().lost(leader, rivals) if found < 0 else found / kernel.samples

    def overlapping(self, leader: int, rivals: Sequence[int]) -> Sequence[int]:
        """Return the rivals that would have the leader's points if unknown cells decided so."""
        kernel = self.kernel
        found: int = kernel.overlapping(kernel.address, self.found, leader)
        return [rival for rival in rivals if found >> rival & 1] if found else ()

    def edges(self, leader: int, second: int) -> Sequence[Sequence[str]]:
        """Return for each option the features in which it loses most to the leader."""
        kernel, found = self.kernel, _Edges()
        kernel.edges(kernel.address, self.found, leader, second, LEAST, found)
        names, rows = kernel.features, found.raw
        return [
            [names[row] for row in rows[first : first + EDGES] if row != NONE]
            for first in range(0, kernel.options * EDGES, EDGES)
        ]


_libraries: list[CDLL] = []
"""The library that is in use, if any."""


def use(library: CDLL | None) -> None:
    """Let a library do the sums from now on, or plain Python."""
    _libraries[:] = [] if library is None else [library]
    _kernel_of.cache_clear()


@lru_cache(maxsize=8)
def _kernel_of(model: Model) -> Kernel | None:
    return Kernel(_libraries[0], model) if _libraries and fits(model) else None


def sums_of(model: Model, used: int, given: Mapping[str, float]) -> Sums:
    """Screen and weigh every option for some answers, as quickly as this machine can."""
    kernel = _kernel_of(model)
    return Sums(model, used, given) if kernel is None else CompiledSums(kernel, model, used, given)
