"""What a cluster does for Services: addresses, endpoints, and budgets of disruption."""

import hashlib

from tests.simulated_cluster.calls import labels_of
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.workloads import is_ready
from tests.simulated_cluster.world import World


def reconcile(_: World, cluster: Cluster) -> None:
    """Give load balancers an address, list the pods behind Services, and judge budgets."""
    _list_endpoints(cluster)
    for one in cluster.list("services"):
        if one["spec"].get("type") == "LoadBalancer":
            place = f"{cluster.name}/{one['metadata']['namespace']}/{one['metadata']['name']}"
            number = hashlib.sha256(place.encode()).digest()[0]
            status = {"loadBalancer": {"ingress": [{"ip": f"203.0.113.{number}"}]}}
            cluster.set(one, status=status)
    for one in cluster.list("poddisruptionbudgets.policy"):
        wanted = {"selector": one["spec"]["selector"]["matchLabels"]}
        pods = pods_behind(cluster, {"metadata": one["metadata"], "spec": wanted})
        ready = sum(map(is_ready, pods))
        status = {"disruptionsAllowed": max(0, ready - one["spec"].get("minAvailable", 1))}
        cluster.set(one, status=status)


def _list_endpoints(cluster: Cluster) -> None:
    slices = "endpointslices.discovery.k8s.io"
    for one in cluster.list("services"):
        place = (one["metadata"]["namespace"], one["metadata"]["name"])
        pods = pods_behind(cluster, one)
        endpoints = [{"conditions": {"ready": is_ready(each)}} for each in pods]
        found = cluster.find(slices, *place)
        if found is None:
            labels = {"kubernetes.io/service-name": place[1]}
            metadata = {"namespace": place[0], "name": place[1], "labels": labels}
            own = {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice"}
            found = cluster.add({**own, "metadata": metadata})
        cluster.set(found, endpoints=endpoints)
    for one in cluster.list(slices):
        place = (one["metadata"]["namespace"], one["metadata"]["name"])
        if cluster.find("services", *place) is None:
            cluster.remove(slices, *place)


def pods_behind(cluster: Cluster, service: Object) -> tuple[Object, ...]:
    """Return the running pods that a Service selects."""
    selector = service["spec"].get("selector", {})
    return tuple(
        one
        for one in cluster.list("pods", service["metadata"]["namespace"])
        if selector
        and selector.items() <= labels_of(one).items()
        and one.get("status", {}).get("phase") == "Running"
    )
