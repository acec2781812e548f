import re
from html import unescape

from fastapi.testclient import TestClient

from app.content.load import Content


def test_the_page_holds_every_question_answer_and_effect(
    client: TestClient, content: Content
) -> None:
    answer = client.get("/graph")

    assert answer.status_code == 200
    text = unescape(answer.text)
    for question in content.graph.questions:
        assert f'id="{question.id}"' in text
        assert question.text in text
        assert question.why in text
        for given in question.answers:
            assert given.text in text
            assert all(effect.because in text for effect in given.effects)


def test_every_box_of_the_picture_leads_to_its_question(
    client: TestClient, content: Content
) -> None:
    text = client.get("/graph").text

    for node in content.layout.nodes[:-1]:
        assert f'<a href="#{node.id}" aria-label="{node.label}">' in text
        assert f">{node.label}</text>" in text


def test_every_question_can_be_answered_from_the_page(client: TestClient, content: Content) -> None:
    text = unescape(client.get("/graph").text)

    links = re.findall(r'href="(/wizard\?[^"]*at=[^"]+)"', text)

    assert len(links) == len(content.graph.questions)
    for link, question in zip(links, content.graph.questions, strict=True):
        answer = client.get(link)
        assert answer.status_code == 200, link
        assert f'name="answering" value="{question.id}"' in answer.text


def test_the_page_says_what_each_version_of_the_graph_brought(
    client: TestClient, content: Content
) -> None:
    text = unescape(client.get("/graph").text)

    for version in content.graph.versions:
        assert f"<dt>{version.version}</dt><dd>{version.because}" in text


def test_the_graph_comes_for_graphviz_and_as_mermaid(client: TestClient) -> None:
    dot, mermaid = (client.get(f"/api/graph.{kind}") for kind in ("dot", "mmd"))

    assert dot.text.startswith("digraph decision {")
    assert mermaid.text.startswith("flowchart LR")
    assert dot.headers["Content-Type"].startswith("text/plain")
