"""The comparison by keyboard, on a phone, with the back button and on paper."""

import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

FOCUS = """() => {
  const focused = document.activeElement;
  const cell = focused.closest("td, th");
  if (!focused.closest("table.compare tbody")) return null;
  const box = focused.getBoundingClientRect();
  const table = focused.closest("table");
  const head = table.querySelector("thead").getBoundingClientRect();
  const corner = table.querySelector("thead th").getBoundingClientRect();
  const isFirst = cell.tagName === "TH";
  const first = cell.parentElement.querySelector("th").getBoundingClientRect();
  const scroll = table.parentElement;
  const clips = getComputedStyle(scroll).overflowY !== "visible";
  const frame = scroll.getBoundingClientRect();
  const top = Math.max(head.bottom, corner.bottom, clips ? frame.top : 0);
  const bottom = clips ? Math.min(innerHeight, frame.bottom) : innerHeight;
  return {
    cell: cell.id,
    isClear: box.top >= top - 1 && box.bottom <= bottom + 1
      && (isFirst || box.left >= first.right - 1) && box.right <= innerWidth + 1,
    box: [box.top, box.bottom, box.left, box.right],
    edges: [top, bottom, first.right, innerWidth],
  };
}"""
"""Where the focused link of a cell is, and whether anything that sticks covers it."""

PHONE = ViewportSize(width=360, height=740)
LAPTOP = ViewportSize(width=1100, height=700)
WIDE = ViewportSize(width=2560, height=1300)


OpenPage = Callable[[ViewportSize], Page]


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[OpenPage]:
    """Open pages of a given size."""
    contexts: list[BrowserContext] = []

    def open_one(size: ViewportSize) -> Page:
        contexts.append(browser.new_context(base_url=address, viewport=size))
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()


THREE = "option=cilium&option=linkerd&option=consul&"


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
@pytest.mark.parametrize(
    ("size", "columns"),
    [(PHONE, THREE), (PHONE, ""), (LAPTOP, ""), (WIDE, "")],
    ids=["phone-three", "phone-all", "laptop-all", "wide-all"],
)
def test_the_keyboard_reaches_every_cell_and_nothing_that_sticks_covers_it(
    open_page: OpenPage, size: ViewportSize, columns: str, key: str
) -> None:
    page = open_page(size)
    page.goto(f"/compare?{columns}group=security")
    if size is PHONE and not columns:
        page.get_by_label("All 7 columns").check()
    page.locator(".scroll" if key == "Tab" else "#reading").focus()
    reached: list[str] = []

    for _ in range(400):
        page.keyboard.press(key)
        place = page.evaluate(FOCUS)
        if place is None and reached:
            break
        if place is not None:
            assert place["isClear"], place
            reached.append(place["cell"])

    every = page.locator("td[id]").evaluate_all("cells => cells.map(cell => cell.id)")
    assert every
    assert set(every) <= set(reached)


def test_back_undoes_a_filter_a_move_and_an_opened_cell(open_page: OpenPage) -> None:
    page = open_page(LAPTOP)
    page.goto("/compare?option=linkerd&option=cilium&option=kuma")
    heads = page.locator("table.compare thead th > a")

    page.get_by_label("Only contested").check()
    expect(page.get_by_role("status")).to_contain_text(re.compile("^[0-9] features"))
    page.get_by_label("Move Cilium left").click()
    expect(heads).to_have_text(["Cilium", "Linkerd", "Kuma"])
    assert "contested=on" in page.url
    expect(page.get_by_label("Move Cilium right")).to_be_focused()
    page.locator('[id="cilium.mtls"]').get_by_role("link", name="Partial").click()
    expect(page.get_by_role("heading", name="Cilium: Mutual TLS")).to_be_focused()

    page.go_back()
    expect(page.get_by_role("heading", name="Cilium: Mutual TLS")).to_have_count(0)
    expect(heads).to_have_text(["Cilium", "Linkerd", "Kuma"])
    page.go_back()
    expect(heads).to_have_text(["Linkerd", "Cilium", "Kuma"])
    page.go_back()
    expect(page.get_by_role("status")).to_contain_text("96 features")
    expect(page.get_by_label("Only contested")).not_to_be_checked()


def test_a_moved_column_stays_where_it_is_when_a_filter_changes(open_page: OpenPage) -> None:
    page = open_page(LAPTOP)
    page.goto("/compare?option=linkerd&option=cilium")
    page.get_by_label("Move Cilium left").click()
    heads = page.locator("table.compare thead th > a")
    expect(heads).to_have_text(["Cilium", "Linkerd"])

    page.get_by_label("Find").fill("mtls")
    page.get_by_label("Kuma", exact=True).check()

    expect(heads).to_have_text(["Cilium", "Linkerd", "Kuma"])
    assert page.url.endswith("/compare?option=cilium&option=linkerd&option=kuma&q=mtls")


def test_without_scripts_columns_move_and_the_cluster_is_read(visitor: Page) -> None:
    visitor.goto("/compare?option=linkerd&option=cilium&group=reach")
    visitor.get_by_label("Move Cilium left").click()
    visitor.get_by_text("My environment").click()
    visitor.get_by_label("Kubernetes version").fill("1.29")
    visitor.get_by_role("button", name="Show").click()

    heads = visitor.locator("table.compare thead th > a")
    expect(heads).to_have_text(["Cilium", "Linkerd"])
    cell = visitor.locator('[id="linkerd.kubernetes_versions"]')
    expect(cell).to_contain_text("Needs Kubernetes 1.31 or newer, you said 1.29.")
    visitor.get_by_label("Kubernetes version").fill("soon")
    visitor.get_by_role("button", name="Show").click()
    expect(visitor.get_by_role("alert")).to_contain_text("Write a version such as 1.31.")
    expect(visitor.get_by_label("Kubernetes version")).to_have_value("soon")


def test_one_table_is_asked_for_once(open_page: OpenPage) -> None:
    page = open_page(LAPTOP)
    page.goto("/compare")
    find, asked = page.get_by_label("Find"), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/compare?q=*", lambda route: route.abort(), times=1)

    find.fill("mutual TLS")
    find.press("Enter")  # In vain: the network fails.
    expect(page.get_by_role("status")).to_contain_text("96 features")
    find.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("4 features")
    find.press("Enter")
    page.locator('[id="cilium.mtls"]').get_by_role("link", name="Partial").click()

    expect(page.get_by_role("heading", name="Cilium: Mutual TLS")).to_be_visible()
    assert len([url for url in asked if "?q=mutual" in url and "cell" not in url]) == 2


def test_paper_shows_every_cell_and_the_address_of_every_source(open_page: OpenPage) -> None:
    page = open_page(LAPTOP)
    page.goto(f"/compare?{THREE}group=security")
    page.emulate_media(media="print")

    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    cell = page.locator('[id="linkerd.mtls"]')
    expect(cell).to_be_visible()
    number = (cell.locator(".cite").get_attribute("data-sources") or "").split()[0]
    source = page.locator(f".on-paper li:nth-child({number})")
    expect(source).to_be_visible()
    expect(source).to_contain_text(cell.locator(".cite a").get_attribute("href") or "no address")


def test_a_phone_shows_the_other_filters_when_asked(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    page.goto("/compare")
    expect(page.get_by_label("Group", exact=True)).to_be_hidden()

    page.get_by_label("More filters").check()
    page.get_by_label("Group", exact=True).select_option(label="Security")

    expect(page.get_by_role("status")).to_contain_text("14 features")
    page.reload()
    expect(page.get_by_label("Group", exact=True)).to_be_visible()


def test_three_options_fit_a_phone(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    page.goto("/compare")
    page.get_by_label("First").select_option(label="Cilium")
    page.get_by_label("Second").select_option(label="Linkerd")
    page.get_by_label("Third").select_option(label="Kuma")
    page.get_by_role("button", name="Put side by side").click()

    expect(page.locator("table.compare thead th > a")).to_have_text(["Cilium", "Linkerd", "Kuma"])
    assert page.locator("table.compare").evaluate("table => table.scrollWidth") <= PHONE["width"]


def test_a_phone_shows_three_columns_until_it_is_asked_for_all(open_page: OpenPage) -> None:
    page = open_page(PHONE)
    page.goto("/compare?group=security")
    heads = page.locator("table.compare thead th > a:visible")

    expect(heads).to_have_count(3)
    assert page.locator("table.compare").evaluate("table => table.scrollWidth") <= PHONE["width"]
    page.get_by_label("All 7 columns").check()
    expect(heads).to_have_count(7)
    page.goto("/compare#no-mesh.mtls")
    expect(page.locator('[id="no-mesh.mtls"]')).to_be_visible()


def test_a_day_and_the_baseline_filter_at_once_and_back_undoes_them(open_page: OpenPage) -> None:
    page = open_page(LAPTOP)
    page.goto("/compare?option=no-mesh&option=linkerd&group=traffic")

    page.get_by_label("Only what every mesh has").check()
    expect(page.locator("table.compare tbody tr:not(.group, .detail)")).to_have_count(
        page.locator("table.compare .baseline").count()
    )
    page.get_by_label("As of").fill("2027-12-31")
    expect(page.get_by_role("rowheader", name="Support on 31 December 2027")).to_be_visible()
    expect(page.get_by_text("support ended")).to_be_visible()
    assert "as_of=2027-12-31" in page.url

    page.go_back()
    expect(page.get_by_role("rowheader", name="Support on")).to_have_count(0)
    page.go_back()
    expect(page.get_by_label("Only what every mesh has")).not_to_be_checked()


def test_a_wrong_cell_is_reported_to_be_copied(visitor: Page) -> None:
    visitor.goto("/compare?cell=linkerd.mtls&option=linkerd&group=security#linkerd.mtls")
    visitor.get_by_role("link", name="Report a problem").click()
    visitor.get_by_label("What should it say").fill("Something else.")
    visitor.get_by_role("button", name="Write the report").click()
    expect(visitor.get_by_role("alert")).to_contain_text("Choose one.")
    expect(visitor.get_by_label("What should it say")).to_have_value("Something else.")

    visitor.get_by_label("What is wrong").select_option(label="The grade or the figure is wrong")
    visitor.get_by_label("How did you test it").select_option(label="I did not test it")
    visitor.get_by_role("button", name="Write the report").click()

    expect(visitor.get_by_label("The report")).to_contain_text("> Something else.")


class _OtherSite(BaseHTTPRequestHandler):
    """A site that shows the pages named in its own query, each in a frame."""

    def do_GET(self) -> None:
        shown = parse_qs(urlsplit(self.path).query)["frame"]
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write("".join(f'<iframe src="{each}"></iframe>' for each in shown).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_another_site_shows_a_comparison_in_its_frame_and_no_other_page(
    open_page: OpenPage, address: str
) -> None:
    page = open_page(LAPTOP)
    framed = [("frame", f"{address}{path}") for path in ("/embed?feature=mtls", "/compare")]
    with HTTPServer(("127.0.0.1", 0), _OtherSite) as site:
        Thread(target=site.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{site.server_port}/?{urlencode(framed)}")

        shown, refused = page.frame_locator("iframe").nth(0), page.frame_locator("iframe").nth(1)
        expect(shown.get_by_role("rowheader", name="Mutual TLS between services")).to_be_visible()
        expect(refused.get_by_role("table")).to_have_count(0)
        site.shutdown()
