"""Starting points: situations that many teams are in, as answers to begin with."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from app.domain.errors import InvalidInput
from app.domain.graph import Graph, walk
from app.domain.published import Frozen, Id, Published, Sequence, Text
from app.domain.questions import Name
from app.domain.sent_answers import parse_answers


class StartingPoint(Published):
    """A situation. `because` says why these answers, `change_if` what most often differs."""

    id: Id
    name: Text
    answers: Frozen[Name, Annotated[tuple[Name, ...], Sequence]]
    because: Text
    change_if: Text


class StartingPoints(Published):
    """All of them, in the order in which they are offered."""

    starting_points: Annotated[tuple[StartingPoint, ...], Sequence] = Field(min_length=1)


def faults_of(graph: Graph, points: StartingPoints) -> Iterator[str]:
    """Yield what is wrong: answers that do not exist, and those that nobody would be asked for."""
    ids = [point.id for point in points.starting_points]
    for point in points.starting_points:
        if ids.count(point.id) > 1:
            yield f"{point.id}: id: stands twice"
        try:
            unused = walk(graph, parse_answers(graph, point.answers)).unused
        except InvalidInput as error:
            yield f"{point.id}: {error}"
            continue
        if unused:
            yield f"{point.id}: answers: not asked on this way: {', '.join(unused)}"
