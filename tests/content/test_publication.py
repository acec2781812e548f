"""A version is published by one command: its day, its changelog and its entry."""

import shutil
from pathlib import Path

import pytest

import app.__main__ as commands
from app.content.history import changelogs_are_whole, read_changelogs, read_history
from app.content.load import Content
from app.content.publication import publish
from app.domain.catalogue import Catalogue
from app.domain.errors import InvalidInput
from app.paths import CONTENT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with what a publication writes to."""
    shutil.copy(CONTENT / "history.yaml", tmp_path)
    return tmp_path


@pytest.fixture
def corrected(content: Content) -> Catalogue:
    """The published catalogue with one corrected row."""
    first, *rest = content.catalogue.features
    features = (first.model_copy(update={"name": "Proxies"}), *rest)
    return Catalogue.model_construct(**{**dict(content.catalogue), "features": features})


def test_what_differs_is_written_and_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copytree(CONTENT, tmp_path / "content"))
    path = copy / "options" / "linkerd.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("value: sidecar", "value: sidecars", 1), encoding="utf-8")
    arguments = ["publish", str(CONTENT), "--folder", str(copy), "--title", "One correction"]

    assert commands.main([*arguments, "--day", "2099-01-01"]) == 0

    assert "1 change is written as 2099-01-01, since" in capsys.readouterr().out
    history, changelogs = read_history(copy), read_changelogs(copy)
    newest = history.publications[0]
    assert (copy / "VERSION").read_text(encoding="utf-8") == "2099-01-01\n"
    assert list(changelogs_are_whole(history, changelogs)) == []
    assert (newest.title, newest.changes) == ("One correction", ("Linkerd, 1 place: Data plane.",))
    (change,) = changelogs[0].changes
    assert str(change) == "linkerd.data_plane: value: sidecar per pod -> sidecars per pod"


def test_an_entry_that_was_put_in_words_keeps_them(
    folder: Path, content: Content, corrected: Catalogue
) -> None:
    for title in ("First words", "Other words"):
        publish(folder, content.catalogue, corrected, "2099-01-01", title)

    titles = [each.title for each in read_history(folder).publications]
    assert titles[0] == "First words"
    assert "Other words" not in titles
    assert read_changelogs(folder)[0].version == "2099-01-01"


def test_nothing_new_and_a_day_that_is_not_later_are_refused(
    folder: Path, content: Content, corrected: Catalogue
) -> None:
    with pytest.raises(InvalidInput, match="Nothing differs"):
        publish(folder, content.catalogue, content.catalogue, "2099-01-01", "T")
    with pytest.raises(InvalidInput, match="is not after"):
        publish(folder, content.catalogue, corrected, content.catalogue.version, "T")

    assert [path.name for path in folder.iterdir()] == ["history.yaml"]
