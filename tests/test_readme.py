"""What the README promises is true."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from app.content.load import Content
from app.main import create_app
from app.settings import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_settings_is_the_settings() -> None:
    rows = re.findall(r"^\| `(MESHWISE_\w+)` \| `([^`]+)` \| (.+) \|$", README, re.MULTILINE)

    fields = Settings.model_fields
    assert [name for name, _, _ in rows] == [f"MESHWISE_{name.upper()}" for name in fields]
    for (_, default, meaning), field in zip(rows, fields.values(), strict=True):
        value = field.default
        value = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        assert default == value.rstrip("/")
        assert meaning == field.description


def test_the_two_commands_stand_on_the_first_screen_and_in_the_makefile() -> None:
    first_screen = "\n".join(README.splitlines()[:30])
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    for command in ("run", "test"):
        assert f"$ make {command}" in first_screen
        assert re.search(rf"^{command}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_what_the_readme_links_to_is_there(target: str) -> None:
    assert (ROOT / target).exists()


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`((?:docs|app|tests)/[^`]*)`", README))))
def test_what_the_readme_names_is_there(named: str) -> None:
    assert (ROOT / named).exists()


def test_the_calls_that_it_shows_are_answered(content: Content, tmp_path: Path) -> None:
    settings = Settings(database_url=SecretStr(f"sqlite:///{tmp_path}/meshwise.db"))
    calls = re.findall(r"http://127\.0\.0\.1:8000(/[^\s']*)'?(?:[^$]*?-d '([^']+)')?", README)
    asked = [(path, body) for path, body in calls if path.startswith(("/recommend", "/api"))]

    with TestClient(create_app(settings, content)) as client:
        statuses = [
            client.post(path, content=body, headers={"Content-Type": "application/json"})
            if body
            else client.get(path)
            for path, body in asked
        ]

    assert len(asked) >= 3
    assert [answer.status_code for answer in statuses] == [200] * len(asked)
