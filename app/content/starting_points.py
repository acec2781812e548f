"""Read the starting points and check that they lead through the graph."""

from pathlib import Path

from app.content.yaml_files import BrokenContent, parse, read_yaml
from app.domain.graph import Graph
from app.domain.starting_points import StartingPoints, faults_of


def load_starting_points(path: Path, graph: Graph) -> StartingPoints:
    """Return the starting points; BrokenContent names the entry whose answers lead nowhere."""
    points = parse(StartingPoints, read_yaml(path), file=path.name)
    if faults := [f"{path.name}: {fault}" for fault in faults_of(graph, points)]:
        raise BrokenContent("\n".join(faults))
    return points
