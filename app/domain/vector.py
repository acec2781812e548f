"""A decision in one line, from which the same run can be opened again."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote_plus, urlencode

from app.domain.errors import InvalidInput, Problem
from app.domain.questions import Answers

_HEAD = "meshwise"
_WEIGHT = "weights."

REMEMBERED = 4096
"""How many answers are remembered as they are written."""


def vector_of(graph: str, answers: Answers, weights: Mapping[str, float] | None = None) -> str:
    """Return the line: head, the graph's version, then each answer and each given weight."""
    parts = [_in_vector(*item) for item in answers.items()]
    parts += [f"{_WEIGHT}{criterion}={points!r}" for criterion, points in (weights or {}).items()]
    return "/".join((_HEAD, graph, *parts))


@lru_cache(maxsize=REMEMBERED)
def _in_vector(question: str, given: tuple[str, ...]) -> str:
    return f"{question}={'+'.join(given)}"


def parse_vector(line: str) -> tuple[str, dict[str, list[str]], dict[str, str]]:
    """Return the graph's version, and the answers and weights as a client would send them.

    They still have to pass parse_answers and parse_weights. Raises InvalidInput.
    """
    head, *parts = line.strip().split("/")
    pairs = [part.partition("=") for part in parts[1:]]
    if head != _HEAD or not parts or not all(key and sign and text for key, sign, text in pairs):
        shape = f"{_HEAD}/<graph version>/<question>=<answer>+<answer>/..."
        raise InvalidInput([Problem("vector", f"A decision vector reads {shape}.")])
    answers = {key: text.split("+") for key, _, text in pairs if not key.startswith(_WEIGHT)}
    weights = {key.removeprefix(_WEIGHT): text for key, _, text in pairs if key.startswith(_WEIGHT)}
    return parts[0], answers, weights


def is_vector(text: str) -> bool:
    """Tell a decision vector from anything else that may be pasted or typed."""
    return text.strip().startswith(f"{_HEAD}/")


def query_of_raw(answers: Mapping[str, Sequence[str]], weights: Mapping[str, str]) -> str:
    """Return what parse_vector gave as the query of a link, unchecked."""
    return urlencode(
        {**answers, **{_WEIGHT + key: text for key, text in weights.items()}}, doseq=True
    )


def query_of(answers: Answers, weights: Mapping[str, float] | None = None) -> str:
    """Return answers and given weights as the query of a link; several answers repeat a key."""
    parts = [_in_query(*item) for item in answers.items()]
    parts += [
        f"{_quoted(_WEIGHT + criterion)}={_quoted(str(points))}"
        for criterion, points in (weights or {}).items()
    ]
    return "&".join(parts)


@lru_cache(maxsize=REMEMBERED)
def _in_query(question: str, given: tuple[str, ...]) -> str:
    return "&".join([f"{_quoted(question)}={_quoted(answer)}" for answer in given])


def _quoted(text: str) -> str:
    """Quote what is no id; ids are by far the most, and need none."""
    return text if text.isascii() and text.replace("_", "a").isalnum() else quote_plus(text)
