"""Read where the parts of the decision graph's picture stand."""

from pathlib import Path

from app.content.yaml_files import BrokenContent, parse, read_yaml
from app.domain.drawing import Layout
from app.domain.graph import Graph
from app.domain.successors import ADVICE, successors


def load_layout(path: Path, graph: Graph) -> Layout:
    """Return the stored layout; BrokenContent when the graph has other questions or edges."""
    layout = parse(Layout, read_yaml(path), file=path.name)
    placed = [node.id for node in layout.nodes]
    drawn = {(edge.tail, edge.head) for edge in layout.edges}
    if placed != [*(question.id for question in graph.questions), ADVICE]:
        raise BrokenContent(f"{path.name}: nodes: not the questions of the graph; lay it out again")
    if drawn != successors(graph) or len(drawn) != len(layout.edges):
        raise BrokenContent(f"{path.name}: edges: not those of the graph; lay it out again")
    return layout
