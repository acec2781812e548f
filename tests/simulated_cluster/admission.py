"""Mutating webhooks: which of them an API server calls for a pod, and what they make of it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.simulated_cluster.cluster import Cluster, Object
from tests.simulated_cluster.failure import ToolError
from tests.simulated_cluster.selectors import matches

Injector = Callable[[Cluster, Object, Object, Object], None]  # Namespace, webhook object, pod.
_INJECTORS: dict[str, Injector] = {}


def injects(service: str) -> Callable[[Injector], Injector]:
    """Register what the webhook behind a Service makes of a pod, by how its name begins."""

    def register(injector: Injector) -> Injector:
        _INJECTORS[service] = injector
        return injector

    return register


def admitted(cluster: Cluster, pod: Object) -> Object:
    """Return a pod as it is stored; ToolError where a webhook fails closed."""
    namespace = cluster.get("namespaces", "", pod["metadata"]["namespace"])
    for configuration, webhook in _webhooks(cluster):
        if not _is_called(webhook, namespace, pod):
            continue
        service = webhook["clientConfig"]["service"]
        if answers(cluster, service):
            prefixes = (one for one in _INJECTORS if service["name"].startswith(one))
            injector = _INJECTORS.get(next(prefixes, ""))
            if injector:
                injector(cluster, namespace, configuration, pod)
        elif webhook["failurePolicy"] == "Fail":
            raise ToolError(
                f'Internal error occurred: failed calling webhook "{webhook["name"]}": no '
                f'endpoints available for service "{service["name"]}"'
            )
    return pod


def answers(cluster: Cluster, service: Mapping[str, str]) -> bool:
    """Tell whether a Service exists and a pod behind it runs, here or in another cluster."""
    found = cluster.find("services", service["namespace"], service["name"])
    if found and found["spec"].get("answeredBy"):
        return True
    return found is not None and any(
        found["spec"]["selector"].items() <= pod["metadata"].get("labels", {}).items()
        for pod in cluster.list("pods", service["namespace"])
    )


def has_container(pod: Object, name: str) -> bool:
    """Tell whether a pod has a container of this name, also one that starts first."""
    spec = pod["spec"]
    return any(
        one["name"] == name for one in (*spec.get("initContainers", ()), *spec["containers"])
    )


def _webhooks(cluster: Cluster) -> Iterator[tuple[Object, Any]]:
    resource = "mutatingwebhookconfigurations.admissionregistration.k8s.io"
    for configuration in cluster.list(resource):
        for webhook in configuration.get("webhooks", ()):
            yield configuration, webhook


def _is_called(webhook: Any, namespace: Object, pod: Object) -> bool:
    around, own = namespace["metadata"].get("labels", {}), pod["metadata"].get("labels", {})
    if namespace["metadata"]["name"] == "kube-system":
        return False
    return matches(webhook.get("namespaceSelector", {}), around) and matches(
        webhook.get("objectSelector", {}), own
    )
