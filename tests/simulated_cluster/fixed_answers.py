"""What the tools print whatever the state: answers that no state of ours decides."""

from collections.abc import Mapping

VERSIONS: Mapping[str, str] = {
    "cilium": "cilium-cli: v0.19.7 compiled with go1.25.0 on linux/amd64\n",
    "consul-k8s": "consul-k8s v2.0.3\n",
    "helm": "v4.3.1+g1e1b6a5\n",
    "kubectl-argo-rollouts": "kubectl-argo-rollouts: v1.9.1+b6bd3bc\n",
}
# By what is asked. Where it is asked must still be there and running.
FIXED: Mapping[str, str] = {
    "kubectl auth can-i": "yes\n",
    "istioctl analyze": "✔ No validation issues found when analyzing all namespaces.\n",
    "istioctl experimental precheck": "✔ No issues found when checking the cluster.\n",
    "consul members": "consul-server-0 alive\n",
    "cilium-dbg status": "KVStore: Disabled\nCilium: Ok\n",
    "hubble observe": "meshwise-demo/client -> meshwise-demo/web-v1:8080 to-endpoint FORWARDED\n",
    "metrics of consul-dataplane": 'envoy_cluster_upstream_rq_total{local_cluster="web"} 42\n',
    "metrics of envoy-gateway": "# TYPE watchable_depth gauge\n",
    "metrics of linkerd-proxy": 'request_total{direction="inbound",tls="true"} 42\n',
}
