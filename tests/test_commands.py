import io
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import HttpUrl

import app.__main__ as commands
from app.content.load import Content
from app.content.yaml_files import BrokenContent
from app.store.migrate import is_current


@pytest.fixture
def _read_before(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands find the content read already: that they read it, two others show."""
    monkeypatch.setattr("app.commands.advice.load_content", lambda: content)
    monkeypatch.setattr("app.main.load_content", lambda: content)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'new' / 'meshwise.db'}"
    monkeypatch.setenv("MESHWISE_DATABASE_URL", url)
    return url


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What uvicorn would have been asked to serve."""
    asked: dict[str, Any] = {}
    monkeypatch.setattr(
        "uvicorn.run", lambda application, **how: asked.update(how, app=application)
    )
    return asked


def test_check_counts_what_it_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["check"]) == 0

    said = capsys.readouterr().out
    assert "7 options" in said
    assert "17 questions" in said


def test_broken_content_is_a_message_and_no_trace(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise BrokenContent("linkerd.yaml: mtls: support: missing")

    monkeypatch.setattr("app.commands.content.load_content", broken)

    assert commands.main(["check"]) == 1
    assert capsys.readouterr().err == "linkerd.yaml: mtls: support: missing\n"


def test_migrate_brings_the_configured_database_up_to_date(database: str) -> None:
    assert commands.main(["migrate"]) == 0

    assert is_current(database)


@pytest.mark.endurance
def test_serve_listens_where_it_is_told_and_logs_no_paths(
    database: str,  # noqa: ARG001  It sets the environment.
    served: dict[str, Any],
) -> None:
    assert commands.main(["serve", "--host", "127.0.0.1", "--port", "8123"]) == 0

    assert (served["host"], served["port"]) == ("127.0.0.1", 8123)
    assert served["access_log"] is False
    assert served["app"].state.settings.public_url == HttpUrl("http://127.0.0.1:8123")


@pytest.mark.usefixtures("_read_before")
@pytest.mark.parametrize(
    ("host", "address"),
    [("0.0.0.0", "http://127.0.0.1:8123"), ("::1", "http://[::1]:8123")],
)
def test_what_people_type_follows_from_where_it_listens(
    database: str,  # noqa: ARG001  It sets the environment.
    served: dict[str, Any],
    host: str,
    address: str,
) -> None:
    commands.main(["serve", "--host", host, "--port", "8123"])

    assert served["app"].state.settings.public_url == HttpUrl(address)


@pytest.mark.usefixtures("_read_before")
def test_a_public_address_that_is_set_stays(
    database: str,  # noqa: ARG001  It sets the environment.
    served: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MESHWISE_PUBLIC_URL", "https://mesh.example.org")

    commands.main(["serve"])

    assert served["app"].state.settings.public_url == HttpUrl("https://mesh.example.org")


@pytest.mark.usefixtures("_read_before")
def test_a_database_server_that_is_behind_is_not_served(
    monkeypatch: pytest.MonkeyPatch,
    served: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MESHWISE_DATABASE_URL", "postgresql+psycopg://db.example.org/meshwise")
    monkeypatch.setattr("app.commands.server.is_current", lambda _url: False)

    assert commands.main(["serve"]) == 1

    assert served == {}
    assert "meshwise migrate" in capsys.readouterr().err


def test_recommend_prints_what_the_rest_call_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["recommend", "priority=simplicity", "goals=mtls"]) == 0

    assert json.loads(capsys.readouterr().out)["winner"] == "linkerd"


@pytest.mark.usefixtures("_read_before")
@pytest.mark.parametrize(
    "raw",
    [
        {"answers": {"priority": "simplicity"}, "include": ["flips"]},
        {"priority": ["simplicity"]},
    ],
)
def test_recommend_reads_a_file_and_standard_input(
    raw: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(raw))
    monkeypatch.setattr("sys.stdin", io.StringIO(file.read_text()))

    said = []
    for name in (str(file), "-"):
        assert commands.main(["recommend", name]) == 0
        said.append(json.loads(capsys.readouterr().out))

    assert said[0] == said[1]
    assert said[0]["winner"] == "linkerd"
    assert ("flips" in said[0]) is ("include" in raw)


@pytest.mark.usefixtures("_read_before")
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "This is no JSON"),
        ("[" * 100_000, "This is no JSON"),
        ("[]", "body: "),
        ('{"answers": {"services": "few"}}', "answers.services: There is no such answer few."),
        ('{"answers": {}, "include": ["costs"]}', "include.0: "),
    ],
)
def test_recommend_says_what_is_wrong_with_a_file(
    text: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answers.json"
    file.write_text(text)

    assert commands.main(["recommend", str(file)]) == 1
    assert says in capsys.readouterr().err


@pytest.mark.usefixtures("_read_before")
def test_recommend_says_when_there_is_no_such_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["recommend", "nowhere.json"]) == 1
    assert "nowhere.json: This cannot be read" in capsys.readouterr().err


@pytest.mark.usefixtures("_read_before")
def test_graph_lists_every_question_with_its_answers(
    content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["graph"]) == 0

    said = capsys.readouterr().out
    for question in content.graph.questions:
        assert f"{question.id} ({question.version}" in said
        assert all(f"- {answer.id}: {answer.text}" in said for answer in question.answers)


@pytest.mark.usefixtures("_read_before")
def test_graph_speaks_dot_with_an_arrow_for_each_condition(
    content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["graph", "--dot"]) == 0

    said = capsys.readouterr().out
    assert said.startswith("digraph decision {")
    assert said.endswith("}\n")
    for question in content.graph.questions:
        assert f"  {question.id} [label=" in said
        for asked, _ in question.asked_when.leaves() if question.asked_when else ():
            assert f"  {asked} -> {question.id} [label=" in said


@pytest.mark.usefixtures("_read_before")
def test_graph_speaks_mermaid_with_a_box_a_question(
    content: Content, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commands.main(["graph", "--mermaid"]) == 0

    said = capsys.readouterr().out
    assert said.startswith("flowchart LR\n")
    for question in content.graph.questions:
        assert f'  {question.id}["' in said
        for asked, _ in question.asked_when.leaves() if question.asked_when else ():
            assert f"  {asked} -->|" in said


@pytest.mark.usefixtures("_read_before")
def test_recommend_opens_the_decision_vector_of_an_answer_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert commands.main(["recommend", "goals=mtls", "workloads=arm64", "workloads=jobs"]) == 0
    first = json.loads(capsys.readouterr().out)

    assert commands.main(["recommend", first["vector"]]) == 0

    again = json.loads(capsys.readouterr().out)
    assert again.pop("reopened")["questions"] == []
    assert again == first


@pytest.mark.usefixtures("_read_before")
def test_recommend_names_a_wrong_answer_and_those_allowed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert commands.main(["recommend", "services=many"]) == 1

    assert "answers.services" in (said := capsys.readouterr().err)
    assert "under_20" in said


def test_without_a_command_it_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        commands.main([])

    assert ended.value.code == 2
    assert "usage: meshwise" in capsys.readouterr().err
