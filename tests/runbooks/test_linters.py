"""The linters that authors of scripts, Markdown and YAML trust find nothing in any of ours."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.runbook import Phase
from app.formats import markdown, script
from app.formats.yaml_text import to_yaml
from tests.runbooks.combinations import Combinations

pytestmark = pytest.mark.endurance

BIN = Path(sys.executable).parent

YAML_RULES = """\
extends: default
rules:
  line-length: disable
  indentation: {indent-sequences: false}
"""

# The parts that all scripts share are read in two of them; what the others hold is in the rest.
SHELLCHECKED = ("cilium", "linkerd")


@pytest.fixture(scope="module")
def scripts(combinations: Combinations, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A whole script per option, and in one more file every function that those do not hold."""
    folder = tmp_path_factory.mktemp("scripts")
    whole = {
        runbook.option: script.render(runbook, bundled=runbook.option == "cilium")
        for runbook in combinations.runbooks
        if "shop" in runbook.parameters.namespaces
    }
    known = "\n".join(whole[option] for option in SHELLCHECKED)
    bodies = dict.fromkeys("\n".join(script._step(one.step)) for one in combinations.steps)
    head = "#!/usr/bin/env bash\n# shellcheck disable=SC2317,SC2329\n"
    rest = head + "\n".join(body for body in bodies if body not in known)
    for name, text in {**whole, "rest": rest}.items():
        (folder / f"{name}.sh").write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


def _run(tool: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BIN / tool, *arguments], capture_output=True, text=True, check=False)


def test_shellcheck_finds_nothing(scripts: list[Path]) -> None:
    run = _run("shellcheck", *(one for one in scripts if one.stem in {*SHELLCHECKED, "rest"}))

    assert run.stdout == ""
    assert run.returncode == 0


def test_shfmt_would_change_nothing(scripts: list[Path]) -> None:
    whole = [path for path in scripts if path.stem != "rest"]

    run = _run("shfmt", "-d", *whole)

    assert run.stdout == ""
    assert run.returncode == 0


def test_bash_itself_can_read_every_script(scripts: list[Path]) -> None:
    for path in scripts:
        run = subprocess.run(["bash", "-n", path], capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr


@pytest.fixture(scope="module")
def pages(combinations: Combinations, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the Markdown of the largest production runbook of every option."""
    folder = tmp_path_factory.mktemp("pages")
    production = (one for one in combinations.runbooks if one.parameters.profile == "production")
    largest = {
        one.option: one for one in sorted(production, key=lambda one: sum(map(_size, one.phases)))
    }
    for option, runbook in largest.items():
        (folder / f"{option}.md").write_text(markdown.render(runbook), encoding="utf-8")
    return folder


def _size(phase: Phase) -> int:
    return len(phase.steps)


def test_the_markdown_linter_finds_nothing_but_what_commands_and_patterns_need(pages: Path) -> None:
    run = _run("rumdl", "check", "--no-config", "--disable", "MD013,MD038", pages)

    assert len(list(pages.iterdir())) == 7
    assert "Issues" not in run.stdout, run.stdout[-3000:]
    assert run.returncode == 0


def test_the_yaml_linter_finds_nothing(combinations: Combinations, tmp_path: Path) -> None:
    texts = {to_yaml(file.documents) for _, file in combinations.files}
    for number, text in enumerate(sorted(texts)):
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")
    rules = tmp_path / "rules"
    rules.write_text(YAML_RULES, encoding="utf-8")

    run = _run("yamllint", "--strict", "--config-file", rules, tmp_path)

    assert run.stdout == ""
    assert run.returncode == 0
