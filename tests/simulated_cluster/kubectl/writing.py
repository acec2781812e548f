"""The commands of kubectl that change objects: apply, create, patch, label, annotate and delete."""

import copy
import json
from typing import Any

from tests.simulated_cluster.authority import encoded
from tests.simulated_cluster.cluster import Object
from tests.simulated_cluster.controllers.loop import settle
from tests.simulated_cluster.failure import NotFoundError, ToolError, UnmodelledError
from tests.simulated_cluster.kubectl.targets import named, place_of, select
from tests.simulated_cluster.merging import apply as lay_over
from tests.simulated_cluster.merging import merge
from tests.simulated_cluster.merging import patch as change
from tests.simulated_cluster.printing import show
from tests.simulated_cluster.session import Session


def apply(session: Session) -> str:
    """Store the objects of a file over those that are there."""
    said, faults = [], []
    documents = session.documents(session.line.flag("--filename"))
    if not documents:
        raise ToolError("error: no objects passed to apply")
    for document in documents:
        try:
            said.append(_apply_one(session, document))
        except ToolError as error:
            faults.append(str(error))
    settle(session.world)
    if faults:
        raise ToolError("\n".join(faults), printed="".join(said))
    return "".join(said)


def _apply_one(session: Session, document: Object) -> str:
    cluster, own = session.cluster, document["metadata"].get("namespace")
    kind = cluster.kind_of(document)
    if "--namespace" in session.line.flags and own not in (None, session.namespace):
        raise ToolError(
            f'error: the namespace from the provided object "{own}" does not match the namespace '
            f"\"{session.namespace}\". You must pass '--namespace={own}' to perform this operation."
        )
    namespace = cluster.namespace_of(kind, document, session.namespace)
    key = (kind.resource, namespace, document["metadata"]["name"])
    live = cluster.find(*key)
    if live is None:
        cluster.add(copy.deepcopy(document), namespace)
    else:
        merged = lay_over(cluster.applied.get(key, {}), live, document)
        if merged != live:
            cluster.add(merged, namespace)
    cluster.applied[key] = copy.deepcopy(document)
    return f"{kind.called(key[2])} {'created' if live is None else 'configured'}\n"


def create_secret(session: Session) -> str:
    """Make a Secret from files."""
    name = session.line.arguments[0]
    if session.line.path.endswith("tls"):
        data = {"tls.crt": session.read(session.line.flag("--cert"))}
        data["tls.key"] = session.read(session.line.flag("--key"))
        kind = "kubernetes.io/tls"
    else:
        data, kind = _files(session), session.line.flag("--type")
    made = {"apiVersion": "v1", "kind": "Secret"} | ({"type": kind} if kind else {})
    content = {key: encoded(text) for key, text in data.items()}
    return _create(session, {**made, "data": content}, name)


def create_configmap(session: Session) -> str:
    """Make a ConfigMap from files."""
    made = {"apiVersion": "v1", "kind": "ConfigMap", "data": _files(session)}
    return _create(session, made, session.line.arguments[0])


def _files(session: Session) -> dict[str, str]:
    found = {}
    for word in session.line.flags.get("--from-file", ()):
        key, _, path = word.rpartition("=")
        found[key or path.rpartition("/")[2]] = session.read(path)
    return found


def _create(session: Session, document: Object, name: str) -> str:
    line, cluster = session.line, session.cluster
    document["metadata"] = {"name": name}
    if "--namespace" in line.flags:
        document["metadata"]["namespace"] = session.namespace
    kind = cluster.kind_of(document)
    if line.flag("--dry-run") == "client":
        return show(line.flag("--output"), [(kind, document)], one=True)
    if cluster.find(kind.resource, session.namespace, name):
        raise ToolError(f'Error from server (AlreadyExists): {kind.plural} "{name}" already exists')
    cluster.add(document, session.namespace)
    settle(session.world)
    return f"{kind.called(name)} created\n"


def patch(session: Session) -> str:
    """Change a part of an object."""
    [(kind, name)] = named(session, session.line.arguments)
    place = place_of(session, kind)
    live = session.cluster.get(kind.resource, place, name)
    wanted, how = json.loads(session.line.flag("--patch")), session.line.flag("--type", "strategic")
    changed = change(live, wanted) if how == "json" else merge(live, wanted)
    if changed != live:
        session.cluster.add(changed, place)
    settle(session.world)
    return f"{kind.called(name)} patched{'' if changed != live else ' (no change)'}\n"


def label(session: Session) -> str:
    """Set and remove labels; with --local of what is piped in."""
    return _mark(session, "labels")


def annotate(session: Session) -> str:
    """Set and remove annotations."""
    return _mark(session, "annotations")


def _mark(session: Session, field: str) -> str:
    line = session.line
    if line.has("--local"):
        [document] = session.documents(line.flag("--filename"))
        _set_marks(session, document, field, line.arguments)
        kind = session.cluster.kind_of(document)
        return show(line.flag("--output"), [(kind, document)], one=True)
    words = [one for one in line.arguments if "=" not in one and not one.endswith("-")]
    found, missing = select(session, words)
    if missing:
        raise missing[0]
    for kind, one in found:
        changed = copy.deepcopy(one)
        _set_marks(session, changed, field, line.arguments)
        if changed != one:
            session.cluster.add(changed, place_of(session, kind))
    settle(session.world)
    return "".join(f"{kind.called(one['metadata']['name'])} {field}\n" for kind, one in found)


def _set_marks(session: Session, document: Object, field: str, words: list[str]) -> None:
    marks: dict[str, Any] = document["metadata"].setdefault(field, {})
    for word in words:
        key, is_set, value = word.partition("=")
        if is_set:
            if marks.get(key, value) != value and not session.line.has("--overwrite"):
                raise ToolError(f"error: '{key}' already has a value, and --overwrite is false")
            marks[key] = value
        elif word.endswith("-"):
            marks.pop(word[:-1], None)
    if not marks:
        del document["metadata"][field]


def delete(session: Session) -> str:
    """Delete objects, and wait until nothing holds them any more."""
    line = session.line
    if line.flag("--filename"):
        found, missing = _in_file(session)
    else:
        if (
            len(line.arguments) == 1
            and "/" not in line.arguments[0]
            and not line.flag("--selector")
        ):
            raise UnmodelledError("delete of everything of a kind")
        found, missing = select(session, line.arguments)
    for kind, one in found:
        place, name = one["metadata"].get("namespace", ""), one["metadata"]["name"]
        if session.cluster.find(kind.resource, place, name):
            session.cluster.remove(kind.resource, place, name)
    settle(session.world)
    for kind, one in found:
        place, name = one["metadata"].get("namespace", ""), one["metadata"]["name"]
        if session.cluster.find(kind.resource, place, name):
            raise ToolError(f"error: timed out waiting for the condition on {kind.plural}/{name}")
    if missing and not line.has("--ignore-not-found"):
        raise missing[0]
    return "".join(
        f'{kind.name.lower()} "{one["metadata"]["name"]}" deleted\n' for kind, one in found
    )


def _in_file(session: Session) -> tuple[list[Any], list[ToolError]]:
    found: list[Any] = []
    missing: list[ToolError] = []
    for document in session.documents(session.line.flag("--filename")):
        kind = session.cluster.kind_of(document)
        place = session.cluster.namespace_of(kind, document, session.namespace)
        one = session.cluster.find(kind.resource, place, document["metadata"]["name"])
        if one is None:
            missing.append(NotFoundError(kind.resource, document["metadata"]["name"]))
        else:
            found.append((kind, one))
    return found, missing
