import json
from itertools import permutations
from typing import Any

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from app.content.load import Content
from app.domain.graph import Graph
from app.web.examples import ANSWER, BATCH, BATCHES, PROBLEM, REQUESTS
from app.web.recommendation_bodies import EXTRAS, RecommendationBody

CONTRACT = {
    "winner", "add_ons", "settled", "ranking", "path", "unused_answers", "next_questions",
    "caveats", "vector", "versions", "links",
}  # fmt: skip


def post(client: TestClient, **body: Any) -> Any:
    return client.post("/recommend", json=body)


def problem(client: TestClient, **body: Any) -> dict[str, Any]:
    answer = post(client, **body)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    first: dict[str, Any] = answer.json()["errors"][0]
    return first


def test_the_answer_has_every_name_of_the_contract(client: TestClient) -> None:
    answer = post(client, answers={"goals": ["mtls"], "services": "from_20_to_100"}).json()

    assert set(answer) >= CONTRACT
    assert set(answer["ranking"][0]) >= {
        "option", "outcome", "score", "range", "contributions", "reasons",
    }  # fmt: skip
    assert set(answer["ranking"][0]["reasons"][0]) >= {"text", "cell", "sources"}
    assert answer["path"][0]["question"] == "goals"
    assert answer["path"][0]["answer"] == ["mtls"]
    assert set(answer["versions"]) == {"catalog", "graph", "engine"}


@pytest.mark.parametrize(
    ("answers", "winners"),
    [
        ({"priority": "features"}, {"istio-sidecar", "istio-ambient"}),
        ({"priority": "simplicity"}, {"linkerd"}),
        ({"cni": "cilium"}, {"cilium"}),
        ({"priority": "mtls_only"}, {"linkerd"}),
        (
            {"priority": "progressive_delivery", "goals": ["traffic_splitting"]},
            {"istio-sidecar", "istio-ambient"},
        ),
        (
            {
                "services": "under_20",
                "goals": ["observability"],
                "continue_without_need": "stop",
            },
            {"no-mesh"},
        ),
        ({"goals": "mtls", "workloads": ["vms", "windows"], "sidecars": "avoid"}, {None}),
    ],
)
def test_the_published_guide_comes_out(
    client: TestClient, answers: dict[str, Any], winners: set[str | None]
) -> None:
    assert post(client, answers=answers).json()["winner"] in winners


def test_a_body_without_answers_is_answered(client: TestClient) -> None:
    assert post(client).status_code == 200
    assert post(client, answers={"goals": None, "services": []}).json() == post(client).json()


def test_the_same_answers_in_any_order_give_the_same_bytes(client: TestClient) -> None:
    pairs = [("goals", ["mtls", "observability"]), ("cni", "cilium"), ("team", ["not_sure"])]

    bodies = {post(client, answers=dict(order)).content for order in permutations(pairs)}
    turned = post(client, answers={**dict(pairs), "goals": ["observability", "mtls"]})

    assert bodies == {turned.content}


def test_a_link_gives_the_same_bytes_as_a_body_and_is_not_sent_twice(client: TestClient) -> None:
    link = "/recommend?goals=mtls&services=under_20&weights.security=30"

    answer = client.get(link)
    again = client.get(link, headers={"If-None-Match": answer.headers["ETag"]})

    body = {"answers": {"goals": ["mtls"], "services": "under_20"}, "weights": {"security": 30}}
    assert answer.content == post(client, **body).content
    assert again.status_code == 304


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"answers": {"goals": ["mtls"], "services": null, "priority": "simplicity"}}',
        b'{"answers": {"goals": [7]}}',
        b'{"answers": {}, "stray": 1}',
        b'{"answers": "none"}',
        b"[]",
        b"{",
        b"",
        '{"answers": {"goals": "\u00e4"}}'.encode(),
        b'{"answers": {"goals": "\xff"}}',
    ],
)
@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "application/vnd.x+json"])
def test_a_body_is_answered_in_the_same_way_however_its_json_is_called(
    client: TestClient, body: bytes, kind: str
) -> None:
    plain, named = (
        client.post("/recommend", content=body, headers={"Content-Type": content_type})
        for content_type in ("application/json", kind)
    )

    assert (plain.status_code, plain.content) == (named.status_code, named.content)


def test_weights_replace_what_the_answers_collect(client: TestClient) -> None:
    answer = post(client, answers={"priority": "simplicity"}, weights={"traffic": 500}).json()

    assert answer["weights"]["traffic"] == 500


@pytest.mark.parametrize(
    "wrong",
    ["few", 5, True, 1.5, {"a": "b"}, [["under_20"]], [None], "$(touch x)", "a\nb", "<b>"],
)
def test_an_unknown_answer_names_its_question_and_what_is_allowed(
    client: TestClient, wrong: Any
) -> None:
    error = problem(client, answers={"services": wrong})

    assert error["field"] == "answers.services"
    assert error["allowed"] == [
        "under_20", "from_20_to_100", "from_100_to_500", "over_500", "not_sure",
    ]  # fmt: skip
    assert "There is no such answer" in error["message"]


@pytest.mark.parametrize(
    ("name", "field"),
    [("color", "answers.color"), ("$(touch x)", "answers"), ("<script>", "answers")],
)
def test_an_unknown_question_is_refused_with_all_there_are(
    client: TestClient, content: Content, name: str, field: str
) -> None:
    error = problem(client, answers={name: "red"})

    assert error["field"] == field
    assert error["allowed"] == list(content.graph.question_by_id)


def test_two_answers_to_a_question_that_takes_one_are_refused(client: TestClient) -> None:
    error = problem(client, answers={"services": ["under_20", "over_500"]})

    assert error["field"] == "answers.services"
    assert error["message"] == "Only one answer can be given."


def test_all_faults_are_told_at_once(client: TestClient) -> None:
    answer = post(client, answers={"services": "few", "cni": "none", "color": "red"})

    fields = {error["field"] for error in answer.json()["errors"]}
    assert fields == {"answers.services", "answers.cni", "answers.color"}


@pytest.mark.parametrize(
    ("weights", "field"),
    [
        ({"charm": 3}, "weights.charm"),
        ({"security": -1}, "weights.security"),
        ({"security": 1e9}, "weights.security"),
        ({"security": "much"}, "weights.security"),
    ],
)
def test_weights_that_are_no_points_of_a_criterion_are_refused(
    client: TestClient, weights: dict[str, Any], field: str
) -> None:
    assert problem(client, weights=weights)["field"] == field


def test_weights_that_are_not_finite_are_refused(client: TestClient) -> None:
    body = '{"weights": {"security": NaN}}'

    answer = client.post("/recommend", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code == 422


def test_only_what_exists_can_be_included(client: TestClient) -> None:
    error = problem(client, include=["costs"])
    link = client.get("/recommend?include=costs")

    names = ["flips", "pair_flips", "acceptability", "next_questions", "critical_facts", "overhead"]
    assert error["field"] == "include.0"
    assert error["allowed"] == names
    assert link.json()["errors"][0]["allowed"] == names[:-1]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("flips", "flips"),
        ("pair_flips", "pair_flips"),
        ("acceptability", "acceptability"),
        ("next_questions", "open_questions"),
        ("critical_facts", "critical_facts"),
    ],
)
def test_what_is_included_follows_the_plain_answer(client: TestClient, name: str, key: str) -> None:
    body = {"answers": {"goals": ["mtls"], "priority": "simplicity"}}

    plain = post(client, **body).json()
    told = post(client, **body, include=[name]).json()
    link = client.get(f"/recommend?goals=mtls&priority=simplicity&include={name}").json()

    assert key not in plain
    assert told.pop(key) == link.pop(key) != []
    assert told == link == plain


def test_everything_at_once_can_be_read_by_its_published_types(client: TestClient) -> None:
    body = REQUESTS["robustness"]["value"]

    answer = post(client, **{**body, "include": list(EXTRAS)})

    told = TypeAdapter(RecommendationBody).validate_json(answer.content)
    assert told.flips is not None
    assert told.flips.by_answer
    assert told.flips.by_weight
    assert told.pair_flips is not None
    assert told.pair_flips.tried
    assert told.acceptability is not None
    assert told.acceptability[0].share == told.first_rank_share
    assert told.open_questions is not None
    assert tuple(one.question for one in told.open_questions) == told.next_questions
    assert told.critical_facts
    assert told.overhead is not None
    assert len(told.overhead.options) == 7


def test_overhead_needs_the_sizes_of_the_cluster_and_names_wrong_ones(client: TestClient) -> None:
    sizes = {"nodes": 0, "node_vcpu": 8, "node_gib": 32, "meshed_pods": 10, "rps": 5}

    assert problem(client, include=["overhead"])["field"] == "cluster"
    assert problem(client, include=["overhead"], cluster=sizes)["field"] == "cluster.nodes"


def test_a_runbook_is_linked_only_where_there_is_one(client: TestClient, content: Content) -> None:
    for winner, answers in {
        "linkerd": {"priority": "simplicity"},
        "cilium": {"cni": "cilium"},
        "istio-sidecar": {"priority": "features"},
        "no-mesh": {
            "services": "under_20",
            "goals": ["observability"],
            "continue_without_need": "stop",
        },
    }.items():
        told = post(client, answers=answers).json()
        assert told["winner"] == winner
        assert ("runbook" in told["links"]) is (winner in content.runbooks.options)


def test_a_batch_answers_each_set_as_if_it_were_sent_alone(client: TestClient) -> None:
    sets: list[dict[str, Any]] = [
        {"answers": {"priority": "simplicity"}},
        {"answers": {"services": "few"}},
        {"answers": {"cni": "cilium"}, "weights": {"security": 30}},
        {"answer": {}},
        {"answers": ["goals"]},
    ]

    results = client.post("/recommend/batch", json={"requests": sets}).json()["results"]

    assert [result["index"] for result in results] == [0, 1, 2, 3, 4]
    for result, sent in zip(results, sets, strict=True):
        alone = post(client, **sent)
        key = "recommendation" if alone.status_code == 200 else "problem"
        assert result == {"index": result["index"], key: alone.json()}


@pytest.mark.parametrize("requests", [[], [{}] * 101, "all", None])
def test_a_batch_holds_from_one_to_a_hundred_sets(client: TestClient, requests: Any) -> None:
    answer = client.post("/recommend/batch", json={"requests": requests})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "requests"


def test_a_full_batch_is_answered(client: TestClient) -> None:
    answer = client.post("/recommend/batch", json={"requests": [{}] * 100})

    assert len(answer.json()["results"]) == 100


def test_the_schema_of_answers_takes_what_the_call_takes_and_nothing_else(
    client: TestClient, content: Content
) -> None:
    schema = client.get("/api/graph/answers.schema.json").json()
    Draft202012Validator.check_schema(schema)
    accepts = Draft202012Validator(schema).is_valid

    for case in (*content.scenarios.scenarios, *content.scenarios.guide):
        given = json.loads(json.dumps(dict(case.answers), default=list))
        assert accepts(given), case.id
        assert post(client, answers=given).status_code == 200
    for wrong in (
        {"color": "red"},
        {"services": "few"},
        {"services": ["under_20", "over_500"]},
        {"goals": ["none", "mtls"]},
        {"goals": ["mtls", "not_sure"]},
        {"services": 20},
    ):
        assert not accepts(wrong)
        assert post(client, answers=wrong).status_code == 422


def test_a_stray_key_is_refused_by_name(client: TestClient) -> None:
    assert problem(client, answer={"goals": "mtls"})["field"] == "answer"


@pytest.mark.parametrize("body", ["", "{", "[]", '"a"', "[" * 20_000, '{"answers": []}'])
def test_a_body_that_is_no_request_is_a_problem_and_no_failure(
    client: TestClient, body: str
) -> None:
    answer = client.post("/recommend", content=body, headers={"Content-Type": "application/json"})

    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_thousands_of_questions_are_refused_briefly(client: TestClient) -> None:
    answer = post(client, answers={f"q{number}": "a" for number in range(3000)})

    assert answer.status_code == 422
    assert len(answer.content) < 2000


@pytest.mark.parametrize("name", REQUESTS)
def test_each_example_in_the_reference_works(client: TestClient, name: str) -> None:
    assert post(client, **REQUESTS[name]["value"]).status_code == 200


def test_the_example_of_an_answer_and_of_a_problem_are_what_is_answered(
    client: TestClient,
) -> None:
    answer = post(client, **REQUESTS["goal"]["value"]).json()
    refused = post(client, answers={"services": "few"}).json()

    TypeAdapter(RecommendationBody).validate_json(json.dumps(ANSWER))
    assert list(ANSWER) == list(answer)
    assert list(ANSWER["ranking"][0]) == list(answer["ranking"][0])
    assert refused == PROBLEM


def test_the_example_of_a_batch_is_what_is_answered(client: TestClient) -> None:
    answer = client.post("/recommend/batch", json=BATCHES["two"]["value"]).json()

    one, other = answer["results"]
    assert (one["index"], list(one["recommendation"])) == (0, list(ANSWER))
    assert other == BATCH["results"][1]


def test_the_graph_is_told_whole_and_can_be_read_back(client: TestClient, content: Content) -> None:
    answer = client.get("/api/graph")

    assert Graph.model_validate_json(answer.content) == content.graph
    again = client.get("/api/graph", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_description_shows_types_examples_and_problems(client: TestClient) -> None:
    document = client.get("/openapi.json").json()

    call = document["paths"]["/recommend"]["post"]
    assert set(call["requestBody"]["content"]["application/json"]["examples"]) == set(REQUESTS)
    schema = call["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/RecommendationBody"}
    assert set(document["components"]["schemas"]["RecommendationBody"]["properties"]) >= CONTRACT
    assert call["responses"]["422"]["content"]["application/problem+json"]["example"] == PROBLEM
