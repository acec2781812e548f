"""What Argo CD and Flux read to install a release: objects for the repository that they follow."""

from collections.abc import Iterator
from typing import Any

from app.domain.filling import Values, fill, fill_data
from app.domain.releases import Release

ARGOCD_NAMESPACE = "argocd"
FLUX_NAMESPACE = "flux-system"
OCI = "oci://"
_SYNC = "5m"  # How often Flux compares the cluster with what was asked for.


def application(release: Release, wanted: Any, values: Values, wave: int) -> dict[str, Any]:
    """Return the Application with which Argo CD installs a release with the values `wanted`.

    An application that holds this one waits for those of lower waves, if it assesses their health.
    """
    name = fill(release.name, values)
    options = ["ServerSideApply=true"]
    if release.create_namespace:
        options.append("CreateNamespace=true")
    spec: dict[str, Any] = {
        "project": "default",
        "destination": {
            "server": "https://kubernetes.default.svc",
            "namespace": fill(release.namespace, values),
        },
        "source": {
            "repoURL": release.repository.removeprefix(OCI),
            "chart": release.chart,
            "targetRevision": fill(release.version, values),
            "helm": {"releaseName": name, "valuesObject": wanted},
        },
        "syncPolicy": {
            "automated": {"prune": True, "selfHeal": True},
            "syncOptions": options,
            "retry": {"limit": 5},
        },
    }
    if release.ignored:
        spec["ignoreDifferences"] = fill_data(release.ignored, values)
        options.append("RespectIgnoreDifferences=true")
    metadata = {
        "name": name,
        "namespace": ARGOCD_NAMESPACE,
        **({"annotations": {"argocd.argoproj.io/sync-wave": str(wave)}} if wave else {}),
        # Without it the application goes and what it installed stays.
        "finalizers": ["resources-finalizer.argocd.argoproj.io"],
    }
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": metadata,
        "spec": spec,
    }


def flux_objects(release: Release, wanted: Any, values: Values) -> Iterator[dict[str, Any]]:
    """Yield the source and the HelmRelease with which Flux does the same."""
    name, version = fill(release.name, values), fill(release.version, values)
    chart: dict[str, Any]
    if release.repository.startswith(OCI):
        yield _flux_object(
            "source.toolkit.fluxcd.io/v1",
            "OCIRepository",
            name,
            {
                "interval": _SYNC,
                "url": f"{release.repository}/{release.chart}",
                "ref": {"tag": version},
                "layerSelector": {
                    "mediaType": "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
                    "operation": "copy",
                },
            },
        )
        chart = {"chartRef": {"kind": "OCIRepository", "name": name}}
    else:
        repository = {"interval": _SYNC, "url": release.repository}
        yield _flux_object("source.toolkit.fluxcd.io/v1", "HelmRepository", name, repository)
        source = {"kind": "HelmRepository", "name": name}
        chart = {
            "chart": {"spec": {"chart": release.chart, "version": version, "sourceRef": source}}
        }
    spec: dict[str, Any] = {
        "interval": _SYNC,
        "timeout": f"{release.timeout}s",
        "releaseName": name,
        "targetNamespace": fill(release.namespace, values),
        "storageNamespace": fill(release.namespace, values),
        "install": {"crds": "CreateReplace", "createNamespace": release.create_namespace},
        "upgrade": {"crds": "CreateReplace"},
        **chart,
        "values": wanted,
    }
    if release.after:
        spec["dependsOn"] = [{"name": fill(one, values)} for one in release.after]
    yield _flux_object("helm.toolkit.fluxcd.io/v2", "HelmRelease", name, spec)


def _flux_object(api: str, kind: str, name: str, spec: dict[str, Any]) -> dict[str, Any]:
    metadata = {"name": name, "namespace": FLUX_NAMESPACE}
    return {"apiVersion": api, "kind": kind, "metadata": metadata, "spec": spec}


def flux_source(release: Release) -> str:
    """Return the kind of the source that Flux has for a release, as kubectl takes it."""
    oci = release.repository.startswith(OCI)
    return f"{'oci' if oci else 'helm'}repositories.source.toolkit.fluxcd.io"
