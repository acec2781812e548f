"""Open a decision vector: its answers as they stand with today's questions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from pydantic_core import to_json
from starlette.datastructures import QueryParams

from app.content.load import Content
from app.domain.errors import InvalidInput, Problem
from app.domain.overhead_sizing import Sizing
from app.domain.reopening import Reopened, reopen
from app.domain.scales import parse_weights
from app.domain.sent_answers import parse_answers
from app.domain.vector import is_vector, parse_vector, query_of_raw
from app.web.answers import Asked, parse_asked, read_asked
from app.web.cluster_link import CLUSTER
from app.web.printed import Wanted, printed
from app.web.recommendation_bodies import MOST_CHARACTERS

VECTOR: Final = "vector"
"""The parameter of a link, or the field of a body, that holds a vector instead of answers."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link asks, and how the answers of its vector stand; None where it has none."""

    asked: Asked
    reopened: Reopened | None = None

    @property
    def is_as_it_was(self) -> bool:
        """Whether a vector was opened and there is nothing to tell about it."""
        is_current = self.reopened is not None and self.reopened.then == self.reopened.now
        return is_current and not self.asked.problems


def open_vector(content: Content, line: str, *, besides: Mapping[str, object]) -> Opened:
    """Return the answers and weights of a vector that hold today, and what changed since.

    Raises InvalidInput: field `vector` where it is none, names a version of the graph that
    never was, or stands beside answers; else the answer or weight that is wrong.
    """
    if any(besides.values()):
        raise InvalidInput([Problem(VECTOR, "Give a vector or answers, not both.")])
    version, answers, weights = parse_vector(line)
    found = reopen(content.graph, version, answers)
    asked = Asked(
        parse_answers(content.graph, found.answers), parse_weights(content.scales, weights)
    )
    return Opened(asked, found)


def read_opened(content: Content, query: QueryParams) -> Opened:
    """Return what a link of a page asks, by its vector or by its answers; nothing is lost."""
    line = query.get(VECTOR)
    if line is None:
        return Opened(read_asked(content, query, carried=CLUSTER))
    rest = [item for item in query.multi_items() if item[0] != VECTOR]
    try:
        version, answers, weights = parse_vector(line[:MOST_CHARACTERS])
    except InvalidInput as error:
        asked = read_asked(content, QueryParams(rest), carried=CLUSTER)
        return Opened(replace(asked, problems=(*error.problems, *asked.problems)))
    found: Reopened | None = None
    problems: tuple[Problem, ...] = ()
    try:
        found = reopen(content.graph, version, answers)
    except InvalidInput as error:
        problems = error.problems
    held = parse_qsl(query_of_raw(found.answers if found else answers, weights))
    held += [(name, text) for name, text in rest if name in CLUSTER]
    asked = read_asked(content, QueryParams(held), carried=CLUSTER)
    return Opened(replace(asked, problems=(*problems, *asked.problems)), found)


def read_pasted(content: Content, text: str) -> Asked:
    """Return what a pasted link of a result asks, or a pasted vector.

    Raises InvalidInput for what is wrong in it, field `vector` where a question has to be
    answered again first, and ValueError for what is no address at all.
    """
    text = text.strip()
    query = QueryParams({VECTOR: text} if is_vector(text) else urlsplit(text).query)
    line = query.get(VECTOR)
    if line is None:
        return parse_asked(content, query, carried=CLUSTER)
    opened = open_vector(content, line[:MOST_CHARACTERS], besides={})
    if opened.reopened and (again := opened.reopened.answer_again):
        said = f"Open it and answer again, since these questions changed: {', '.join(again)}."
        raise InvalidInput([Problem(VECTOR, said)])
    carried = tuple(pair for pair in query.multi_items() if pair[0] in CLUSTER)
    return replace(opened.asked, carried=carried)


def printed_again(
    content: Content,
    opened: Opened,
    include: frozenset[str] = frozenset(),
    sizing: Sizing | None = None,
) -> bytes:
    """Return the recommendation for an opened vector as JSON, with `reopened` as its last key."""
    wanted = Wanted(opened.asked.answers, opened.asked.weights, include, sizing)
    text = printed(content, wanted)
    return b'%s,"reopened":%s}' % (text[:-1], to_json(opened.reopened))
