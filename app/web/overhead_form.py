"""Read the sizing of a cluster from a link, as typed, with what the model makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import QueryParams

from app.content.load import Content
from app.domain.errors import InvalidInput, Problem
from app.domain.overhead import estimate
from app.domain.overhead_figures import Estimate
from app.domain.overhead_sizing import Sizing, parse_sizing

SIZING: Final = tuple(Sizing.model_fields)
"""The parameters of a link that hold a sizing."""
LOAD: Final = "rps"
"""What no cluster says; a link without it is not finished, and nothing in it is wrong."""
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Sized:
    """What the fields of the form hold, and the estimate or what is wrong with them."""

    texts: Mapping[str, str]
    estimate: Estimate | None = None
    problems: tuple[Problem, ...] = ()


def read_sized(content: Content, query: QueryParams) -> Sized | None:
    """Return the sizing in a link; None when it holds none.

    Without a load there is neither an estimate nor a problem.
    """
    texts = {name: query[name].strip()[:_LONGEST] for name in SIZING if name in query}
    if not texts:
        return None
    if LOAD not in texts:
        return Sized(texts)
    return size(content, texts)


def size(content: Content, texts: Mapping[str, str]) -> Sized:
    """Return the estimate for fields as typed, or their problems."""
    try:
        sizing = parse_sizing(texts)
    except InvalidInput as error:
        return Sized(texts, problems=error.problems)
    return Sized(texts, estimate(content.overhead, sizing))


def texts_of(sizing: Sizing) -> Mapping[str, str]:
    """Return a sizing as a form holds it; what has no value has no text."""
    return {
        name: _text(value)
        for name, value in sizing.model_dump(mode="json").items()
        if value is not None
    }


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.12g}" if isinstance(value, (int, float)) else str(value)
