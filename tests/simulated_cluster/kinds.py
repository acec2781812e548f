"""The kinds that an API server knows: its own, and those that definitions add."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tests.simulated_cluster.command_line import UPSTREAM

# Plural, group/version, kind, N for namespaced or C for cluster, short names.
_BUILT_IN = """\
bindings v1 Binding N
configmaps v1 ConfigMap N cm
endpoints v1 Endpoints N ep
events v1 Event N ev
limitranges v1 LimitRange N limits
namespaces v1 Namespace C ns
nodes v1 Node C no
persistentvolumeclaims v1 PersistentVolumeClaim N pvc
pods v1 Pod N po
resourcequotas v1 ResourceQuota N quota
secrets v1 Secret N
serviceaccounts v1 ServiceAccount N sa
services v1 Service N svc
daemonsets apps/v1 DaemonSet N ds
deployments apps/v1 Deployment N deploy
statefulsets apps/v1 StatefulSet N sts
endpointslices discovery.k8s.io/v1 EndpointSlice N
horizontalpodautoscalers autoscaling/v2 HorizontalPodAutoscaler N hpa
ingresses networking.k8s.io/v1 Ingress N ing
networkpolicies networking.k8s.io/v1 NetworkPolicy N netpol
poddisruptionbudgets policy/v1 PodDisruptionBudget N pdb
roles rbac.authorization.k8s.io/v1 Role N
rolebindings rbac.authorization.k8s.io/v1 RoleBinding N
clusterroles rbac.authorization.k8s.io/v1 ClusterRole C
clusterrolebindings rbac.authorization.k8s.io/v1 ClusterRoleBinding C
storageclasses storage.k8s.io/v1 StorageClass C sc
apiservices apiregistration.k8s.io/v1 APIService C
customresourcedefinitions apiextensions.k8s.io/v1 CustomResourceDefinition C crd
mutatingwebhookconfigurations admissionregistration.k8s.io/v1 MutatingWebhookConfiguration C
validatingwebhookconfigurations admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration C
"""
_SAME_PLURAL = frozenset({"ServiceIntentions", "ServiceDefaults", "ProxyDefaults"}) | {
    *("ExportedServices", "TrafficPermissions"),
}
# Custom resources that lie in no namespace; upstream's schemas do not say it.
_OF_THE_CLUSTER: Mapping[str, frozenset[str]] = {
    "argoproj.io": frozenset({"ClusterAnalysisTemplate"}),
    "cert-manager.io": frozenset({"ClusterIssuer"}),
    "consul.hashicorp.com": frozenset({"GatewayClassConfig"}),
    "crd.projectcalico.org": frozenset({"FelixConfiguration"}),
    "gateway.networking.k8s.io": frozenset({"GatewayClass"}),
    "operator.openshift.io": frozenset({"Network"}),
    "trust-manager.io": frozenset({"ClusterBundle"}),
    "trust.cert-manager.io": frozenset({"Bundle"}),
    "cilium.io": frozenset(
        {
            *("CiliumBGPAdvertisement", "CiliumBGPClusterConfig", "CiliumBGPNodeConfig"),
            *("CiliumBGPNodeConfigOverride", "CiliumBGPPeerConfig", "CiliumCIDRGroup"),
            *("CiliumClusterwideEnvoyConfig", "CiliumClusterwideNetworkPolicy"),
            *("CiliumEgressGatewayPolicy", "CiliumEndpointSlice", "CiliumIdentity"),
            *("CiliumL2AnnouncementPolicy", "CiliumLoadBalancerIPPool", "CiliumNode"),
            "CiliumPodIPPool",
        }
    ),
    "kuma.io": frozenset(
        {
            *("CircuitBreaker", "ExternalService", "FaultInjection", "HealthCheck", "Mesh"),
            *("MeshGateway", "MeshGatewayConfig", "MeshGatewayRoute", "MeshInsight"),
            *("ProxyTemplate", "RateLimit", "Retry", "Timeout", "TrafficLog"),
            *("TrafficPermission", "TrafficRoute", "TrafficTrace", "VirtualOutbound"),
            *("Zone", "ZoneEgressInsight", "ZoneIngressInsight", "ZoneInsight"),
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of object: how it is called in lists, in commands and in manifests."""

    plural: str
    group: str
    versions: tuple[str, ...]
    name: str
    namespaced: bool
    short: tuple[str, ...] = ()

    @property
    def resource(self) -> str:
        """Its full name: deployments.apps, or pods for a kind without a group."""
        return f"{self.plural}.{self.group}" if self.group else self.plural

    def called(self, name: str) -> str:
        """Return an object's name as `--output name` prints it."""
        kind = self.name.lower()
        return f"{kind}.{self.group}/{name}" if self.group else f"{kind}/{name}"

    @property
    def definition(self) -> dict[str, Any]:
        """The custom resource definition with which it becomes known."""
        versions = [{"name": name, "served": True} for name in self.versions]
        return {
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "metadata": {"name": self.resource},
            "spec": {
                "group": self.group,
                "names": {"plural": self.plural, "kind": self.name, "shortNames": []},
                "scope": "Namespaced" if self.namespaced else "Cluster",
                "versions": versions,
            },
        }


def _built_in() -> Iterable[Kind]:
    for line in _BUILT_IN.splitlines():
        plural, api, name, scope, *short = line.split()
        group, _, version = api.rpartition("/")
        yield Kind(plural, group, (version,), name, scope == "N", tuple(short))


BUILT_IN = tuple(_built_in())


def defined(definition: Mapping[str, Any]) -> Kind:
    """Return the kind that a custom resource definition adds."""
    spec = definition["spec"]
    served = tuple(one["name"] for one in spec["versions"] if one["served"])
    names, scope = spec["names"], spec["scope"] == "Namespaced"
    short = tuple(names.get("shortNames", ()))
    return Kind(names["plural"], spec["group"], served, names["kind"], scope, short)


def plural_of(kind: str) -> str:
    """Return the plural of a kind as the projects write it."""
    word = kind.lower()
    if kind in _SAME_PLURAL:
        return word
    if word.endswith("y") and word[-2] not in "aeou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "sh", "ch")) else "s")


@cache
def kinds_of(group: str, variant: str = "") -> tuple[Kind, ...]:
    """Return the custom kinds of a group as upstream defines them, by the schemas that are kept."""
    versions: dict[str, list[str]] = {}
    for path in sorted((UPSTREAM / "crds" / group / variant).glob("*_*.json")):
        kind, _, version = path.stem.partition("_")
        versions.setdefault(kind, []).append(version)
    of_the_cluster = _OF_THE_CLUSTER.get(group, frozenset())
    return tuple(
        Kind(plural_of(name), group, tuple(found), name, name not in of_the_cluster)
        for name, found in versions.items()
    )


@dataclass(slots=True)
class Kinds:
    """Finds kinds by the words that commands and manifests use for them."""

    known: list[Kind] = field(default_factory=lambda: list(BUILT_IN))

    def find(self, word: str) -> Kind | None:
        """Return the kind that a word stands for; of several the group that comes first."""
        plain, _, group = word.lower().partition(".")
        fits = [one for one in self.known if plain in (one.plural, one.name.lower(), *one.short)]
        if group:
            fits = [one for one in fits if one.group == group]
        return min(fits, key=lambda one: (one not in BUILT_IN, one.group), default=None)

    def of(self, api: str, name: str) -> Kind | None:
        """Return the kind of a manifest by its apiVersion and kind."""
        group, _, version = api.rpartition("/")
        fits = (one for one in self.known if (one.group, one.name) == (group, name))
        return next((one for one in fits if version in one.versions), None)
