"""The linters that shell authors trust find nothing in any script."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Protocol

import pytest

from app.domain.runbook import Runbook
from app.formats import script

BIN = Path(sys.executable).parent


class _Combinations(Protocol):
    runbooks: tuple[Runbook, ...]


@pytest.fixture(scope="module")
def scripts(combinations: _Combinations, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A whole script per option, and in one more file every function that those do not hold."""
    folder = tmp_path_factory.mktemp("scripts")
    whole = {runbook.option: script.render(runbook) for runbook in combinations.runbooks}
    whole["bundled"] = script.render(combinations.runbooks[-1], bundled=True)
    known = {function for text in whole.values() for function in _functions(text)}
    others: dict[str, None] = {}
    for runbook in combinations.runbooks[::3]:
        others |= dict.fromkeys(_functions(script.render(runbook)))
    head = "#!/usr/bin/env bash\n# shellcheck disable=SC2317,SC2329\n"
    rest = "\n".join(f"{function}\n" for function in others if function not in known)
    for name, text in {**whole, "rest": head + rest}.items():
        (folder / f"{name}.sh").write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


def _functions(text: str) -> list[str]:
    return re.findall(r"^(?:step|check|done)_\w+\(\) \{\n(?:\t.*\n)*\}$", text, flags=re.MULTILINE)


def _run(tool: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BIN / tool, *arguments], capture_output=True, text=True, check=False)


def test_shellcheck_finds_nothing(scripts: list[Path]) -> None:
    run = subprocess.run(
        [BIN / "shellcheck", *scripts], capture_output=True, text=True, check=False
    )

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
