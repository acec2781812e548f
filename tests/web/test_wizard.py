import random
import re
from html import escape, unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from fastapi.testclient import TestClient

from app.content.load import Content
from app.domain.vector import query_of

HOSTILE = [
    "$(touch x)",
    "'; DROP TABLE teams; --",
    '"><script>alert(1)</script>',
    "<img src=x onerror=alert(1)>",
    "a\r\nSet-Cookie: a=b",
    "../../etc/passwd",
    "{{ 7 * 7 }}",
    "!!python/object:os.system",
    "\x00",
    "\uff4d\uff54\uff4c\uff53",
    "x" * 3000,
]


def heading(text: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", text)
    assert found
    return unescape(found.group(1))


def hidden(text: str) -> list[tuple[str, str]]:
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', text)
    return [(unescape(name), unescape(value)) for name, value in fields]


def offered(text: str) -> list[str]:
    return re.findall(r'<label class="answer"><input [^>]*value="([^"]*)"', text)


def send(client: TestClient, text: str, *chosen: str) -> tuple[int, str]:
    """Send the form on a page as a browser without scripts does, and follow it."""
    fields = hidden(text)
    question = dict(fields)["answering"]
    fields += [(question, answer) for answer in chosen]
    answer = client.get(f"/wizard?{urlencode(fields)}", follow_redirects=True)
    return answer.status_code, answer.text


def test_the_first_page_asks_the_first_question_and_says_why(
    client: TestClient, content: Content
) -> None:
    first = content.graph.questions[0]

    text = client.get("/wizard").text

    assert heading(text) == first.text
    assert escape(first.why, quote=False) in text
    assert offered(text) == [*(answer.id for answer in first.answers), "not_sure"]
    assert "See the recommendation now" in text


def test_every_short_cut_of_the_graph_leads_to_a_result(
    client: TestClient, content: Content
) -> None:
    text = client.get("/wizard").text

    links = [unescape(link) for link in re.findall(r'class="chip" href="([^"]+)"', text)]

    assert len(links) == len(content.graph.express)
    assert [client.get(link).status_code for link in links] == [200] * len(links)


def test_the_first_page_offers_every_starting_point_and_what_the_visitor_has_already(
    client: TestClient, content: Content
) -> None:
    text = unescape(client.get("/wizard").text)

    for point in content.starting_points.starting_points:
        link = f"/wizard?{query_of(point.answers)}"
        assert f'<a href="{link}">{point.name}</a>' in text
        assert client.get(link).status_code == 200
    for link in ("/starting-points", "/cluster", "/#open"):
        assert f'href="{link}"' in text
    assert "begin with something answered" not in client.get("/wizard?goals=mtls").text


def test_a_question_that_was_changed_says_where_it_leads_back_to(client: TestClient) -> None:
    check = client.get("/wizard?goals=mtls&at=goals&then=check").text
    result = client.get("/wizard?goals=mtls&at=goals&then=result").text

    assert "then back to your answers" in check
    assert "then back to the result" in result
    assert "left after this" not in check + result


def test_an_answer_leads_to_the_next_question_under_a_plain_address(client: TestClient) -> None:
    fields = {"answering": "goals", "goals": "mtls"}

    answer = client.get(f"/wizard?{urlencode(fields)}")

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/wizard?goals=mtls"
    assert (
        heading(client.get("/wizard?goals=mtls").text)
        == "How many services will run in the clusters?"
    )


def test_htmx_gets_only_the_part_with_the_heading_to_focus(client: TestClient) -> None:
    text = client.get("/wizard?goals=mtls", headers={"HX-Request": "true"}).text

    assert "<html" not in text
    assert "<title>How many services will run in the clusters? · Meshwise</title>" in text
    assert text.count('id="wizard"') == 1
    assert "data-focus>" in text


def test_a_form_without_a_choice_is_refused_and_nothing_is_lost(client: TestClient) -> None:
    before = client.get("/wizard?goals=mtls&goals=observability").text

    status, text = send(client, before)

    assert status == 422
    assert "Choose an answer, or Not sure." in text
    assert heading(text) == heading(before)
    assert hidden(text) == hidden(before)


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        (["mtls", "none"], "none cannot be given together with other answers."),
        (["mtls", "not_sure"], "not_sure cannot be given together with an answer."),
    ],
)
def test_answers_that_exclude_each_other_are_refused_and_stay_ticked(
    client: TestClient, chosen: list[str], message: str
) -> None:
    status, text = send(client, client.get("/wizard?services=under_20&at=goals").text, *chosen)

    assert status == 422
    assert message in text
    assert re.findall(r'name="goals" value="([^"]*)" checked', text) == chosen
    assert ("services", "under_20") in hidden(text)


def test_it_says_which_open_question_could_change_the_first_place_most_and_when_none_can(
    client: TestClient,
) -> None:
    at_first = client.get("/wizard?priority=features")
    decided = {
        "goals": "observability",
        "services": "under_20",
        "continue_without_need": "stop",
    }
    at_last = client.get("/wizard", params=decided)

    first = client.get("/recommend?priority=features").json()["next_questions"]
    assert f"{len(first)} open questions could still change the first place" in at_first.text
    assert f"at={first[0]}" in at_first.text
    assert "No single answer that is still open changes the first place." in at_last.text


def test_it_counts_what_one_more_answer_can_still_put_first(
    client: TestClient, content: Content
) -> None:
    query = "goals=mtls&priority=simplicity"
    told = client.get(f"/recommend?{query}&include=next_questions").json()
    winners = [each for one in told["open_questions"] for each in one["winners"].values()]
    text = client.get(f"/wizard?{query}").text.split('id="reach"')[1].split("</p>")[0]

    rivals = {each for each in winners if each not in {told["winner"], None}}
    assert rivals
    for option in rivals:
        name = content.catalogue.option(option).short_name
        count = winners.count(option)
        assert f'{name}</span> <span class="meta">{count} answer' in text
    stopped = "goals=observability&services=under_20&continue_without_need=stop"
    assert 'id="reach"' not in client.get(f"/wizard?{stopped}").text


def test_going_back_shows_the_question_before_with_its_answer(client: TestClient) -> None:
    text = client.get("/wizard?goals=mtls&services=over_500").text
    back = re.search(r'<a href="([^"]+)"[^>]*>Back</a>', text)
    assert back

    before = client.get(unescape(back.group(1))).text

    assert heading(before) == "How many services will run in the clusters?"
    assert re.findall(r'value="([^"]*)" checked', before) == ["over_500"]


def test_a_changed_answer_keeps_the_rest_and_returns_to_where_the_visitor_was(
    client: TestClient,
) -> None:
    here = "goals=mtls&services=over_500&priority=simplicity"
    before = client.get(f"/wizard?{here}").text

    _, after = send(client, client.get(f"/wizard?{here}&at=services").text, "under_20")

    assert heading(after) == heading(before)
    assert ("services", "under_20") in hidden(after)
    assert ("priority", "simplicity") in hidden(after)


def test_answers_off_the_path_stay_and_are_shown_as_not_used(client: TestClient) -> None:
    text = client.get("/wizard?goals=observability&mtls_assurance=fips").text

    assert "Not used" in text
    assert ("mtls_assurance", "fips") in hidden(text)


def test_not_sure_is_an_answer_that_leads_on(client: TestClient) -> None:
    status, text = send(client, client.get("/wizard").text, "not_sure")

    assert status == 200
    assert heading(text) == "How many services will run in the clusters?"
    assert "Not sure</span>" in text


def test_stopping_leads_to_the_answers_to_check(client: TestClient) -> None:
    here = "goals=observability&services=under_20&continue_without_need=stop"

    text = client.get(f"/wizard?{here}").text

    assert heading(text) == "Check your answers"
    assert f'href="/result?{escape(here)}"' in text
    assert "Fewer than 20" in text


def test_a_wrong_answer_in_the_link_is_named_beside_its_question_with_what_is_allowed(
    client: TestClient,
) -> None:
    answer = client.get("/wizard?goals=mtls&services=lots")

    assert answer.status_code == 422
    assert "There is no such answer lots." in answer.text
    assert "under_20, from_20_to_100" in answer.text
    assert ("goals", "mtls") in hidden(answer.text)


@pytest.mark.parametrize("query", ["color=red&goals=mtls", "goals=mtls&at=color"])
def test_an_unknown_question_in_the_link_is_reported_and_the_rest_holds(
    client: TestClient, query: str
) -> None:
    answer = client.get(f"/wizard?{query}")

    assert answer.status_code == 422
    assert "There is no such question." in answer.text
    assert "mtls_assurance" in answer.text
    assert ("goals", "mtls") in hidden(answer.text)


@pytest.mark.parametrize("page", ["/wizard", "/result"])
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("place", ["{}=mtls", "goals={}", "weights.{}=1", "weights.security={}"])
def test_a_hostile_text_in_the_link_is_refused_and_never_becomes_syntax(
    client: TestClient, page: str, text: str, place: str
) -> None:
    name, value = place.split("=")
    query = urlencode({name.format(text): value.format(text), "services": "under_20"})

    answer = client.get(f"{page}?{query}")

    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert "Set-Cookie" not in answer.headers
    assert text not in answer.text
    assert "under_20" in answer.text


@pytest.mark.parametrize("parameter", ["at", "answering"])
@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_place_in_the_wizard_is_refused(
    client: TestClient, parameter: str, text: str
) -> None:
    answer = client.get(f"/wizard?{urlencode({parameter: text, 'services': 'under_20'})}")

    assert answer.status_code == 422
    assert text not in answer.text
    assert ("services", "under_20") in hidden(answer.text)


def test_a_link_with_hundreds_of_parameters_is_refused_briefly(client: TestClient) -> None:
    answer = client.get("/wizard?" + "&".join(f"q{number}=a" for number in range(500)))

    assert answer.status_code == 422
    assert len(answer.text) < 20_000


def test_no_question_is_called_like_a_parameter_of_the_pages(content: Content) -> None:
    assert not {"at", "answering", "then", "left", "check", "include", "vector"} & set(
        content.graph.question_by_id
    )


@pytest.mark.endurance
def test_a_hundred_random_walks_reach_a_result_without_an_error_or_a_dead_end(
    client: TestClient, content: Content
) -> None:
    dice = random.Random(2026)
    limit = len(content.graph.questions)
    for _ in range(100):
        text, steps = client.get("/wizard").text, 0
        while heading(text) != "Check your answers":
            question = content.graph.question(dict(hidden(text))["answering"])
            alone = ["not_sure", *(a.id for a in question.answers if a.excludes_others)]
            free = [each for each in offered(text) if each not in alone]
            many = dice.sample(free, dice.randint(1, len(free))) if question.multi else []
            status, text = send(client, text, *(many or [dice.choice(offered(text))]))
            assert status == 200
            steps += 1
            assert steps <= limit
        link = re.search(r'class="button" href="([^"]+)"', text)
        assert link
        result = unescape(link.group(1))
        assert client.get(result).status_code == 200
        assert len(set(dict(parse_qsl(urlsplit(result).query)))) == steps


def test_a_change_from_the_check_returns_there_and_asks_only_what_it_brings_up(
    client: TestClient,
) -> None:
    here = "goals=observability&services=over_500&priority=simplicity"
    check = client.get(f"/wizard?{here}&at=check").text
    assert heading(check) == "Check your answers"
    assert "Not answered" in check
    link = re.search(r'<a href="([^"]+at=goals[^"]*)"', check)
    assert link

    _, new = send(client, client.get(unescape(link.group(1))).text, "observability", "mtls")
    assert heading(new) == "How strong does the protection between services have to be?"
    _, newer = send(client, new, "workload_identity")
    assert heading(newer) == "What should authorization look at?"
    _, back = send(client, newer, "l4")

    assert heading(back) == "Check your answers"
    assert "Each workload proves its own identity" in back


def test_a_change_that_brings_nothing_up_returns_to_the_result_it_came_from(
    client: TestClient,
) -> None:
    text = client.get("/wizard?goals=mtls&services=over_500&at=services&then=result").text

    fields = [*hidden(text), ("services", "under_20")]
    answer = client.get(f"/wizard?{urlencode(fields)}")

    assert answer.headers["Location"] == "/result?goals=mtls&services=under_20"


def test_going_back_during_a_change_still_leads_back_to_the_check(client: TestClient) -> None:
    query = "goals=mtls&services=over_500&priority=simplicity"
    text = client.get(f"/wizard?{query}&at=services&then=check").text
    back = re.search(r'<a href="([^"]+)"[^>]*>Back</a>', text)
    assert back

    before = client.get(unescape(back.group(1))).text

    assert heading(before) == "What should the mesh do for you?"
    assert "then back to your answers" in before


def test_a_change_does_not_ask_again_what_was_left_open_before_it(client: TestClient) -> None:
    text = client.get("/wizard?goals=mtls&services=over_500&at=goals&then=check").text
    assert dict(hidden(text))["left"].startswith("priority,cni,mtls_assurance")

    _, new = send(client, text, "mtls", "traffic_splitting")
    assert heading(new) == "How should a new version get its first traffic?"
    _, back = send(client, new, "weights")

    assert heading(back) == "Check your answers"


def test_going_on_where_the_walk_had_stopped_asks_all_that_follows(client: TestClient) -> None:
    stopped = "goals=observability&services=under_20&continue_without_need=stop"
    text = client.get(f"/wizard?{stopped}&at=continue_without_need&then=check").text

    _, new = send(client, text, "continue")
    assert heading(new) == "What matters most?"
    _, newer = send(client, new, "simplicity")
    assert heading(newer) == "Which network plug-in (CNI) do the clusters use?"


def test_a_change_can_lead_back_only_to_the_check_or_the_result(client: TestClient) -> None:
    answer = client.get("/wizard?goals=mtls&then=//evil.example")

    assert answer.status_code == 422
    assert "evil.example" not in answer.text


def test_the_way_back_survives_a_form_without_a_choice(client: TestClient) -> None:
    before = client.get("/wizard?goals=mtls&at=services&then=check").text

    _, text = send(client, before)

    assert ("then", "check") in hidden(text)


def test_the_picture_shows_the_path_and_leads_back_to_each_answer(client: TestClient) -> None:
    text = client.get("/wizard?goals=mtls&services=over_500").text

    assert 'aria-label="Goals: answered"' in text
    assert 'href="/wizard?goals=mtls&amp;services=over_500&amp;at=goals" aria-label' in text
    assert text.count('class="edge on-path"') == 2
    assert 'aria-label="Any need?: not asked"' in text
    assert text.count('class="node now"') == 1
