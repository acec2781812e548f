"""No page has a fault that axe can see, in light and dark, wide and on a phone."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

PAGES = (
    "/",
    "/compare",
    "/compare?option=linkerd&option=cilium&group=security&cell=cilium.mtls",
    "/compare?goals=mtls&workloads=windows&my_kubernetes=1.29&as_of=2027-12-31&group=security",
    "/wizard",
    "/wizard?goals=mtls&services=from_20_to_100",
    "/result?goals=mtls&priority=simplicity",
    "/result?workloads=windows&sidecars=avoid&mtls_assurance=fips&goals=mtls",
    "/decisions/new?priority=simplicity",
    "/options/linkerd",
    "/runbooks",
    "/runbooks/linkerd",
    "/runbooks/linkerd/verdict/preflight/cluster-rights",
    "/runbooks/linkerd/diff?tool=cli&canary_weight=20&old.tool=helm",
    "/features",
    "/features/mtls",
    "/features/memory_per_pod",
    "/features/gateway_api",
    "/benchmarks",
    "/retired",
    "/downloads",
    "/report?cell=cilium.mtls",
    "/embed?feature=mtls",
    "/embed/code?cell=cilium.mtls",
    "/cluster",
    "/overhead",
    "/result?goals=mtls&nodes=3&meshed_pods=30&rps=50&node_vcpu=4&node_gib=16&my_kubernetes=1.30&my_kernel=5.4&my_cni=aws_vpc",
    "/runbooks/linkerd?goals=mtls&my_kubernetes=1.30&my_platform=eks&runbook.platform=eks",
    "/fleet?clusters=shop+/result%3Fgoals%3Dmtls",
    "/sources",
    "/sources/benchmarks/livewyer-2024",
    "/graph",
    "/method",
    "/scenarios",
    "/effort",
    "/wizard?goals=mtls&services=from_20_to_100&at=check",
    "/problems/invalid-input",
    "/starting-points",
    "/docs",
    "/decisions/nothing-is-here",
)


MARK_LOOKS = """() => {
  const seen = new Set();
  const known = new Map();
  const ground = (element) => {
    if (!element) return "";
    if (!known.has(element)) {
      const {backgroundColor, backgroundImage, opacity, filter} = getComputedStyle(element);
      const own = [backgroundColor, backgroundImage, opacity, filter].join();
      const behind = ground(element.parentElement);
      known.set(element, own === "rgba(0, 0, 0, 0),none,1,none" ? behind : `${behind};${own}`);
    }
    return known.get(element);
  };
  for (const element of document.body.querySelectorAll("*")) {
    const {color, fontSize, fontWeight, position, visibility} = getComputedStyle(element);
    const look = [
      color, fontSize, fontWeight, position, visibility, element.localName, ground(element),
      element.checkVisibility(), element.matches(":disabled"), element.ariaDisabled,
    ].join();
    const shows = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE
      && node.data.trim()) || element.matches("input, select, textarea");
    element.toggleAttribute("data-look", shows && !seen.has(look));
    if (shows) seen.add(look);
  }
}"""
"""Mark one element of each look: what shows a text in the same colours and size is judged once."""

COLOURS = ["color-contrast", "link-in-text-block"]
ALL_BUT_COLOURS = {
    "resultTypes": ["violations"],
    "rules": {rule: {"enabled": False} for rule in COLOURS},
}
ONLY_COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": COLOURS},
}


def faults_of(page: Page) -> str:
    """Return what axe reports, colours aside: nothing if all is well."""
    page.evaluate(Axe().axe_script)
    return _report(page, None, ALL_BUT_COLOURS)


def faults_of_colours(page: Page) -> str:
    """Return what axe reports of the colours of every look; `faults_of` goes before."""
    page.evaluate(MARK_LOOKS)
    return _report(page, {"include": [["[data-look]"]]}, ONLY_COLOURS)


def _report(page: Page, part: dict[str, Any] | None, options: dict[str, Any]) -> str:
    run = "([part, options]) => axe.run(part || document, options)"
    results = AxeResults(page.evaluate(run, [part, options]))
    return str(results.generate_report()) if results.violations_count else ""


@pytest.fixture
def wide_page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, color_scheme="light")
    yield context.new_page()
    context.close()


@pytest.fixture
def narrow_page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(
        base_url=address, viewport=ViewportSize(width=360, height=740), has_touch=True
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(wide_page: Page, path: str) -> None:
    wide_page.goto(path)

    assert faults_of(wide_page) == ""
    assert faults_of_colours(wide_page) == ""
    wide_page.emulate_media(color_scheme="dark")
    assert faults_of_colours(wide_page) == ""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_phone_and_axe_finds_nothing_there(narrow_page: Page, path: str) -> None:
    narrow_page.goto(path)

    assert narrow_page.evaluate("document.documentElement.scrollWidth") <= 360
    assert faults_of(narrow_page) == ""
    assert faults_of_colours(narrow_page) == ""


def test_a_colour_that_is_too_faint_is_noticed(wide_page: Page) -> None:
    wide_page.goto("/compare?group=security")
    assert faults_of(wide_page) == ""
    faint = (
        "all => all.forEach((one) => { one.style.color = '#bbb'; one.style.background = '#fff' })"
    )
    wide_page.locator("td[id='linkerd.mtls'] *").evaluate_all(faint)

    assert "color-contrast" in faults_of_colours(wide_page)
