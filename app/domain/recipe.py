"""The recipe of an option's runbook, as its content file holds it: steps with open parameters."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

from pydantic import model_validator

from app.domain.errors import NotFound
from app.domain.filling import Values, fill, placeholders_in
from app.domain.published import Frozen, Id, Published, Text
from app.domain.recipe_parts import (
    Barrier,
    Fault,
    KubernetesRange,
    Note,
    Origin,
    PhaseId,
    PhaseTemplate,
    Pin,
    Setting,
)
from app.domain.releases import Release
from app.domain.runbook_parameters import Parameters
from app.domain.step_templates import ReleaseAction, Sequence, StepTemplate

# What assemble adds to the parameters themselves.
DERIVED = frozenset(
    {
        "canary",
        "canary_namespace",
        "cluster_id",
        "demo_namespace",
        "kubernetes_minor",
        "namespace",
        "old_weight",
        "outside_namespace",
        "peer_id",
    }
)


class Recipe(Published):
    """Everything that an option's runbook can be made of."""

    option: Id
    name: Text
    version: Text
    summary: Text
    kubernetes: KubernetesRange
    settings: Annotated[tuple[Setting, ...], Sequence]
    pins: Annotated[tuple[Pin, ...], Sequence]
    releases: Annotated[tuple[Release, ...], Sequence] = ()
    sources: Frozen[str, Origin]
    barriers: Annotated[tuple[Barrier, ...], Sequence] = ()
    notes: Annotated[tuple[Note, ...], Sequence] = ()
    phases: Annotated[tuple[PhaseTemplate, ...], Sequence]
    faults: Annotated[tuple[Fault, ...], Sequence]

    @model_validator(mode="after")
    def _refuse_dangling_names(self) -> "Recipe":
        known = set(Parameters.model_fields) | DERIVED | {one.name for one in self.settings}
        raw = self.model_dump(mode="python")
        filled = [raw[part] for part in ("phases", "pins", "notes", "releases", "settings")]
        unknown = placeholders_in(filled) - known
        unknown |= {name for name in _condition_names(raw) if name not in known}
        steps = [step for phase in self.phases for step in phase.steps]
        cited = [step.source for step in steps] + [note.source for note in self.notes]
        unknown |= {source for source in cited if source not in self.sources}
        before = {name for one in self.releases for name in one.after if not placeholders_in(name)}
        unknown |= before.union(_released(steps)) - set(self._releases)
        if unknown:
            raise ValueError(f"nothing is called {', '.join(sorted(unknown))}")
        missing = set(PhaseId) - {PhaseId.MULTICLUSTER} - {phase.id for phase in self.phases}
        if missing:
            raise ValueError(f"the phase {min(missing)} is missing")
        return self

    def release(self, name: str) -> Release:
        """Return the release that the recipe knows by this name."""
        return self._releases[name]

    def wave(self, release: Release, values: Values) -> int:
        """Return how many releases must be there before this one, the longest row of them."""
        before = (self.release(fill(name, values)) for name in release.after)
        return max((1 + self.wave(one, values) for one in before), default=0)

    @cached_property
    def _releases(self) -> Mapping[str, Release]:
        return {release.name: release for release in self.releases}


@dataclass(frozen=True, slots=True)
class RunbookLibrary:
    """The recipes of all options that have a runbook, by option."""

    recipes: Mapping[str, Recipe]

    @property
    def options(self) -> tuple[str, ...]:
        """The options that have a runbook, in the library's order."""
        return tuple(self.recipes)

    def recipe(self, option: str) -> Recipe:
        """Return an option's recipe; raises NotFound that lists the options that have one."""
        if option not in self.recipes:
            known = ", ".join(self.recipes)
            raise NotFound(f"There is no runbook for this option. There is one for: {known}.")
        return self.recipes[option]


def _released(steps: Iterable[StepTemplate]) -> Iterator[str]:
    """Yield the name of every release that a step or its way back does something with."""
    for step in steps:
        for action in (*step.run, *(step.undo.run if step.undo else ())):
            if isinstance(action, ReleaseAction):
                yield action.release
        yield from (file.release for file in step.files if file.release)


def _condition_names(raw: Any) -> set[str]:
    """Return the names in every `when` of nested raw data."""
    if isinstance(raw, Mapping):
        own = set(raw["when"]) if isinstance(raw.get("when"), Mapping) else set()
        return own.union(*(_condition_names(part) for part in raw.values()))
    if isinstance(raw, (list, tuple)):
        return set().union(*(_condition_names(part) for part in raw))
    return set()
