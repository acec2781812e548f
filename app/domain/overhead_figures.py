"""The figures that the overhead is told in: ranges, the parts they are the sum of, and a result."""

from dataclasses import dataclass

from app.domain.overhead_model import OverheadWarning
from app.domain.overhead_sizing import Sizing
from app.domain.overhead_terms import Resource


@dataclass(frozen=True, slots=True)
class Range:
    """A figure as a range; compare options on `typical` only."""

    low: float
    typical: float
    high: float


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number as a range."""

    low: int
    typical: int
    high: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one coefficient contributes to a figure; negative where something is replaced."""

    resource: Resource
    coefficient: str
    range: Range
    is_borrowed: bool


@dataclass(frozen=True, slots=True)
class Reservation:
    """What one kind of thing reserves by default, all of them together."""

    request: str
    count: int
    cpu_cores: float
    memory_mib: float


@dataclass(frozen=True, slots=True)
class Requested:
    """What the charts reserve by default, and what that costs: `node_share` is in nodes."""

    cpu_cores: float
    memory_mib: float
    usd_month: float
    node_share: float
    nodes_to_add: int
    reservations: tuple[Reservation, ...]


@dataclass(frozen=True, slots=True)
class Overhead:
    """What one option adds.

    Latency is that of one user request, ms. `node_share` is the greater of the CPU's and the
    memory's share of one node of the given size; `nodes_to_add` rounds it up, for a cluster
    whose nodes are full. `sources` are those of every coefficient and request, once each.
    """

    option: str
    memory_mib: Range
    cpu_cores: Range
    p50_ms: Range
    p99_ms: Range
    usd_month: Range
    node_share: Range
    nodes_to_add: Count
    requested: Requested
    parts: tuple[Part, ...]
    warnings: tuple[OverheadWarning, ...]
    sources: tuple[str, ...]

    def parts_of(self, resource: Resource) -> tuple[Part, ...]:
        """Return what a figure is the sum of."""
        return tuple(part for part in self.parts if part.resource is resource)

    @property
    def borrowed(self) -> tuple[str, ...]:
        """The coefficients that were measured on another option."""
        return tuple(part.coefficient for part in self.parts if part.is_borrowed)


@dataclass(frozen=True, slots=True)
class Estimate:
    """The overhead of several options for one sizing, with the prices and counts that were used.

    `warnings` belong to every option; each option has its own beside them. Money is in US
    dollars.
    """

    sizing: Sizing
    usd_vcpu_hour: float
    usd_gib_hour: float
    waypoints: Count
    options: tuple[Overhead, ...]
    warnings: tuple[OverheadWarning, ...]
    leaves_out: tuple[str, ...]

    def of(self, option: str) -> Overhead:
        """Return an option's overhead; KeyError when it was not asked for."""
        for overhead in self.options:
            if overhead.option == option:
                return overhead
        raise KeyError(option)
