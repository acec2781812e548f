"""A runbook: one option's steps with every parameter filled in, ready to be rendered."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from hashlib import sha256
from itertools import groupby
from typing import Any

from app.domain.delivery import file_of, go_back, install, remove, values_of
from app.domain.errors import Unsupported
from app.domain.filling import Values, fill, fill_data, fill_pattern, holds, merge
from app.domain.procedure import Check, Command, File, Note, Phase, Probe, Runbook, Step, Undo
from app.domain.recipe import Fault, Recipe, RunbookLibrary
from app.domain.runbook_form import (
    ParameterField,
    defaults_from_answers,
    parameter_fields,
    parse_parameters,
)
from app.domain.runbook_parameters import DEMO_NAMESPACE, OUTSIDE_NAMESPACE, Parameters
from app.domain.step_templates import (
    Action,
    CheckTemplate,
    FileTemplate,
    ProbeTemplate,
    ReleaseAction,
    StepTemplate,
    UndoTemplate,
)

__all__ = [
    "Check",
    "Command",
    "File",
    "Note",
    "ParameterField",
    "Parameters",
    "Phase",
    "Probe",
    "Runbook",
    "Step",
    "Undo",
    "assemble",
    "defaults_from_answers",
    "parameter_fields",
    "parse_parameters",
    "supported_values",
]


def assemble(
    catalogue_version: str, option: str, parameters: Parameters, library: RunbookLibrary
) -> Runbook:
    """Return the runbook of `option` for these parameters.

    Raises NotFound for an option without a runbook, and Unsupported, with the nearest
    combination, for parameters that upstream does not support together.
    """
    recipe, values = library.recipe(option), supported_values(option, parameters, library)
    return Runbook(
        option=option,
        option_name=recipe.name,
        option_version=recipe.version,
        catalogue_version=catalogue_version,
        summary=fill(recipe.summary, values),
        parameters=parameters,
        pins=tuple(pin for pin in recipe.pins if holds(pin.when, values)),
        notes=tuple(
            Note(fill(note.text, values), recipe.sources[note.source])
            for note in recipe.notes
            if holds(note.when, values)
        ),
        phases=tuple(
            Phase(
                id=phase.id,
                goal=fill(phase.goal, values),
                owner="to be named",
                minutes=(phase.minutes.low, phase.minutes.high),
                blast_radius=fill(phase.blast_radius, values),
                steps=tuple(_steps(phase.steps, values, parameters, recipe)),
            )
            for phase in recipe.phases
            if any(holds(step.when, values) for step in phase.steps)
        ),
        faults=tuple(
            Fault(
                sign=fill(one.sign, values),
                cause=fill(one.cause, values),
                fix=fill(one.fix, values),
            )
            for one in recipe.faults
        ),
    )


def supported_values(option: str, parameters: Parameters, library: RunbookLibrary) -> Values:
    """Return what stands for each placeholder of the option's recipe.

    Raises NotFound and Unsupported as assemble does, without the work of making the steps.
    """
    recipe = library.recipe(option)
    values = _values_of(recipe, parameters)
    _refuse_unsupported(recipe, values)
    return values


def _values_of(recipe: Recipe, parameters: Parameters) -> dict[str, str | int]:
    values: dict[str, str | int] = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in parameters.model_dump(mode="json").items()
        if isinstance(value, (str, int))
    }
    minor = ".".join(parameters.kubernetes_version.split(".")[:2])
    values |= {
        "canary": str(parameters.canary_service is not None).lower(),
        "canary_namespace": parameters.namespaces[0],
        "cluster_id": _number_of(parameters.cluster_name),
        "demo_namespace": DEMO_NAMESPACE,
        "kubernetes_minor": minor,
        "old_weight": 100 - parameters.canary_weight,
        "outside_namespace": OUTSIDE_NAMESPACE,
        "peer_id": _number_of(parameters.peer_name),
    }
    own = {
        one.name: fill(one.value, values) if isinstance(one.value, str) else one.value
        for one in recipe.settings
        if holds(one.when, values)
    }
    return values | own


def _number_of(cluster: str) -> int:
    """Return a number from 1 to 127 that a cluster has by its name, so that two rarely share one.

    Higher ones are refused by Cilium on AWS.
    """
    return int.from_bytes(sha256(cluster.encode()).digest()[:4]) % 127 + 1


def _refuse_unsupported(recipe: Recipe, values: Values) -> None:
    span, asked = recipe.kubernetes, str(values["kubernetes_minor"])
    if not _minor(span.lowest) <= _minor(asked) <= _minor(span.highest):
        raise Unsupported(
            f"{recipe.name} {recipe.version} is not known to run on Kubernetes {asked}: "
            f"{span.because}",
            f"Nearest: Kubernetes {span.lowest} to {span.highest}.",
        )
    for barrier in recipe.barriers:
        if holds(barrier.when, values):
            raise Unsupported(barrier.reason, barrier.nearest)


def _minor(version: str) -> int:
    return int(version.split(".")[1])


def _steps(
    templates: tuple[StepTemplate, ...], values: Values, parameters: Parameters, recipe: Recipe
) -> Iterator[Step]:
    """Yield the steps; neighbours that repeat are done namespace by namespace, not step by step."""
    wanted = (step for step in templates if holds(step.when, values))
    own = tuple(name for name in parameters.namespaces if name != DEMO_NAMESPACE)
    names = {"": ("",), "own": own, "meshed": (DEMO_NAMESPACE, *own)}
    for each, group in groupby(wanted, key=lambda step: step.each):
        steps = tuple(group)
        for name in names[each]:
            yield from (_step(step, {**values, "namespace": name}, recipe) for step in steps)


def _step(step: StepTemplate, values: Values, recipe: Recipe) -> Step:
    return Step(
        id=f"{step.id}--{values['namespace']}" if step.each else step.id,
        title=fill(step.title, values),
        why=fill(step.why, values),
        by_hand=step.by_hand,
        changes=fill(step.changes, values),
        skip_if=None if step.skip_if is None else _probe(step.skip_if, values),
        files=tuple(_files(step, values, recipe)),
        commands=tuple(_commands(step.run, values, recipe)),
        expect=_check(step.expect, values),
        abort_if=fill(step.abort_if, values),
        undo=_undo(step.undo, values, recipe),
        source=recipe.sources[step.source],
    )


def _undo(undo: UndoTemplate | None, values: Values, recipe: Recipe) -> Undo | None:
    if undo is None:
        return None
    return Undo(fill(undo.how, values), tuple(_commands(undo.run, values, recipe)))


def _commands(actions: tuple[Action, ...], values: Values, recipe: Recipe) -> Iterator[Command]:
    for action in actions:
        if not isinstance(action, ReleaseAction):
            yield _command(action, values)
        elif action.install:
            yield from install(recipe.release(action.install), values)
        elif action.remove:
            yield from remove(recipe.release(action.remove), values)
        else:
            yield from go_back(recipe.release(action.release), values)


def _command(pipeline: tuple[tuple[str, ...], ...], values: Values) -> Command:
    return Command(tuple(tuple(fill(part, values) for part in argv) for argv in pipeline))


def _probe(probe: ProbeTemplate, values: Values) -> Probe:
    return Probe(
        command=_command(probe.run, values),
        exit=probe.exit,
        pattern=fill_pattern(probe.pattern, values),
        absent=fill_pattern(probe.absent, values),
    )


def _check(check: CheckTemplate, values: Values) -> Check:
    probe = _probe(check, values)
    return Check(
        **{field.name: getattr(probe, field.name) for field in fields(Probe)},
        code=check.code,
        severity=check.severity,
        shows=fill(check.shows, values),
        timeout=check.timeout,
        example=fill(check.example, values),
    )


def _files(step: StepTemplate, values: Values, recipe: Recipe) -> Iterator[File]:
    """Yield the files that a step names, and those that its releases are installed from."""
    yield from (_file(file, values, recipe) for file in step.files if holds(file.when, values))
    for action in step.run:
        if isinstance(action, ReleaseAction) and action.install:
            file = file_of(recipe.release(action.install), values)
            if file:
                yield file


def _file(file: FileTemplate, values: Values, recipe: Recipe) -> File:
    if file.release:
        path = fill(file.path, values)
        return File(path, (values_of(recipe.release(file.release), values),))
    documents: tuple[Mapping[str, Any], ...] = file.documents
    if file.content is not None:
        content: Any = file.content
        for addition in file.add:
            if holds(addition.when, values):
                content = merge(content, addition.content)
        documents = (content,)
    filled = tuple(fill_data(document, values) for document in documents)
    return File(fill(file.path, values), filled)
