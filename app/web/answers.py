"""Read answers and weights from a link, and write them back into one."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import QueryParams

from app.content.load import Content
from app.domain.errors import InvalidInput, Problem
from app.domain.questions import Answers
from app.domain.scales import parse_weights
from app.domain.sent_answers import parse_answers
from app.domain.vector import query_of

MOST_PARAMETERS = 200
_WEIGHT = "weights."


@dataclass(frozen=True, slots=True)
class Asked:
    """What a link asks: the answers and weights that hold, and what is wrong with the rest.

    `carried` are parameters that other pages need and this one only hands on, as they stand.
    """

    answers: Answers
    weights: Mapping[str, float]
    problems: tuple[Problem, ...] = ()
    carried: tuple[tuple[str, str], ...] = ()

    @property
    def query(self) -> str:
        """All that holds, as the query of a link."""
        return _joined(self.model_query, urlencode(self.carried))

    @property
    def model_query(self) -> str:
        """What a recommendation is made of, answers and weights, as the query of a link."""
        return query_of(self.answers, self.weights)

    def without(self, question: str) -> Answers:
        """Return the answers to all other questions."""
        return {key: given for key, given in self.answers.items() if key != question}

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return all that holds as name and value, for the hidden fields of a form."""
        return tuple(parse_qsl(self.query))

    @property
    def answers_query(self) -> str:
        """The answers without the weights, as the query of a link."""
        return _joined(query_of(self.answers), urlencode(self.carried))

    def answer_pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the answers as name and value, for a form that gives the weights itself."""
        return tuple(parse_qsl(self.answers_query))

    def query_with(self, **more: str) -> str:
        """Return the query with a few parameters more, such as `at`."""
        return _joined(self.query, query_of(_given_once(more)))


def parse_asked(
    content: Content,
    query: QueryParams,
    *,
    besides: tuple[str, ...] = (),
    carried: tuple[str, ...] = (),
) -> Asked:
    """Return what a query asks. Parameters named in `besides` belong to the page.

    Those named in `carried` are handed on.

    Raises InvalidInput with every wrong field: "answers.<question>" or "weights.<criterion>".
    """
    answers, weights = _split(query, (*besides, *carried))
    problems: list[Problem] = []
    try:
        parsed = parse_answers(content.graph, answers)
    except InvalidInput as error:
        problems += error.problems
    try:
        points = parse_weights(content.scales, weights)
    except InvalidInput as error:
        problems += error.problems
    if problems:
        raise InvalidInput(problems)
    return Asked(parsed, points, carried=_carried(query, carried))


def read_asked(
    content: Content,
    query: QueryParams,
    *,
    besides: tuple[str, ...] = (),
    carried: tuple[str, ...] = (),
) -> Asked:
    """Return what holds of a query, and what does not as problems: a page loses nothing."""
    try:
        return parse_asked(content, query, besides=besides, carried=carried)
    except InvalidInput as error:
        wrong = {problem.field for problem in error.problems}
        answers, weights = _split(query, (*besides, *carried))
        known = content.graph.question_by_id
        kept = {k: v for k, v in answers.items() if k in known and f"answers.{k}" not in wrong}
        points = {} if any(field.startswith("weights") for field in wrong) else weights
        return Asked(
            parse_answers(content.graph, kept),
            parse_weights(content.scales, points),
            error.problems,
            _carried(query, carried),
        )


def _split(
    query: QueryParams, besides: tuple[str, ...]
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Part answers from weights; InvalidInput where there are too many to be a link of ours."""
    if len(query.multi_items()) > MOST_PARAMETERS:
        raise InvalidInput([Problem("answers", f"At most {MOST_PARAMETERS} may be given.")])
    answers: dict[str, list[str]] = {}
    weights: dict[str, str] = {}
    for key, value in query.multi_items():
        if key.startswith(_WEIGHT):
            weights[key.removeprefix(_WEIGHT)] = value
        elif key not in besides and value:
            answers.setdefault(key, []).append(value)
    return answers, weights


def _carried(query: QueryParams, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((key, value) for key, value in query.multi_items() if key in names and value)


def _joined(*queries: str) -> str:
    return "&".join(query for query in queries if query)


def _given_once(values: Mapping[str, str]) -> Answers:
    return {key: (value,) for key, value in values.items()}
