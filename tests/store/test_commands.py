from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

import app.__main__ as commands
from app.content.load import Content
from app.domain.grounds import grounds_of
from app.store import grounds
from app.store.engine import WRITES, connect

NOW = datetime.now(UTC)


@pytest.fixture
def configured(address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of the database that the commands are told to use."""
    monkeypatch.setenv("MESHWISE_DATABASE_URL", address)
    return address


def add_team(engine: Engine, name: str) -> None:
    with engine.execution_options(**WRITES).begin() as connection:
        connection.execute(
            text("INSERT INTO team (id, name, created_at) VALUES (:id, 'Team', :at)"),
            {"id": name, "at": str(NOW)},
        )


def teams(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(text("SELECT id FROM team")).scalars())


def test_backup_and_restore_bring_back_what_was_there(
    configured: str, engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "backup.db"
    add_team(engine, "kept")
    expected = 0 if configured.startswith("sqlite") else 1

    assert commands.main(["backup", str(file)]) == expected
    add_team(engine, "later")
    assert commands.main(["restore", str(file), "--force"]) == expected

    said = capsys.readouterr()
    if expected:
        assert teams(engine) == {"kept", "later"}
        assert "pg_dump" in said.err
    else:
        assert teams(engine) == {"kept"}
        assert str(file) in said.out


def test_after_a_restore_the_database_knows_what_decisions_rest_on(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: Content
) -> None:
    monkeypatch.setenv("MESHWISE_DATABASE_URL", database)
    monkeypatch.setattr("app.commands.database.load_content", lambda: content)
    file = str(tmp_path / "backup.db")

    assert commands.main(["backup", file]) == 0
    assert commands.main(["restore", file, "--force"]) == 0

    today = grounds_of(content.catalogue, content.graph, content.scales)
    engine = connect(database)
    with Session(engine) as session:
        assert grounds.find(session, today.id) is not None
    engine.dispose()


def test_a_second_backup_into_one_file_is_refused_without_force(
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MESHWISE_DATABASE_URL", database)
    file = str(tmp_path / "backup.db")

    statuses = [commands.main(["backup", file, *more]) for more in ([], [], ["--force"])]

    assert statuses == [0, 1, 0]
    assert "add --force" in capsys.readouterr().err


@pytest.mark.usefixtures("configured")
def test_prune_forgets_links_that_ended_before_the_days_it_is_told(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    add_team(engine, "t")
    with engine.execution_options(**WRITES).begin() as connection:
        connection.execute(
            text(
                "INSERT INTO link (hash, team_id, kind, name, created_at, revoked_at)"
                " VALUES (:hash, 't', 'edit', '', :at, :end)"
            ),
            [
                {"hash": str(days), "at": str(NOW), "end": str(NOW - timedelta(days=days))}
                for days in (8, 40)
            ],
        )

    assert commands.main(["prune"]) == 0
    assert commands.main(["prune", "--days", "7"]) == 0

    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["1", "1"]


@pytest.mark.parametrize("days", ["-1", "4000", "many"])
def test_prune_names_the_days_it_takes(days: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        commands.main(["prune", "--days", days])

    assert "--days" in capsys.readouterr().err


def test_a_database_that_was_never_migrated_is_not_pruned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MESHWISE_DATABASE_URL", f"sqlite:///{tmp_path}/empty.db")

    assert commands.main(["prune"]) == 1
    assert "meshwise migrate" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["serve", "migrate", "prune"])
def test_a_server_that_does_not_answer_is_a_message_and_no_trace(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = "postgresql+psycopg://meshwise:secret@/meshwise?host=/nowhere"
    monkeypatch.setenv("MESHWISE_DATABASE_URL", address)

    assert commands.main([command]) == 1

    said = capsys.readouterr().err
    assert said.startswith("The database does not answer: ")
    assert "secret" not in said
