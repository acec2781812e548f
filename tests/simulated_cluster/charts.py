"""What a chart makes of its values: definitions, objects, and what its hooks leave behind."""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.simulated_cluster.authority import encoded, self_signed
from tests.simulated_cluster.failure import ToolError
from tests.simulated_cluster.istio_webhooks import VERSION, injector_webhooks
from tests.simulated_cluster.kinds import BUILT_IN, Kind, kinds_of
from tests.simulated_cluster.workload_objects import workload

Object = dict[str, Any]
_CHARTS = Path(__file__).with_name("charts.yaml")
_WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet")
_OWN = ("when", "unless", "labels", "service", "volumes", "image", "replicas", "containers")
_FURTHER = ("annotations", "args", "hostNetwork", "namespace", "unless_there", "rev")
# Kinds of charts whose schema nothing else needs, so that none is kept.
_WITHOUT_SCHEMA = {"acme.cert-manager.io": ("Challenge", "Order")}
GROUPS_BY_KIND = {
    **dict.fromkeys(("Certificate", "Issuer"), "cert-manager.io/v1"),
    **dict.fromkeys(("PodMonitor", "ServiceMonitor"), "monitoring.coreos.com/v1"),
    "GatewayClass": "gateway.networking.k8s.io/v1",
    "Server": "policy.linkerd.io/v1beta3",
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A chart with values: `kept` are definitions that no uninstall deletes."""

    kept: tuple[Object, ...]
    objects: tuple[Object, ...]
    left: tuple[Object, ...]


@cache
def _known() -> Any:
    return yaml.load(_CHARTS.read_text(encoding="utf-8"), yaml.CSafeLoader)


def render(
    chart: str, version: str, release: str, namespace: str, given: Mapping[str, Any]
) -> Rendered:
    """Return what a chart makes; ToolError for a chart that is not known."""
    if chart not in _known():
        raise ToolError(f'Error: chart "{chart}" version "{version}" not found')
    if chart == "istiod" and given.get("profile") == "remote":
        chart = "istiod-remote"
    own = _known()[chart]
    values = _Values(_laid_over(own.get("defaults", {}), given))
    app = own.get("app", {}).get(version, version)
    revision = values.text("revision")
    values.texts = {
        "version": version,
        "app": app,
        "release": release,
        "namespace": namespace,
        "rev": revision or "default",
        "ambient": str(values.get("profile") == "ambient").lower(),
    }
    if chart == "cilium":
        values.texts["made certificate"] = encoded(self_signed("/CN=Cilium CA")[0])
    definitions = tuple(_definitions(own.get("definitions", {}), values))
    stay = bool({"folder", "keep"} & set(own.get("definitions", {})))
    objects = tuple(_objects(own.get("objects", {}), values))
    left = tuple(_objects(own.get("left", {}), values))
    return Rendered(
        definitions if stay else (), objects if stay else (*definitions, *objects), left
    )


def needs(chart: str) -> tuple[str, ...]:
    """Return the groups whose definitions must be there before a chart can be installed."""
    return tuple(_known()[chart].get("needs", ()))


def definitions_of(group: str, variant: str = "") -> list[Object]:
    """Return the definitions of a group, also of one whose schemas are not kept."""
    kinds = kinds_of(group, variant)
    if group in _WITHOUT_SCHEMA:
        names = _WITHOUT_SCHEMA[group]
        kinds = tuple(Kind(f"{one.lower()}s", group, ("v1",), one, True) for one in names)  # noqa: FBT003 - namespaced.
    return [kind.definition for kind in kinds]


class _Values:
    """Values of a chart, read by dotted paths; `texts` are placeholders that are no values."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values, self.texts = values, dict[str, str]()

    def get(self, path: str) -> Any:
        value: Any = self._values
        for part in path.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        return value

    def text(self, path: str) -> str:
        value = self.get(path)
        return (
            "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
        )

    def fill(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            return {self.fill(name): self.fill(one) for name, one in data.items()}
        if data == ["{app.istio.revisions}"]:
            revisions = self.get("app.istio.revisions") or ["default"]
            names = ("istiod" if one == "default" else f"istiod-{one}" for one in revisions)
            return [f"{name}.istio-system.svc" for name in names]
        if isinstance(data, list):
            return [self.fill(one) for one in data]
        if not isinstance(data, str):
            return data
        data = re.sub(r"\[-([\w.]+)\]", lambda match: self._suffix(match[1]), data)
        return re.sub(r"\{([\w. ]+)\}", lambda match: self._filled(match[1]), data)

    def _suffix(self, path: str) -> str:
        return f"-{self.text(path)}" if self.text(path) else ""

    def _filled(self, path: str) -> str:
        return self.texts.get(path, self.text(path))


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    both = {**below, **above}
    for name in below.keys() & above.keys():
        if isinstance(below[name], Mapping) and isinstance(above[name], Mapping):
            both[name] = _laid_over(below[name], above[name])
    return both


def _definitions(own: Mapping[str, Any], values: _Values) -> Iterator[Object]:
    if "when" in own and not values.get(own["when"]):
        return
    for group in own.get("groups", ()):
        for definition in definitions_of(group):
            if definition["spec"]["names"]["kind"] not in own.get("except", ()):
                if "labels" in own:
                    definition["metadata"]["labels"] = dict(own["labels"])
                yield definition


def _objects(own: Mapping[str, Any], values: _Values) -> Iterator[Object]:
    for title, raw in own.items():
        kind, _, name = title.partition(" ")
        if "when" in raw and values.text(raw["when"]) in ("", "false"):
            continue
        if "unless" in raw and values.get(raw["unless"]):
            continue
        fields = values.fill(copy.deepcopy(raw))
        yield from _object(kind, values.fill(name), fields, values)


def _object(kind: str, name: str, fields: Object, values: _Values) -> Iterator[Object]:
    labels = {"app": name, **fields.get("labels", {})}
    metadata: Object = {"name": name, "labels": dict(labels)}
    if "namespace" in fields:
        metadata["namespace"] = fields["namespace"]
    plain = {key: one for key, one in fields.items() if key not in (*_OWN, *_FURTHER)}
    api = GROUPS_BY_KIND.get(kind) or next(_api(one) for one in BUILT_IN if one.name == kind)
    made: Object = {"apiVersion": api, "kind": kind, "metadata": metadata, **plain}
    if kind in _WORKLOADS:
        count = values.get(fields["replicas"]) if "replicas" in fields else 1
        notes = values.get(fields["annotations"]) if "annotations" in fields else {}
        made |= workload(name, fields, int(count or 1), labels, notes or {})
    if "unless_there" in fields:
        metadata["annotations"] = {"simulated/unless-there": "true"}
    for hook in made.get("webhooks", ()):
        hook["clientConfig"]["service"]["namespace"] = values.texts["namespace"]
    if "rev" in fields:
        metadata["labels"] |= {"istio.io/rev": fields["rev"], VERSION: values.texts["version"]}
        made["webhooks"] = injector_webhooks(fields["rev"], values.texts["namespace"])
    yield made
    if "service" in fields:
        spec = {"selector": dict(labels), "ports": [{"port": 443}]}
        meta = {"name": fields["service"], "labels": dict(labels)}
        yield {"apiVersion": "v1", "kind": "Service", "metadata": meta, "spec": spec}


def _api(kind: Kind) -> str:
    return f"{kind.group}/{kind.versions[0]}".lstrip("/")
