"""Decisions leave the database as files, and come back from them."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

import app.__main__ as commands
from app.content.load import Content
from app.store import decisions
from app.store.engine import WRITES
from app.web.saving import Saved, proposed, save, save_in

PROPOSAL = {
    "team": "Payments",
    "title": "Mesh",
    "answers": {"priority": "simplicity"},
    "chosen_option": "linkerd",
}


@pytest.fixture
def saved(address: str, engine: Engine, content: Content, monkeypatch: pytest.MonkeyPatch) -> Saved:
    """The first of a team's two decisions."""
    monkeypatch.setenv("MESHWISE_DATABASE_URL", address)
    monkeypatch.setattr("app.commands.files.load_content", lambda: content)
    with Session(engine.execution_options(**WRITES)) as session, session.begin():
        first = save(session, *proposed(content, PROPOSAL))
        second = {**PROPOSAL, "title": "Second"}
        save_in(session, first.decision.team, proposed(content, second)[1])
    return first


def test_all_of_a_team_is_exported_and_comes_back(
    saved: Saved, engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    team = saved.decision.team.id
    assert commands.main(["export", "--team", team, "--to", str(tmp_path / "out")]) == 0
    files = capsys.readouterr().out.split()
    assert len(files) == 2

    assert commands.main(["import", *files]) == 0

    said = capsys.readouterr().out
    assert said.count("changes the decision:  http://127.0.0.1:8000/decisions/") == 2
    with Session(engine) as session:
        ids = session.connection().exec_driver_sql("SELECT id FROM decision").scalars().all()
        found = [decisions.find(session, each) for each in ids]
    titles = sorted(each.revision.title for each in found if each)
    assert titles == ["Mesh", "Mesh", "Second", "Second"]
    assert sum(each is not None and each.imported_at is not None for each in found) == 2


@pytest.mark.parametrize("form", ["madr", "nygard", "json"])
def test_one_decision_is_printed_for_its_id_or_its_view_link(
    saved: Saved, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for name in (saved.decision.id, saved.view):
        assert commands.main(["export", "--decision", name, "--format", form]) == 0
        said.append(capsys.readouterr().out)

    assert said[0] == said[1]
    assert "Mesh" in said[0]


@pytest.mark.usefixtures("saved")
def test_an_id_may_begin_with_a_hyphen(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["export", "--decision", "-" + "x" * 31]) == 1
    assert commands.main(["export", "--team", "-" + "x" * 31]) == 1

    assert "There is no team with this id" in capsys.readouterr().err


@pytest.mark.usefixtures("saved")
def test_what_is_not_there_is_not_exported(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["export", "--decision", "x" * 32]) == 1
    assert commands.main(["export", "--team", "x" * 32]) == 1

    assert "There is no team with this id" in capsys.readouterr().err


@pytest.mark.usefixtures("saved")
def test_of_several_files_a_spoilt_one_keeps_all_out(
    saved: Saved, engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.main(["export", "--decision", saved.decision.id])
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(capsys.readouterr().out)
    bad.write_text(json.dumps({"format": "meshwise.decision/9"}))

    assert commands.main(["import", str(good), str(bad)]) == 1
    assert commands.main(["import", str(tmp_path / "none.json")]) == 1

    said = capsys.readouterr().err
    assert "format: " in said
    assert "none.json: This cannot be read" in said
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM decision").scalar_one() == 2
