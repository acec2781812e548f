"""What the signals say when all objects were seen: platform, plug-ins, meshes, tools."""

from collections.abc import Mapping
from typing import Any

from app.domain.cluster import Evidence, Fact, GatewayApi, MeshFound
from app.domain.cluster_signals import ANY_ITEM, ClusterSignals
from app.domain.cluster_tally import Tally

DEFINITIONS = "CustomResourceDefinition"
_LOAD_BALANCERS = ("assigned", "k3s-servicelb", "metallb")


class Conclusions:
    """Accumulates the signals that objects give, each with the first object that gave it."""

    def __init__(self, signals: ClusterSignals) -> None:
        self._signals = signals
        self._kinds: set[str] = set()
        self._tallies: dict[tuple[str, str], Tally] = {}

    def observe(self, found: Mapping[str, Any], kind: str, name: str) -> None:
        """Take in one object; several signals with one conclusion count once."""
        self._kinds.add(kind)
        told: set[tuple[str, str]] = set()
        for signal, value in self._signals.matches(found, kind):
            if signal.conclusion not in told:
                told.add(signal.conclusion)
                tally = self._tallies.setdefault(signal.conclusion, Tally())
                tally.add(name, _written(signal.field), value, signal.source)

    def _first(self, means: str, order: tuple[str, ...]) -> Fact[str] | None:
        for value in order:
            if (means, value) in self._tallies:
                return Fact(value, self._tallies[means, value].evidence)
        return None

    @property
    def platform(self) -> Fact[str] | None:
        """The platform; of several that match, the one that stands first."""
        return self._first("platform", tuple(one.id for one in self._signals.platforms))

    @property
    def cilium_managed(self) -> Fact[str] | None:
        """The platform that runs Cilium for its users."""
        return self._first("cilium_managed", tuple(one.id for one in self._signals.platforms))

    @property
    def cnis(self) -> Fact[tuple[str, ...]] | None:
        """The network plug-ins, several where they are chained."""
        found = [one.id for one in self._signals.cnis if ("cni", one.id) in self._tallies]
        evidence = [told for one in found for told in self._tallies["cni", one].evidence]
        return Fact(tuple(found), tuple(evidence)) if found else None

    @property
    def no_gateway_api(self) -> Fact[GatewayApi | None] | None:
        """That Gateway API's definitions are missing; None where no definition was seen."""
        return Fact(None, self._looked_through()) if DEFINITIONS in self._kinds else None

    def _looked_through(self) -> tuple[Evidence, ...]:
        source = self._signals.fields["counts"]
        return (Evidence("CustomResourceDefinitions", "metadata.name", "not among them", source),)

    @property
    def meshes(self) -> Fact[tuple[MeshFound, ...]] | None:
        """The meshes; that there is none is known once definitions and pods were seen."""
        found, evidence = [], list[Evidence]()
        for mesh in self._signals.meshes:
            pods = {
                option: self._tallies["meshed", option]
                for option in (*mesh.options, mesh.id)
                if ("meshed", option) in self._tallies
            }
            installed = self._tallies.get(("mesh", mesh.id))
            if pods or installed:
                counts = {option: tally.count for option, tally in pods.items()}
                found.append(MeshFound(mesh.id, installed is not None, counts))
                tallies = (*([installed] if installed else []), *pods.values())
                evidence += [told for tally in tallies for told in tally.evidence]
        if not found and not {DEFINITIONS, "Pod"} <= self._kinds:
            return None
        return Fact(tuple(found), tuple(evidence) or self._looked_through())

    @property
    def tools(self) -> Fact[Mapping[str, bool]] | None:
        """Which tools are there, by their definitions."""
        if DEFINITIONS not in self._kinds:
            return None
        found = {one.id: ("tool", one.id) in self._tallies for one in self._signals.tools}
        evidence = [
            told for tool, is_there in found.items() if is_there
            for told in self._tallies["tool", tool].evidence
        ]  # fmt: skip
        return Fact(found, tuple(evidence) or self._looked_through())

    def load_balancer(self, waiting: tuple[Evidence, ...]) -> Fact[bool] | None:
        """Tell whether Services get addresses; `waiting` shows one that has none."""
        found = self._first("load_balancer", _LOAD_BALANCERS)
        if found is not None:
            return Fact(value=True, evidence=found.evidence)
        return Fact(value=False, evidence=waiting) if waiting else None


def _written(path: tuple[str, ...]) -> str:
    """Return a path as kubectl writes it."""
    text = ""
    for step in path:
        if step == ANY_ITEM:
            text += "[*]"
        elif "." in step or "/" in step:
            text += f'["{step}"]'
        else:
            text += f".{step}" if text else step
    return text
