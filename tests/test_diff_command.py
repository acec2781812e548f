"""Two catalogue folders are compared on the command line."""

import shutil
from pathlib import Path

import pytest

import app.__main__ as commands
from app.paths import CONTENT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the published content that a test may change."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_folder_does_not_differ_from_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["diff", str(CONTENT), str(CONTENT)]) == 0

    assert capsys.readouterr() == ("", "")


def test_a_changed_sentence_is_one_line_and_status_one(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(copy / "features.yaml", "question: Where do the proxies sit?", "question: Where?")

    assert commands.main(["diff", str(CONTENT), str(copy)]) == 1

    assert capsys.readouterr().out == "data_plane: question: Where do the proxies sit? -> Where?\n"


def test_a_changed_release_date_is_told_although_the_version_stays(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(copy / "options" / "linkerd.yaml", "date: '2026-08-21'", "date: '2026-08-22'")

    assert commands.main(["diff", str(CONTENT), str(copy)]) == 1

    assert capsys.readouterr().out == "linkerd.release: date: 2026-08-21 -> 2026-08-22\n"


def test_a_folder_without_one_of_its_files_is_refused(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy / "add_ons" / "flagger.yaml").unlink()

    assert commands.main(["diff", str(CONTENT), str(copy)]) == 2

    assert "flagger.yaml" in capsys.readouterr().err


def test_text_that_would_steer_a_terminal_or_break_the_line_is_made_harmless(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(
        copy / "features.yaml",
        "question: Where do the proxies sit?",
        'question: "Where\\e[2J\\n\\nlinkerd.mtls: forged\\u202e?"',
    )

    assert commands.main(["diff", str(CONTENT), str(copy)]) == 1

    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert out.strip().isprintable()


@pytest.mark.parametrize("side", ["old", "new"])
def test_a_folder_that_does_not_exist_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], side: str
) -> None:
    nowhere = str(tmp_path / "nowhere")
    folders = [nowhere, str(CONTENT)] if side == "old" else [str(CONTENT), nowhere]

    assert commands.main(["diff", *folders]) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert f"{nowhere}: this is no catalogue" in err


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("kind: descriptive", "kind: prose", "features.yaml: features[data_plane].kind:"),
        ("groups:", "groups: [", "features.yaml: "),
        ("groups:", "gruops:", "features.yaml: groups: is missing"),
    ],
)
def test_a_broken_file_is_named_with_folder_and_place(
    copy: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, complaint: str
) -> None:
    replace(copy / "features.yaml", old, new)

    assert commands.main(["diff", str(CONTENT), str(copy)]) == 2

    assert f"{copy}: {complaint}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("version", "complaint"),
    [(b"soon", "VERSION: day: must be a day"), (b"\xff\xfe", "this is no catalogue")],
)
def test_a_broken_version_is_a_message_and_no_trace(
    copy: Path, capsys: pytest.CaptureFixture[str], version: bytes, complaint: str
) -> None:
    (copy / "VERSION").write_bytes(version)

    assert commands.main(["diff", str(CONTENT), str(copy)]) == 2

    assert f"{copy}: {complaint}" in capsys.readouterr().err


def test_the_help_tells_the_exit_statuses(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        commands.main(["diff", "--help"])

    assert ended.value.code == 0
    assert "0 nothing changed, 1 something did, 2 a folder" in capsys.readouterr().out


def test_schemas_are_written_where_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["schemas", str(tmp_path / "new")]) == 0

    assert (tmp_path / "new" / "option.json").is_file()
    assert str(tmp_path / "new") in capsys.readouterr().out
