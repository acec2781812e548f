import re
from html import unescape

from fastapi.testclient import TestClient

from app.content.load import Content
from app.domain.scenarios import FactCase, Scenario


def test_every_case_stands_there_and_leads_to_its_result(
    client: TestClient, content: Content
) -> None:
    text = unescape(client.get("/scenarios").text)
    cases = content.scenarios
    every: tuple[Scenario | FactCase, ...] = (*cases.scenarios, *cases.guide, *cases.facts)

    links = re.findall(r'href="(/result\?[^"]+)"', text)

    assert len(links) == len(every)
    for case in every:
        assert f'id="{case.id}"' in text
        assert case.needed.rstrip(".") in text
    assert {client.get(link).status_code for link in links[::9]} == {200}


def test_a_case_that_comes_out_otherwise_says_so_and_why(
    client: TestClient, content: Content
) -> None:
    text = unescape(client.get("/scenarios").text)

    marked = [case for case in content.scenarios.scenarios if case.disagrees]
    assert marked
    assert text.count("The model says otherwise") == len(marked)
    for case in marked:
        own = text.split(f'id="{case.id}"')[1].split("</article>")[0]
        assert "The model says otherwise" in own
        assert (case.disagrees or "?") in own


def test_what_a_guide_says_against_the_facts_stands_beside_the_facts(
    client: TestClient, content: Content
) -> None:
    text = unescape(client.get("/scenarios").text)

    differing = [case for case in content.scenarios.facts if case.guide_says]
    assert len(differing) >= 5
    for case in differing:
        own = text.split(f'id="{case.id}"')[1].split("</article>")[0]
        assert (case.guide_says or "?") in own
        assert all(f'href="/compare?cell={cell}#{cell}"' in own for cell in case.cells)


def test_a_story_names_where_it_was_told(client: TestClient, content: Content) -> None:
    text = unescape(client.get("/scenarios").text)

    assert [
        case.id for case in content.scenarios.scenarios if f'href="{case.url}"' not in text
    ] == []
