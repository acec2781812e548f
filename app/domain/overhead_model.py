"""The sizing model as data: coefficients, default requests, prices, warnings and presets."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from app.domain.overhead_sizing import Sizing
from app.domain.published import Id, Published, Sequence, SourceIds, Text, Texts, read_as

_Ids = Annotated[tuple[Id, ...], Sequence]
_Cited = Annotated[tuple[Id, ...], Sequence, Field(min_length=1)]


class Case(StrEnum):
    """Which end of the published figures is computed with; options are ranked on typical."""

    LOW = "low"
    TYPICAL = "typical"
    HIGH = "high"


class Coefficient(Published):
    """One figure of the model with its range, in `unit`, and how it was obtained.

    `measured_for` lists the options that it was measured on; `borrowed` the values that were
    measured on another option all the same. `leaves_out` says what the figure does not hold.
    """

    id: Id
    measured_for: _Ids
    low: float
    typical: float
    high: float
    borrowed: Annotated[tuple[Annotated[Case, read_as(Case)], ...], Sequence] = ()
    unit: Text
    how: Text
    sources: _Cited
    leaves_out: Text | None = None

    @model_validator(mode="after")
    def _low_to_high(self) -> Self:
        if not 0 <= self.low <= self.typical <= self.high:
            raise ValueError(f"0 <= {self.low} <= {self.typical} <= {self.high} does not hold")
        return self

    def value(self, case: Case) -> float:
        """Return the low, typical or high value."""
        return {Case.LOW: self.low, Case.TYPICAL: self.typical, Case.HIGH: self.high}[case]

    def is_borrowed_by(self, option: str) -> bool:
        """Tell whether the option's figure rests on measurements of another one."""
        return bool(self.borrowed) or option not in self.measured_for


class DefaultRequest(Published):
    """What a chart reserves by default for one thing, in cores and MiB."""

    id: Id
    per: Text
    cores: float = Field(ge=0)
    mib: float = Field(ge=0)
    note: Text | None = None
    sources: _Cited


class Prices(Published):
    """Default prices in US dollars."""

    usd_vcpu_hour: float = Field(ge=0)
    usd_gib_hour: float = Field(ge=0)
    hours_per_month: int = Field(gt=0)
    note: Text
    sources: _Cited


class Study(Published):
    """The short name of a study, as `how` uses it."""

    name: Text
    sources: _Cited


class Trigger(Published):
    """When a warning is printed: when all that is given here holds.

    With `options` it belongs to their results, without to the whole.
    """

    options: _Ids = ()
    ha: bool | None = None
    meshed_pods_above: int | None = None
    serial_hops_above: int | None = None
    thousand_calls_per_node_above: float | None = None

    def holds(self, sizing: Sizing) -> bool:
        """Tell whether the cluster and its load are such that the warning must be printed."""
        limits = (
            (self.meshed_pods_above, sizing.meshed_pods),
            (self.serial_hops_above, sizing.calls_in_series),
            (self.thousand_calls_per_node_above, sizing.thousand_calls / sizing.nodes),
        )
        return self.ha in {None, sizing.ha} and all(
            limit is None or value > limit for limit, value in limits
        )


class OverheadWarning(Published):
    """What must be said beside a result."""

    id: Id
    text: Text
    when: Trigger
    sources: SourceIds


class Preset(Published):
    """A ready-made cluster for the form."""

    id: Id
    name: Text
    summary: Text
    sizing: Sizing


class OverheadModel(Published):
    """Everything that the overhead is computed from."""

    prices: Prices
    studies: Annotated[tuple[Study, ...], Sequence]
    warnings: Annotated[tuple[OverheadWarning, ...], Sequence]
    leaves_out: Texts
    requests: Annotated[tuple[DefaultRequest, ...], Sequence]
    presets: Annotated[tuple[Preset, ...], Sequence]
    coefficients: Annotated[tuple[Coefficient, ...], Sequence]

    @model_validator(mode="after")
    def _distinct_ids(self) -> Self:
        for name in ("warnings", "requests", "presets", "coefficients"):
            ids = [entry.id for entry in getattr(self, name)]
            if twice := sorted({one for one in ids if ids.count(one) > 1}):
                raise ValueError(f"{name}: {twice[0]} stands twice")
        return self

    @cached_property
    def coefficient_by_id(self) -> Mapping[str, Coefficient]:
        """The coefficients by id."""
        return {coefficient.id: coefficient for coefficient in self.coefficients}

    @cached_property
    def request_by_id(self) -> Mapping[str, DefaultRequest]:
        """The default requests by id."""
        return {request.id: request for request in self.requests}

    @cached_property
    def preset_by_id(self) -> Mapping[str, Preset]:
        """The presets by id."""
        return {preset.id: preset for preset in self.presets}

    def values(self, case: Case) -> Mapping[str, float]:
        """Return the low, typical or high value of every coefficient, by id."""
        return {coefficient.id: coefficient.value(case) for coefficient in self.coefficients}
