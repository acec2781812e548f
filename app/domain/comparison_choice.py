"""What a visitor chose to see in the comparison: columns in their order, and which rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.catalogue import Catalogue, Option
from app.domain.claims import Maturity
from app.domain.errors import InvalidInput, Problem

STAGES = (Maturity.STABLE, Maturity.BETA, Maturity.ALPHA)
"""The stages that a project gives its features, the most mature first."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What to show. Without options, a group or features all of them are shown.

    `options` also says the order of the columns. `maturity` is a stage or nothing; a cell below
    it is marked, and a row is left out where no shown option reaches it. `only_needed` keeps
    the rows that the answers speak of, `only_missed` the must-haves that a shown option fails
    or that nobody knows, `only_baseline` what every mesh has at least in part.
    """

    options: tuple[str, ...] = ()
    text: str = ""
    group: str = ""
    only_differences: bool = False
    only_contested: bool = False
    only_needed: bool = False
    only_missed: bool = False
    only_baseline: bool = False
    maturity: str = ""
    features: tuple[str, ...] = ()


def columns_of(catalogue: Catalogue, choice: Choice) -> tuple[Option, ...]:
    """Return the chosen options in the chosen order, each once, or all of them.

    InvalidInput names `option`, `feature`, `group` or `maturity` when it is not known.
    """
    known = {option.id: option for option in catalogue.options}
    check_known("option", choice.options, tuple(known))
    check_known("feature", choice.features, tuple(catalogue.feature_by_id))
    check_known("group", [choice.group] * bool(choice.group), [g.id for g in catalogue.groups])
    check_known("maturity", [choice.maturity] * bool(choice.maturity), STAGES)
    return tuple(known[each] for each in dict.fromkeys(choice.options or known))


def check_known(field: str, given: Iterable[str], allowed: Sequence[str]) -> None:
    """Raise InvalidInput for every given value that is not allowed in the field."""
    problems = [
        Problem(field, f"“{value}” is not known.", tuple(map(str, allowed)))
        for value in given
        if value not in allowed
    ]
    if problems:
        raise InvalidInput(problems)


def in_order(options: Iterable[str], order: Iterable[str]) -> tuple[str, ...]:
    """Sort options as `order` has them; those it does not name follow as they came."""
    place = {option: index for index, option in enumerate(order)}
    return tuple(sorted(dict.fromkeys(options), key=lambda each: place.get(each, len(place))))


def swap(order: Sequence[str], option: str, step: int) -> tuple[str, ...] | None:
    """Move an option by one place, -1 or +1; None when it stands at that end already."""
    here = order.index(option)
    there = here + step
    if not 0 <= there < len(order):
        return None
    moved = list(order)
    moved[here], moved[there] = moved[there], moved[here]
    return tuple(moved)
