"""The cluster and load that the overhead is computed for, read from a form or from JSON."""

import math
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError, ValidationInfo, field_validator

from app.domain.errors import InvalidInput, Problem
from app.domain.published import Published

PODS_PER_NAMESPACE = 25  # The sizing model's assumption where nobody counted namespaces.


class CiliumEncryption(StrEnum):
    """How Cilium would encrypt between nodes; `ztunnel` borrows its figures from Istio ambient."""

    NONE = "none"
    WIREGUARD = "wireguard"
    IPSEC = "ipsec"
    ZTUNNEL = "ztunnel"


def _no_truth_value(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("true and false are no numbers")  # noqa: TRY004  Pydantic reads this one.
    return value


_NUMBER = BeforeValidator(_no_truth_value)
_Count = Annotated[int, _NUMBER]
_Figure = Annotated[float, _NUMBER]


class Sizing(Published):
    """What the sizing model asks. What was left out has the model's default, which says so."""

    nodes: _Count = Field(ge=1, le=65_000, strict=False, description="Worker nodes.")
    meshed_pods: _Count = Field(ge=0, le=1_000_000, strict=False, description="Pods in the mesh.")
    rps: _Figure = Field(
        ge=0,
        le=10_000_000,
        strict=False,
        allow_inf_nan=False,
        description="User requests per second into the mesh, average of the hour you size for.",
    )
    hops: _Count = Field(
        default=3, ge=1, le=100, strict=False, description="Calls between services per request."
    )
    serial_hops: _Count | None = Field(
        default=None,
        ge=1,
        le=100,
        strict=False,
        description="Those of the calls that wait for one another; all of them when unknown.",
    )
    l7_share: _Figure = Field(
        default=0.5,
        ge=0,
        le=1,
        strict=False,
        allow_inf_nan=False,
        description="Share of calls that need HTTP handling: routing, retries, policy, metrics.",
    )
    namespaces: _Count | None = Field(
        default=None,
        ge=1,
        le=100_000,
        strict=False,
        description="Meshed namespaces, for waypoints; one per 25 pods when unknown.",
    )
    ha: bool = Field(
        default=True,
        strict=False,
        description="Highly available control plane, and two waypoints per namespace.",
    )
    cilium_is_cni: bool = Field(
        default=False,
        strict=False,
        description="Cilium is the cluster's CNI already; otherwise its agent is counted too.",
    )
    cilium_encryption: CiliumEncryption = Field(
        default=CiliumEncryption.WIREGUARD,
        strict=False,
        description="How Cilium encrypts between nodes.",
    )
    node_vcpu: _Figure = Field(
        ge=0.1, le=1024, strict=False, allow_inf_nan=False, description="vCPUs of a node."
    )
    node_gib: _Figure = Field(
        ge=0.1, le=32_768, strict=False, allow_inf_nan=False, description="Memory of a node, GiB."
    )
    usd_vcpu_hour: _Figure | None = Field(
        default=None,
        ge=0,
        le=1000,
        strict=False,
        allow_inf_nan=False,
        description="Price of a vCPU for an hour, US dollars; left out: the default price.",
    )
    usd_gib_hour: _Figure | None = Field(
        default=None,
        ge=0,
        le=1000,
        strict=False,
        allow_inf_nan=False,
        description="Price of a GiB for an hour, US dollars; left out: the default price.",
    )

    @field_validator("serial_hops")
    @classmethod
    def _no_more_than_all_hops(cls, serial: int | None, info: ValidationInfo) -> int | None:
        hops = info.data.get("hops")
        if serial is not None and hops is not None and serial > hops:
            raise ValueError(f"must be a whole number from 1 to hops, which is {hops}")
        return serial

    @property
    def thousand_calls(self) -> float:
        """Thousands of calls between services per second."""
        return self.rps * self.hops / 1000

    @property
    def calls_in_series(self) -> int:
        """Calls that wait for one another in one request."""
        return self.serial_hops or self.hops

    @property
    def meshed_namespaces(self) -> int:
        """Namespaces as given, or by the model's assumption."""
        return self.namespaces or math.ceil(self.meshed_pods / PODS_PER_NAMESPACE)


def parse_sizing(raw: Mapping[str, object]) -> Sizing:
    """Return the sizing in `raw`, JSON values or a form's texts; an empty text is left out.

    Raises InvalidInput with a problem per wrong, missing or unknown field and what is allowed.
    """
    given = {name: value for name, value in raw.items() if value not in ("", None)}
    try:
        return Sizing.model_validate(given)
    except ValidationError as error:
        raise InvalidInput(_problems(error)) from error


def rule_of(name: str) -> str:
    """Return in words what a field takes, for its form and for problems."""
    field = Sizing.model_fields[name]
    if field.annotation is bool:
        return "true or false"
    if field.annotation is CiliumEncryption:
        return f"one of {', '.join(CiliumEncryption)}"
    bounds = {key: bound for item in field.metadata for key, bound in _bounds(item)}
    kind = "a number" if "float" in str(field.annotation) else "a whole number"
    return f"{kind} from {bounds['ge']:,} to {bounds['le']:,}"


def _bounds(constraint: object) -> Iterator[tuple[str, float]]:
    for key in ("ge", "le"):
        if (bound := getattr(constraint, key, None)) is not None:
            yield key, bound


def _problems(error: ValidationError) -> Iterator[Problem]:
    for fault in error.errors():
        name = str(fault["loc"][0])
        if name not in Sizing.model_fields:
            yield Problem("sizing", "There is a field of an unknown name.", tuple(_names()))
        elif fault["type"] == "value_error" and name == "serial_hops":
            yield Problem(name, fault["msg"].removeprefix("Value error, "))
        else:
            yield Problem(name, f"must be {rule_of(name)}", tuple(_choices(name)))


def _names() -> Iterator[str]:
    yield from Sizing.model_fields


def _choices(name: str) -> Iterator[str]:
    annotation = Sizing.model_fields[name].annotation
    if annotation is bool:
        yield from ("true", "false")
    elif annotation is CiliumEncryption:
        yield from CiliumEncryption
