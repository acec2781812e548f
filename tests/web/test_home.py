import re

import pytest
from fastapi.testclient import TestClient

from app.domain.errors import InvalidInput
from app.web.home import path_of

ID = "q3ZkX0aVbN2mT5yLw8RcHg"


def test_home_leads_to_the_wizard_with_each_express_answer(client: TestClient) -> None:
    page = client.get("/").text

    for query in (
        "priority=features",
        "priority=simplicity",
        "cni=cilium",
        "priority=mtls_only",
        "goals=traffic_splitting&amp;priority=progressive_delivery",
    ):
        assert f'href="/wizard?{query}"' in page


def test_home_shows_real_cells_that_lead_to_their_evidence(client: TestClient) -> None:
    page = client.get("/").text

    assert "/compare?cell=linkerd.mtls#linkerd.mtls" in page
    assert "MiB" in page


@pytest.mark.parametrize(
    "link",
    [
        f"/decisions/{ID}",
        f"https://mesh.example/decisions/{ID}",
        f"  http://127.0.0.1:8000/decisions/{ID}/  ",
        f"https://mesh.example/decisions/{ID}?edit=secret#part",
    ],
)
def test_a_pasted_link_leads_to_the_decision_here(client: TestClient, link: str) -> None:
    answer = client.post("/open", data={"link": link})

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/decisions/{ID}"


@pytest.mark.parametrize(
    "path",
    [
        f"/decisions/{ID}/edit/{ID}",
        f"/decisions/{ID}/comment/{ID}",
        f"/teams/{ID}",
        f"/teams/{ID}/view/{ID}",
        f"/teams/{ID}/comment/{ID}",
        f"/teams/{ID}/edit/{ID}",
    ],
)
def test_links_of_every_kind_can_be_pasted(client: TestClient, path: str) -> None:
    answer = client.post("/open", data={"link": f"https://mesh.example{path}"})

    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "link",
    [
        "",
        "linkerd",
        "https://evil.example/",
        "/decisions/",
        "/decisions/../compare",
        f"/decisions/{ID}/delete",
        f"//evil.example/{ID}",
        "/decisions/abc%0d%0aSet-Cookie",
        "http://[broken/decisions/x",
    ],
)
def test_anything_else_is_refused_beside_the_field_and_kept(client: TestClient, link: str) -> None:
    with pytest.raises(InvalidInput):
        path_of(link)
    answer = client.post("/open", data={"link": link})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert f'value="{link}"' in answer.text


def test_home_says_what_each_express_answer_alone_points_to(client: TestClient) -> None:
    page = client.get("/").text

    leads = re.findall(r'<span class="leads">(.*?)</a>', page, flags=re.DOTALL)
    assert len(leads) == 5
    assert ["Istio" in leads[0], "Linkerd" in leads[1], "Cilium" in leads[2]] == [True] * 3
    assert "Argo Rollouts" in leads[4]


def test_every_box_of_the_picture_on_the_home_page_leads_somewhere(client: TestClient) -> None:
    page = client.get("/").text

    links = re.findall(r'<a href="([^"]+)" aria-label="[^"]+"><rect', page)
    assert len(links) == 18
    assert {client.get(link).status_code for link in links} == {200}


def test_a_pasted_decision_vector_opens_its_result(client: TestClient) -> None:
    vector = client.post(
        "/recommend",
        json={"answers": {"goals": ["mtls", "observability"]}, "weights": {"security": 30}},
    ).json()["vector"]

    answer = client.post("/open", data={"link": f" {vector} "}, follow_redirects=False)

    assert answer.status_code == 303
    opened = client.get(answer.headers["Location"], follow_redirects=True)
    assert opened.url.query == b"goals=mtls&goals=observability&weights.security=30.0"
    assert opened.status_code == 200


def test_a_vector_that_is_none_is_told_what_one_looks_like(client: TestClient) -> None:
    answer = client.post("/open", data={"link": "meshwise/1.0/goals"})

    assert answer.status_code == 422
    assert "A decision vector reads" in answer.text
