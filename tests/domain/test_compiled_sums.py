"""The compiled sums against those in plain Python: the same, to the last bit."""

from collections.abc import Iterator
from ctypes import CDLL

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.load import Content
from app.domain.circuit import circuit_of
from app.domain.compiled_sums import CompiledSums, sums_of, use
from app.domain.graph import Answers
from app.domain.kernel_tables import OPTIONS
from app.domain.ranking import rank
from app.domain.recommend import assess
from app.domain.scoring import Model
from app.domain.sums import Sums
from app.domain.trials import Trials
from app.formats.recommendation_json import write_recommendation
from app.native.library import load_kernel
from tests.domain.models import with_options

AnyAnswers = st.SearchStrategy[Answers]
many = settings(max_examples=300, deadline=None)
few = settings(max_examples=20, deadline=None)
weights_of_some = st.dictionaries(
    st.sampled_from(["security", "traffic", "simplicity", "overhead", "reach"]),
    st.floats(0, 1000) | st.sampled_from([0.0, -0.0, 5e-324, 1e-9, 0.5, 10.0, 1000.0]),
    max_size=5,
)
smallest = st.dictionaries(
    st.sampled_from(["security", "traffic", "observability", "multicluster"]),
    st.sampled_from([5e-324, 3.5e-323, 4.4e-323, 1e-320, 1e-300]),
    min_size=1,
)


@pytest.fixture(scope="module", autouse=True)
def library() -> Iterator[CDLL]:
    """Let the library do the sums, whatever ran before."""
    found = load_kernel()
    if found is None:
        pytest.skip("nothing is compiled: make compiled")
    use(found)
    yield found
    use(load_kernel())


def both(model: Model, answers: Answers, given: dict[str, float]) -> tuple[Sums, Sums]:
    _, used = circuit_of(model).walk(answers)
    compiled = sums_of(model, used, given)
    assert isinstance(compiled, CompiledSums)
    return Sums(model, used, given), compiled


def check_all(model: Model, answers: Answers, given: dict[str, float]) -> None:
    plain, compiled = both(model, answers, given)
    options = range(len(model.options))

    for name in ("paid", "failing", "checking", "weights", "shares", "points"):
        assert repr(getattr(compiled, name)) == repr(getattr(plain, name)), name
    for name in ("scores", "ranges", "shown"):
        assert repr([*getattr(compiled, name)]) == repr([*getattr(plain, name)]), name
    for option in options:
        rivals = [other for other in options if other != option]
        assert compiled.contributions(option) == plain.contributions(option)
        assert compiled.lost(option, rivals) == plain.lost(option, rivals)
        assert [*compiled.overlapping(option, rivals)] == [*plain.overlapping(option, rivals)]
        assert [*compiled.edges(option, rivals[0])] == [*plain.edges(option, rivals[0])]


@many
@given(data=st.data())
def test_all_figures_are_the_same(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    check_all(model, data.draw(any_answers), data.draw(weights_of_some))


@few
@given(data=st.data())
def test_they_are_the_same_where_weights_are_so_small_that_they_lose_digits(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    weights = {**dict.fromkeys(model.scales.criterion_by_id, 0.0), **data.draw(smallest)}

    check_all(model, data.draw(any_answers), weights)


@few
@given(data=st.data())
def test_they_are_the_same_with_other_options(
    model: Model, any_answers: AnyAnswers, data: st.DataObject
) -> None:
    options = model.catalogue.options
    some = data.draw(st.lists(st.sampled_from(options), min_size=2, unique_by=lambda one: one.id))

    check_all(with_options(model, tuple(some)), data.draw(any_answers), data.draw(weights_of_some))


@many
@given(data=st.data())
def test_the_same_answers_change_the_winner(
    model: Model, any_answers: AnyAnswers, data: st.DataObject, library: CDLL
) -> None:
    answers, weights = data.draw(any_answers), data.draw(weights_of_some)

    use(None)
    plain = Trials(rank(model, answers, weights)).changes()
    use(library)
    compiled = Trials(rank(model, answers, weights)).changes()

    assert compiled == plain


@many
@given(data=st.data())
def test_the_same_bytes_are_written(
    content: Content, any_answers: AnyAnswers, data: st.DataObject, library: CDLL
) -> None:
    parts = content.catalogue, content.graph, content.scales
    answers, weights = data.draw(any_answers), data.draw(st.none() | weights_of_some)

    use(None)
    plain = write_recommendation(assess(*parts, answers, weights))
    use(library)
    compiled = write_recommendation(assess(*parts, answers, weights))

    assert compiled == plain


def test_a_model_that_is_larger_than_the_library_takes_is_weighed_in_python(model: Model) -> None:
    first, *_ = model.catalogue.options
    copies = (first.model_copy(update={"id": f"copy-{number}"}) for number in range(OPTIONS))

    sums = sums_of(with_options(model, (*model.catalogue.options, *copies)), 0, {})

    assert type(sums) is Sums
    assert len(sums.points) == len(model.options) + OPTIONS
