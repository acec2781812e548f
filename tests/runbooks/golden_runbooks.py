"""One production runbook per option, as somebody last looked at it; run it to renew them."""

from collections.abc import Mapping
from pathlib import Path

from app.content.runbooks import load_runbooks
from app.domain.recipe import RunbookLibrary
from app.domain.runbook import assemble, parse_parameters
from app.formats import bundle, runbook_json
from app.paths import CONTENT

FOLDER = Path(__file__).with_name("golden")
_PRODUCTION: Mapping[str, object] = {"profile": "production", "namespaces": ["shop", "payments"]}
_PLAIN = {"canary_service": "orders", "strict_mtls": True}
CHOSEN: Mapping[str, Mapping[str, object]] = {
    "cilium": {
        "tool": "cli",
        "platform": "kubeadm",
        "cni": "none",
        "certificates": "own_ca",
        "multicluster": "cluster_mesh",
        "observability": "bundled",
    },
    "consul": {"tool": "flux", "platform": "eks", "multicluster": "peering", "strict_mtls": True},
    "istio-ambient": {
        **_PLAIN,
        "tool": "flux",
        "platform": "gke",
        "certificates": "cert_manager",
        "progressive_delivery": "argo_rollouts",
    },
    "istio-sidecar": {
        **_PLAIN,
        "tool": "argocd",
        "platform": "eks",
        "certificates": "own_ca",
        "multicluster": "multi_primary",
        "observability": "existing_prometheus",
    },
    "kuma": {
        **_PLAIN,
        "tool": "helm",
        "platform": "k3s",
        "certificates": "own_ca",
        "gateway_api": "existing",
    },
    "linkerd": {
        **_PLAIN,
        "tool": "helm",
        "platform": "aks",
        "certificates": "cert_manager",
        "multicluster": "mirrored_services",
        "progressive_delivery": "flagger",
    },
    "no-mesh": {"tool": "argocd", "platform": "openshift", "progressive_delivery": "argo_rollouts"},
}


def files_of(option: str, library: RunbookLibrary) -> dict[str, str]:
    """Return what is kept of an option: the runbook to read, and the digest of every file."""
    parameters = parse_parameters(option, {**_PRODUCTION, **CHOSEN[option]})
    contents = bundle.files_of(assemble("golden", option, parameters, library))
    readme = contents["README.md"].decode()
    return {"README.md": readme, "CHECKSUMS": runbook_json.checksums(contents)}


def renew() -> None:
    """Write what is kept of every option anew."""
    library = load_runbooks(CONTENT / "runbooks")
    for option in library.options:
        (FOLDER / option).mkdir(parents=True, exist_ok=True)
        for name, text in files_of(option, library).items():
            (FOLDER / option / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    renew()
