"""A runbook: one option's steps with every parameter filled in, ready to be rendered."""

from app.domain.filled_steps import steps_of
from app.domain.filling import fill, holds
from app.domain.procedure import Check, Command, File, Note, Phase, Probe, Runbook, Step, Undo
from app.domain.recipe import RunbookLibrary
from app.domain.recipe_parts import Fault
from app.domain.runbook_form import (
    ParameterField,
    parameter_fields,
    parse_parameters,
)
from app.domain.runbook_parameters import Parameters
from app.domain.runbook_values import supported_values

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
                steps=tuple(steps_of(phase.steps, values, parameters, recipe)),
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
