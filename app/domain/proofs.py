"""How to see that an option does what was decided: the checks of its runbook."""

from typing import Final

from app.domain.decisions import Revision
from app.domain.errors import Refusal
from app.domain.recipe import RunbookLibrary
from app.domain.recipe_parts import PhaseId
from app.domain.record import Proof
from app.domain.runbook import assemble
from app.domain.runbook_defaults import defaults_from_answers
from app.domain.runbook_form import parse_parameters

PHASES: Final = (PhaseId.VERIFY, PhaseId.SECURE)
"""The phases that prove something about the mesh as a whole."""


def proofs_of(library: RunbookLibrary, revision: Revision) -> tuple[Proof, ...]:
    """Return the checks of the chosen option's runbook for these answers; none without one."""
    option = revision.chosen_option
    try:
        settled = defaults_from_answers(option, revision.answers, library)
        parameters = parse_parameters(option, settled)
        runbook = assemble(revision.advice.versions.catalogue, option, parameters, library)
    except Refusal:
        return ()
    return tuple(
        Proof(step.title, step.expect.command.line, step.expect.shows)
        for phase in runbook.phases
        if phase.id in PHASES
        for step in phase.steps
    )
