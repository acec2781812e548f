"""The commands that speak of the decision: recommend and graph."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from pydantic import ValidationError

from app.commands.parsing import Commands, add
from app.content.load import Content, load_content
from app.domain.errors import InvalidInput, Problem
from app.domain.scales import parse_weights
from app.domain.sent_answers import parse_answers
from app.domain.vector import is_vector
from app.formats.graph_text import dot_of, list_of, mermaid_of
from app.web.printed import Wanted, printed, sizing_of
from app.web.problems import problems_of
from app.web.recommendation_bodies import RecommendationRequest
from app.web.reopened import open_vector, printed_again


def add_to(commands: Commands) -> None:
    """Add `recommend` and `graph`."""
    asking = add(commands, "recommend", print_recommendation, "print a recommendation")
    asking.add_argument(
        "answers",
        nargs="*",
        metavar="FILE, vector or question=answer",
        help="a JSON file as POST /recommend takes it, - for standard input, or answers",
    )
    drawing = add(commands, "graph", print_graph, "print the decision graph")
    kinds = drawing.add_mutually_exclusive_group()
    kinds.add_argument("--dot", action="store_true", help="for Graphviz")
    kinds.add_argument("--mermaid", action="store_true", help="for Markdown that draws Mermaid")


def print_recommendation(given: argparse.Namespace) -> int:
    """Print the recommendation for a file or for answers, as POST /recommend gives it."""
    content = load_content()
    try:
        text = _answer(content, _request(given.answers))
    except InvalidInput as error:
        for problem in error.problems:
            allowed = f" Allowed: {', '.join(problem.allowed)}." if problem.allowed else ""
            print(f"{problem.field}: {problem.message}{allowed}", file=sys.stderr)
        return 1
    print(json.dumps(json.loads(text), indent=2, ensure_ascii=False))
    return 0


def print_graph(given: argparse.Namespace) -> int:
    """Print the decision graph as a list, for Graphviz or as Mermaid."""
    graph = load_content().graph
    write = dot_of if given.dot else mermaid_of if given.mermaid else list_of
    print(write(graph), end="")
    return 0


def _request(arguments: Sequence[str]) -> Any:
    """Return what is asked: the JSON of a file or of standard input, or answers as given."""
    if len(arguments) == 1 and is_vector(arguments[0]):
        return {"vector": arguments[0]}
    if len(arguments) == 1 and "=" not in arguments[0]:
        return _read(arguments[0])
    answers: dict[str, list[str]] = {}
    for question, answer in parse_qsl("&".join(arguments), keep_blank_values=True):
        answers.setdefault(question, []).append(answer)
    return {"answers": answers}


def _read(name: str) -> Any:
    """Return the body in a file; a mapping of questions alone stands for its answers."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
        raw = json.loads(text)
    except OSError as error:
        raise InvalidInput([Problem(name, f"This cannot be read: {error.strerror}.")]) from error
    except (ValueError, RecursionError) as error:
        raise InvalidInput([Problem(name, f"This is no JSON: {error}.")]) from error
    is_body = not isinstance(raw, Mapping) or not raw or set(raw) & _FIELDS
    return raw if is_body else {"answers": raw}


_FIELDS = frozenset(RecommendationRequest.model_fields)


def _answer(content: Content, raw: Any) -> bytes:
    try:
        request = RecommendationRequest.model_validate(raw)
    except ValidationError as error:
        raise InvalidInput(problems_of(error.errors())) from error
    include = frozenset(request.include)
    sizing = sizing_of(include, request.cluster)
    if request.vector is not None:
        besides = {"answers": request.answers, "weights": request.weights}
        opened = open_vector(content, request.vector, besides=besides)
        return printed_again(content, opened, include, sizing)
    wanted = Wanted(
        answers=parse_answers(content.graph, request.answers),
        weights=parse_weights(content.scales, request.weights or {}),
        include=include,
        sizing=sizing,
    )
    return printed(content, wanted)
