import re
from datetime import date
from html import escape, unescape

import pytest
from fastapi.testclient import TestClient

from app.content.load import Content
from app.domain.baseline import Baseline, reach_of
from app.domain.claims import FeatureKind
from app.web.as_of import current_day
from tests.web.conftest import application

AS_PART = {"HX-Request": "true"}


def test_every_feature_has_a_page_with_every_claim_and_its_sources(
    client: TestClient, content: Content
) -> None:
    catalogue = content.catalogue
    for feature in catalogue.features:
        page = client.get(f"/features/{feature.id}")

        assert page.status_code == 200
        for option in catalogue.options:
            assert f'<h2 id="{option.id}">' in page.text
            for claim in option.cell(feature.id).claims:
                for source in catalogue.cited(claim.evidence):
                    assert f'href="{escape(source.url)}"' in page.text


def test_a_graded_feature_says_what_each_grade_means(client: TestClient, content: Content) -> None:
    for feature in content.catalogue.features:
        if feature.kind is FeatureKind.GRADED:
            page = unescape(client.get(f"/features/{feature.id}").text)
            assert feature.rubric
            assert feature.rubric.full in page


def test_a_measured_feature_has_a_bar_for_each_option_and_the_ends_of_its_scale(
    client: TestClient,
) -> None:
    page = client.get("/features/memory_per_pod").text

    assert len(re.findall(r'<svg class="bar o-', page)) == 7
    assert "100 points at 0, 0 points at 150 (MiB per joined pod)" in page


def test_claims_that_contradict_ours_stand_beside_it(client: TestClient, content: Content) -> None:
    contested = [cell for cell in content.catalogue.option("cilium").cells if cell.is_contested]

    page = client.get(f"/features/{contested[0].feature}").text

    assert '<span class="contested">contested</span>' in page
    assert 'class="claim disputed"' in page or 'class="claim superseded"' in page


def test_a_feature_says_which_answers_ask_for_it(client: TestClient) -> None:
    page = client.get("/features/mtls").text

    assert "/wizard?goals=mtls" in page
    assert "A must-have" in page


@pytest.mark.parametrize(
    ("feature", "profile", "absent"),
    [
        ("gateway_api_mesh", "MESH-HTTP", "GATEWAY-HTTP"),
        ("gateway_api", "GATEWAY-HTTP", "MESH-HTTP"),
    ],
)
def test_reports_stand_with_the_feature_that_they_speak_of(
    client: TestClient, feature: str, profile: str, absent: str
) -> None:
    page = client.get(f"/features/{feature}").text
    table = page.split('<table class="plain reports">')[1].split("</table>")[0]

    assert f"<td>{profile}</td>" in table
    assert f"<td>{absent}</td>" not in table
    assert "No report was found." in table


def test_what_to_set_can_be_copied(client: TestClient) -> None:
    page = client.get("/features/mtls").text
    settings = page.split('id="needs"')[1].split('id="wizard"')[0]

    assert "Helm, chart cilium" in settings
    assert "--set encryption.type=ztunnel" in settings


def test_every_cell_says_how_old_its_check_is_by_the_day_of_the_visit(
    client: TestClient,
) -> None:
    application(client).dependency_overrides[current_day] = lambda: date(2026, 11, 23)
    soon = client.get("/features/mtls").text
    application(client).dependency_overrides[current_day] = lambda: date(2028, 1, 1)
    late = client.get("/features/mtls").text

    assert '<span class="age fresh">fresh</span>' in soon
    assert '<span class="age fresh">fresh</span>' not in late
    assert '<span class="age stale">stale</span>' in late
    assert '<span class="age stale">stale</span>' in client.get("/options/linkerd").text


def test_features_are_listed_by_group_and_found_by_another_name(
    client: TestClient, content: Content
) -> None:
    everything = client.get("/features").text
    found = client.get("/features?q=mutual+tls", headers=AS_PART).text

    for feature in content.catalogue.features:
        assert f'href="/features/{feature.id}"' in everything
    assert 'href="/features/mtls"' in found
    assert 'href="/features/ha"' not in found
    assert "<html" not in found


def test_nothing_found_is_said(client: TestClient) -> None:
    assert "No feature fits." in client.get("/features?q=zzzz").text


def test_an_unknown_feature_is_not_found(client: TestClient) -> None:
    assert client.get("/features/nothing").status_code == 404


def test_the_list_and_the_page_say_what_every_mesh_has(
    client: TestClient, content: Content
) -> None:
    catalogue = content.catalogue
    reaches = {
        feature.id: reach
        for feature in catalogue.features
        if (reach := reach_of(feature, catalogue.options, date(2026, 11, 30)))
    }
    had = [name for name, reach in reaches.items() if reach.baseline is not Baseline.LIMITED]
    lacking = next(name for name, reach in reaches.items() if reach.baseline is Baseline.LIMITED)

    assert client.get("/features?as_of=2026-11-30").text.count('class="baseline"') == len(had)
    page = client.get(f"/features/{lacking}?as_of=2026-11-30").text
    assert "Not every mesh:" in page
    assert all(option.short_name in page for option in reaches[lacking].short)
