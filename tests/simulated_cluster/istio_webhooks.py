"""The webhooks by which Istio injects sidecars, of a revision or of a tag."""

from typing import Any

Object = dict[str, Any]
# The label in which the simulation notes what version a webhook injects.
VERSION = "simulated/version"


def injector_webhooks(revision: str, namespace: str, tag: str = "") -> list[Object]:
    """Return the webhooks by which Istio injects pods of namespaces that name a revision or tag."""
    service = "istiod" if revision == "default" else f"istiod-{revision}"
    config = {"service": {"name": service, "namespace": namespace}}
    name = tag or revision

    def hook(title: str, **selectors: Any) -> Object:
        fixed = {"failurePolicy": "Fail", "clientConfig": config}
        return {"name": f"{title}.sidecar-injector.istio.io", **fixed, **selectors}

    wanted = {"key": "sidecar.istio.io/inject", "operator": "NotIn", "values": ["false"]}
    absent = [
        {"key": key, "operator": "DoesNotExist"} for key in ("istio-injection", "istio.io/rev")
    ]
    by_name = {"matchLabels": {"istio.io/rev": name}}
    hooks = [
        hook(
            "rev.namespace",
            namespaceSelector={**by_name, "matchExpressions": absent[:1]},
            objectSelector={"matchExpressions": [wanted]},
        ),
        hook(
            "rev.object",
            namespaceSelector={"matchExpressions": absent},
            objectSelector={**by_name, "matchExpressions": [wanted]},
        ),
    ]
    if name == "default":
        enabled = {"matchLabels": {"istio-injection": "enabled"}}
        asked = {"matchLabels": {"sidecar.istio.io/inject": "true"}}
        own = {"matchExpressions": [wanted]}
        hooks += [hook("namespace", namespaceSelector=enabled, objectSelector=own)]
        hooks += [
            hook("object", namespaceSelector={"matchExpressions": absent}, objectSelector=asked)
        ]
    return hooks
