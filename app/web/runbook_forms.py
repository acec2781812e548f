"""Read a runbook's parameters from a link, as typed, and write them back into one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from app.content.load import Content
from app.domain.environment import FIELDS as ENVIRONMENT
from app.domain.errors import InvalidInput, Problem
from app.domain.graph import Graph
from app.domain.questions import NOT_SURE
from app.domain.runbook import (
    ParameterField,
    Parameters,
    parameter_fields,
    parse_parameters,
)
from app.domain.runbook_choices import Cni, Platform
from app.domain.runbook_defaults import defaults_from_answers
from app.web.answers import MOST_PARAMETERS
from app.web.cluster_link import CLUSTER, LACKS, RUNBOOK

FIELDS: Mapping[str, ParameterField] = {field.name: field for field in parameter_fields()}
_LISTS = frozenset({"namespaces"})
_PAGE = frozenset({"format", LACKS, *ENVIRONMENT})
_WEIGHT = "weights."
_CATCH_ALL = {"platform": Platform.OTHER.value, "cni": Cni.PLATFORM_DEFAULT.value}
"""The values that stand for whatever a question of the same name has no answer for."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What the fields of the form hold.

    `given` came in the link as such, `implied` follows from the answers in it, `detected` was
    found in the cluster.
    """

    texts: Mapping[str, str]
    given: frozenset[str]
    implied: frozenset[str]
    detected: frozenset[str] = frozenset()

    @property
    def query(self) -> str:
        """All texts as the query of a link."""
        return urlencode({name: text for name, text in self.texts.items() if text})


def read_typed(content: Content, option: str, query: QueryParams) -> Typed:
    """Return what a link says, unchecked.

    A decision's answers in it fill in what they imply, and so does the cluster that it carries.

    Raises InvalidInput where there are too many parameters to be a link of ours.
    """
    if len(query.multi_items()) > MOST_PARAMETERS:
        raise InvalidInput([Problem("parameters", f"At most {MOST_PARAMETERS} may be given.")])
    answers: dict[str, tuple[str, ...]] = {}
    given: dict[str, str] = {}
    cluster: dict[str, str] = {}
    for name, values in _by_name(query):
        if name in CLUSTER and name.startswith(RUNBOOK):
            cluster[name.removeprefix(RUNBOOK)] = " ".join(filter(None, values))
        elif _is_answer(content.graph, name, values, with_cluster=f"{RUNBOOK}{name}" in query):
            answers[name] = values
        elif name not in _PAGE and not name.startswith(_WEIGHT):
            given[name] = " ".join(values) if name in _LISTS else values[-1]
    settled = defaults_from_answers(option, answers, content.runbooks)
    implied = {name: str(value) for name, value in settled.items()}
    detected = {
        name: text
        for name, text in cluster.items()
        if text and _refines(content.graph, name, text, answers, implied)
    }
    defaults = {name: field.default for name, field in FIELDS.items()}
    kept = {name: text for name, text in given.items() if text}
    return Typed(
        texts={**defaults, **implied, **detected, **kept},
        given=frozenset(given),
        implied=frozenset(implied) - frozenset(kept),
        detected=frozenset(detected) - frozenset(kept),
    )


def cleaned(raw: Mapping[str, object]) -> dict[str, object]:
    """Return what was sent, with texts that stand for lists split at commas and spaces only.

    A line break or a tab splits nothing, so that it is refused. A name with half of a surrogate
    pair, which JSON can hold and no answer could repeat, gets a question mark for it.
    """
    return {
        name.encode(errors="replace").decode(): _names(value) if name in _LISTS else value
        for name, value in raw.items()
    }


def parse_within(field: str, option: str, raw: Mapping[str, object]) -> Parameters:
    """Return the parameters that a client sent within a field; problems name that field first."""
    try:
        return parse_parameters(option, cleaned(raw))
    except InvalidInput as error:
        raise InvalidInput(
            Problem(f"{field}.{one.field}", one.message, one.allowed) for one in error.problems
        ) from error


def query_of(parameters: Parameters) -> str:
    """Return checked parameters as the query of a link."""
    texts = {name: _text(value) for name, value in parameters.model_dump(mode="json").items()}
    return urlencode({name: text for name, text in texts.items() if text and name in FIELDS})


def _by_name(query: QueryParams) -> Iterator[tuple[str, tuple[str, ...]]]:
    values: dict[str, list[str]] = {}
    for name, value in query.multi_items():
        values.setdefault(name, []).append(value)
    yield from ((name, tuple(all_given)) for name, all_given in values.items())


def _is_answer(graph: Graph, name: str, values: tuple[str, ...], *, with_cluster: bool) -> bool:
    """Tell an answer from a parameter; some names are both, then the values tell.

    Beside what a cluster says it is an answer wherever it can be one: only links with answers
    carry a cluster.
    """
    question = graph.question_by_id.get(name)
    if question is None or name not in FIELDS:
        return question is not None
    answer_ids = {NOT_SURE, *(answer.id for answer in question.answers)}
    is_parameter = set(values) <= set(FIELDS[name].choices) and not with_cluster
    return set(values) <= answer_ids and not is_parameter


def _refines(
    graph: Graph,
    name: str,
    text: str,
    answers: Mapping[str, tuple[str, ...]],
    implied: Mapping[str, str],
) -> bool:
    """Tell whether the cluster says more than the answers do; a changed answer says more."""
    if name not in answers or name not in _CATCH_ALL:
        return True
    is_an_answer = any(answer.id == text for answer in graph.question(name).answers)
    return text in answers[name] if is_an_answer else implied.get(name) == _CATCH_ALL[name]


def _names(value: object) -> object:
    if isinstance(value, str) and value:
        return [name for name in value.replace(",", " ").split(" ") if name]
    return value


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")
