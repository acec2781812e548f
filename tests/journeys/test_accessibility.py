"""No page has a fault that axe can see, in light and dark, wide and on a phone."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

PAGES = (
    "/",
    "/compare",
    "/compare?option=linkerd&option=cilium&group=security&cell=cilium.mtls",
    "/wizard",
    "/wizard?goals=mtls&services=from_20_to_100",
    "/result?goals=mtls&priority=simplicity",
    "/result?workloads=windows&sidecars=avoid&mtls_assurance=fips&goals=mtls",
    "/decisions/new?priority=simplicity",
    "/options/linkerd",
    "/runbooks",
    "/runbooks/linkerd",
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
    "/docs",
    "/decisions/nothing-is-here",
)


@pytest.fixture(params=["light", "dark"])
def wide_page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(base_url=address, color_scheme=request.param)
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

    results = Axe().run(wide_page)

    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_phone_and_axe_finds_nothing_there(narrow_page: Page, path: str) -> None:
    narrow_page.goto(path)

    assert narrow_page.evaluate("document.documentElement.scrollWidth") <= 360
    results = Axe().run(narrow_page)
    assert results.violations_count == 0, results.generate_report()
