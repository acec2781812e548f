"""When a team wants to look at its decision again: a review date and tripwires."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from app.domain.catalogue import Catalogue
from app.domain.claims import Support
from app.domain.errors import InvalidInput, Problem
from app.domain.graph import Graph
from app.domain.proposal import Note, problem_of
from app.domain.support_ends import support_ends

MOST: Final = 20
"""Tripwires of one decision."""


Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
"""A day that a calendar program can show."""


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    note: Note = Field("", description="Why it matters, in the team's words.")


class AnswerWire(_Wire):
    """Reopen when a question gets an answer: a cluster shows it, or somebody says so."""

    kind: Literal["answer"] = "answer"
    question: str = Field(max_length=40)
    answer: str = Field(max_length=40)


class CellWire(_Wire):
    """Reopen when the catalogue says that a cell is at a level."""

    kind: Literal["cell"] = "cell"
    option: str = Field(max_length=80)
    feature: str = Field(max_length=80)
    level: Support


class SupportWire(_Wire):
    """Reopen some days before the support of a release ends.

    `release` is a key of GET /feeds/support.ics, such as `kuma/2.14`. `day` is the end as it was
    known when the tripwire was written; it counts once the catalogue names the release no more.
    """

    kind: Literal["support_end"] = "support_end"
    release: str = Field(max_length=120)
    days_before: int = Field(0, ge=0, le=730)
    day: Day | None = None


Tripwire = Annotated[AnswerWire | CellWire | SupportWire, Field(discriminator="kind")]


class Watch(BaseModel):
    """When a decision shall be looked at again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    review_on: Day | None = Field(None, description="The day, YYYY-MM-DD.")
    tripwires: tuple[Tripwire, ...] = Field((), max_length=MOST)


_WATCH: Final = TypeAdapter(Watch)


def parse_watch(catalogue: Catalogue, graph: Graph, raw: Any) -> Watch:
    """Return what a client sent; InvalidInput names each wrong field and what is allowed.

    A support end gets its day as the catalogue knows it, unless one is given.
    """
    try:
        watch = _WATCH.validate_python(raw)
    except ValidationError as error:
        raise InvalidInput([problem_of(_untagged(fault)) for fault in error.errors()]) from error
    ends = {end.key: end.day for end in support_ends(catalogue)}
    problems: list[Problem] = []
    wires: list[Tripwire] = []
    for number, wire in enumerate(watch.tripwires):
        if isinstance(wire, SupportWire) and wire.day is None and wire.release in ends:
            wire = wire.model_copy(update={"day": ends[wire.release]})  # noqa: PLW2901
        problems += _faults(catalogue, graph, wire, f"tripwires.{number}", tuple(ends))
        wires.append(wire)
    if problems:
        raise InvalidInput(problems)
    return watch.model_copy(update={"tripwires": tuple(wires)})


def _faults(
    catalogue: Catalogue, graph: Graph, wire: Tripwire, field: str, ends: tuple[str, ...]
) -> Iterator[Problem]:
    if isinstance(wire, AnswerWire):
        question = graph.question_by_id.get(wire.question)
        if question is None:
            known = tuple(graph.question_by_id)
            yield Problem(f"{field}.question", "There is no such question.", known)
        elif wire.answer not in question.answer_by_id:
            known = tuple(question.answer_by_id)
            yield Problem(f"{field}.answer", "There is no such answer.", known)
    elif isinstance(wire, CellWire):
        options = {option.id: option for option in catalogue.options}
        if wire.option not in options:
            yield Problem(f"{field}.option", "There is no such option.", tuple(options))
        elif wire.feature not in options[wire.option].cell_by_feature:
            known = tuple(options[wire.option].cell_by_feature)
            yield Problem(f"{field}.feature", "There is no such feature.", known)
    elif wire.day is None:
        yield Problem(f"{field}.release", "No end of support is known for it.", ends)


def _untagged(fault: ErrorDetails) -> ErrorDetails:
    """Leave out of a place which kind of tripwire was taken: clients do not write that there."""
    place = fault["loc"]
    return {**fault, "loc": (*place[:2], *place[3:])}
