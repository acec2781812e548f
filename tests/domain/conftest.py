"""The published decision model, and any answers to it."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from hypothesis import strategies as st

from app.content.load import Content
from app.domain.compiled_sums import use
from app.domain.graph import Answers, Graph, Question
from app.domain.outcome import Recommendation
from app.domain.recommend import recommend
from app.domain.scoring import Model, model_of
from app.domain.sent_answers import parse_answers
from app.native.library import load_kernel

Advise = Callable[[Mapping[str, object]], Recommendation]


@pytest.fixture(scope="session")
def graph(content: Content) -> Graph:
    """The published graph."""
    return content.graph


@pytest.fixture(scope="session")
def model(content: Content) -> Model:
    """The published facts, graph and scales with every value computed."""
    return model_of(content.catalogue, content.graph, content.scales)


@pytest.fixture(scope="session")
def advise(content: Content) -> Advise:
    """Turn answers as a client sends them into a recommendation."""

    def advise(raw: Mapping[str, object]) -> Recommendation:
        answers = parse_answers(content.graph, raw)
        return recommend(content.catalogue, content.graph, content.scales, answers)

    return advise


@pytest.fixture(scope="session")
def any_answers(graph: Graph) -> st.SearchStrategy[Answers]:
    """Any answers that pass, to any questions, on the path or off it."""
    raw = st.fixed_dictionaries(
        {}, optional={question.id: _any_answer(question) for question in graph.questions}
    )
    return raw.map(lambda given: parse_answers(graph, given))


def _any_answer(question: Question) -> st.SearchStrategy[list[str]]:
    alone = [[answer.id] for answer in question.answers]
    together = [answer.id for answer in question.answers if not answer.excludes_others]
    if not question.multi:
        return st.sampled_from(alone)
    return st.sampled_from(alone) | st.lists(st.sampled_from(together), min_size=1, unique=True)


@pytest.fixture(scope="module", params=["plain", "compiled"])
def each_sums(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run what uses it twice: with the sums in plain Python, and with the compiled ones."""
    library = load_kernel()
    if library is None and request.param == "compiled":
        pytest.skip("nothing is compiled: make compiled")
    use(library if request.param == "compiled" else None)
    yield
    use(library)
