from app.content.load import Content
from app.domain.conditions import asked_when


def test_a_question_without_condition_is_always_asked(content: Content) -> None:
    assert asked_when(content.graph, content.graph.question("goals")).startswith("Always")


def test_a_condition_is_said_with_the_words_of_the_question(content: Content) -> None:
    said = asked_when(content.graph, content.graph.question("continue_without_need"))

    assert said.startswith("When the answer to “How many services will run in the clusters?” is ")
    assert "and it is not so that the answer to “What should the mesh do for you?” includes" in said
    assert " or “Split traffic between versions (canary, A/B)”" in said
