"""Somebody follows a runbook by hand and asks what the output of a check means, in a browser."""

import re

from playwright.sync_api import Page, expect


def test_a_check_is_judged_and_leads_to_the_next_step(visitor: Page) -> None:
    visitor.goto("/runbooks/linkerd?namespaces=shop")
    step = visitor.locator("#preflight-cluster-rights")
    step.get_by_role("link", name="Paste what it printed").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Check your rights")

    visitor.get_by_label("What it printed").fill("no")
    visitor.get_by_role("button", name="Judge it").click()
    expect(visitor.get_by_role("status")).to_contain_text("It does not hold: stop here")
    expect(visitor.get_by_label("What it printed")).to_have_value("no")

    visitor.get_by_label("What it printed").fill("yes")
    visitor.get_by_label("Exit status").fill("0")
    visitor.get_by_role("button", name="Judge it").click()
    expect(visitor.get_by_role("status")).to_contain_text("It holds")
    visitor.get_by_role("link", name="Check that all nodes are ready").click()

    expect(visitor).to_have_url(re.compile(r"namespaces=shop.*#preflight-nodes-ready$"))
    expect(visitor.locator("#preflight-nodes-ready")).to_be_in_viewport()
