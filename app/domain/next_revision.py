"""The next revision of a decision: with new answers, with other words, or as an earlier one was."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.domain.catalogue import Catalogue
from app.domain.decisions import Advice, Revision
from app.domain.errors import InvalidInput, Problem
from app.domain.graph import Answers, Graph
from app.domain.proposal import Amendment


def revision_of(
    amendment: Amendment,
    *,
    number: int,
    answers: Answers,
    weights: Mapping[str, float] | None,
    advice: Advice,
    cluster: Mapping[str, Any] | None = None,
    catalogue: Catalogue,
    graph: Graph,
    created_at: datetime,
) -> Revision:
    """Return the revision that `amendment` asks for.

    Raises InvalidInput when the chosen option is not in the catalogue, and when it is not the
    recommended one and no reason is given: a departure from the advice has to say why. Where
    nothing was recommended every choice is a departure.
    """
    _check_choice(amendment, advice, {each.id: each.short_name for each in catalogue.options})
    return Revision(
        number=number,
        title=amendment.title,
        author=amendment.author,
        answers=answers,
        question_versions={each: graph.question(each).version for each in answers},
        weights=weights,
        advice=advice,
        chosen_option=amendment.chosen_option,
        reason=amendment.reason,
        note=amendment.note,
        created_at=created_at,
        cluster=cluster,
    )


def restated(
    revision: Revision, amendment: Amendment, *, catalogue: Catalogue, created_at: datetime
) -> Revision:
    """Return the next revision, with the answers and the recommendation of the one before.

    The words and the choice are those of `amendment`. Raises InvalidInput as `revision_of`
    does, but an option that has left the catalogue since may stay chosen.
    """
    names = {option.id: option.short_name for option in catalogue.options}
    names.setdefault(revision.chosen_option, revision.chosen_option)
    _check_choice(amendment, revision.advice, names)
    return replace(
        revision,
        number=revision.number + 1,
        title=amendment.title,
        author=amendment.author,
        chosen_option=amendment.chosen_option,
        reason=amendment.reason,
        note=amendment.note,
        created_at=created_at,
    )


def restored(revision: Revision, *, newest: int, author: str, created_at: datetime) -> Revision:
    """Return the next revision after `newest`, which says all that an earlier one said."""
    return replace(
        revision,
        number=newest + 1,
        author=author,
        note=f"Restores revision {revision.number}.",
        created_at=created_at,
    )


def _check_choice(amendment: Amendment, advice: Advice, names: Mapping[str, str]) -> None:
    chosen, winner = amendment.chosen_option, advice.winner
    if chosen not in names:
        raise InvalidInput([Problem("chosen_option", "There is no such option.", tuple(names))])
    if chosen != winner and not amendment.reason:
        said = f"{names.get(winner, winner)} was" if winner else "nothing was"
        raise InvalidInput([Problem("reason", f"Say why {names[chosen]}: {said} recommended.")])
