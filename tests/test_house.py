"""The rules of the house that no linter knows: layers, names, first sentences, nothing inline."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "app").rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").glob("*"))
FORBIDDEN_NAMES = {
    "utils", "helpers", "common", "core", "base", "manager", "service", "handler", "processor",
    "data", "info",
}  # fmt: skip


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_arrows_point_down_only() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")

    contracts = subprocess.run(
        [lint_imports, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert contracts.returncode == 0, contracts.stdout


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_starts_with_one_sentence_about_what_it_is_for(module: Path) -> None:
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8")))

    assert docstring
    assert docstring.splitlines()[0].endswith(".")


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_module_is_named_for_what_it_holds_and_fits_in_the_head(module: Path) -> None:
    assert not FORBIDDEN_NAMES & set(module.stem.split("_"))
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_a_template_holds_no_script_style_or_handler_of_its_own(template: Path) -> None:
    text = template.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"\son[a-z]+\s*=", text)
    assert "hx-on" not in text
    assert "|safe" not in text.replace(" ", "")


@pytest.mark.parametrize(
    "path",
    sorted(path for path in (ROOT / "static").iterdir() if path.suffix in {".css", ".js", ".svg"}),
    ids=named,
)
def test_a_static_file_asks_no_other_server_for_anything(path: Path) -> None:
    addresses = re.findall(r"https?://[^\s\"')]+", path.read_text(encoding="utf-8"))

    assert [one for one in addresses if not one.startswith("http://www.w3.org/")] == []


def test_no_requirement_is_without_a_hash_or_names_an_index() -> None:
    for name in ("requirements.txt", "requirements-postgresql.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        pins = [line for line in lines if re.match(r"[a-z0-9].*==", line)]

        assert pins
        assert all(line.endswith("\\") for line in pins)
        assert not any("index" in line or "://" in line for line in lines)
