"""The main job, end to end: compare, decide, save, share, download. With and without JavaScript."""

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import OpenContext

SHELLCHECK = Path(sys.executable).with_name("shellcheck")


def test_a_visitor_finds_a_contested_cell_and_its_sources(visitor: Page) -> None:
    visitor.goto("/")
    visitor.get_by_role("navigation").get_by_role("link", name="Compare").click()
    visitor.get_by_label("Find").fill("mutual TLS")
    visitor.get_by_role("button", name="Show").click()

    expect(visitor.get_by_role("status")).to_contain_text("4 features")
    cell = visitor.locator('[id="cilium.mtls"]')
    expect(cell).to_contain_text("Partial")
    cell.get_by_role("link", name="Partial").click()

    detail = visitor.get_by_role("heading", name="Cilium: Mutual TLS between services")
    expect(detail).to_be_visible()
    expect(visitor.get_by_text("Says: yes, the same as Istio and Linkerd")).to_be_visible()
    visitor.reload()
    expect(detail).to_be_visible()


def test_columns_and_filters_live_in_the_address(visitor: Page) -> None:
    visitor.goto("/compare?option=linkerd&option=cilium&group=security&differences=on")

    heads = visitor.locator("table.compare thead").get_by_role("columnheader")
    expect(heads.filter(has_text=re.compile("Linkerd|Cilium"))).to_have_count(2)
    expect(visitor.locator("table.compare")).not_to_contain_text("Kuma")
    expect(visitor.get_by_label("Only differences")).to_be_checked()


def test_a_team_decides_saves_shares_and_gets_its_runbook(
    visitor: Page, open_context: OpenContext, tmp_path: Path
) -> None:
    answer_the_wizard(visitor)
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Linkerd")

    visitor.get_by_role("link", name="Save for the team").click()
    visitor.get_by_role("textbox", name="Team").fill("Payments platform")
    visitor.get_by_role("textbox", name="Title").fill('Mesh for "production" & <more>')
    visitor.get_by_role("button", name="Save").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text('Mesh for "production" & <more>')
    view_link = visitor.url

    reader = open_context(accept_downloads=True).new_page()
    reader.goto(view_link)
    expect(reader.get_by_role("heading", level=1)).to_have_text('Mesh for "production" & <more>')
    expect(reader.get_by_text("Payments platform")).to_be_visible()
    expect(reader.get_by_text("The team chose Linkerd")).to_be_visible()
    assert reader.get_by_role("button", name="Save").count() == 0

    reader.get_by_role("link", name="Install runbook").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Linkerd")
    with reader.expect_download() as download:
        reader.get_by_role("link", name=re.compile("zip", re.IGNORECASE)).first.click()
    bundle = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    check_script(bundle, tmp_path)


def test_a_choice_against_the_advice_needs_a_reason_and_keeps_what_was_typed(
    visitor: Page,
) -> None:
    visitor.goto("/decisions/new?priority=simplicity")
    visitor.get_by_role("textbox", name="Team").fill("Search")
    visitor.get_by_role("textbox", name="Title").fill("Mesh")
    visitor.get_by_label("What the team chose").select_option(label="Kuma")
    visitor.get_by_role("button", name="Save").click()

    expect(visitor.get_by_role("alert")).to_contain_text(re.compile("reason", re.IGNORECASE))
    expect(visitor.get_by_role("textbox", name="Team")).to_have_value("Search")
    visitor.get_by_role("textbox", name="Reason").fill("We run Kuma on machines already.")
    visitor.get_by_role("button", name="Save").click()

    expect(visitor.get_by_text("The team chose Kuma")).to_be_visible()
    expect(visitor.get_by_text("We run Kuma on machines already.").first).to_be_visible()


def test_an_answer_can_be_changed_without_losing_the_others(visitor: Page) -> None:
    visitor.goto("/wizard?goals=mtls&services=from_20_to_100")
    expect(visitor.get_by_role("heading", name="What matters most?")).to_be_visible()

    visitor.get_by_role("link", name="Change").first.click()
    visitor.get_by_label("See what calls what").check()
    visitor.get_by_role("button", name="Continue").click()

    expect(visitor.get_by_role("heading", name="What matters most?")).to_be_visible()
    assert "services=from_20_to_100" in visitor.url
    assert "goals=observability" in visitor.url


def answer_the_wizard(visitor: Page) -> None:
    """Start on the home page, say what we know, leave the rest open, end on the result."""
    visitor.goto("/")
    visitor.get_by_role("link", name="Start the wizard").click()
    known = {
        "What should the mesh do for you?": "Encrypt and authenticate calls",
        "How many services will run in the clusters?": "20 to 100",
        "What matters most?": "Simplicity and a small footprint",
    }
    for _ in range(20):
        heading = visitor.locator("main h1")
        expect(heading).to_be_visible()
        question = heading.inner_text()
        if visitor.get_by_role("button", name="Continue").count() == 0:
            break
        visitor.get_by_label(known.get(question, "Not sure")).first.check()
        visitor.get_by_role("button", name="Continue").click()
        expect(heading).not_to_have_text(question)
    visitor.get_by_role("link", name="See the recommendation").first.click()


def check_script(bundle: zipfile.ZipFile, folder: Path) -> None:
    script = next(name for name in bundle.namelist() if name.endswith("runbook.sh"))
    path = folder / "runbook.sh"
    path.write_bytes(bundle.read(script))

    verdict = subprocess.run([SHELLCHECK, path], capture_output=True, text=True, check=False)

    assert verdict.returncode == 0, verdict.stdout
