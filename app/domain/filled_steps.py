"""The steps of a phase with every placeholder filled and every release spelled out."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from itertools import groupby
from typing import Any

from app.domain.delivery import file_of, go_back, install, remove, values_of
from app.domain.filling import Values, fill, fill_data, fill_pattern, holds, merge
from app.domain.parameter_types import DEMO_NAMESPACE
from app.domain.procedure import Check, Command, File, Probe, Step, Undo
from app.domain.recipe import Recipe
from app.domain.runbook_parameters import Parameters
from app.domain.step_templates import (
    Action,
    CheckTemplate,
    FileTemplate,
    ProbeTemplate,
    ReleaseAction,
    StepTemplate,
    UndoTemplate,
)


def steps_of(
    templates: tuple[StepTemplate, ...], values: Values, parameters: Parameters, recipe: Recipe
) -> Iterator[Step]:
    """Yield the steps that hold.

    Neighbours that repeat are done namespace by namespace, not step by step.
    """
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
        no_return=fill(step.no_return, values),
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
            release = recipe.release(action.install)
            file = file_of(release, values, recipe.wave(release, values))
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
