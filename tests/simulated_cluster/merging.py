"""How kubectl lays one object over another: apply, merge patches and JSON patches."""

import copy
from typing import Any

from tests.simulated_cluster.failure import ToolError


def apply(last: Any, live: Any, new: Any) -> Any:
    """Return the live object with what is new in it and without what is only in the last one."""
    if not (isinstance(live, dict) and isinstance(new, dict)):
        return copy.deepcopy(new)
    gone = set(last) - set(new) if isinstance(last, dict) else set()
    kept = {name: value for name, value in live.items() if name not in gone}
    before = last if isinstance(last, dict) else {}
    own = {name: apply(before.get(name), kept.get(name), value) for name, value in new.items()}
    return {**kept, **own}


def merge(live: Any, patch: Any) -> Any:
    """Return the live object under a merge patch; null removes a field."""
    if not (isinstance(live, dict) and isinstance(patch, dict)):
        return copy.deepcopy(patch)
    merged = {**live, **{name: merge(live.get(name, {}), one) for name, one in patch.items()}}
    return {name: one for name, one in merged.items() if one is not None}


def patch(live: Any, operations: list[dict[str, Any]]) -> Any:
    """Return the live object after the operations of a JSON patch; ToolError as the server's."""
    changed = copy.deepcopy(live)
    for operation in operations:
        *way, last = [_unescaped(part) for part in operation["path"].split("/")[1:]]
        place = changed
        for part in way:
            place = place[_index(place, part)] if _has(place, part) else None
        there = place is not None and _has(place, last)
        if place is None or (operation["op"] in ("remove", "replace") and not there):
            raise ToolError(
                "The request is invalid: the server rejected our request due to an error in our "
                f"request: {operation['op']} operation does not apply: doc is missing key"
            )
        if operation["op"] == "remove":
            del place[_index(place, last)]
        else:
            place[_index(place, last)] = operation["value"]
    return changed


def _unescaped(part: str) -> str:
    return part.replace("~1", "/").replace("~0", "~")


def _index(place: Any, part: str) -> Any:
    return int(part) if isinstance(place, list) else part


def _has(place: Any, part: str) -> bool:
    if isinstance(place, list):
        return part.isdigit() and int(part) < len(place)
    return isinstance(place, dict) and part in place
