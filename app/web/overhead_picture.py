"""Draw what each option would add: one panel a figure, one bar an option, low to high."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.content.load import Content
from app.domain.overhead_figures import Count, Estimate, Overhead, Range
from app.web.words import figure

MIB_IN_GIB: Final = 1024
_LARGE: Final = 4 * MIB_IN_GIB
"""From how many MiB on a column is told in GiB."""
_LEFT, _WIDTH = 112.0, 166.0
_TOP, _ROW = 34, 26


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of every option, in one unit; a number of things has none."""

    id: str
    title: str
    unit: str
    values: tuple[tuple[str, Range | Count], ...]

    @property
    def heading(self) -> str:
        """Title and unit."""
        return f"{self.title}, {self.unit}" if self.unit else self.title


@dataclass(frozen=True, slots=True)
class Bar:
    """One option in a panel: places in the units of the drawing, and the typical value."""

    option: str
    name: str
    y: int
    start: float
    width: float
    mark: float
    words: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A drawn measure. `zero` is where nothing is added."""

    measure: Measure
    bars: tuple[Bar, ...]
    zero: float
    height: int
    words: str


def measures_of(estimate: Estimate) -> tuple[Measure, ...]:
    """Return the figures by use, in the order in which they are told."""
    options = estimate.options
    large = max((one.memory_mib.high for one in options), default=0) >= _LARGE
    by = MIB_IN_GIB if large else 1
    return (
        _measure("memory", "Memory", "GiB" if large else "MiB",
                 ((one, _divided(one.memory_mib, by)) for one in options)),
        _measure("cpu", "CPU", "cores", ((one, one.cpu_cores) for one in options)),
        _measure("p50", "Latency, median", "ms", ((one, one.p50_ms) for one in options)),
        _measure("p99", "Latency, p99", "ms", ((one, one.p99_ms) for one in options)),
        _measure("cost", "Cost a month", "USD", ((one, one.usd_month) for one in options)),
        _measure("nodes", "Nodes to add", "", ((one, one.nodes_to_add) for one in options)),
    )  # fmt: skip


def panels_of(content: Content, measures: Sequence[Measure]) -> Iterator[Panel]:
    """Draw the measures; each has an axis of its own, from the lowest to the highest value."""
    names = {option.id: option.short_name for option in content.catalogue.options}
    for measure in measures:
        ends = [end for _, one in measure.values for end in (one.low, one.high)]
        low, high = min(0.0, *ends), max(0.0, *ends)
        scale = _WIDTH / (high - low) if high > low else 0.0
        bars = tuple(
            Bar(
                option=option,
                name=names[option],
                y=_TOP + row * _ROW,
                start=round(_LEFT + (one.low - low) * scale, 1),
                width=round(max((one.high - one.low) * scale, 1.0), 1),
                mark=round(_LEFT + (one.typical - low) * scale, 1),
                words=written(one.typical),
            )
            for row, (option, one) in enumerate(measure.values)
        )
        zero = round(_LEFT - low * scale, 1)
        said = "; ".join(_said(names[option], one) for option, one in measure.values)
        words = f"{measure.heading}. {said}."
        yield Panel(measure, bars, zero, _TOP + len(bars) * _ROW, words)


def written(value: float) -> str:
    """Write a figure with the three digits that a model of this kind bears at most."""
    if value and abs(value) < 0.001:  # noqa: PLR2004
        return "<0.001"
    size = abs(value)
    return figure(round(value, 2) + 0.0 if size >= 1 else value + 0.0)


def _said(name: str, one: Range | Count) -> str:
    return f"{name} {written(one.typical)}, {written(one.low)} to {written(one.high)}"


def _measure(
    measure: str, title: str, unit: str, values: Iterable[tuple[Overhead, Range | Count]]
) -> Measure:
    return Measure(measure, title, unit, tuple((one.option, value) for one, value in values))


def _divided(value: Range, by: float) -> Range:
    return Range(value.low / by, value.typical / by, value.high / by)
