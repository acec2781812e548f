"""Which objects the words and flags of a kubectl command mean."""

from collections.abc import Iterator

from tests.simulated_cluster.calls import labels_of
from tests.simulated_cluster.cluster import Object
from tests.simulated_cluster.failure import NotFoundError, ToolError
from tests.simulated_cluster.kinds import Kind
from tests.simulated_cluster.selectors import has_fields, has_labels
from tests.simulated_cluster.session import Session

Found = tuple[Kind, Object]


def named(session: Session, words: list[str]) -> list[tuple[Kind, str]]:
    """Return kinds with the names behind them; an empty name stands for all of a kind."""
    if words and "/" in words[0]:
        return [
            (session.cluster.kind(word.partition("/")[0]), word.partition("/")[2]) for word in words
        ]
    kinds = [session.cluster.kind(word) for word in words[0].split(",")]
    return [(kind, name) for kind in kinds for name in words[1:] or [""]]


def place_of(session: Session, kind: Kind) -> str:
    """Return the namespace in which a command looks for a kind."""
    return session.namespace if kind.namespaced else ""


def select(session: Session, words: list[str]) -> tuple[list[Found], list[ToolError]]:
    """Return the objects that a command means, and what is not found of those it names."""
    line = session.line
    if line.has("--all") and (line.flag("--selector") or line.flag("--field-selector")):
        raise ToolError("error: setting 'all' parameter but found a non empty selector.")
    found: list[Found] = []
    missing: list[ToolError] = []
    for kind, name in named(session, words):
        if name:
            one = session.cluster.find(kind.resource, place_of(session, kind), name)
            if one is None:
                missing.append(NotFoundError(kind.resource, name))
            else:
                found.append((kind, one))
        else:
            found += [(kind, one) for one in _all(session, kind)]
    return found, missing


def _all(session: Session, kind: Kind) -> Iterator[Object]:
    line = session.line
    everywhere = line.has("--all-namespaces") or not kind.namespaced
    for one in session.cluster.list(kind.resource, None if everywhere else session.namespace):
        if has_labels(line.flag("--selector"), labels_of(one)) and has_fields(
            line.flag("--field-selector"), one
        ):
            yield one
