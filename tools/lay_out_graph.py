"""Lay the decision graph out with Graphviz and store where its parts stand.

Run by hand after a question was added, removed or asked elsewhere:
`python -m tools.lay_out_graph`. It needs the program `dot`; the application does not.
"""

import json
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import yaml

from app.content.catalogue import read_catalogue
from app.content.graph import load_graph, load_scales
from app.domain.successors import ADVICE, successors
from app.paths import CONTENT

LABELS = {
    "goals": "Goals",
    "services": "Services",
    "continue_without_need": "Any need?",
    "priority": "Priority",
    "cni": "Network",
    "mtls_assurance": "Identity",
    "authorization_level": "Rules",
    "canary_style": "Canaries",
    "traffic_features": "Traffic",
    "clusters": "Clusters",
    "workloads": "Workloads",
    "sidecars": "Sidecars",
    "overhead_budget": "Overhead",
    "team": "Team",
    "release_policy": "Releases",
    "gateway_api": "Gateway API",
    "platform": "Platform",
    ADVICE: "Advice",
}
ROWS = (
    ("clusters", "workloads", "sidecars"),
    ("release_policy", "team", "overhead_budget"),
    ("gateway_api", "platform", ADVICE),
)
"""Questions side by side, so that the picture is not one long line; the middle row runs back."""
WIDTH, HEIGHT = 94, 32  # pixels of a node; Graphviz thinks in inches of 72

HEAD = """\
# Where the parts of the picture of the decision graph stand, in pixels from the top left corner,
# as Graphviz placed them. Made by `python -m tools.lay_out_graph`, which runs `dot -Tjson`; run it
# again after questions.yaml changed. The short names of the questions stand in that program.
# A test checks that it holds exactly the questions of the graph and what can follow them.
"""


def main() -> None:
    """Write graph_layout.yaml beside the questions."""
    catalogue = read_catalogue(CONTENT)
    scales = load_scales(CONTENT / "scales.yaml", catalogue)
    graph = load_graph(CONTENT / "questions.yaml", catalogue, scales)
    edges = sorted(successors(graph))
    drawn = subprocess.run(
        ["dot", "-Tjson"],  # noqa: S607 wherever it is installed
        input="\n".join(dot_lines(edges)),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    layout = layout_of(json.loads(drawn), [*(question.id for question in graph.questions), ADVICE])
    body = yaml.safe_dump(layout, sort_keys=False, width=200, default_flow_style=None)
    (CONTENT / "graph_layout.yaml").write_text(HEAD + body, encoding="utf-8")


def dot_lines(edges: list[tuple[str, str]]) -> Iterator[str]:
    """Yield the graph in the DOT language, with every node of one size."""
    yield "digraph { ranksep=0.28 nodesep=0.18 splines=spline"
    yield f"node [shape=box fixedsize=true width={WIDTH / 72} height={HEIGHT / 72}]"
    yield "edge [arrowhead=none]"
    for row in ROWS:
        yield f"{{ rank=same {' '.join(row)} }}"
        yield " -> ".join(row) + " [style=invis weight=50]"
    for column in zip(*ROWS, strict=True):
        yield " -> ".join(column) + " [style=invis weight=100]"
    inside = {pair for row in ROWS for pair in pairwise(row)}
    for tail, head in edges:
        if (tail, head) in inside or (head, tail) in inside:
            continue
        weight = 20 if head in {"services", "priority", "cni"} else 1
        yield f"{tail} -> {head} [weight={weight}]"
    yield "}"


def layout_of(drawn: dict[str, Any], order: list[str]) -> dict[str, Any]:
    """Return nodes and edges with the origin at the top left and whole pixels."""
    _, _, width, height = (float(number) for number in drawn["bb"].split(","))
    nodes = [each for each in drawn["objects"] if "pos" in each]
    names = {each["_gvid"]: each["name"] for each in nodes}
    centre = {}
    for each in nodes:
        x, y = (float(number) for number in each["pos"].split(","))
        centre[each["name"]] = (round(x), round(height - y))
    edges = {}
    for edge in drawn.get("edges", []):
        tail, head = names[edge["tail"]], names[edge["head"]]
        if edge.get("style") != "invis":
            points = [point.split(",") for point in edge["pos"].split(" ")]
            edges[tail, head] = _curve(
                [(round(float(x)), round(height - float(y))) for x, y in points]
            )
    for number, row in enumerate(ROWS):
        for left, right in pairwise(row):
            tail, head = (right, left) if number % 2 else (left, right)
            side = WIDTH // 2 * (-1 if number % 2 else 1)
            (x1, y1), (x2, _) = centre[tail], centre[head]
            edges[tail, head] = f"M{x1 + side} {y1}H{x2 - side}"
    return {
        "width": round(width),
        "height": round(height),
        "node_width": WIDTH,
        "node_height": HEIGHT,
        "nodes": [
            {"id": each, "label": LABELS[each], "x": centre[each][0], "y": centre[each][1]}
            for each in order
        ],
        "edges": [
            {"tail": tail, "head": head, "curve": curve}
            for (tail, head), curve in sorted(edges.items())
        ],
    }


def _curve(points: list[tuple[int, int]]) -> str:
    first, *rest = (f"{x} {y}" for x, y in points)
    return f"M{first}C{' '.join(rest)}"


if __name__ == "__main__":
    main()
