"""Deployments, StatefulSets and DaemonSets as a chart or a platform brings them."""

from collections.abc import Mapping
from typing import Any


def workload(
    name: str,
    fields: Mapping[str, Any],
    replicas: int,
    labels: Mapping[str, str],
    annotations: Mapping[str, str],
) -> dict[str, Any]:
    """Return the spec of a workload: `fields` may hold image, containers and hostNetwork."""
    names = fields.get("containers", [name])
    image = fields.get("image", f"registry.example/{name}:1")
    pod: dict[str, Any] = {
        "serviceAccountName": fields.get("serviceAccount", name),
        "containers": [{"name": one, "image": image} for one in names],
    }
    if "args" in fields:
        pod["containers"][0]["args"] = fields["args"]
    if fields.get("hostNetwork"):
        pod["hostNetwork"] = True
    if "volumes" in fields:
        pod["volumes"] = [{"name": "data", "claimLabels": fields["volumes"]}]
    metadata = {"labels": dict(labels)} | (
        {"annotations": dict(annotations)} if annotations else {}
    )
    template = {"metadata": metadata, "spec": pod}
    spec = {"replicas": replicas, "selector": {"matchLabels": dict(labels)}, "template": template}
    return {"spec": spec}


def deployment(name: str, namespace: str, **fields: Any) -> dict[str, Any]:
    """Return a small Deployment; `kind`, `replicas` and `labels` may differ from the usual."""
    kind, replicas = fields.pop("kind", "Deployment"), fields.pop("replicas", 1)
    labels = {"app": name, **fields.pop("labels", {})}
    metadata = {"name": name, "namespace": namespace, "labels": dict(labels)}
    made = {"apiVersion": "apps/v1", "kind": kind, "metadata": metadata}
    return made | workload(name, fields, replicas, labels, {})
