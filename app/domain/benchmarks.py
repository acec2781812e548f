"""Published measurements of what a mesh adds, each with its conditions and the tester's stake."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any

from pydantic import Field

from app.domain.published import Frozen, Id, Published, Sequence, SourceIds, Text, Texts, read_as
from app.domain.quantities import Confidence


class Measurement(Published):
    """One published figure. `value` and `unit` stand as published; `value_mib` is MiB.

    `statistic` is p50, p99, mean and so on; `scope` says over what it was taken (a proxy, a
    node, a call); `read_from` how it was read (text, table, chart, raw data); `derived` the
    formula where it was computed from published numbers.
    """

    id: Text
    option: Id
    option_version: Text
    metric: Text
    statistic: Text
    scope: Text
    value: float
    unit: Text
    value_mib: float | None = None
    raw: Frozen[Text, Any] | None = None
    conditions: Frozen[Text, Any]
    source: Id
    also_sources: SourceIds = ()
    published: Text
    ran_by: Text
    stake: Text
    stake_note: Text
    read_from: Text
    derived: Text | None = None
    confidence: Annotated[Confidence, read_as(Confidence)]
    used_in_model: bool
    note: Text | None = None


class RejectedPage(Published):
    """A page whose figures are not used, and why; `url` may hold several addresses."""

    url: Text
    reason: Text


class Benchmarks(Published):
    """All measurements, what was refused, and what nobody has published."""

    gaps: Texts
    background: SourceIds = Field(description="Sources of prices and defaults, not of figures.")
    rejected: Annotated[tuple[RejectedPage, ...], Sequence]
    measurements: Annotated[tuple[Measurement, ...], Sequence] = Field(min_length=1)

    @cached_property
    def by_option(self) -> Mapping[str, tuple[Measurement, ...]]:
        """The measurements of each option, in file order."""
        options = dict.fromkeys(measurement.option for measurement in self.measurements)
        return {
            option: tuple(m for m in self.measurements if m.option == option) for option in options
        }
