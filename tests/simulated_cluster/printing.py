"""What kubectl prints of objects, in the forms that the runbooks ask for."""

import base64
import json
import re
from collections.abc import Sequence
from typing import Any

from tests.simulated_cluster.failure import UnmodelledError
from tests.simulated_cluster.jsonpath import fill_template, find, text_of
from tests.simulated_cluster.kinds import Kind

Found = tuple[Kind, Any]
_DECODED = re.compile(r'\{\{index \.data "([^"]+)" \| base64decode\}\}')
_ADDRESS = "{{ with index .status.loadBalancer.ingress 0 }}{{ or .ip .hostname }}{{ end }}"


def show(form: str, found: Sequence[Found], *, one: bool, labels: bool = False) -> str:
    """Return objects in a form of `--output`; `one` says that one was asked for by its name."""
    kind, _, template = form.partition("=")
    if kind == "name":
        return "".join(f"{each.called(item['metadata']['name'])}\n" for each, item in found)
    items = [item for _, item in found]
    whole = items[0] if one and items else {"apiVersion": "v1", "kind": "List", "items": items}
    if kind == "jsonpath":
        return fill_template(template, whole)
    if kind == "go-template":
        return _go(template, whole)
    if kind in ("json", "yaml"):
        return json.dumps(whole, indent=1) + "\n"
    if kind == "custom-columns":
        return "".join(_columns(template, item) for item in items)
    if kind not in ("", "wide"):
        raise UnmodelledError(f"kubectl cannot print {form} here")
    return "".join(_row(each, item, labels=labels) for each, item in found)


def _columns(template: str, item: Any) -> str:
    paths = [column.partition(":")[2] for column in re.split(r",(?=\w+:)", template)]
    return "   ".join(",".join(map(text_of, find(path, item))) or "<none>" for path in paths) + "\n"


def _row(kind: Kind, item: Any, *, labels: bool) -> str:
    metadata, own = item["metadata"], []
    if labels:
        own = [",".join(f"{key}={value}" for key, value in metadata.get("labels", {}).items())]
    return "   ".join([metadata.get("namespace", kind.name), metadata["name"], *own]) + "\n"


def _go(template: str, item: Any) -> str:
    if match := _DECODED.fullmatch(template):
        return base64.b64decode(item["data"][match[1]]).decode()
    addresses = find(".status.loadBalancer.ingress[0]", item)
    if _ADDRESS in template and addresses:
        return template.replace(_ADDRESS, addresses[0].get("ip") or addresses[0]["hostname"])
    raise UnmodelledError(f"kubectl cannot fill {template} here")
