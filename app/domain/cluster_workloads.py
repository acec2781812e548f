"""What runs in a cluster: namespaces, pods, Services and Jobs, the team's and the system's."""

from collections.abc import Mapping
from typing import Any

from app.domain.cluster import Counts, Evidence, Fact, shown
from app.domain.cluster_signals import ClusterSignals, items_at, text_at
from app.domain.cluster_tally import Tally, Values

_FINISHED = {"Succeeded", "Failed"}
_ENFORCE = "pod-security.kubernetes.io/enforce"
NOT_SET = "not set"
MAX_NAMES = 50


class WorkloadObserver:
    """Accumulates namespaced things and namespaces."""

    def __init__(self, signals: ClusterSignals) -> None:
        self._signals = signals
        self._source = signals.fields["counts"]
        self._service_source = signals.fields["load_balancer"]
        self._dual_source = signals.fields["dual_stack"]
        self._all = {kind: Tally() for kind in ("Namespace", "Pod", "Service", "Job")}
        self._own = {kind: Tally() for kind in self._all}
        self._levels = Values(f'metadata.labels["{_ENFORCE}"]', signals.fields["pod_security"])
        self._families = {True: Tally(), False: Tally()}
        self._names: dict[str, Evidence] = {}
        self.waiting = Tally()

    def observe(self, found: Mapping[str, Any], kind: str, name: str) -> None:
        """Take in one object of a kind that this observer counts; others do nothing."""
        kind = "Job" if kind == "CronJob" else kind
        if kind not in self._all:
            return
        namespace = text_at(found, "metadata", "name" if kind == "Namespace" else "namespace")
        is_own = not self._signals.is_system(namespace)
        if kind == "Pod":
            if text_at(found, "status", "phase") in _FINISHED:
                return
            is_own = is_own and not _uses_host_network(found)
        elif kind == "Service":
            self._observe_service(found, name)
            is_own = is_own and (namespace, text_at(found, "metadata", "name")) != (
                "default",
                "kubernetes",
            )
        elif kind == "Namespace" and is_own:
            level = text_at(found, "metadata", "labels", _ENFORCE)
            self._levels.add(name, level or NOT_SET)
            if namespace and len(self._names) < MAX_NAMES:
                told = Evidence(shown(name), "metadata.name", shown(namespace), self._source)
                self._names[shown(namespace)] = told
        self._all[kind].add(name, "kind", kind, self._source)
        if is_own:
            self._own[kind].add(name, "metadata.namespace", namespace, self._source)

    def _observe_service(self, service: Mapping[str, Any], name: str) -> None:
        families = [one for one in items_at(service, "spec", "ipFamilies") if isinstance(one, str)]
        if families:
            is_dual = len(set(families)) > 1
            self._families[is_dual].add(
                name, "spec.ipFamilies", ", ".join(families), self._dual_source
            )
        is_waiting = not items_at(service, "status", "loadBalancer", "ingress")
        if text_at(service, "spec", "type") == "LoadBalancer" and is_waiting:
            self.waiting.add(name, "status.loadBalancer.ingress", "nothing", self._service_source)

    def everything(self, kind: str) -> Fact[int] | None:
        """Return how many objects of a kind there are; None when none was seen."""
        tally = self._all[kind]
        return Fact(tally.count, tally.evidence) if tally.count else None

    def own(self, kind: str) -> Fact[int] | None:
        """Return how many belong to the team; 0 when only the system's were seen."""
        if not self._all[kind].count:
            return None
        return Fact(self._own[kind].count, self._own[kind].evidence or self._all[kind].evidence)

    @property
    def namespaces(self) -> Fact[tuple[str, ...]] | None:
        """The names of the team's namespaces, at most fifty; None when there is none."""
        names = tuple(sorted(self._names))
        return Fact(names, tuple(self._names[name] for name in names)) if names else None

    @property
    def pod_security(self) -> Fact[Counts] | None:
        """The team's namespaces by the level that they enforce."""
        return self._levels.fact

    def dual_stack(self, nodes: tuple[Tally, Tally]) -> Fact[bool] | None:
        """Return whether Services or pods get both address families."""
        for value, tallies in ((True, (self._families[True], nodes[0])),
                               (False, (self._families[False], nodes[1]))):  # fmt: skip
            evidence: tuple[Evidence, ...] = sum((tally.evidence for tally in tallies), ())
            if evidence:
                return Fact(value, evidence)
        return None


def _uses_host_network(pod: Mapping[str, Any]) -> bool:
    spec = pod.get("spec")
    return isinstance(spec, Mapping) and spec.get("hostNetwork") is True
