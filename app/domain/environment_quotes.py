"""The sentences of a cell that name something of the visitor's cluster."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from app.domain.environment import Environment, Version

_NAMES: Final[Mapping[str, re.Pattern[str]]] = {
    key: re.compile(rf"\b(?:{pattern})\b")
    for key, pattern in {
        "cilium": r"Cilium",
        "cilium_managed": r"Dataplane V2|Azure CNI|managed Cilium|powered by Cilium",
        "calico": r"Calico",
        "aws_vpc": r"VPC CNI|AWS CNI|VPC plug-in",
        "flannel": r"Flannel",
        "eks": r"EKS",
        "gke": r"GKE",
        "aks": r"AKS",
        "openshift": r"OpenShift",
        "k3s": r"[Kk]3s",
    }.items()
}
"""How cells write each plug-in and platform, as patterns."""
_KUBERNETES: Final = re.compile(r"\bKubernetes\s+(\d+)\.(\d+)")
_LINUX: Final = re.compile(r"\b(?:kernel|Linux)\s+(\d+)\.(\d+)")
_SENTENCE: Final = re.compile(r"(?<=[.;])\s+(?=[A-Z])")


def quotes(text: str, about: str, environment: Environment) -> Iterator[tuple[str, str]]:
    """Yield each sentence that names the environment, with what it names.

    What an option is called itself (`about`) is no news in its own cells.
    """
    for sentence in _SENTENCE.split(text):
        for key in (environment.cni, environment.platform):
            named = _NAMES[key].search(sentence) if key in _NAMES else None
            if named and named[0] not in about:
                yield sentence, f"Names {named[0]}."
        if newer := _newer(_KUBERNETES, sentence, environment.kubernetes):
            yield sentence, f"Names Kubernetes {newer}, you said {environment.kubernetes}."
        if newer := _newer(_LINUX, sentence, environment.kernel):
            yield sentence, f"Names Linux {newer}, you said {environment.kernel}."


def _newer(pattern: re.Pattern[str], sentence: str, yours: Version | None) -> Version | None:
    """Return the newest version that a sentence names, if it is newer than yours."""
    if yours is None:
        return None
    named = (Version(int(match[1]), int(match[2])) for match in pattern.finditer(sentence))
    newest = max(named, default=yours)
    return newest if newest > yours else None
