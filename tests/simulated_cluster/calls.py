"""A call from one pod to another, as the parts that may refuse it see it."""

from dataclasses import dataclass
from typing import Any

from tests.simulated_cluster.cluster import Cluster, Object

RESET, FORBIDDEN = "000", "403"


@dataclass(frozen=True, slots=True)
class Call:
    """One call: who calls, which pod is to answer, and for which Service and path."""

    cluster: Cluster
    client: Object
    server: Object
    service: str
    path: str
    # What comes through a gateway has the gateway's identity: its namespace and service account.
    through: tuple[str, str] | None = None

    @property
    def caller(self) -> tuple[str, str]:
        """The namespace and the service account of who calls."""
        return self.through or identity(self.client)


def identity(pod: Object) -> tuple[str, str]:
    """Return the namespace and the service account of a pod."""
    account: str = pod["spec"].get("serviceAccountName", "default")
    return pod["metadata"]["namespace"], account


def labels_of(document: Object) -> dict[str, str]:
    """Return an object's labels."""
    found: dict[str, str] = document["metadata"].get("labels", {})
    return found


def note(document: Object, name: str) -> str:
    """Return an annotation of an object; empty where it is not set."""
    found: str = (document["metadata"].get("annotations") or {}).get(name, "")
    return found


def conditions(**states: Any) -> list[Object]:
    """Return conditions of a status: `Accepted=True` as a controller writes it."""
    return [{"status": str(state), "type": kind, "reason": kind} for kind, state in states.items()]
