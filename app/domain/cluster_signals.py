"""The signals by which a cluster is read, as data: which field of which object says what."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from app.domain.published import Frozen, Id, Published, Sequence, Text, Texts, Url

ANY_ITEM = "*"

_Ids = Annotated[tuple[Id, ...], Sequence]


class SignalSource(Published):
    """Where a field that a signal reads is documented or set."""

    id: Id
    title: Text
    url: Url


class Platform(Published):
    """A platform, and the answer that it stands for in the decision graph."""

    id: Id
    name: Text
    answer: Text


class Named(Published):
    """A network plug-in or a tool."""

    id: Id
    name: Text


class KnownMesh(Published):
    """A mesh that may be there already; `retired` names an ended one."""

    id: Id
    name: Text
    options: _Ids
    retired: Id | None = None


class Signal(Published):
    """One field whose value says something; without a test any value does."""

    means: Literal["platform", "cni", "cilium_managed", "mesh", "meshed", "tool", "load_balancer"]
    value: Id
    kinds: Texts = Field(min_length=1)
    field: Texts = Field(min_length=2)
    equals: Text | None = Field(default=None, alias="is")
    starts: Text | None = None
    ends: Text | None = None
    has: Text | None = None
    source: Id

    @property
    def conclusion(self) -> tuple[str, str]:
        """What a match says, as `means` and `value`."""
        return self.means, self.value

    def fits(self, text: str) -> bool:
        """Tell whether a value of the field says what the signal means."""
        return (
            (self.equals is None or text == self.equals)
            and (self.starts is None or text.startswith(self.starts))
            and (self.ends is None or text.endswith(self.ends))
            and (self.has is None or self.has in text)
        )


_ByField = Mapping[tuple[str, ...], Mapping[str, tuple[Signal, ...]]]


class ClusterSignals(Published):
    """Everything that a cluster is read by. Lists stand in the order in which they count."""

    platforms: Annotated[tuple[Platform, ...], Sequence]
    cnis: Annotated[tuple[Named, ...], Sequence]
    meshes: Annotated[tuple[KnownMesh, ...], Sequence]
    tools: Annotated[tuple[Named, ...], Sequence]
    system_namespaces: Texts
    signals: Annotated[tuple[Signal, ...], Sequence]
    fields: Frozen[str, Id]
    sources: Annotated[tuple[SignalSource, ...], Sequence]

    @model_validator(mode="after")
    def _name_what_exists(self) -> Self:
        known = {
            "platform": {one.id for one in self.platforms},
            "cilium_managed": {one.id for one in self.platforms},
            "cni": {one.id for one in self.cnis},
            "mesh": {one.id for one in self.meshes},
            "tool": {one.id for one in self.tools},
        }
        for signal in self.signals:
            if signal.value not in known.get(signal.means, {signal.value}):
                raise ValueError(f"there is no {signal.means} {signal.value}")
            if signal.field[-1] == ANY_ITEM:
                raise ValueError(f"{signal.field}: name the field of the items")
        for source in (*self.fields.values(), *(signal.source for signal in self.signals)):
            if source not in self.source_by_id:
                raise ValueError(f"there is no source {source}")
        return self

    @cached_property
    def source_by_id(self) -> Mapping[str, SignalSource]:
        """The sources by id."""
        return {source.id: source for source in self.sources}

    @cached_property
    def platform_by_id(self) -> Mapping[str, Platform]:
        """The platforms by id."""
        return {platform.id: platform for platform in self.platforms}

    @cached_property
    def name_by_id(self) -> Mapping[str, str]:
        """The names of platforms, plug-ins, meshes and tools."""
        named: tuple[Platform | KnownMesh | Named, ...] = (
            *self.platforms,
            *self.cnis,
            *self.meshes,
            *self.tools,
        )
        return {one.id: one.name for one in named}

    @cached_property
    def _by_kind_and_field(self) -> Mapping[str, _ByField]:
        """The signals by what is read for them, so that a part is looked up once an object."""
        kinds: dict[str, dict[tuple[str, ...], dict[str, tuple[Signal, ...]]]] = {}
        for signal in self.signals:
            for kind in signal.kinds:
                *parent, last = signal.field
                fields = kinds.setdefault(kind, {}).setdefault(tuple(parent), {})
                fields[last] = (*fields.get(last, ()), signal)
        return kinds

    def matches(self, found: Mapping[str, Any], kind: str) -> Iterator[tuple[Signal, str]]:
        """Yield the signals that an object gives, each with the value that says so."""
        for parent, fields in self._by_kind_and_field.get(kind, {}).items():
            for part in _parts_at(found, parent):
                for field, signals in fields.items():
                    text = part.get(field)
                    if isinstance(text, str):
                        yield from ((signal, text) for signal in signals if signal.fits(text))

    @cached_property
    def _system(self) -> tuple[frozenset[str], tuple[str, ...]]:
        names = self.system_namespaces
        return (
            frozenset(name for name in names if not name.endswith(ANY_ITEM)),
            tuple(name.removesuffix(ANY_ITEM) for name in names if name.endswith(ANY_ITEM)),
        )

    def is_system(self, namespace: str) -> bool:
        """Tell whether a namespace holds the cluster's own machinery."""
        exact, prefixes = self._system
        return namespace in exact or namespace.startswith(prefixes)


def _parts_at(found: Any, path: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
    """Return the parts at a path of an object, which may be of any shape."""
    for place, step in enumerate(path):
        if step == ANY_ITEM:
            items = found if isinstance(found, list) else ()
            return tuple(part for item in items for part in _parts_at(item, path[place + 1 :]))
        if not isinstance(found, dict):
            return ()
        found = found.get(step)
    return (found,) if isinstance(found, dict) else ()


def text_at(found: Any, *path: str) -> str:
    """Return the text at a path without lists, or an empty one."""
    for step in path:
        if not isinstance(found, dict):
            return ""
        found = found.get(step)
    return found if isinstance(found, str) else ""


def items_at(found: Any, *path: str) -> list[Any]:
    """Return the list at a path, or an empty one."""
    for step in path:
        found = found.get(step) if isinstance(found, dict) else None
    return found if isinstance(found, list) else []
