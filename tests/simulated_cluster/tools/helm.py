"""helm: releases of charts, with their values from files and flags."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.simulated_cluster.charts import render
from tests.simulated_cluster.controllers.gitops import make_namespace
from tests.simulated_cluster.controllers.loop import settle
from tests.simulated_cluster.failure import ToolError
from tests.simulated_cluster.fixed_answers import VERSIONS
from tests.simulated_cluster.merging import apply
from tests.simulated_cluster.releases import RELEASE, revisions, roll_back, uninstall, upgrade
from tests.simulated_cluster.session import Session, parse
from tests.simulated_cluster.workloads import RESOURCES

_OCI = re.compile(r"oci://[^/]+/[-\w/]*?([-\w]+)")


def chart_of(session: Session, word: str) -> tuple[str, str]:
    """Return a chart's name and version; ToolError for an alias that was never added."""
    version = session.line.flag("--version")
    if match := _OCI.fullmatch(word):
        return match[1], version
    alias, _, chart = word.partition("/")
    if alias not in session.world.repositories:
        raise ToolError(f"Error: repo {alias} not found")
    return chart, version


def values_of(session: Session) -> dict[str, Any]:
    """Return the values that files and flags give together; the later flag wins."""
    values: dict[str, Any] = {}
    for name in session.line.flags.get("--values", ()):
        for document in parse(session.read(name)):
            values = apply({}, values, document or {})
    for pair in session.line.flags.get("--set", ()):
        path, _, text = pair.partition("=")
        values = apply({}, values, _nested(path, _scalar(text)))
    for pair in session.line.flags.get("--set-file", ()):
        path, _, name = pair.partition("=")
        values = apply({}, values, _nested(path, session.read(name)))
    return values


def _scalar(text: str) -> Any:
    return {"true": True, "false": False}.get(text, text)


def _nested(path: str, value: Any) -> Any:
    for part in reversed(path.split(".")):
        value = {part: value}
    return value


def _upgrade(session: Session) -> str:
    line, (name, word) = session.line, session.line.arguments
    release = (session.namespace, name)
    chart, before = chart_of(session, word), revisions(session.cluster, *release)
    if not before and not line.has("--install"):
        raise ToolError(f'Error: UPGRADE FAILED: "{name}" has no deployed releases')
    values = values_of(session)
    if before and line.has("--reset-then-reuse-values"):
        values = apply({}, before[-1]["record"]["values"], values)
    if line.has("--create-namespace"):
        make_namespace(session.cluster, session.namespace)
    upgrade(session.cluster, release, chart, values)
    settle(session.world)
    _await(session, name)
    return f'Release "{name}" has been upgraded. Happy Helming!\n'


def _await(session: Session, name: str) -> None:
    if not session.line.has("--wait"):
        return
    for resource in RESOURCES:
        for one in session.cluster.list(resource):
            owned = (one["metadata"].get("annotations") or {}).get(RELEASE) == name
            status = one.get("status", {})
            if owned and status.get("readyReplicas", 0) < status.get("replicas", 1):
                raise ToolError("Error: UPGRADE FAILED: context deadline exceeded")


def _uninstall(session: Session) -> str:
    said = ""
    for name in session.line.arguments:
        if revisions(session.cluster, session.namespace, name):
            uninstall(session.cluster, session.namespace, name)
            said += f'release "{name}" uninstalled\n'
        elif not session.line.has("--ignore-not-found"):
            raise ToolError(f"Error: uninstall: Release not loaded: {name}: release: not found")
    settle(session.world)
    return said


def _rollback(session: Session) -> str:
    roll_back(session.cluster, session.namespace, session.line.arguments[0])
    settle(session.world)
    return "Rollback was a success! Happy Helming!\n"


def _records(session: Session) -> list[Any]:
    found = revisions(session.cluster, session.namespace, session.line.arguments[0])
    if not found:
        raise ToolError("Error: release: not found")
    return found


def _status(session: Session) -> str:
    number = len(_records(session))
    return f"NAME: {session.line.arguments[0]}\nSTATUS: deployed\nREVISION: {number}\n"


def _history(session: Session) -> str:
    rows = [
        "   ".join([one["metadata"]["labels"]["version"], *one["record"]["chart"]])
        for one in _records(session)
    ]
    return "\n".join(rows) + "\n"


def _add_repository(session: Session) -> str:
    name, address = session.line.arguments
    session.world.repositories[name] = address
    return f'"{name}" has been added to your repositories\n'


def _template(session: Session) -> str:
    name, word = session.line.arguments
    chart = chart_of(session, word)
    rendered = render(*chart, name, session.namespace, values_of(session))
    return as_manifest([*rendered.kept, *rendered.objects])


def as_manifest(documents: list[Any]) -> str:
    """Return objects as the text of a manifest; JSON is YAML too."""
    return "".join(f"---\n{json.dumps(one)}\n" for one in documents)


def _version(_: Session) -> str:
    return VERSIONS["helm"]


COMMANDS: Mapping[str, Callable[[Session], str]] = {
    "history": _history,
    "repo add": _add_repository,
    "rollback": _rollback,
    "status": _status,
    "template": _template,
    "uninstall": _uninstall,
    "upgrade": _upgrade,
    "version": _version,
}
