"""Worked cases: what teams needed and chose, with the answers that describe them."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.published import Day, Frozen, Id, Published, Sequence, Text, Url
from app.domain.questions import Name

_Ids = Annotated[tuple[Id, ...], Sequence]


class Scenario(Published):
    """One case. `accepted` are the options that count as right, the chosen one first."""

    id: Id
    who: Text
    kind: Literal["story", "guide"]
    year: int | None
    url: Url
    needed: Text
    chose: Text
    answers: Frozen[Name, Annotated[tuple[Name, ...], Sequence]]
    accepted: _Ids = Field(min_length=1)
    driven_by_unasked: bool
    unasked: Text | None = None
    inferred: Annotated[tuple[Name, ...], Sequence] = ()
    published: Day | None = None
    read: Text | None = Field(default=None, description="How much was read, or where.")
    source: Id | None = None
    leaders: _Ids = Field(default=(), description="The first two of the ranking, in any order.")
    add_ons: _Ids = ()
    alternative: _Ids = Field(default=(), description="One of these is named beside the winner.")
    disagrees: Text | None = Field(default=None, description="Why the model advises otherwise.")
    note: Text | None = None


class FactCase(Published):
    """A case that the facts decide alone. `accepted` is empty where nothing fits.

    `guide_says` tells where a guide, or what people still believe, differs from the facts.
    """

    id: Id
    needed: Text
    answers: Frozen[Name, Annotated[tuple[Name, ...], Sequence]]
    accepted: _Ids
    ruled_out: _Ids = ()
    conditional: _Ids = ()
    cells: _Ids = Field(min_length=1)
    because: Text
    guide_says: Text | None = None


class Scenarios(Published):
    """All cases; `guide` holds those of the guide the project starts from, `facts` our own."""

    version: Text
    as_of: Day
    scenarios: Annotated[tuple[Scenario, ...], Sequence]
    guide: Annotated[tuple[Scenario, ...], Sequence]
    facts: Annotated[tuple[FactCase, ...], Sequence]
