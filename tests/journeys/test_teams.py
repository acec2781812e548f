"""A team shares links, comments, comes late, answers alone. With and without JavaScript."""

import re

from playwright.sync_api import Browser, Page, Request, expect

from tests.journeys.conftest import OpenContext
from tests.journeys.test_accessibility import faults_of, faults_of_colours

SECRET = re.compile(r"[A-Za-z0-9_-]{32}")


def save_decision(page: Page, team: str = "Payments platform") -> str:
    """Save a decision for a new team and return its address."""
    page.goto("/decisions/new?priority=simplicity&services=from_20_to_100")
    page.get_by_role("textbox", name="Team").fill(team)
    page.get_by_role("textbox", name="Title").fill("Mesh for production")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mesh for production")
    return page.url


def make_link(page: Page, sentence: str) -> str:
    """Make a link on the page of a decision or a team and return its address."""
    page.get_by_label(re.compile(sentence)).check()
    page.get_by_role("button", name="Make the link").click()
    return page.get_by_role("status").locator("code").inner_text()


def test_a_comment_link_lets_another_browser_comment_and_no_more(
    visitor: Page, open_context: OpenContext
) -> None:
    address = save_decision(visitor)
    link = make_link(visitor, "can read the decision, comment on it")

    colleague = open_context().new_page()
    colleague.goto(link)
    assert SECRET.search(link.rpartition("/")[2])
    assert link.rpartition("/")[2] not in colleague.url
    colleague.get_by_label("About").select_option(label="Linkerd")
    colleague.get_by_role("textbox", name="What you want to say").fill("Who is on call?")
    colleague.get_by_role("button", name="Comment", exact=True).click()
    expect(colleague.get_by_text("Who is on call?")).to_be_visible()
    expect(colleague.get_by_role("button", name="Save as revision 2")).to_have_count(0)

    visitor.goto(address)
    visitor.get_by_role("button", name=re.compile("Resolve")).click()
    expect(visitor.get_by_text("Every comment is resolved.")).to_be_visible()


def test_who_comes_too_late_sees_three_versions_and_saves_again(
    visitor: Page, open_context: OpenContext
) -> None:
    address = save_decision(visitor)
    edit_link = visitor.locator("aside code").nth(1).inner_text()
    colleague = open_context().new_page()
    colleague.goto(edit_link)
    colleague.locator("#title").fill("Theirs")
    colleague.get_by_role("button", name="Save as revision 2").click()

    visitor.locator("#title").fill("Mine")
    visitor.locator("#note").fill("What I thought")
    visitor.get_by_role("button", name="Save as revision 2").click()

    alert = visitor.get_by_role("alert")
    for text in ("Mesh for production", "Theirs", "Mine"):
        expect(alert).to_contain_text(text)
    expect(visitor.locator("#note")).to_have_value("What I thought")
    visitor.get_by_role("button", name="Save as revision 3").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Mine")
    visitor.goto(f"{address}/revisions/2")
    visitor.get_by_role("button", name="Restore as revision 4").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Theirs")


def test_members_answer_alone_and_see_where_they_differ(
    visitor: Page, open_context: OpenContext
) -> None:
    save_decision(visitor)
    visitor.get_by_role("link", name="Payments platform").click()
    link = make_link(visitor, "hand in answers of their own")
    visitor.get_by_role("textbox", name="What is to be decided").fill("Next mesh")
    visitor.get_by_role("button", name="Ask the members").click()
    here = visitor.url

    for author, query in (("Kim", "priority=simplicity"), ("Alex", "cni=cilium")):
        member = open_context().new_page()
        member.goto(link)
        member.goto(f"/result?{query}")
        member.get_by_role("link", name="Save for the team").click()
        member.get_by_role("link", name="Next mesh").click()
        member.get_by_role("textbox", name="Your name").fill(author)
        member.get_by_role("button", name="Hand in").click()
        expect(member.get_by_role("heading", level=1)).to_have_text("Next mesh")

    visitor.goto(here)
    visitor.get_by_role("button", name="Close the round and compare").click()
    expect(visitor.get_by_role("heading", name="Where you differ")).to_be_visible()
    expect(visitor.get_by_text("It matters: talk about it.").first).to_be_visible()


def test_no_secret_of_a_link_is_ever_in_a_referrer(visitor: Page) -> None:
    """Every request of a visit that opens links of all kinds and goes on to other pages."""
    referrers: list[str] = []

    def note(request: Request) -> None:
        referrers.append(request.header_value("referer") or "")

    visitor.on("request", note)
    address = save_decision(visitor)
    links = [address, *visitor.locator("aside code").all_inner_texts()]
    links.append(make_link(visitor, "can read the decision, comment on it"))
    visitor.get_by_role("link", name="Payments platform").click()
    links.append(make_link(visitor, "can read all of the team's decisions"))
    for link in links:
        visitor.goto(link)
        visitor.locator("main a[href^='/']").first.click()
        visitor.goto("/")
        visitor.get_by_label("Link to the decision").fill(link)
        visitor.get_by_role("button", name="Open").click()
        visitor.get_by_role("link", name="Sources").first.click()

    secrets = {link.rpartition("/")[2] for link in links}
    assert len(secrets) == len(set(links)) >= 4
    assert len(referrers) > 20
    assert not [each for each in referrers if "/decisions/" in each and "/new" not in each]
    assert not [each for each in referrers if any(secret in each for secret in secrets)]


def test_axe_finds_nothing_on_the_pages_behind_links(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    decision = save_decision(page)
    page.locator("#title").fill("Another title")
    page.get_by_role("button", name="Save as revision 2").click()
    page.get_by_role("textbox", name="What you want to say").fill("Why?")
    page.get_by_role("button", name="Comment", exact=True).click()
    page.get_by_role("link", name="Payments platform").click()
    team = page.url
    page.get_by_role("textbox", name="What is to be decided").fill("Next mesh")
    page.get_by_role("button", name="Ask the members").click()
    first = page.url
    page.goto(f"{first}/sheets?answers=priority%3Dsimplicity")
    sheet = page.url
    page.get_by_role("textbox", name="Your name").fill("Kim")
    page.get_by_role("button", name="Hand in").click()
    page.get_by_role("button", name="Close the round and compare").click()
    pages = [
        decision,
        f"{decision}/revisions/1",
        f"{decision}/changes?from=1&to=2",
        team,
        sheet,
        first,
    ]
    for path in pages:
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(path)
        assert faults_of(page) == ""
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert faults_of_colours(page) == ""
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert faults_of(page) == ""
    context.close()
