import json
import re
from html import unescape
from urllib.parse import parse_qs, parse_qsl, urlsplit

import html5lib
import pytest
from fastapi.testclient import TestClient

from app.content.load import Content
from app.domain.explanation import Explanation
from app.domain.robustness import explain
from app.domain.sent_answers import parse_answers

RUN = "goals=mtls&goals=observability&services=from_20_to_100&priority=simplicity&cni=other_fixed"
NOTHING_FITS = "goals=mtls&workloads=vms&workloads=windows&sidecars=avoid"


def verdict(client: TestClient, query: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", client.get(f"/result?{query}").text, re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", "", unescape(found.group(1)))


def test_a_winner_that_rests_on_unknown_facts_is_not_said_to_have_everything(
    client: TestClient,
) -> None:
    query = "goals=mtls&mtls_assurance=fips&cni=cilium_managed&workloads=windows"
    page = client.get(f"/result?{query}").text
    against = page.partition('id="against"')[2].partition("<h2")[0]

    assert verdict(client, query).startswith("Use Linkerd if 3 facts hold")
    assert "it has what you asked for" not in page
    assert against.count('<div class="against">') == 3  # Each once, not again as a caveat.
    assert against.count("To be checked first") == 3


@pytest.mark.parametrize(
    ("query", "winner"),
    [
        ("priority=features", "Use Istio"),
        ("priority=simplicity", "Use Linkerd"),
        ("cni=cilium", "Use Cilium"),
        ("priority=mtls_only", "Use Linkerd"),
        ("goals=traffic_splitting&priority=progressive_delivery", "Use Istio"),
        (
            "services=under_20&goals=observability&continue_without_need=stop",
            "Run no mesh",
        ),
        (NOTHING_FITS, "Nothing fits"),
    ],
)
def test_the_answer_is_the_first_sentence(client: TestClient, query: str, winner: str) -> None:
    assert verdict(client, query).startswith(winner)


def test_with_cilium_as_cni_the_two_leaders_for_mutual_tls_are_cilium_and_linkerd(
    client: TestClient,
) -> None:
    text = client.get("/result?priority=mtls_only&cni=cilium").text

    ranked = re.findall(r'class="rank-row o-([a-z-]+)"', text)
    assert set(ranked[:2]) == {"cilium", "linkerd"}


def test_a_canary_without_a_mesh_is_named_as_the_alternative(client: TestClient) -> None:
    text = client.get("/result?goals=traffic_splitting&priority=progressive_delivery").text

    alternative = text.split('id="alternative"')[1].split("</p>")[0]
    assert "No mesh" in alternative
    assert "Argo Rollouts" in alternative


def test_the_strongest_reasons_lead_to_their_cell_and_sources(client: TestClient) -> None:
    text = client.get(f"/result?{RUN}").text

    why = text.split('id="why"')[1].split("</ol>")[0]
    cells = re.findall(r'href="(/compare\?cell=[^"#]+)#([^"]+)"', why)
    assert len(cells) == 3
    assert why.count('rel="noreferrer"') >= 3
    for link, cell in cells:
        assert f'id="{cell}"' in client.get(link).text


def test_every_score_can_be_recomputed_by_hand_from_what_the_page_shows(
    client: TestClient,
) -> None:
    text = client.get(f"/result?{RUN}").text
    tree = html5lib.parse(text, namespaceHTMLElements=False)

    tables = [table for table in tree.iter("table") if "score" in table.get("class", "")]
    assert len(tables) == 7
    for table in tables:
        total = 0.0
        for row in table.iterfind("tbody/tr"):
            weight, value, points = ("".join(cell.itertext()) for cell in row.iterfind("td"))
            share, _, whole = weight.partition(" of ")
            assert float(points) == pytest.approx(
                float(share) / float(whole) * float(value), abs=0.02
            )
            total += float(points)
        shown = "".join(list(table.iterfind("tfoot/tr/td"))[-1].itertext())
        assert float(shown) == pytest.approx(total, abs=0.001)


def test_every_weight_can_be_recomputed_by_hand_from_the_answers_it_comes_from(
    client: TestClient,
) -> None:
    weights = client.get(f"/recommend?{RUN}").json()["weights"]
    text = client.get(f"/result?{RUN}").text.split('id="weight-sources"')[1].split("</dl>")[0]

    totals = [float(each) for each in re.findall(r'<strong class="num">([^<]+)', text)]
    sums = [
        sum(float(each) for each in re.findall(r'<span class="num">([^<]+)', row))
        for row in text.split("<dd>")[1:]
    ]

    assert sums == totals == list(weights.values())


def test_every_value_can_be_recomputed_by_hand_from_the_cells_it_is_the_mean_of(
    client: TestClient,
) -> None:
    tree = html5lib.parse(client.get(f"/result?{RUN}").text, namespaceHTMLElements=False)
    (cells,) = (table for table in tree.iter("table") if "cells" in table.get("class", ""))
    first = next(table for table in tree.iter("table") if "score" in table.get("class", ""))
    shown = [
        float("".join(list(row.iterfind("td"))[1].itertext())) for row in first.iterfind("tbody/tr")
    ]

    means = []
    for criterion in cells.iterfind("tbody"):
        *rows, mean = (
            [float(re.split(r"[?(]", "".join(cell.itertext()))[0]) for cell in row.iterfind("td")]
            for row in criterion.iterfind("tr")
        )
        whole = sum(weight for weight, *_ in rows)
        for place, said in enumerate(mean[1:], start=1):
            assert said == pytest.approx(sum(row[0] * row[place] for row in rows) / whole, abs=0.01)
        means.append(mean[1])
    assert means == shown


def test_a_ruled_out_option_tells_every_reason_and_what_brings_it_back(
    client: TestClient,
) -> None:
    text = client.get(f"/result?{RUN}").text

    cilium = text.split('id="out"')[1].split('<span class="option o-cilium">')[1]
    assert "Works with any network plug-in" in cilium
    assert "<q>Another one, and it stays</q>" in cilium
    assert "at=cni" in cilium


def test_where_nothing_fits_it_says_what_would_have_to_be_given_up(client: TestClient) -> None:
    text = client.get(f"/result?{NOTHING_FITS}").text

    ways = text.split('id="way-out"')[1].split("</ol>")[0]
    assert ways.count("<li>") == 7
    assert "fits without <q>" in ways
    assert "Get the install runbook" not in text


def test_a_way_out_says_what_is_still_to_be_checked_on_it(client: TestClient) -> None:
    text = client.get("/result?goals=mtls&workloads=windows&sidecars=avoid").text

    ways = text.split('id="way-out"')[1].split("</ol>")[0].split("</li>")
    linkerd = next(way for way in ways if "o-linkerd" in way)
    assert "Then to be checked" in linkerd
    assert 'href="/compare?cell=linkerd.windows#linkerd.windows"' in linkerd


def test_without_an_answer_it_says_how_open_it_is(client: TestClient) -> None:
    answer = client.get("/result")

    assert answer.status_code == 200
    assert "if nothing else is known" in answer.text
    assert "Nothing was answered yet" in answer.text


def test_the_path_tells_what_each_answer_did_and_what_is_not_used(
    client: TestClient, content: Content
) -> None:
    text = client.get("/result?goals=observability&services=not_sure&mtls_assurance=fips").text

    path = text.split('id="path"')[1]
    effects = [
        each.because for each in content.graph.question("goals").answer("observability").effects
    ]
    assert effects
    assert all(effect in unescape(path) for effect in effects)
    assert "Not sure" in path
    assert "Cryptography validated under FIPS 140" in path.split('id="unused"')[1]


def test_what_decided_it_adds_up_to_the_lead_over_the_runner_up(client: TestClient) -> None:
    text = section(client.get(f"/result?{RUN}").text, "decided")

    rows = re.findall(r'</th><td class="num">([-+.\d]+)</td>', text)
    *parts, lead = [float(points) for points in rows]
    scores = re.findall(
        r'<tfoot>.*?<td></td><td class="num">([\d.]+)</td><td class="num">([\d.]+)', text
    )

    assert len(parts) == 8
    assert round(sum(parts), 2) == lead
    assert parts == sorted(parts, reverse=True)
    first, second = (float(score) for score in scores[0])
    assert round(first - second, 2) == lead


def test_each_share_of_the_lead_can_be_computed_from_its_row(client: TestClient) -> None:
    text = section(client.get(f"/result?{RUN}").text, "decided")

    cells = re.findall(
        r'<td class="num">([-+.\d]+)</td><td class="num">([\d.]+) %</td>'
        r'<td class="num">([\d.]+)</td><td class="num">([\d.]+)</td>',
        text,
    )

    assert len(cells) == 8
    for points, share, mine, theirs in (map(float, row) for row in cells):
        assert points == pytest.approx(share / 100 * (mine - theirs), abs=0.06)


def test_each_open_question_says_which_answer_puts_whom_first(client: TestClient) -> None:
    told = client.get(f"/recommend?{RUN}&include=next_questions").json()
    text = section(client.get(f"/result?{RUN}").text, "next")

    changing = [
        each
        for one in told["open_questions"]
        for each in one["winners"].values()
        if each != told["winner"]
    ]
    assert changing
    assert text.count("</q>: ") == len(changing)


def test_what_was_not_asked_and_would_speak_against_the_winner_is_told_with_its_cells(
    client: TestClient,
) -> None:
    plain = section(client.get("/result?priority=simplicity").text, "against")
    asked = section(client.get("/result?priority=simplicity&gateway_api=preferred").text, "against")

    assert "Leave Linkerd all the same when" in plain
    assert 'href="/features/free_stable_releases#linkerd"' in plain
    assert "A current conformance report for Gateway API is a must." in plain
    assert "A current conformance report for Gateway API is a must." not in asked


def test_the_next_questions_lead_into_the_wizard(client: TestClient) -> None:
    text = client.get("/result?priority=simplicity").text

    links = re.findall(r'href="([^"]+)">Answer<', text)
    assert links
    for link in links:
        page = client.get(unescape(link))
        assert page.status_code == 200
        at = dict(parse_qsl(urlsplit(unescape(link)).query))["at"]
        assert f'value="{at}"' in page.text


def test_the_page_names_its_twin_for_programs_and_leads_on(client: TestClient) -> None:
    text = unescape(client.get(f"/result?{RUN}").text)

    assert f'<link rel="alternate" type="application/json" href="/recommend?{RUN}">' in text
    assert f'href="/decisions/new?{RUN}"' in text
    assert f'href="/wizard?{RUN}"' in text
    twin = client.get(f"/recommend?{RUN}").json()
    assert twin["vector"] in text
    assert f'href="{twin["links"]["runbook"]}"' in text


def test_weights_in_the_link_count_and_stay_in_every_link(client: TestClient) -> None:
    text = unescape(client.get("/result?goals=mtls&weights.overhead=1000").text)

    assert 'href="/recommend?goals=mtls&weights.overhead=1000.0"' in text
    assert "1,000 of" in text


def test_wrong_parts_of_a_link_are_reported_and_the_rest_is_answered(client: TestClient) -> None:
    answer = client.get("/result?priority=simplicity&services=lots")

    assert answer.status_code == 422
    assert "There is no such answer lots." in answer.text
    assert "Use <strong>Linkerd</strong>" in answer.text


@pytest.mark.parametrize("query", ["", RUN, NOTHING_FITS, "services=lots", "color=red"])
@pytest.mark.parametrize("page", ["wizard", "result"])
def test_the_page_is_valid_html_with_one_heading_and_every_id_once(
    client: TestClient, page: str, query: str
) -> None:
    text = client.get(f"/{page}?{query}").text

    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert len(list(tree.iter("h1"))) == 1


def test_the_same_link_gives_the_same_page(client: TestClient) -> None:
    first, second = (client.get(f"/result?{RUN}") for _ in range(2))

    assert first.content == second.content
    assert json.dumps(first.headers["ETag"]) == json.dumps(second.headers["ETag"])


@pytest.mark.parametrize("query", ["priority=simplicity", "goals=none"])
def test_a_runbook_is_only_offered_where_there_is_one(
    client: TestClient, content: Content, query: str
) -> None:
    winner = client.get(f"/recommend?{query}").json()["winner"]

    text = client.get(f"/result?{query}").text

    assert ("Get the install runbook" in text) == (winner in content.runbooks.options)
    assert ("There is no runbook" in text) == (winner not in content.runbooks.options)


def section(text: str, anchor: str) -> str:
    return unescape(text.split(f'id="{anchor}"')[1].split("<h2", maxsplit=1)[0])


def told(content: Content, query: str) -> Explanation:
    answers = parse_answers(content.graph, parse_qs(query))
    return explain(content.catalogue, content.graph, content.scales, answers)


def test_every_flip_by_answer_is_told_and_its_link_gives_that_winner(
    client: TestClient, content: Content
) -> None:
    flips = told(content, RUN).flips
    assert flips
    assert flips.by_answer
    text = section(client.get(f"/result?{RUN}").text, "flips").split('id="flips-by-pair"')[0]

    assert_links_lead_to(client, text, [flip.winner for flip in flips.by_answer])


def test_every_pair_of_answers_that_flips_it_is_told_and_its_link_gives_that_winner(
    client: TestClient, content: Content
) -> None:
    flips = told(content, RUN).pair_flips
    assert flips
    assert flips.pairs
    text = section(client.get(f"/result?{RUN}").text, "flips")
    text = text.split('id="flips-by-pair"')[1].split("<h3")[0]

    assert_links_lead_to(client, text, [flip.winner for flip in flips.pairs])
    assert f"{flips.tried} pairs were tried" in text


def assert_links_lead_to(client: TestClient, text: str, winners: list[str | None]) -> None:
    """Each link "Try" gives the winner that stands beside it."""
    links = re.findall(r'<a href="(/result[^"]+)">Try<span class="visually-hidden">:', text)
    assert len(links) == len(winners)
    for link, winner in zip(links, winners, strict=True):
        assert client.get(link.replace("/result", "/recommend")).json()["winner"] == winner


def test_every_flip_by_weight_is_told_and_its_link_gives_that_winner(
    client: TestClient, content: Content
) -> None:
    flips = told(content, RUN).flips
    assert flips
    text = section(client.get(f"/result?{RUN}").text, "flips")

    rows = re.findall(
        r'<span class="option o-([a-z-]+)">[^<]*</span></td><td><a href="([^"]+)">', text
    )

    assert rows
    assert len(flips.by_weight) >= len(rows)
    for winner, link in rows:
        assert client.get(link.replace("/result", "/recommend")).json()["winner"] == winner


def test_the_share_of_first_places_is_told_for_each_option_in_words(
    client: TestClient, content: Content
) -> None:
    shares = told(content, RUN).acceptability
    assert shares
    text = section(client.get(f"/result?{RUN}").text, "firm")

    for each in shares:
        assert f"{round(100 * each.share)} %" in text
        assert each.in_words in text


def test_the_facts_to_verify_first_lead_to_their_cell_with_its_date(
    client: TestClient, content: Content
) -> None:
    query = "priority=balanced&goals=mtls"
    facts = told(content, query).critical_facts
    assert facts
    text = section(client.get(f"/result?{query}").text, "verify")

    for fact in facts:
        assert f'href="/compare?cell={fact.cell}#{fact.cell}"' in text
        assert fact.because.partition(". ")[2] in text
    assert "checked on" in text


def test_the_weights_are_number_fields_that_rank_again_without_a_script(
    client: TestClient, content: Content
) -> None:
    text = client.get(f"/result?{RUN}").text

    form = text.split('<form action="/result#weights"')[1].split("</form>")[0]
    names = re.findall(r'<input id="[^"]+" name="weights\.([a-z]+)"', form)
    kept = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)">', form)
    assert names == [criterion.id for criterion in content.scales.criteria]
    assert kept == parse_qsl(RUN)
    heavy = client.get(f"/result?{RUN}&weights.simplicity=0&weights.traffic=1000").text
    assert "Istio" in re.split(r"</?h1", heavy)[1]
    assert 'value="1000"' in heavy


@pytest.mark.parametrize("typed", ["-5", "lots", "10 %", "1e9"])
def test_a_wrong_weight_is_refused_beside_its_field_and_stays(
    client: TestClient, typed: str
) -> None:
    answer = client.get("/result", params={"priority": "simplicity", "weights.security": typed})

    assert answer.status_code == 422
    assert 'href="#weights.security"' in answer.text
    shown = f'name="weights.security"[^>]* value="{typed}" aria-invalid="true"'
    assert re.search(shown, answer.text)


def test_htmx_gets_the_result_without_the_page_around_it(client: TestClient) -> None:
    text = client.get(f"/result?{RUN}", headers={"HX-Request": "true"}).text

    assert "<html" not in text
    assert text.count('id="result"') == 1
    assert "<title>" in text


def test_a_changed_answer_leads_back_to_the_result(client: TestClient) -> None:
    text = unescape(client.get(f"/result?{RUN}").text)

    assert f'href="/wizard?{RUN}&at=cni&then=result"' in text


def test_what_is_too_close_to_call_says_so_and_what_to_find_out_next(client: TestClient) -> None:
    text = client.get("/result?goals=mtls&goals=traffic_splitting&services=under_20").text

    banner = unescape(text.split('id="too-close"')[1].split("</div>")[0])
    assert "cannot be told apart" in banner
    assert "What to find out next" in banner
    assert "then=result" in banner
