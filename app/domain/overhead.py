"""What each option would add to a cluster: memory, CPU, latency, money and nodes, as ranges."""

import math
from collections.abc import Iterable, Iterator

from app.domain.errors import InvalidInput, Problem
from app.domain.overhead_figures import (
    Count,
    Estimate,
    Overhead,
    Part,
    Range,
    Requested,
    Reservation,
)
from app.domain.overhead_model import Case, OverheadModel, OverheadWarning
from app.domain.overhead_requests import REQUESTS
from app.domain.overhead_sizing import Sizing
from app.domain.overhead_terms import TERMS, Resource, waypoints

OPTIONS = tuple(TERMS)
_DIGITS = 9  # Sums of floats carry noise below this; a noisy 1.0 must not ask for two nodes.


def estimate(model: OverheadModel, sizing: Sizing, options: Iterable[str] = OPTIONS) -> Estimate:
    """Compute what the options would add, in the order given.

    Arithmetic on published measurements: latency adds up along the calls that wait for one
    another, money is 730 hours of CPU and memory at the given prices. Raises InvalidInput for
    an option that the model does not know.
    """
    wanted = tuple(dict.fromkeys(options))
    if any(option not in TERMS for option in wanted):
        raise InvalidInput([Problem("options", "There is an unknown option.", OPTIONS)])
    by_case = {case: model.values(case) for case in Case}
    counts = Count(*(waypoints(sizing, by_case[case]) for case in Case))
    return Estimate(
        sizing=sizing,
        usd_vcpu_hour=_vcpu_price(model, sizing),
        usd_gib_hour=_gib_price(model, sizing),
        waypoints=counts,
        options=tuple(_overhead(model, sizing, option, counts.typical) for option in wanted),
        warnings=tuple(_warnings(model, sizing, None)),
        leaves_out=model.leaves_out,
    )


def _overhead(model: OverheadModel, sizing: Sizing, option: str, replicas: int) -> Overhead:
    parts = _parts(model, sizing, option)
    totals = {resource: _total(parts, resource) for resource in Resource}
    memory, cpu = totals[Resource.MEMORY], totals[Resource.CPU]
    pairs = tuple(zip(_ends(memory), _ends(cpu), strict=True))
    share = Range(*(_node_share(sizing, *pair) for pair in pairs))
    requested = _requested(model, sizing, option, replicas)
    return Overhead(
        option=option,
        memory_mib=memory,
        cpu_cores=cpu,
        p50_ms=totals[Resource.P50],
        p99_ms=totals[Resource.P99],
        usd_month=Range(*(_usd_month(model, sizing, *pair) for pair in pairs)),
        node_share=share,
        nodes_to_add=Count(*(_whole_nodes(end) for end in _ends(share))),
        requested=requested,
        parts=parts,
        warnings=tuple(_warnings(model, sizing, option)),
        sources=_sources(model, parts, requested.reservations),
    )


def _warnings(
    model: OverheadModel, sizing: Sizing, option: str | None
) -> Iterator[OverheadWarning]:
    """Yield what must be said of one option, or of None: of all."""
    for warning in model.warnings:
        own = option in warning.when.options if option else not warning.when.options
        if own and warning.when.holds(sizing):
            yield warning


def _parts(model: OverheadModel, sizing: Sizing, option: str) -> tuple[Part, ...]:
    amounts: dict[tuple[Resource, str], list[float]] = {}
    for case in Case:
        values = model.values(case)
        for term in TERMS[option](sizing, values):
            key = (term.resource, term.coefficient)
            amounts.setdefault(key, []).append(term.factor * values[term.coefficient])
    return tuple(
        Part(
            resource,
            coefficient,
            Range(*ends),
            model.coefficient_by_id[coefficient].is_borrowed_by(option),
        )
        for (resource, coefficient), ends in amounts.items()
        if any(ends)
    )


def _total(parts: Iterable[Part], resource: Resource) -> Range:
    own = [part.range for part in parts if part.resource is resource]
    return Range(
        sum(part.low for part in own),
        sum(part.typical for part in own),
        sum(part.high for part in own),
    )


def _requested(model: OverheadModel, sizing: Sizing, option: str, replicas: int) -> Requested:
    reservations = tuple(
        Reservation(
            request,
            count,
            count * model.request_by_id[request].cores,
            count * model.request_by_id[request].mib,
        )
        for request, count in REQUESTS[option](sizing, replicas)
    )
    cores = sum(one.cpu_cores for one in reservations)
    mib = sum(one.memory_mib for one in reservations)
    share = _node_share(sizing, mib, cores)
    money = _usd_month(model, sizing, mib, cores)
    return Requested(cores, mib, money, share, _whole_nodes(share), reservations)


def _ends(figure: Range) -> tuple[float, float, float]:
    return figure.low, figure.typical, figure.high


def _node_share(sizing: Sizing, memory_mib: float, cpu_cores: float) -> float:
    return max(cpu_cores / sizing.node_vcpu, memory_mib / 1024 / sizing.node_gib)


def _whole_nodes(share: float) -> int:
    return math.ceil(round(share, _DIGITS))


def _usd_month(model: OverheadModel, sizing: Sizing, memory_mib: float, cpu_cores: float) -> float:
    an_hour = cpu_cores * _vcpu_price(model, sizing)
    an_hour += memory_mib / 1024 * _gib_price(model, sizing)
    return model.prices.hours_per_month * an_hour


def _vcpu_price(model: OverheadModel, sizing: Sizing) -> float:
    given = sizing.usd_vcpu_hour
    return model.prices.usd_vcpu_hour if given is None else given


def _gib_price(model: OverheadModel, sizing: Sizing) -> float:
    given = sizing.usd_gib_hour
    return model.prices.usd_gib_hour if given is None else given


def _sources(
    model: OverheadModel, parts: Iterable[Part], reservations: Iterable[Reservation]
) -> tuple[str, ...]:
    cited = [model.coefficient_by_id[part.coefficient].sources for part in parts]
    cited += [model.request_by_id[one.request].sources for one in reservations]
    return tuple(dict.fromkeys(source for sources in cited for source in sources))
