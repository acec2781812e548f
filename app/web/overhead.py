"""Show what each option would add to a cluster; every input is in the URL."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.content.load import Content
from app.domain.overhead_figures import Estimate, Overhead, Part
from app.domain.overhead_sizing import Sizing, rule_of
from app.domain.overhead_terms import Resource
from app.domain.sources import Source
from app.web.answers import Asked, read_asked
from app.web.cluster_link import CLUSTER, overhead_link
from app.web.dependencies import CurrentContent
from app.web.overhead_form import SIZING, Sized, read_sized, size, texts_of
from app.web.overhead_picture import MIB_IN_GIB, measures_of, panels_of, written
from app.web.render import page

router = APIRouter(include_in_schema=False)

START: Final = "medium"
"""The preset that is shown when nothing was asked."""
LABELS: Final[Mapping[str, str]] = {
    "nodes": "Worker nodes",
    "meshed_pods": "Pods in the mesh",
    "namespaces": "Namespaces in the mesh",
    "node_vcpu": "vCPUs of a node",
    "node_gib": "Memory of a node, GiB",
    "rps": "User requests per second",
    "hops": "Calls per request",
    "serial_hops": "Calls in series",
    "l7_share": "Share of HTTP handling",
    "ha": "Highly available",
    "cilium_is_cni": "Cilium is the network plug-in",
    "cilium_encryption": "Encryption by Cilium",
    "usd_vcpu_hour": "USD per vCPU and hour",
    "usd_gib_hour": "USD per GiB and hour",
}
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Cluster": ("nodes", "node_vcpu", "node_gib", "meshed_pods", "namespaces"),
    "Load": ("rps", "hops", "serial_hops", "l7_share"),
    "Design": ("ha", "cilium_is_cni", "cilium_encryption"),
    "Prices": ("usd_vcpu_hour", "usd_gib_hour"),
}
RESOURCES: Final[Mapping[Resource, str]] = {
    Resource.MEMORY: "Memory, MiB",
    Resource.CPU: "CPU, cores",
    Resource.P50: "Median latency, ms",
    Resource.P99: "p99 latency, ms",
}


@dataclass(frozen=True, slots=True)
class Basis:
    """One term of a figure: its range, the coefficient behind it, and who measured that."""

    part: Part
    unit: str
    how: str
    leaves_out: str
    sources: tuple[Source, ...]


@router.get("/overhead")
def show_overhead(request: Request, content: CurrentContent) -> HTMLResponse:
    """Compare the options for the sizing in the URL; without one, for a medium cluster."""
    model = content.overhead
    sized = read_sized(content, request.query_params)
    start = model.preset_by_id[START]
    shown = sized or size(content, texts_of(start.sizing))
    others = tuple(name for name in CLUSTER if name not in SIZING)
    asked = read_asked(content, request.query_params, besides=SIZING, carried=others)
    texts_by_preset = [(preset, texts_of(preset.sizing)) for preset in model.presets]
    presets = [
        (preset, overhead_link(asked, texts), texts == shown.texts)
        for preset, texts in texts_by_preset
    ]
    return page(
        request,
        "overhead.html",
        status=422 if shown.problems else 200,
        content=content,
        model=model,
        is_start=sized is None,
        asked=asked,
        presets=presets,
        groups=GROUPS,
        labels=LABELS,
        fields=Sizing.model_fields,
        rule_of=rule_of,
        errors={problem.field: problem.message for problem in shown.problems},
        **told_of(content, shown, asked),
    )


def told_of(content: Content, sized: Sized | None, asked: Asked) -> dict[str, Any]:
    """Return what the parts with the overhead need besides `content`.

    `told` is None when there is no estimate, `all_figures` leads to the page of the overhead
    with all else that the link `asked`.
    """
    estimate = sized.estimate if sized else None
    all_figures = overhead_link(asked, sized.texts if sized else {})
    if estimate is None:
        return {"told": None, "sized": sized, "all_figures": all_figures}
    measures = measures_of(estimate)
    return {
        "told": estimate,
        "sized": sized,
        "all_figures": all_figures,
        "measures": measures,
        "panels": tuple(panels_of(content, measures)),
        "basis_of": {one.option: tuple(_bases(content, one)) for one in estimate.options},
        "reserved": _reserved(content, estimate),
        "price_sources": content.catalogue.cited(content.overhead.prices.sources),
        "resources": RESOURCES,
        "written": written,
        "in_gib": MIB_IN_GIB,
    }


def _bases(content: Content, overhead: Overhead) -> Iterator[Basis]:
    for resource in Resource:
        for part in overhead.parts_of(resource):
            coefficient = content.overhead.coefficient_by_id[part.coefficient]
            yield Basis(
                part=part,
                unit=coefficient.unit,
                how=coefficient.how,
                leaves_out=coefficient.leaves_out or "",
                sources=content.catalogue.cited(coefficient.sources),
            )


def _reserved(
    content: Content, estimate: Estimate
) -> Mapping[str, list[tuple[Any, Any, tuple[Source, ...]]]]:
    """Return for each option what it reserves: reservation, default request and sources."""
    requests = content.overhead.request_by_id
    return {
        one.option: [
            (kept, requests[kept.request], content.catalogue.cited(requests[kept.request].sources))
            for kept in one.requested.reservations
        ]
        for one in estimate.options
    }
