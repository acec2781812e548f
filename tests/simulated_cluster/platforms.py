"""What a cluster of a platform has by itself, with the pod network that the parameters name."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.runbook import Parameters
from tests.simulated_cluster.charts import render
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.kinds import Kind
from tests.simulated_cluster.releases import upgrade
from tests.simulated_cluster.workload_objects import deployment

_PLATFORM_AGENTS = {"eks": "aws-node", "kind": "kindnet", "aks": "azure-cns", "k3s": "flannel"}
# What a Cilium of the visitor has to be, so that meshes work beside it.
_CILIUM: Mapping[str, Any] = {
    "cni": {"exclusive": False},
    "kubeProxyReplacement": "true",
    "socketLB": {"hostNamespaceOnly": True},
}


def bring_network(cluster: Cluster, parameters: Parameters) -> None:
    """Give the cluster the pod network that the parameters name, with what it is known by."""
    if parameters.cni == "cilium":
        upgrade(cluster, ("kube-system", "cilium"), ("cilium", "1.19.6"), _CILIUM)
    elif parameters.cni == "cilium_managed":
        for one in render("cilium", "1.19.6", "managed", "kube-system", _CILIUM).objects:
            cluster.add(one, "kube-system")
    elif agent := _agent(parameters):
        cluster.add(deployment(agent, "kube-system", kind="DaemonSet", hostNetwork=True))
    if parameters.cni == "calico":
        group, kind = "crd.projectcalico.org", "FelixConfiguration"
        cluster.add(definition("felixconfigurations", group, kind, namespaced=False))
        own = {"apiVersion": f"{group}/v1", "kind": kind, "metadata": {"name": "default"}}
        cluster.add({**own, "spec": {}})
    if parameters.platform == "eks":
        group, kind = "vpcresources.k8s.aws", "SecurityGroupPolicy"
        cluster.add(definition("securitygrouppolicies", group, kind, namespaced=True))
    if parameters.platform == "openshift":
        api = "rbac.authorization.k8s.io/v1"
        name = {"name": "system:openshift:scc:nonroot-v2"}
        cluster.add({"apiVersion": api, "kind": "ClusterRole", "metadata": name})
        group, kind = "operator.openshift.io", "Network"
        cluster.add(definition("networks", group, kind, namespaced=False))
        gateway = {"gatewayConfig": {"routingViaHost": True}}
        spec = {"defaultNetwork": {"ovnKubernetesConfig": gateway}}
        own = {"apiVersion": f"{group}/v1", "kind": kind, "metadata": {"name": "cluster"}}
        cluster.add({**own, "spec": spec})


def _agent(parameters: Parameters) -> str:
    """Return the DaemonSet of the network; empty where Cilium is to become the first one."""
    fresh = parameters.option == "cilium" and parameters.platform != "eks"
    if parameters.cni == "none" or (parameters.cni == "platform_default" and fresh):
        return ""
    if parameters.cni == "calico":
        return "calico-node"
    return _PLATFORM_AGENTS.get(parameters.platform, "calico-node")


def namespace(name: str) -> Object:
    """Return a Namespace."""
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}


def platform(parameters: Parameters) -> Iterator[Object]:
    """Yield what a cluster of this platform has by itself."""
    yield namespace("kube-system")
    nodes = ["node-a", "node-b", "node-c"]
    if parameters.platform == "kind":
        nodes = [
            f"{parameters.cluster_name}-{part}" for part in ("control-plane", "worker", "worker2")
        ]
    for number, name in enumerate(nodes):
        info = {"kernelVersion": "6.8.0-45-generic"}
        address = [{"type": "InternalIP", "address": f"192.0.2.{11 + number}"}]
        yield {
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {"name": name, "labels": {"kubernetes.io/os": "linux"}},
            "status": {"nodeInfo": info, "addresses": address},
        }
    yield deployment("kube-proxy", "kube-system", kind="DaemonSet", hostNetwork=True)
    yield deployment("coredns", "kube-system", replicas=2)
    notes = {"storageclass.kubernetes.io/is-default-class": "true"}
    storage = {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass"}
    yield {**storage, "metadata": {"name": "standard", "annotations": notes}}
    yield {
        "apiVersion": "apiregistration.k8s.io/v1",
        "kind": "APIService",
        "metadata": {"name": "v1beta1.metrics.k8s.io"},
        "status": {"conditions": [{"status": "True", "type": "Available"}]},
    }
    yield {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "ClusterRole",
        "metadata": {"name": "cluster-admin"},
    }


def definition(plural: str, group: str, kind: str, *, namespaced: bool) -> Any:
    """Return the definition of a kind that no schema is kept of."""
    return Kind(plural, group, ("v1",), kind, namespaced).definition
