"""Someone looks for the figures of one mesh and passes a link to one of them on."""

import re

from playwright.sync_api import Page, expect


def test_figures_are_filtered_linked_and_read_to_their_source(
    visitor: Page,
    has_javascript: bool,  # noqa: FBT001
) -> None:
    visitor.goto("/benchmarks")
    visitor.get_by_label("Option").select_option(label="Kuma (17)")
    if not has_javascript:
        visitor.get_by_role("button", name="Show").click()
    expect(visitor.get_by_role("status")).to_contain_text("17 of 510 figures")
    expect(visitor).to_have_url(re.compile(r"[?&]option=kuma\b"))

    link = visitor.get_by_role("link", name="Link to this figure").first
    visitor.goto(link.get_attribute("href") or "")
    expect(visitor.locator("tr:target").get_by_role("rowheader")).to_contain_text("Kuma")

    visitor.locator("tr:target").get_by_role("link", name="Kuma", exact=True).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Kuma")
