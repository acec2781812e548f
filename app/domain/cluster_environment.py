"""What a cluster's facts say of the environment that the comparison is read for."""

from collections.abc import Mapping

from app.domain.cluster import ClusterFacts
from app.domain.cluster_versions import Version, parse_version
from app.domain.environment import parse_environment
from app.domain.errors import InvalidInput

_CNIS = {
    "cilium": "cilium",
    "calico": "calico",
    "aws-vpc-cni": "aws_vpc",
    "flannel": "flannel",
}


def implied_environment(facts: ClusterFacts) -> Mapping[str, str]:
    """Return the parameters of the environment that the facts settle; the others are absent.

    The kernel is the oldest one, because a mesh has to run on every node.
    """
    found = {
        "my_kubernetes": _line(parse_version(facts.kubernetes.value)) if facts.kubernetes else "",
        "my_cni": _cni(facts),
        "my_platform": facts.platform.value if facts.platform else "",
        "my_kernel": _oldest_kernel(facts),
    }
    return {name: value for name, value in found.items() if value and _is_known(name, value)}


def _is_known(name: str, value: str) -> bool:
    """Tell whether the comparison takes a value; a cluster may say anything."""
    try:
        parse_environment({name: value})
    except InvalidInput:
        return False
    return True


def _cni(facts: ClusterFacts) -> str:
    if facts.cilium_managed is not None:
        return "cilium_managed"
    if facts.cnis is None or len(facts.cnis.value) > 1:  # Chained plug-ins are neither of the two.
        return ""
    return _CNIS.get(facts.cnis.value[0], "other")


def _oldest_kernel(facts: ClusterFacts) -> str:
    if facts.kernels is None:
        return ""
    versions = [found for text in facts.kernels.value if (found := parse_version(text))]
    return _line(min(versions, default=None))


def _line(version: Version | None) -> str:
    return f"{version[0]}.{version[1]}" if version else ""
