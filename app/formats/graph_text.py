"""The decision graph as text: a list for people, dot for Graphviz, and Mermaid for Markdown."""

from collections.abc import Iterator

from app.domain.conditions import asked_when
from app.domain.graph import Graph
from app.domain.questions import Question


def list_of(graph: Graph) -> str:
    """Return every question with its condition, its answers and what each of them does."""
    parts = [f"Decision graph {graph.version}, {len(graph.questions)} questions\n"]
    parts += ["\n".join(_listed(graph, question)) + "\n" for question in graph.questions]
    return "\n".join(parts)


def _listed(graph: Graph, question: Question) -> Iterator[str]:
    several = ", several answers" if question.multi else ""
    yield f"{question.id} ({question.version}{several}): {question.text}"
    yield f"  {asked_when(graph, question)}."
    for answer in question.answers:
        ends = "; nothing more is asked" if answer.stops else ""
        yield f"  - {answer.id}: {answer.text}{ends}"
        for effect in answer.effects:
            yield f"      {effect.because}"


def dot_of(graph: Graph) -> str:
    """Return the graph in the dot language: a box a question, an arrow an answer that leads on."""
    lines = ["digraph decision {", "  rankdir=LR;", "  node [shape=box, fontname=sans];"]
    for question in graph.questions:
        label = "\n".join([question.text, "", *(answer.id for answer in question.answers)])
        lines.append(f"  {question.id} [label={_quoted(label)}];")
    lines += [
        f"  {start} -> {end} [label={_quoted(label)}];" for start, end, label in _arrows(graph)
    ]
    return "\n".join([*lines, "}", ""])


def mermaid_of(graph: Graph) -> str:
    """Return the same graph as a Mermaid flow chart."""
    lines = ["flowchart LR"]
    lines += [f"  {question.id}[{_in_mermaid(question.text)}]" for question in graph.questions]
    for start, end, label in _arrows(graph):
        lines.append(f"  {start} -->|{_in_mermaid(', '.join(label.split()))}| {end}")
    return "\n".join([*lines, ""])


def _in_mermaid(text: str) -> str:
    """Return a text in quotes; Mermaid writes a quote in it as an entity."""
    return '"' + text.replace("#", "#35;").replace('"', "#quot;") + '"'


def _arrows(graph: Graph) -> Iterator[tuple[str, str, str]]:
    """Yield each question that the asking of another depends on, with the answers it looks at."""
    for question in graph.questions:
        leaves = question.asked_when.leaves() if question.asked_when else ()
        for start in dict.fromkeys(asked for asked, _ in leaves):
            yield (
                start,
                question.id,
                "\n".join(answer for asked, answer in leaves if asked == start),
            )


def _quoted(text: str) -> str:
    r"""Return a text as a dot string, its lines set to the left by `\l`."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(f"{line}\\l" for line in escaped.rstrip("\n").split("\n")) + '"'
