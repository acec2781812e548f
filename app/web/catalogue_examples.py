"""How the calls about the facts are described: their filters, and what they answer in excerpts."""

from typing import Any, Final

from app.domain.claims import FeatureKind, Maturity, Support
from app.domain.selection import NO, YES
from app.domain.sources import SourceKind

VERSION: Final = {"version": "2026-11-27"}

_CLAIM: Final[dict[str, Any]] = {
    "rank": "preferred",
    "support": "full",
    "maturity": "stable",
    "summary": "Automatic TLS 1.3 mutual TLS for all TCP between meshed pods, with hybrid "
    "post-quantum key exchange since 2.19",
    "evidence": ["linkerd/doc-mtls", "linkerd/blog-219", "linkerd/src-proxy-crypto"],
    "verified": {
        "on": "2026-11-22",
        "against": "edge-26.8.3",
        "how": ["source", "docs", "release-notes"],
    },
}
_CELL: Final[dict[str, Any]] = {"feature": "mtls", "claims": [_CLAIM]}
_OPTION: Final[dict[str, Any]] = {
    "id": "linkerd",
    "name": "Linkerd",
    "release": {
        "version": "edge-26.8.3",
        "kubernetes": {"min": "1.31", "max": "1.36"},
        "support_until": "none",
    },
    "cells": [_CELL],
}
_FEATURE: Final[dict[str, Any]] = {
    "id": "mtls",
    "name": "Mutual TLS between services",
    "group": "security",
    "kind": "graded",
}
_SOURCE: Final[dict[str, Any]] = {
    "id": "linkerd/doc-mtls",
    "title": "Linkerd docs: automatic mTLS",
    "url": "https://linkerd.io/2-edge/features/automatic-mtls/",
    "kind": "docs",
    "published": "unknown",
    "retrieved": "2026-11-22",
}
_SOURCES: Final[dict[str, Any]] = {"linkerd/doc-mtls": _SOURCE}
_GROUP: Final[dict[str, Any]] = {"id": "security", "name": "Security"}

CALLS: Final[dict[str, Any]] = {
    "catalog": {
        **VERSION,
        "groups": [_GROUP],
        "features": [_FEATURE],
        "options": [_OPTION],
        "sources": _SOURCES,
    },
    "options": {**VERSION, "options": [_OPTION], "add_ons": [], "sources": _SOURCES},
    "options/linkerd": {**VERSION, "option": _OPTION, "sources": _SOURCES},
    "features": {**VERSION, "groups": [_GROUP], "features": [_FEATURE]},
    "features/mtls": {
        **VERSION,
        "feature": _FEATURE,
        "cells": {"linkerd": _CELL},
        "sources": _SOURCES,
    },
    "sources": {**VERSION, "sources": [_SOURCE]},
    "changes": {
        "publications": [{"version": "2026-11-22", "title": "First publication"}],
    },
    "benchmarks": {
        **VERSION,
        "measurements": [
            {
                "id": "istio-1.3-cpu",
                "option": "istio-sidecar",
                "option_version": "1.3",
                "metric": "cpu_millicores",
                "statistic": "mean",
                "scope": "per proxy, per 1000 requests/s",
                "value": 600.0,
                "unit": "millicores",
                "stake": "vendor-istio",
                "confidence": "low",
            }
        ],
    },
    "conformance": {
        **VERSION,
        "newest_minors": ["1.6", "1.5"],
        "reports": [
            {
                "id": "istio-1.30.1-v1.5.1",
                "options": ["istio-sidecar", "istio-ambient"],
                "version": "1.30.1",
                "date": "2026-05-20",
                "gateway_api": "1.5.1",
            }
        ],
        "searches": [{"option": "istio-sidecar", "looked_on": "2026-11-22", "found": "current"}],
    },
    "retired": {
        **VERSION,
        "retired": [
            {
                "id": "open-service-mesh-osm",
                "name": "Open Service Mesh (OSM)",
                "state": "archived by the CNCF",
                "date": "2023-06-30",
                "advice": "Move to another mesh.",
            }
        ],
    },
}
"""Excerpts of answers by path: some fields, and the first entries of lists."""

PROBLEMS: Final[dict[int | str, dict[str, Any]]] = {
    404: {
        "description": "There is no such thing; the detail lists what there is.",
        "content": {
            "application/problem+json": {
                "example": {
                    "type": "/problems/not-found",
                    "title": "Not found",
                    "status": 404,
                    "detail": "There is no schema called “x”. There are: history, option.",
                    "errors": [],
                }
            }
        },
    },
    422: {
        "description": "A filter or its value is not known; each is named with what it takes.",
        "content": {
            "application/problem+json": {
                "example": {
                    "type": "/problems/invalid-input",
                    "title": "The input is not valid",
                    "status": 422,
                    "detail": "contested: “maybe” is not known.",
                    "errors": [
                        {
                            "field": "contested",
                            "message": "“maybe” is not known.",
                            "allowed": ["true", "false"],
                        }
                    ],
                }
            }
        },
    },
}

_FILTERS: Final[dict[str, tuple[str, tuple[str, ...], str]]] = {
    "option": ("Option or add-on.", (), "linkerd"),
    "group": ("Group of features.", (), "security"),
    "feature": ("Feature.", (), "mtls"),
    "kind": ("Kind of feature.", tuple(FeatureKind), "graded"),
    "source_kind": ("Kind of source.", tuple(SourceKind), "docs"),
    "support": ("Our grade of the cell.", tuple(Support), "none"),
    "maturity": ("The project's own label.", tuple(Maturity), "beta"),
    "contested": ("Whether a source says something else than we do.", (YES, NO), YES),
    "since": ("The version after which changes count; of several the oldest.", (), "2026-11-22"),
    "metric": ("What was measured.", (), "memory_mib"),
    "statistic": ("How figures were summed up.", (), "p99"),
    "stake": ("What the tester gains.", (), "independent"),
}


def parameters(*names: str) -> list[dict[str, Any]]:
    """Return the description of filters; the first has an example. Each may be repeated."""
    return [_parameter(name, with_example=not index) for index, name in enumerate(names)]


def _parameter(name: str, *, with_example: bool) -> dict[str, Any]:
    told, allowed, example = _FILTERS[name]
    items: dict[str, Any] = {"type": "string", **({"enum": list(allowed)} if allowed else {})}
    return {
        "name": name.removeprefix("source_"),
        "in": "query",
        "description": f"{told} May be repeated: any of the values will do.",
        "schema": {"type": "array", "items": items},
        **({"example": [example]} if with_example else {}),
    }
