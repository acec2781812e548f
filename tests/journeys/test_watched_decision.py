"""A team writes down when to look again, and reads its decision as a record."""

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.test_accessibility import faults_of, faults_of_colours

DECISION = "/decisions/new?goals=mtls&priority=simplicity"


def save(page: Page) -> str:
    """Save a decision and return its path."""
    page.goto(DECISION)
    page.get_by_role("textbox", name="Team").fill("Payments")
    page.get_by_role("textbox", name="Title").fill("Mesh")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mesh")
    return page.url


def test_an_editor_sets_a_review_date_a_tripwire_and_a_webhook(visitor: Page) -> None:
    save(visitor)
    visitor.get_by_role("link", name="When to look again").click()

    visitor.get_by_label("Review date").fill("2030-05-01")
    visitor.get_by_label("Reopen when this becomes the answer").select_option("workloads=windows")
    visitor.get_by_label("Why it matters").fill("Team B plans them.")
    visitor.get_by_role("button", name="Write down").click()

    expect(visitor.get_by_label("Review date")).to_have_value("2030-05-01")
    expect(visitor.get_by_text("is “Pods on Windows nodes”.").first).to_be_visible()
    visitor.get_by_label("Address").fill("https://hooks.example.com/x")
    visitor.get_by_role("button", name="Add the webhook").click()
    expect(visitor.get_by_text("whsec_")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_pages_fit_a_phone_and_axe_finds_nothing(
    browser: Browser, address: str, scheme: str
) -> None:
    context = browser.new_context(
        base_url=address,
        viewport=ViewportSize(width=360, height=740),
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    path = save(page)

    for part in ("watch", "record"):
        page.goto(f"{path}/{part}")
        for details in page.locator("details").all():
            details.evaluate("(one) => { one.open = true; }")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        assert faults_of(page) == ""
        assert faults_of_colours(page) == ""
    context.close()
