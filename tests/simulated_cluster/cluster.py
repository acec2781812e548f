"""One simulated cluster: the objects that it stores, and the rules by which it stores them."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.simulated_cluster.failure import NotFoundError, ToolError
from tests.simulated_cluster.kinds import BUILT_IN, Kind, Kinds, defined

Object = dict[str, Any]
Key = tuple[str, str, str]  # Resource, namespace, name.
DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io"


class Cluster:
    """The state of a cluster. Objects are plain data; nothing in them is a time or is random."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.server = f"https://{name}.invalid:6443"
        self.kubernetes = "1.35.1"
        self.objects: dict[str, dict[tuple[str, str], Object]] = {}
        # What kubectl applied last, by object: fields that are no longer in it are removed.
        self.applied: dict[Key, Object] = {}
        # What happened and is no object: calls between pods.
        self.happened: list[str] = []
        # Counts what was changed, so that controllers can tell whether they have come to rest.
        self.changes = 0
        self.rested = -1
        # Whether other clusters may be joined with it.
        self.joinable = True
        self._kinds: Kinds | None = None
        self.add({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "default"}})

    @property
    def kinds(self) -> Kinds:
        """Every kind that the cluster knows now."""
        if self._kinds is None:
            definitions = self.objects.get(DEFINITIONS, {}).values()
            self._kinds = Kinds([*BUILT_IN, *map(defined, definitions)])
        return self._kinds

    def kind(self, word: str) -> Kind:
        """Return the kind that a word stands for; ToolError for one that is not known."""
        found = self.kinds.find(word)
        if found is None:
            raise ToolError(f'error: the server doesn\'t have a resource type "{word}"')
        return found

    def kind_of(self, document: Mapping[str, Any]) -> Kind:
        """Return the kind of a manifest; ToolError where its definition is missing."""
        api, name = document["apiVersion"], document["kind"]
        found = self.kinds.of(api, name)
        if found is None:
            raise ToolError(
                f'error: resource mapping not found for name: "{document["metadata"]["name"]}": '
                f'no matches for kind "{name}" in version "{api}"\nensure CRDs are installed first'
            )
        return found

    def list(self, resource: str, namespace: str | None = None) -> list[Object]:
        """Return the objects of a resource, of one namespace or of all, in the order of names."""
        found = self.objects.get(resource)
        if not found:
            return []
        return [
            found[key] for key in sorted(found) if namespace is None or key[0] in (namespace, "")
        ]

    def find(self, resource: str, namespace: str, name: str) -> Object | None:
        """Return an object, or nothing; `namespace` is empty for one that lies in none."""
        return self.objects.get(resource, {}).get((namespace, name))

    def get(self, resource: str, namespace: str, name: str) -> Object:
        """Return an object; NotFoundError where it is missing."""
        found = self.find(resource, namespace, name)
        if found is None:
            raise NotFoundError(resource, name)
        return found

    def namespace_of(self, kind: Kind, document: Mapping[str, Any], default: str) -> str:
        """Return the namespace that a manifest goes to; empty for a kind of the cluster."""
        own: str = document["metadata"].get("namespace", default)
        return own if kind.namespaced else ""

    def add(self, document: Object, namespace: str = "default") -> Object:
        """Store an object under its name, in place of one that is there.

        ToolError where its kind is not known or its namespace is missing.
        """
        kind = self.kind_of(document)
        namespace = self.namespace_of(kind, document, namespace)
        if namespace and self.find("namespaces", "", namespace) is None:
            raise NotFoundError("namespaces", namespace)
        metadata = document["metadata"]
        if namespace:
            metadata["namespace"] = namespace
        else:
            metadata.pop("namespace", None)
        if kind.name == "Namespace":
            metadata.setdefault("labels", {})["kubernetes.io/metadata.name"] = metadata["name"]
            document["status"] = {"phase": "Active"}
        if kind.name == "CustomResourceDefinition":
            document["status"] = {"conditions": [{"status": "True", "type": "Established"}]}
        self.objects.setdefault(kind.resource, {})[namespace, metadata["name"]] = document
        self._note(kind.resource)
        return document

    def remove(self, resource: str, namespace: str, name: str) -> None:
        """Delete an object with all that lies in it; one with finalizers stays until they go."""
        found = self.get(resource, namespace, name)
        if resource == "namespaces":
            self._empty(name)
        if resource == DEFINITIONS:
            for key in list(self.objects.get(name, {})):
                self.remove(name, *key)
        left = resource == "namespaces" and any(self._inside(name))
        left = left or (resource == DEFINITIONS and bool(self.objects.get(name)))
        if found["metadata"].get("finalizers") or left:
            self.set(found["metadata"], deletionTimestamp="now")
        else:
            self._drop(resource, namespace, name)

    def finish(self) -> None:
        """Drop what was deleted and is held by nothing any more, until nothing changes."""
        for resource in sorted(self.objects, key=lambda one: one in ("namespaces", DEFINITIONS)):
            for key, found in list(self.objects[resource].items()):
                if "deletionTimestamp" in found["metadata"]:
                    self.remove(resource, *key)

    def _drop(self, resource: str, namespace: str, name: str) -> None:
        del self.objects[resource][namespace, name]
        self._note(resource)
        self.applied.pop((resource, namespace, name), None)

    def _inside(self, namespace: str) -> Iterator[Key]:
        for resource, found in self.objects.items():
            yield from ((resource, *key) for key in found if key[0] == namespace)

    def _empty(self, namespace: str) -> None:
        for key in list(self._inside(namespace)):
            if self.find(*key) is not None:
                self.remove(*key)

    def _note(self, resource: str) -> None:
        self.changes += 1
        if resource == DEFINITIONS:
            self._kinds = None

    def set(self, document: Object, **fields: Any) -> None:
        """Set fields of an object, or of a part of one, and count it where that changes it."""
        if any(document.get(name, self) != value for name, value in fields.items()):
            document.update(fields)
            self.changes += 1

    def unset(self, document: Object, name: str) -> None:
        """Remove a field of an object, or of a part of one, and count it where it was there."""
        if name in document:
            del document[name]
            self.changes += 1
