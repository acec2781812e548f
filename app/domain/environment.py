"""What the visitor said of the own cluster: Kubernetes, network plug-in, platform and kernel."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from app.domain.errors import InvalidInput, Problem

CNIS: Final[Mapping[str, str]] = {
    "cilium": "Cilium, run by us",
    "cilium_managed": "Cilium, run by the cloud",
    "calico": "Calico",
    "aws_vpc": "AWS VPC CNI",
    "flannel": "Flannel",
    "other": "another one",
}
PLATFORMS: Final[Mapping[str, str]] = {
    "eks": "Amazon EKS",
    "gke": "Google GKE",
    "aks": "Azure AKS",
    "openshift": "OpenShift",
    "k3s": "K3s",
}
FIELDS: Final = ("my_kubernetes", "my_cni", "my_platform", "my_kernel")
"""The names of the parameters; the decision graph has questions `cni` and `platform`."""


class Version(NamedTuple):
    """A release line: `1.31`, whatever patch."""

    major: int
    minor: int

    def __str__(self) -> str:
        """Return `1.31`."""
        return f"{self.major}.{self.minor}"


@dataclass(frozen=True, slots=True)
class Environment:
    """What the visitor said about the cluster; nothing where nothing was said."""

    kubernetes: Version | None = None
    cni: str = ""
    platform: str = ""
    kernel: Version | None = None


ANYWHERE: Final = Environment()
"""Nothing was said."""


def parse_environment(raw: Mapping[str, str]) -> Environment:
    """Return the environment from parameters named as in FIELDS; empty ones say nothing.

    Versions may carry what `kubectl version` and `uname -r` print after the minor number.
    Raises InvalidInput with every wrong field.
    """
    problems: list[Problem] = []
    given = {name: raw.get(name, "").strip() for name in FIELDS}
    for name, allowed in (("my_cni", CNIS), ("my_platform", PLATFORMS)):
        if given[name] and given[name] not in allowed:
            problems.append(Problem(name, f"“{given[name]}” is not known.", tuple(allowed)))
    versions = {name: _given_version(given[name]) for name in ("my_kubernetes", "my_kernel")}
    for name, example in (("my_kubernetes", "1.31"), ("my_kernel", "5.15")):
        if given[name] and versions[name] is None:
            problems.append(Problem(name, f"Write a version such as {example}."))
    if problems:
        raise InvalidInput(problems)
    return Environment(
        versions["my_kubernetes"], given["my_cni"], given["my_platform"], versions["my_kernel"]
    )


def parse_version(text: str) -> Version | None:
    """Return a version written as `1.31`; None for any other text."""
    found = re.fullmatch(r"(\d+)\.(\d+)", text)
    return Version(int(found[1]), int(found[2])) if found else None


def _given_version(text: str) -> Version | None:
    found = re.fullmatch(r"v?(\d{1,2})\.(\d{1,3})(?:[.+-][\w.+-]*)?", text, re.ASCII)
    return Version(int(found[1]), int(found[2])) if found else None
