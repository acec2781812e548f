"""What answers along a path ask for."""

from app.domain.graph import Graph, walk
from app.domain.needs import Needs, needs_of
from app.domain.questions import Level
from app.domain.sent_answers import parse_answers


def needs(graph: Graph, raw: dict[str, object]) -> Needs:
    return needs_of(walk(graph, parse_answers(graph, raw)))


def test_no_answers_ask_for_nothing(graph: Graph) -> None:
    found = needs(graph, {})

    assert found == Needs((), {}, {}, (), "ask")
    assert found.features == ()


def test_a_must_have_remembers_who_asked_and_why(graph: Graph) -> None:
    (must,) = needs(graph, {"sidecars": "avoid"}).requirements

    assert (must.feature, must.level) == ("sidecarless", Level.FULL)
    assert (must.question, must.answer) == ("sidecars", "avoid")
    assert must.because == "Pods have to stay without a proxy container."
    assert not must.add_on


def test_points_of_several_answers_add_up(graph: Graph) -> None:
    apart = needs(graph, {"goals": ["mtls"]}), needs(graph, {"goals": ["authorization"]})
    together = needs(graph, {"goals": ["mtls", "authorization"]})

    assert together.points["security"] == sum(one.points["security"] for one in apart)


def test_the_strongest_emphasis_on_a_feature_holds(graph: Graph) -> None:
    weaker = needs(graph, {"team": "first_mesh"}).emphasis["learning_curve"]
    stronger = needs(graph, {"priority": "simplicity"}).emphasis["learning_curve"]

    both = needs(graph, {"team": "first_mesh", "priority": "simplicity"})

    assert weaker < stronger
    assert both.emphasis["learning_curve"] == stronger


def test_an_answer_off_the_path_asks_for_nothing(graph: Graph) -> None:
    assert needs(graph, {"canary_style": "automated"}) == needs(graph, {})


def test_nobody_has_said_whether_a_contract_is_fine_until_they_do(graph: Graph) -> None:
    assert needs(graph, {}).paid == "ask"
    assert needs(graph, {"release_policy": "vendor_support"}).paid == "accept"
    assert needs(graph, {"release_policy": "free_stable_releases"}).paid == "refuse"


def test_features_asked_for_stand_once_with_must_haves_first(graph: Graph) -> None:
    found = needs(graph, {"goals": ["mtls"], "priority": "mtls_only"})

    assert found.features[0] == "mtls"
    assert len(set(found.features)) == len(found.features)
