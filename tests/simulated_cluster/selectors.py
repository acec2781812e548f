"""Which objects a label selector or a field selector means."""

import re
from collections.abc import Mapping
from typing import Any

from tests.simulated_cluster.jsonpath import find

_SET = re.compile(r"(?P<key>\S+) (?P<how>in|notin) \((?P<values>[^)]*)\)")


def has_labels(selector: str, labels: Mapping[str, str]) -> bool:
    """Tell whether labels fit a selector such as `app=web,!old,tier in (a,b)`."""
    return all(_fits(part, labels) for part in re.split(r",(?![^(]*\))", selector) if part)


def _fits(part: str, labels: Mapping[str, str]) -> bool:
    if match := _SET.fullmatch(part):
        among = labels.get(match["key"]) in [one.strip() for one in match["values"].split(",")]
        return among is (match["how"] == "in")
    if "!=" in part:
        key, _, value = part.partition("!=")
        return labels.get(key) != value
    if "=" in part:
        key, _, value = part.partition("=")
        return labels.get(key) == value.removeprefix("=")
    return part[1:] not in labels if part.startswith("!") else part in labels


def matches(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Tell whether labels fit a selector of a manifest: matchLabels and matchExpressions."""
    wanted = selector.get("matchLabels", {})
    return wanted.items() <= dict(labels).items() and all(
        _holds(one, labels) for one in selector.get("matchExpressions", ())
    )


def _holds(rule: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    value = labels.get(rule["key"])
    return {
        "Exists": value is not None,
        "DoesNotExist": value is None,
        "In": value in rule.get("values", ()),
        "NotIn": value not in rule.get("values", ()),
    }[rule["operator"]]


def has_fields(selector: str, document: Any) -> bool:
    """Tell whether an object fits a field selector such as `status.phase!=Running`."""
    for part in filter(None, selector.split(",")):
        field, negated, value = re.split(r"(!?)==?", part)
        if (value in find("." + field, document)) is bool(negated):
            return False
    return True
