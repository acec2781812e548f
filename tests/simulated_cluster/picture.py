"""A world as plain data to compare: what differs between two moments, object by object."""

import copy
import json
from collections.abc import Iterator, Mapping

from tests.simulated_cluster.calls import labels_of
from tests.simulated_cluster.cluster import Object
from tests.simulated_cluster.world import World

# Cluster, resource, namespace and name, to the object as text.
Picture = Mapping[tuple[str, str, str, str], str]


def picture(world: World) -> Picture:
    """Return every object of every cluster.

    Helm counts how often a release was applied, so of its records only what the last one says is
    compared.
    """
    return {
        (name, resource, namespace, own): json.dumps(one, sort_keys=True)
        for name, cluster in world.clusters.items()
        for resource, found in cluster.objects.items()
        for namespace, own, one in _comparable(found)
    }


def _comparable(found: Mapping[tuple[str, str], Object]) -> Iterator[tuple[str, str, Object]]:
    for (namespace, name), one in found.items():
        if one.get("type") != "helm.sh/release.v1":
            yield namespace, name, one
        elif labels_of(one)["status"] == "deployed":
            bare = copy.deepcopy(one)
            bare["metadata"] = {"name": f"release {labels_of(one)['name']}"}
            yield namespace, bare["metadata"]["name"], bare


def differences(before: Picture, after: Picture) -> list[str]:
    """Return what came, went and changed, one line each."""
    lines = [f"+ {' '.join(key)}" for key in after.keys() - before.keys()]
    lines += [f"- {' '.join(key)}" for key in before.keys() - after.keys()]
    for key in before.keys() & after.keys():
        old, new = (json.loads(one[key]) for one in (before, after))
        lines += [f"~ {' '.join(key)}: {part}" for part in _parts(old, new)]
    return sorted(lines)


def _parts(old: object, new: object, at: str = "") -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted({*old, *new}):
            yield from _parts(old.get(name), new.get(name), f"{at}.{name}")
    elif old != new:
        yield f"{at} {json.dumps(old)[:200]} -> {json.dumps(new)[:200]}"
