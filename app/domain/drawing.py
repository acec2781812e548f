"""Draw the decision graph for some answers: where its parts stand and how each is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from app.domain.graph import Graph, walk
from app.domain.progress import Prospect, prospects
from app.domain.published import Published, Sequence, Text
from app.domain.questions import Answers, Name
from app.domain.successors import ADVICE

_Pixels = Annotated[int, Field(ge=0, le=5000)]
_Curve = Annotated[str, Field(pattern=r"^M[-0-9 .CHV]+$")]


class PlacedNode(Published):
    """A question's place: its short name and the middle of its box, in pixels."""

    id: Name
    label: Text = Field(max_length=12)
    x: _Pixels
    y: _Pixels


class PlacedEdge(Published):
    """The line from a question to one that can follow it, as an SVG path."""

    tail: Name
    head: Name
    curve: _Curve


class Layout(Published):
    """Where everything stands; made when the graph changes and stored with it."""

    width: _Pixels
    height: _Pixels
    node_width: _Pixels
    node_height: _Pixels
    nodes: Annotated[tuple[PlacedNode, ...], Sequence] = Field(min_length=1)
    edges: Annotated[tuple[PlacedEdge, ...], Sequence]

    @cached_property
    def label_of(self) -> Mapping[str, str]:
        """The short name of each question by its id."""
        return {node.id: node.label for node in self.nodes}


class Look(StrEnum):
    """How a part is drawn: on the path so far, being asked, still possible, or out of reach."""

    ON_PATH = "on-path"
    NOW = "now"
    OPEN = "open"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A box with its look."""

    place: PlacedNode
    look: Look


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """A line with its look."""

    place: PlacedEdge
    look: Look


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture for some answers, lines from faint to strong."""

    layout: Layout
    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]


def draw(graph: Graph, layout: Layout, answers: Answers, now: str | None = None) -> Drawing:
    """Return the picture: the path so far strong, what is open faint, the rest hardly there.

    `now` is the question being asked; without it the path runs on to the advice when no
    question is left.
    """
    path = walk(graph, answers)
    seen = [step.question.id for step in path.steps]
    ends = [now] if now else [] if path.next_question else [ADVICE]
    # A question asked again stands in the middle of the path, not at its end.
    trail = seen if now in seen else [*seen, *ends]
    on_path = set(pairwise(_without_gaps([q.id for q in path.asked], trail)))
    outlook = prospects(graph, answers)
    looks = {each: _look(found) for each, found in outlook.items()}
    looks[ADVICE] = Look.ON_PATH if ADVICE in trail else Look.OPEN
    if now:
        looks[now] = Look.NOW
    nodes = tuple(DrawnNode(node, looks[node.id]) for node in layout.nodes)
    edges = [DrawnEdge(edge, _edge_look(edge, looks, on_path)) for edge in layout.edges]
    order = list(reversed(Look))
    return Drawing(layout, nodes, tuple(sorted(edges, key=lambda edge: order.index(edge.look))))


def _look(found: Prospect) -> Look:
    looks = {Prospect.SEEN: Look.ON_PATH, Prospect.OUT: Look.OUT}
    return looks.get(found, Look.OPEN)


def _without_gaps(asked: list[str], trail: list[str]) -> list[str]:
    """Break the trail where a question on the way was not seen: no line jumps over it."""
    return [each if each in trail else f"not {each}" for each in (*asked, ADVICE)]


def _edge_look(edge: PlacedEdge, looks: Mapping[str, Look], on_path: set[tuple[str, str]]) -> Look:
    if (edge.tail, edge.head) in on_path:
        return Look.ON_PATH
    if Look.OUT in (looks[edge.tail], looks[edge.head]):
        return Look.OUT
    # Two questions that were both answered, one after the other, leave nothing open between.
    both = looks[edge.tail] is Look.ON_PATH and looks[edge.head] is Look.ON_PATH
    return Look.OUT if both else Look.OPEN
