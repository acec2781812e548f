"""The published graph, linted like data, and what the loader refuses."""

from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.content.graph import load_graph, load_scales, load_scenarios
from app.content.load import Content
from app.content.yaml_files import BrokenContent, read_yaml
from app.domain.graph import Answers, Graph, walk
from app.domain.questions import Question
from app.domain.ranking import rank
from app.domain.scoring import model_of
from app.domain.sent_answers import parse_answers
from app.paths import CONTENT

FEATURES = {
    "sidecars": "fine",
    "services": "from_20_to_100",
    "priority": "features",
    "cni": "other_fixed",
    "clusters": "one",
    "workloads": "jobs",
    "overhead_budget": "relaxed",
    "team": "platform_team",
    "release_policy": "any",
    "gateway_api": "not_needed",
    "platform": "eks",
}
SMALL = {**FEATURES, "goals": "mtls", "authorization_level": "l4", "priority": "simplicity"}
VENDOR = {**FEATURES, "release_policy": "vendor_support", "overhead_budget": "tight_memory"}
WINNERS: dict[str, dict[str, object]] = {
    "istio-sidecar": {**FEATURES, "goals": "resilience", "traffic_features": "locality"},
    "istio-ambient": {
        **FEATURES,
        "goals": "observability",
        "sidecars": "avoid",
        "traffic_features": "mirroring",
    },
    "linkerd": {**SMALL, "mtls_assurance": "workload_identity"},
    "cilium": {
        **SMALL,
        "mtls_assurance": "encryption_in_transit",
        "cni": "cilium",
        "sidecars": "avoid",
    },
    "kuma": {
        **FEATURES,
        "goals": "resilience",
        "services": "over_500",
        "priority": "simplicity",
        "cni": "cilium",
        "traffic_features": "mirroring",
        "clusters": "several_flat_network",
        "workloads": "vms",
        "overhead_budget": "tight_memory",
        "release_policy": "free_stable_releases",
    },
    "consul": {
        **VENDOR,
        "goals": ["mtls", "observability", "resilience"],
        "services": "under_20",
        "priority": "mtls_only",
        "cni": "cilium",
        "mtls_assurance": "workload_identity",
        "authorization_level": "l7",
        "traffic_features": ["rate_limiting", "session_affinity", "extensibility"],
        "workloads": "vms",
        "team": "some_experience",
        "platform": "openshift",
    },
    "no-mesh": {
        "goals": "observability",
        "services": "under_20",
        "continue_without_need": "stop",
    },
}


def ways_to(graph: Graph, question: Question) -> Iterator[Answers]:
    """Yield every set of single answers to the questions a condition speaks of."""
    leaves = question.asked_when.leaves() if question.asked_when else ()
    spoken_of = list(dict.fromkeys(asked for asked, _ in leaves))
    choices = [[(), *((a.id,) for a in graph.question(one).answers)] for one in spoken_of]
    for chosen in product(*choices):
        yield {one: given for one, given in zip(spoken_of, chosen, strict=True) if given}


def test_every_question_is_asked_for_some_answers_and_every_effect_can_fire(
    content: Content,
) -> None:
    for question in content.graph.questions:
        ways = [
            answers
            for answers in ways_to(content.graph, question)
            if question in walk(content.graph, answers).asked
        ]
        assert ways, question.id
        for answer in question.answers:
            path = walk(content.graph, {**ways[0], question.id: (answer.id,)})
            step = next(step for step in path.steps if step.question == question)
            assert step.effects == answer.effects


def test_every_condition_can_fail_too(content: Content) -> None:
    for question in content.graph.questions:
        if question.asked_when:
            ways = ways_to(content.graph, question)
            assert any(question not in walk(content.graph, way).asked for way in ways), question.id


def test_no_answer_is_without_an_effect_or_a_reason(content: Content) -> None:
    for question in content.graph.questions:
        for answer in question.answers:
            assert answer.effects, f"{question.id}: {answer.id}"
            for effect in answer.effects:
                assert effect.because.endswith("."), f"{question.id}: {answer.id}"


def test_no_effect_names_an_option(content: Content) -> None:
    options = {option.id for option in (*content.catalogue.options, *content.catalogue.add_ons)}
    for question in content.graph.questions:
        for answer in question.answers:
            for effect in answer.effects:
                assert not options & {*effect.features, *effect.weigh}


@pytest.mark.parametrize("option", WINNERS)
def test_every_option_wins_for_some_complete_answers(content: Content, option: str) -> None:
    answers = parse_answers(content.graph, WINNERS[option])
    model = model_of(content.catalogue, content.graph, content.scales)

    path = walk(content.graph, answers)
    winner = rank(model, answers).winner

    assert path.next_question is None
    assert path.unused == {}
    assert winner is not None
    assert winner.option == option


def test_every_option_of_the_catalogue_is_among_those_winners(content: Content) -> None:
    assert set(WINNERS) == {option.id for option in content.catalogue.options}


def test_the_five_short_cuts_pass_and_use_every_answer(content: Content) -> None:
    assert len(content.graph.express) == 5
    for short_cut in content.graph.express:
        path = walk(content.graph, parse_answers(content.graph, short_cut.answers))
        assert path.unused == {}


def test_ids_that_clients_rely_on_are_there(content: Content) -> None:
    found = {q.id: tuple(a.id for a in q.answers) for q in content.graph.questions}

    assert found == CONTRACT
    assert {q.id for q in content.graph.questions if q.multi} == {
        "goals",
        "traffic_features",
        "workloads",
    }


CONTRACT = {
    "goals": (
        "mtls",
        "traffic_splitting",
        "observability",
        "resilience",
        "authorization",
        "multicluster",
        "none",
    ),
    "services": ("under_20", "from_20_to_100", "from_100_to_500", "over_500"),
    "continue_without_need": ("stop", "continue"),
    "priority": ("features", "simplicity", "mtls_only", "progressive_delivery", "balanced"),
    "cni": ("cilium", "cilium_managed", "other_fixed", "other_replaceable"),
    "mtls_assurance": ("encryption_in_transit", "workload_identity", "fips"),
    "authorization_level": ("l4", "l7", "l7_with_jwt"),
    "canary_style": ("weights", "headers", "automated"),
    "traffic_features": (
        "mirroring",
        "fault_injection",
        "rate_limiting",
        "session_affinity",
        "locality",
        "extensibility",
        "egress_control",
    ),
    "clusters": ("one", "several_flat_network", "several_separate_networks"),
    "workloads": ("vms", "windows", "dual_stack", "arm64", "jobs"),
    "sidecars": ("fine", "avoid"),
    "overhead_budget": ("tight_memory", "tight_latency", "relaxed"),
    "team": ("first_mesh", "some_experience", "platform_team"),
    "release_policy": ("any", "free_stable_releases", "vendor_support"),
    "gateway_api": ("not_needed", "preferred", "required"),
    "platform": ("eks", "gke", "aks", "openshift", "k3s", "kubeadm", "other"),
}

Raw = dict[str, Any]
Change = Callable[[Raw], object]


def effect(raw: Raw) -> Raw:
    found: Raw = raw["questions"][0]["answers"][0]["effects"][0]
    return found


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda raw: raw.update(stray=1), "stray"),
        (lambda raw: effect(raw).update(require={"telepathy": "full"}), "telepathy"),
        (lambda raw: effect(raw).update(require={"proxy": "full"}), "proxy is no graded"),
        (lambda raw: effect(raw).update(require={"mtls": "mostly"}), "mostly"),
        (lambda raw: effect(raw).update(emphasise={"crd_count": 2}), "belongs to no criterion"),
        (lambda raw: effect(raw).update(weigh={"beauty": 2}), "no criterion beauty"),
        (lambda raw: effect(raw).update(weigh={"security": -2}), "above 0"),
        (lambda raw: effect(raw).update(sources=["a-rumour"]), "no source a-rumour"),
        (lambda raw: effect(raw).update(require={}), "must do something"),
        (lambda raw: effect(raw).pop("because"), "because"),
        (
            lambda raw: effect(raw).update(require={"mtls": "full"}, add_on=["mtls"]),
            "as partial only",
        ),
        (lambda raw: raw["questions"].append(raw["questions"][0]), "goals stands twice"),
        (lambda raw: raw["questions"].reverse(), "no earlier"),
        (
            lambda raw: raw["questions"][2].update(asked_when={"question": "goals", "has": ["x"]}),
            "with answer x",
        ),
        (
            lambda raw: raw["questions"][2].update(asked_when={"question": "goals"}),
            "give one of",
        ),
        (
            lambda raw: raw["questions"][1]["answers"].append({"id": "not_sure", "text": "?"}),
            "none may be called",
        ),
        (lambda raw: raw["questions"][1]["answers"][0].update(excludes_others=True), "exclusive"),
        (lambda raw: raw["express"][0]["answers"].update(cni=["calico"]), "short cut features"),
        (lambda raw: raw["versions"].clear(), "versions: the first must be"),
        (lambda raw: raw.update(version="1.1"), "the first must be 1.1"),
        (lambda raw: raw["questions"][0].update(version="1.1.0"), "what changed in goals 1.1.0"),
        (lambda raw: raw["questions"][0]["answers"][0].update(since="1.1.0"), "since: is newer"),
    ],
)
def test_a_broken_graph_is_refused_with_what_is_wrong(
    content: Content, tmp_path: Path, change: Change, message: str
) -> None:
    raw = read_yaml(CONTENT / "questions.yaml")
    change(raw)
    path = tmp_path / "questions.yaml"
    path.write_text(yaml.safe_dump(raw, sort_keys=False), encoding="utf-8")

    with pytest.raises(BrokenContent, match=message) as refusal:
        load_graph(path, content.catalogue, content.scales)

    assert str(refusal.value).startswith("questions.yaml: ")


def asked_when(raw: Raw, question: str, **condition: object) -> None:
    found = next(each for each in raw["questions"] if each["id"] == question)
    found["asked_when"] = condition


def goals(*answers: str) -> Raw:
    return {"question": "goals", "has": list(answers)}


PLANTED: dict[str, tuple[Change, str]] = {
    "a question that nobody can reach": (
        lambda raw: asked_when(raw, "cni", all=[goals("mtls"), {"none": [goals("mtls")]}]),
        "cni: asked_when: can never hold",
    ),
    "a condition that always holds": (
        lambda raw: asked_when(raw, "cni", any=[goals("mtls"), {"none": [goals("mtls")]}]),
        "cni: asked_when: always holds",
    ),
    "a part of a condition that nobody can fulfil there": (
        lambda raw: asked_when(
            raw, "cni", any=[goals("mtls"), {"question": "continue_without_need", "has": ["stop"]}]
        ),
        "cni: asked_when: nobody who comes here has continue_without_need stop",
    ),
    "an answer without an effect": (
        lambda raw: raw["questions"][0]["answers"][0].pop("effects"),
        "goals: mtls: effects: an answer must do something",
    ),
    "an effect that cannot be felt": (
        lambda raw: effect(raw).update(emphasise={"retries": 1}),
        "emphasise: retries: counts as 1 rows already",
    ),
    "an answer that contradicts itself": (
        lambda raw: raw["questions"][0]["answers"][0]["effects"].extend(
            {"because": "So.", "paid": paid} for paid in ("accept", "refuse")
        ),
        "goals: mtls: paid: accepts a contract and refuses it",
    ),
    "a stricter answer that asks for less": (
        lambda raw: next(each for each in raw["questions"] if each["id"] == "authorization_level")[
            "answers"
        ].reverse(),
        "asks for less jwt_auth than l7_with_jwt",
    ),
    "a walk that is too long": (
        lambda raw: [each.pop("asked_when", None) for each in raw["questions"]],
        "up to 17 can be asked in one walk",
    ),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_each_rule_of_the_graph_finds_what_is_planted(
    content: Content, tmp_path: Path, fault: str
) -> None:
    change, message = PLANTED[fault]

    test_a_broken_graph_is_refused_with_what_is_wrong(content, tmp_path, change, message)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda raw: raw["criteria"][0]["rows"][0].update(feature="telepathy"), "no such feature"),
        (lambda raw: raw["criteria"][0]["rows"][0].update(feature="proxy"), "only described"),
        (lambda raw: raw["criteria"][0]["rows"][0].update(feature="retries"), "in two criteria"),
        (lambda raw: raw["criteria"][0].pop("because"), "because"),
        (lambda raw: raw["support"].pop(), "each of its levels once"),
        (lambda raw: raw["support"][0].update(stable=101), "stable"),
        (
            lambda raw: [row.update(weight=0) for row in raw["criteria"][0]["rows"]],
            "standing weight",
        ),
    ],
)
def test_broken_scales_are_refused_with_what_is_wrong(
    content: Content, tmp_path: Path, change: Change, message: str
) -> None:
    raw = read_yaml(CONTENT / "scales.yaml")
    change(raw)
    path = tmp_path / "scales.yaml"
    path.write_text(yaml.safe_dump(raw, sort_keys=False), encoding="utf-8")

    with pytest.raises(BrokenContent, match=message):
        load_scales(path, content.catalogue)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda case: case.update(accepted=["osm"]), "no option osm"),
        (lambda case: case["answers"].update(services=["many"]), "answers.services"),
        (lambda case: case.update(source="a-rumour"), "no source a-rumour"),
        (lambda case: case.update(id="bol-2022"), "stands twice"),
    ],
)
def test_a_broken_case_is_refused_by_its_name(
    content: Content, tmp_path: Path, change: Change, message: str
) -> None:
    raw = read_yaml(CONTENT / "scenarios.yaml")
    change(raw["scenarios"][0])
    path = tmp_path / "scenarios.yaml"
    path.write_text(yaml.safe_dump(raw, sort_keys=False), encoding="utf-8")

    with pytest.raises(BrokenContent, match=message):
        load_scenarios(path, content.catalogue, content.graph)
