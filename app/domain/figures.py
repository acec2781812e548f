"""Published figures as a reader asks for them: filtered, paged, and the few that say most."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.benchmarks import Benchmarks, Measurement
from app.domain.errors import InvalidInput, Problem

PAGE_SIZE = 50
FIELDS = ("option", "metric", "statistic", "stake", "source")
"""What figures can be filtered by, each with its own value only."""

KEY_METRICS = ("memory_mib", "cpu_millicores", "latency_added_ms")
NOT_MEASURED = frozenset({"reserved", "guidance", "list price"})
"""Statistics of figures that somebody set or recommends and nobody measured."""


class Interest(StrEnum):
    """Whether whoever published a figure gains by its outcome."""

    NONE = "none known"
    SOME = "has a stake"
    SETTING = "no measurement"


WITHOUT_STAKE = frozenset({"independent", "academic"})
CONFIDENCE_ORDER = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which figures to show; an empty text leaves that field open. Pages count from 1."""

    option: str = ""
    metric: str = ""
    statistic: str = ""
    stake: str = ""
    source: str = ""
    text: str = ""
    page: int = 1

    @property
    def filters(self) -> Mapping[str, str]:
        """The fields that are not left open."""
        return {field: value for field in FIELDS if (value := getattr(self, field))}


@dataclass(frozen=True, slots=True)
class Figure:
    """A measurement, and how large it is in percent of the largest of its own test.

    Only figures of one source, metric, unit, statistic and scope share a scale: others were
    taken on other machines. `share` is None where there is nothing to compare it with, and
    for figures below zero.
    """

    measurement: Measurement
    share: float | None


@dataclass(frozen=True, slots=True)
class Selection:
    """One page of the figures that fit, in file order. `total` counts all that fit."""

    figures: tuple[Figure, ...]
    total: int
    page: int
    pages: int

    @property
    def first(self) -> int:
        """The number of the first figure shown, counted from 1 over all that fit."""
        return (self.page - 1) * PAGE_SIZE + 1


def select_figures(benchmarks: Benchmarks, choice: Choice) -> Selection:
    """Return the page of figures asked for; a page past the last is the last.

    Text is matched word by word, in any case and order, in all that is known of a figure.
    InvalidInput names the field whose value no figure has.
    """
    fitting = fitting_measurements(benchmarks, choice)
    pages = max(1, -(-len(fitting) // PAGE_SIZE))
    page = min(max(choice.page, 1), pages)
    largest = _largest(benchmarks.measurements)
    shown = fitting[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    figures = tuple(Figure(one, _share(one, largest)) for one in shown)
    return Selection(figures, len(fitting), page, pages)


def fitting_measurements(benchmarks: Benchmarks, choice: Choice) -> tuple[Measurement, ...]:
    """Return all that fit, whatever the page; InvalidInput as `select_figures`."""
    _refuse_unknown(benchmarks, choice)
    return tuple(one for one in benchmarks.measurements if _fits(one, choice))


def page_of(benchmarks: Benchmarks, figure_id: str) -> int:
    """Return the page that holds a figure when nothing is filtered; InvalidInput if none does."""
    for index, measurement in enumerate(benchmarks.measurements):
        if measurement.id == figure_id:
            return index // PAGE_SIZE + 1
    raise InvalidInput([Problem("figure", f"There is no figure called “{figure_id}”.")])


def values_of(benchmarks: Benchmarks) -> Mapping[str, Mapping[str, int]]:
    """Return for each field its values with the number of figures that have it, most first."""
    counts = {field: Counter[str]() for field in FIELDS}
    for measurement in benchmarks.measurements:
        for field in FIELDS:
            counts[field][getattr(measurement, field)] += 1
    return {field: dict(count.most_common()) for field, count in counts.items()}


def interest_of(measurement: Measurement) -> Interest:
    """Tell whether a figure comes from somebody who gains by it, or from no test at all."""
    if measurement.statistic in NOT_MEASURED:
        return Interest.SETTING
    return Interest.NONE if measurement.stake in WITHOUT_STAKE else Interest.SOME


def key_figures(benchmarks: Benchmarks, option: str) -> tuple[Measurement, ...]:
    """Return for memory, CPU and latency one figure with and one without a stake, if there are.

    Of several the one that the overhead model uses comes first, then the newest, then the
    surest, then the first in the file.
    """
    found = []
    for metric in KEY_METRICS:
        for interest in (Interest.NONE, Interest.SOME):
            own = [
                one
                for one in benchmarks.by_option.get(option, ())
                if one.metric == metric and interest_of(one) is interest
            ]
            found += sorted(own, key=_worth, reverse=True)[:1]
    return tuple(found)


def _worth(measurement: Measurement) -> tuple[bool, str, int]:
    day = "" if measurement.published == "unknown" else measurement.published
    return measurement.used_in_model, day, -CONFIDENCE_ORDER.index(measurement.confidence)


def _refuse_unknown(benchmarks: Benchmarks, choice: Choice) -> None:
    values = values_of(benchmarks) if choice.filters else {}
    problems = [
        Problem(field, f"No figure has the {field} “{value}”.", tuple(values[field]))
        for field, value in choice.filters.items()
        if value not in values[field]
    ]
    if problems:
        raise InvalidInput(problems)


def _fits(measurement: Measurement, choice: Choice) -> bool:
    if any(getattr(measurement, field) != value for field, value in choice.filters.items()):
        return False
    words = choice.text.casefold().split()
    return not words or all(word in _haystack(measurement) for word in words)


def _haystack(measurement: Measurement) -> str:
    conditions = (f"{name} {value}" for name, value in measurement.conditions.items())
    fields = measurement.model_dump(
        exclude={"conditions", "raw", "used_in_model", "also_sources"}, exclude_none=True
    )
    return "\n".join((*map(str, fields.values()), *conditions)).casefold()


_Test = tuple[str, str, str, str, str]


def _test_of(measurement: Measurement) -> _Test:
    return (
        measurement.source,
        measurement.metric,
        measurement.unit,
        measurement.statistic,
        measurement.scope,
    )


def _largest(measurements: Iterable[Measurement]) -> Mapping[_Test, float]:
    """Return the largest value of each test that has more than one."""
    values: dict[_Test, list[float]] = {}
    for one in measurements:
        values.setdefault(_test_of(one), []).append(one.value)
    return {test: max(found) for test, found in values.items() if len(found) > 1}


def _share(measurement: Measurement, largest: Mapping[_Test, float]) -> float | None:
    most = largest.get(_test_of(measurement), 0.0)
    if most <= 0 or measurement.value < 0:
        return None
    return round(100 * measurement.value / most, 1)
