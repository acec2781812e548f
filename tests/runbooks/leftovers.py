"""What may differ after a runbook was followed to its end, and where the runbook says so."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leftover:
    """Lines of differences that may be there, and what the runbook must say about them."""

    what: str
    said: str


_CERT_MANAGER = (
    r"[+] demo \S+ \S* ?(release )?(cert-manager|trust-manager)\S*",
    r"[+] demo customresourcedefinitions\S*  \S+\.(cert-manager|trust-manager)\.io",
)
LEFTOVERS = (
    Leftover(
        r"~ \S+ (deployments\.apps|pods) .*kubectl\.kubernetes\.io/restartedAt.*",
        "restartedAt stays on what was restarted",
    ),
    Leftover(
        r"[+] demo customresourcedefinitions\S*  \S+\.gateway\.networking\.k8s\.io",
        "Gateway API'?s? definitions.* stay|These stay:.*Gateway API",
    ),
    *(
        Leftover(
            what,
            "cert-manager( and trust-manager| and its definitions)?.* stay|so does cert-manager",
        )
        for what in _CERT_MANAGER
    ),
    Leftover(
        r"[+] demo customresourcedefinitions\S*  \S+\.argoproj\.io",
        "Rollout without its controller .* The definitions stay",
    ),
    Leftover(
        r"[+] demo customresourcedefinitions\S*  \S+\.flagger\.app",
        "Without Flagger .* The definitions stay",
    ),
    # Istio.
    Leftover(r"[+] demo gatewayclasses\S*  istio\S*", "These stay:.* GatewayClasses"),
    Leftover(r"[+] demo configmaps \S+ istio-ca-root-cert", "These stay:.* istio-ca-root-cert"),
    # Cilium.
    Leftover(
        r"[+] \S+ (customresourcedefinitions\S*  \S+\.|ciliumendpoints\.)cilium\.io.*",
        "These stay: definitions with all policies and endpoints",
    ),
    Leftover(r"[+] demo secrets kube-system cilium-ca", "These stay:.* Secrets cilium-ca"),
    # What belongs to the second cluster is its own runbook's to remove.
    Leftover(r"[+~] peer \S+ \S* ?\S*clustermesh-apiserver\S*.*", "this cluster's part"),
    Leftover(
        r"~ peer secrets kube-system release cilium: \S+clustermesh .*", "this cluster's part"
    ),
    Leftover(r"[+] peer meshes\.consul\S+ consul mesh", "Its Mesh entry stays"),
    Leftover(r"~ peer serviceintentions\S+ meshwise-demo web: .*", "ServiceIntentions web, which"),
    Leftover(
        r"[+] peer \S+ \S* ?(linkerd-\S+|web-gateway|release linkerd-multicluster)",
        "The extension in peer is not touched; its own runbook removes it",
    ),
    Leftover(r"[+] peer \S+  links\.multicluster\.linkerd\.io", "The extension in peer is not"),
    Leftover(
        r"~ peer services meshwise-demo web: .*mirror\.linkerd\.io.*", "The extension in peer"
    ),
    Leftover(
        r"[+] peer \S+ \S+ (release )?(istio-eastwestgateway\S*|cross-network-gateway)",
        "in a second cluster is not touched; its own runbook removes it",
    ),
)


def unexplained(lines: Iterable[str], said: str) -> Iterator[str]:
    """Yield differences that no leftover covers, and leftovers that the runbook does not name."""
    words = " ".join(said.split())
    for line in lines:
        covers = [one for one in LEFTOVERS if re.fullmatch(one.what, line)]
        if not covers:
            yield line
        elif not any(re.search(one.said, words) for one in covers):
            yield f"{line}: the runbook does not say {covers[0].said!r}"
