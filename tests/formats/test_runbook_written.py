import json
import zipfile
from pathlib import Path

import pytest

from app.__main__ import main
from app.content.runbooks import load_runbooks
from app.domain.errors import InvalidInput
from app.domain.runbook import Runbook, assemble, parse_parameters
from app.formats import bundle
from app.formats.runbook_written import LARGEST, read_bundle, written
from app.paths import CONTENT


@pytest.fixture(scope="module")
def runbooks() -> dict[str, Runbook]:
    library = load_runbooks(CONTENT / "runbooks")
    return {
        tool: assemble("test", "kuma", parse_parameters("kuma", {"tool": tool}), library)
        for tool in ("helm", "flux")
    }


@pytest.fixture
def zips(runbooks: dict[str, Runbook], tmp_path: Path) -> dict[str, Path]:
    places = {tool: tmp_path / f"{tool}.zip" for tool in runbooks}
    for tool, place in places.items():
        place.write_bytes(bundle.render(runbooks[tool]))
    return places


def test_a_bundle_reads_back_as_the_runbook_that_it_was_made_of(
    runbooks: dict[str, Runbook], zips: dict[str, Path]
) -> None:
    assert read_bundle(zips["flux"]) == written(runbooks["flux"])


def test_a_bundle_may_be_unpacked(zips: dict[str, Path], tmp_path: Path) -> None:
    zipfile.ZipFile(zips["flux"]).extractall(tmp_path / "flux")

    assert read_bundle(tmp_path / "flux") == read_bundle(zips["flux"])


def test_the_command_prints_steps_commands_and_files_that_differ(
    zips: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["runbook", "diff", str(zips["helm"]), str(zips["flux"])]) == 1

    said = capsys.readouterr().out
    assert said.startswith("Steps: ")
    assert "file gitops/kuma.yaml:" in said
    assert "  + kubectl apply --filename gitops/kuma.yaml" in said
    assert "  - helm upgrade --install" in said


def test_the_command_prints_that_nothing_differs(
    zips: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["runbook", "diff", str(zips["helm"]), str(zips["helm"])]) == 0
    assert "0 added, 0 removed, 0 changed" in capsys.readouterr().out


def test_a_bundle_of_anybody_steers_no_terminal(
    zips: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    zipfile.ZipFile(zips["helm"]).extractall(tmp_path / "evil")
    data = json.loads((tmp_path / "evil" / "runbook.json").read_text(encoding="utf-8"))
    data["phases"][0]["steps"][0] |= {"title": "\x1b[2Jevil", "run": ["\x1b]0;x\x07"]}
    (tmp_path / "evil" / "runbook.json").write_text(json.dumps(data), encoding="utf-8")

    assert main(["runbook", "diff", str(zips["helm"]), str(tmp_path / "evil")]) == 1
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"{}", b"[" * 100_000])
@pytest.mark.parametrize("name", ["x.zip", "folder/runbook.json"])
def test_what_is_no_bundle_is_named(
    tmp_path: Path, name: str, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    place = file if name.endswith(".zip") else file.parent

    assert main(["runbook", "diff", str(place), str(tmp_path / "missing")]) == 2
    assert f"{place}: This is no bundle of a runbook" in capsys.readouterr().err


def test_a_file_that_a_step_names_must_be_there(zips: dict[str, Path], tmp_path: Path) -> None:
    zipfile.ZipFile(zips["flux"]).extractall(tmp_path / "flux")
    (tmp_path / "flux" / "gitops" / "kuma.yaml").unlink()

    with pytest.raises(InvalidInput, match=r"it holds no gitops/kuma\.yaml"):
        read_bundle(tmp_path / "flux")


def test_a_bundle_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("runbook.json", b" " * (LARGEST + 1))

    with pytest.raises(InvalidInput, match="larger than"):
        read_bundle(tmp_path / "x.zip")
