"""Helm's records: releases with their revisions, kept as Secrets as Helm keeps them."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from tests.simulated_cluster.calls import labels_of
from tests.simulated_cluster.charts import Rendered, needs, render
from tests.simulated_cluster.cluster import DEFINITIONS, Cluster, Key, Object
from tests.simulated_cluster.failure import ToolError
from tests.simulated_cluster.merging import apply

RELEASE, IN = "meta.helm.sh/release-name", "meta.helm.sh/release-namespace"


def revisions(cluster: Cluster, namespace: str, name: str) -> list[Object]:
    """Return the records of a release, the oldest first."""
    found = [
        one
        for one in cluster.list("secrets", namespace)
        if one.get("type") == "helm.sh/release.v1" and labels_of(one)["name"] == name
    ]
    return sorted(found, key=lambda one: int(labels_of(one)["version"]))


def upgrade(
    cluster: Cluster,
    release: tuple[str, str],
    chart: tuple[str, str],
    values: Mapping[str, Any],
    *,
    replace_definitions: bool = False,
) -> None:
    """Make the next revision of a release (namespace, name) from a chart (name, version).

    ToolError, with nothing changed, where Helm would refuse; `replace_definitions` also renews
    those of the chart's folder crds, as Flux does.
    """
    namespace, name = release
    if cluster.find("namespaces", "", namespace) is None:
        raise ToolError(f'Error: create: failed to create: namespaces "{namespace}" not found')
    rendered = render(*chart, name, namespace, values)
    before = revisions(cluster, namespace, name)
    _check_kinds(cluster, chart[0])
    for document in rendered.objects:
        _check_owner(cluster, release, document)
    for definition in rendered.kept:
        missing = cluster.find(DEFINITIONS, "", definition["metadata"]["name"]) is None
        if missing or replace_definitions or not before:
            cluster.add(copy.deepcopy(definition))
    old = _manifest(cluster, before[-1]) if before else {}
    new = dict(_placed(cluster, namespace, rendered))
    for key, document in new.items():
        lay(cluster, namespace, old.get(key), document, {RELEASE: name, IN: namespace})
    for key in old.keys() - new.keys():
        if cluster.find(*key):
            cluster.remove(*key)
    leave(cluster, namespace, rendered)
    _record(cluster, release, chart, values)


def leave(cluster: Cluster, namespace: str, rendered: Rendered) -> None:
    """Store what hooks and jobs of a chart make, which belongs to no release."""
    for document in rendered.left:
        notes = document["metadata"].get("annotations") or {}
        kind = cluster.kind_of(document)
        place = cluster.namespace_of(kind, document, namespace)
        there = cluster.find(kind.resource, place, name_of(document))
        if there is None or "simulated/unless-there" not in notes:
            cluster.add(copy.deepcopy(document), namespace)


def lay(
    cluster: Cluster, namespace: str, old: Object | None, new: Object, owner: Mapping[str, str]
) -> None:
    """Store an object of a release over the one that is there, and note whose it is."""
    kind = cluster.kind_of(new)
    live = cluster.find(kind.resource, cluster.namespace_of(kind, new, namespace), name_of(new))
    if live and "simulated/unless-there" in (new["metadata"].get("annotations") or {}):
        return
    merged = apply(old or {}, live, new) if live else copy.deepcopy(new)
    merged["metadata"].setdefault("annotations", {}).update(owner)
    if merged != live:
        cluster.add(merged, namespace)


def name_of(document: Object) -> str:
    """Return an object's name."""
    name: str = document["metadata"]["name"]
    return name


def uninstall(cluster: Cluster, namespace: str, name: str) -> None:
    """Delete what the last revision made, but for what no uninstall deletes, and the records."""
    records = revisions(cluster, namespace, name)
    for key in _manifest(cluster, records[-1]):
        if cluster.find(*key):
            cluster.remove(*key)
    for one in records:
        cluster.remove("secrets", namespace, name_of(one))


def roll_back(cluster: Cluster, namespace: str, name: str) -> None:
    """Make a new revision like the one before the last; ToolError where there is none."""
    records = revisions(cluster, namespace, name)
    if not records:
        raise ToolError("Error: release: not found")
    if len(records) == 1:
        raise ToolError("Error: release has no 0 version")
    before = records[-2]["record"]
    upgrade(cluster, (namespace, name), tuple(before["chart"]), before["values"])


def _record(
    cluster: Cluster, release: tuple[str, str], chart: tuple[str, str], values: Mapping[str, Any]
) -> None:
    namespace, name = release
    before = revisions(cluster, namespace, name)
    number = int(labels_of(before[-1])["version"]) + 1 if before else 1
    for one in before:
        labels_of(one)["status"] = "superseded"
    labels = {"owner": "helm", "name": name, "version": str(number), "status": "deployed"}
    record = {
        "apiVersion": "v1",
        "kind": "Secret",
        "type": "helm.sh/release.v1",
        "metadata": {"name": f"sh.helm.release.v1.{name}.v{number}", "labels": labels},
        "record": {"chart": list(chart), "values": copy.deepcopy(dict(values))},
    }
    cluster.add(record, namespace)


def _manifest(cluster: Cluster, record: Object) -> dict[Key, Object]:
    (chart, version), values = record["record"]["chart"], record["record"]["values"]
    namespace, name = record["metadata"]["namespace"], labels_of(record)["name"]
    return dict(_placed(cluster, namespace, render(chart, version, name, namespace, values)))


def _placed(cluster: Cluster, namespace: str, rendered: Rendered) -> Iterator[tuple[Key, Object]]:
    for one in rendered.objects:
        kind = cluster.kinds.of(one["apiVersion"], one["kind"])
        if kind:
            yield (kind.resource, cluster.namespace_of(kind, one, namespace), name_of(one)), one


def _check_kinds(cluster: Cluster, chart: str) -> None:
    for group in needs(chart):
        if not any(one.group == group for one in cluster.kinds.known):
            raise ToolError(
                "Error: unable to build kubernetes objects from release manifest: resource "
                f'mapping not found: no matches for kind of group "{group}"\nensure CRDs are '
                "installed first"
            )


def _check_owner(cluster: Cluster, release: tuple[str, str], document: Object) -> None:
    kind = cluster.kinds.of(document["apiVersion"], document["kind"])
    if kind is None or "simulated/unless-there" in document["metadata"].get("annotations", {}):
        return
    namespace = cluster.namespace_of(kind, document, release[0])
    live = cluster.find(kind.resource, namespace, name_of(document))
    notes = live["metadata"].get("annotations") or {} if live else {}
    if live and (notes.get(IN), notes.get(RELEASE)) != release:
        raise ToolError(
            f'Error: unable to continue with install: {kind.name} "{name_of(document)}" in '
            f'namespace "{namespace}" exists and cannot be imported into the current release: '
            "invalid ownership metadata"
        )
