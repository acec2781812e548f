"""cert-manager and trust-manager: issuers, certificates in Secrets, and roots handed out."""

from tests.simulated_cluster.authority import decoded, encoded, self_signed, signed
from tests.simulated_cluster.calls import conditions, labels_of
from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.selectors import matches
from tests.simulated_cluster.workloads import available
from tests.simulated_cluster.world import World

NAMESPACE = "cert-manager"
_ISSUERS = {
    "Issuer": "issuers.cert-manager.io",
    "ClusterIssuer": "clusterissuers.cert-manager.io",
}
CERTIFICATES = "certificates.cert-manager.io"
BUNDLES = "bundles.trust.cert-manager.io"


def reconcile(_: World, cluster: Cluster) -> None:
    """Judge issuers, sign certificates and fill the targets of bundles."""
    if available(cluster, NAMESPACE, "cert-manager"):
        for kind, resource in _ISSUERS.items():
            for one in cluster.list(resource):
                status = {"conditions": conditions(Ready=_can_sign(cluster, kind, one))}
                cluster.set(one, status=status)
        for one in cluster.list(CERTIFICATES):
            _sign(cluster, one)
    if available(cluster, NAMESPACE, "trust-manager"):
        for one in cluster.list(BUNDLES):
            _hand_out(cluster, one)
        for one in cluster.list("configmaps"):
            metadata = one["metadata"]
            if "bundle" in metadata and cluster.find(BUNDLES, "", metadata["bundle"]) is None:
                cluster.remove("configmaps", metadata["namespace"], metadata["name"])


def _can_sign(cluster: Cluster, kind: str, issuer: Object) -> bool:
    if "ca" not in issuer["spec"]:
        return True
    # A ClusterIssuer reads Secrets of cert-manager's own namespace.
    namespace = NAMESPACE if kind == "ClusterIssuer" else issuer["metadata"]["namespace"]
    return cluster.find("secrets", namespace, issuer["spec"]["ca"]["secretName"]) is not None


def _sign(cluster: Cluster, one: Object) -> None:
    spec, namespace = one["spec"], one["metadata"]["namespace"]
    reference = spec["issuerRef"]
    kind = reference.get("kind", "Issuer")
    place = "" if kind == "ClusterIssuer" else namespace
    issuer = cluster.find(_ISSUERS[kind], place, reference["name"])
    ready = issuer is not None and _can_sign(cluster, kind, issuer)
    if issuer and ready and cluster.find("secrets", namespace, spec["secretName"]) is None:
        metadata = {"name": spec["secretName"], "namespace": namespace}
        data = {key: encoded(text) for key, text in _made(spec, issuer).items()}
        own = {"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls"}
        cluster.add({**own, "metadata": metadata, "data": data})
    status = {"conditions": conditions(Ready=ready)}
    cluster.set(one, status=status)


def _made(spec: Object, issuer: Object) -> dict[str, str]:
    subject = "".join(f"/O={one}" for one in spec.get("subject", {}).get("organizations", ()))
    subject += f"/CN={spec.get('commonName', spec['secretName'])}"
    if "ca" not in issuer["spec"]:
        certificate, key = self_signed(subject)
        return {"tls.crt": certificate, "tls.key": key, "ca.crt": certificate}
    root = f"/CN=signed by {issuer['metadata']['name']}"
    certificate, key = signed(subject, root)
    return {"tls.crt": certificate, "tls.key": key, "ca.crt": self_signed(root)[0]}


def _hand_out(cluster: Cluster, one: Object) -> None:
    texts = []
    for source in one["spec"]["sources"]:
        if "secret" in source:
            found = cluster.find("secrets", NAMESPACE, source["secret"]["name"])
            if found is None:
                status = {"conditions": conditions(Synced=False)}
                cluster.set(one, status=status)
                return
            texts.append(decoded(found["data"][source["secret"]["key"]]))
    target, name = one["spec"]["target"], one["metadata"]["name"]
    for namespace in cluster.list("namespaces"):
        if matches(target.get("namespaceSelector", {}), labels_of(namespace)):
            _fill(cluster, namespace["metadata"]["name"], name, target["configMap"]["key"], texts)
    status = {"conditions": conditions(Synced=True)}
    cluster.set(one, status=status)


def _fill(cluster: Cluster, namespace: str, name: str, key: str, texts: list[str]) -> None:
    data = {key: "".join(texts)}
    found = cluster.find("configmaps", namespace, name)
    if found is None or found["data"] != data:
        metadata = {"name": name, "namespace": namespace, "bundle": name}
        cluster.add({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data})
