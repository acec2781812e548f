"""Whatever a runbook holds, it reaches no format as syntax, and the bundle is reproducible."""

import dataclasses
import hashlib
import io
import json
import re
import shlex
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.content.runbooks import load_runbooks
from app.domain.runbook import (
    Command,
    File,
    Probe,
    Runbook,
    Step,
    assemble,
    parse_parameters,
)
from app.formats import bundle, markdown, script
from app.formats.yaml_text import to_yaml
from app.paths import CONTENT

LIBRARY = load_runbooks(CONTENT / "runbooks")
HOSTILE = (
    "$(touch x)",
    "`touch x`",
    "'; touch x; '",
    '"; touch x; "',
    "\\'; touch x",
    "../../x",
    "-rf",
    "!!python/object:os.system",
    "a: b # c",
    "{{ 7 * 7 }}",
    "<script>alert(1)</script>",
    "[x](javascript:alert)",
    "``` \n touch x",
    "**x** | _y_",
    "END_OF_FILE",
    "\u202eevil",
    "1e3",
    "no",
)


def make(option: str = "linkerd", **raw: object) -> Runbook:
    return assemble("2026-11-22", option, parse_parameters(option, raw), LIBRARY)


def with_text(runbook: Runbook, text: str) -> Runbook:
    """Return a runbook whose first step holds `text` wherever a text can stand."""
    phase = runbook.phases[0]
    step = phase.steps[0]
    command = Command((("kubectl", "get", text),))
    check = dataclasses.replace(step.expect, shows=text, command=command, example=text)
    hostile = dataclasses.replace(
        step,
        title=text,
        why=text,
        changes=text,
        abort_if=text,
        by_hand=False,
        commands=(command,),
        expect=check,
        files=(File("manifests/x.yaml", ({"name": text, text: [text]},)),),
    )
    changed = dataclasses.replace(phase, steps=(hostile,))
    return dataclasses.replace(runbook, phases=(changed, *runbook.phases[1:]), summary=text)


def first_step(runbook: Runbook) -> Step:
    return runbook.phases[0].steps[0]


@given(words=st.lists(st.text(), min_size=1))
def test_a_command_line_splits_into_the_same_arguments_or_is_refused(words: list[str]) -> None:
    command = Command((tuple(words),))
    if all(word.isprintable() for word in words):
        assert shlex.split(command.line) == words
    else:
        with pytest.raises(ValueError, match="cannot stand in a command"):
            _ = command.line


def test_a_pipe_is_the_only_syntax_of_a_command_line() -> None:
    assert Command((("a", "|"), ("b", ">", "c"))).line == "a '|' | b '>' c"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(data=st.lists(ANYTHING.filter(lambda one: one is not None), min_size=1, max_size=3))
def test_yaml_reads_back_as_what_was_written(data: list[Any]) -> None:
    assert list(yaml.safe_load_all(to_yaml(data))) == data


@pytest.mark.parametrize(
    "text", ["no", "1e3", "0x1", "0o7", "1_0", "~", "null", ".inf", "1.30", "12:30:00", "", "y"]
)
def test_a_text_that_some_parser_would_take_for_something_else_is_quoted(text: str) -> None:
    assert to_yaml([{"name": text}]) == f'---\nname: "{text}"\n'


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.isprintable()])
def test_a_hostile_text_stays_a_text_in_the_script(text: str, tmp_path: Path) -> None:
    runbook = with_text(make(tool="cli"), text)
    (tmp_path / "runbook.sh").write_text(script.render(runbook), encoding="utf-8")

    run = subprocess.run(
        ["bash", "runbook.sh", "--dry-run", "preflight"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stderr
    assert text in run.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["runbook.sh"]


@pytest.mark.parametrize("text", [text for text in HOSTILE if not text.isprintable()] + ["a\0b"])
def test_a_sign_that_a_shell_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in a"):
        script.render(with_text(make(), text))


def test_files_in_the_script_are_written_as_they_are(tmp_path: Path) -> None:
    text = "$(touch x) `touch x` END_OF_FILE"
    rendered = script.render(with_text(make(), text))

    body = rendered[rendered.index("work_in_folder() {") : rendered.index("steps_of() {")]
    (tmp_path / "write.sh").write_text(f"set -eu\n{body}\nwork_in_folder\n", encoding="utf-8")
    subprocess.run(["bash", "write.sh"], cwd=tmp_path, check=True)

    written = tmp_path / "meshwise-linkerd-demo" / "manifests" / "x.yaml"
    assert yaml.safe_load(written.read_text(encoding="utf-8")) == {"name": text, text: [text]}
    assert not list(tmp_path.rglob("x"))


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.isprintable()])
def test_a_hostile_text_stays_a_text_in_markdown(text: str) -> None:
    rendered = markdown.render(with_text(make(), text))
    prose, in_code = [], False
    for line in rendered.split("---\n", 2)[2].splitlines():
        if line.startswith("```"):
            in_code = not in_code
        elif not in_code:
            prose.append(re.sub(r"`[^`]*`", "", line))

    assert not in_code
    assert "<script" not in "\n".join(prose)
    title = next(line for line in prose if line.startswith("### 1.1 "))
    assert not re.search(r"(?<!\\)[`*_\[\]<>|]", title.removeprefix("### 1.1 "))


@given(text=st.text(min_size=1))
def test_no_text_ends_a_code_block_of_markdown(text: str) -> None:
    fence, _, rest = markdown._fence("text", text).partition("text\n")

    assert rest.endswith(f"\n{fence}")
    assert fence not in rest.removesuffix(fence)


def test_the_front_matter_is_yaml_with_option_versions_and_parameters() -> None:
    rendered = markdown.render(make("cilium", platform="kind", namespaces=["1e3"]))

    head = yaml.safe_load(rendered.split("---\n")[1])
    assert head["option"] == "cilium"
    assert head["option_version"] == "1.20.0"
    assert head["catalogue_version"] == "2026-11-22"
    assert head["parameters"]["namespaces"] == ["1e3"]
    assert head["versions"]["chart cilium"] == "1.20.0"


def test_markdown_holds_every_command_check_and_file_of_the_runbook() -> None:
    runbook = make("istio-ambient", namespaces=["shop"], observability="bundled")
    rendered = markdown.render(runbook)

    for phase in runbook.phases:
        for step in phase.steps:
            lines = [command.line for command in (*step.commands, step.expect.command)]
            assert all(line in rendered for line in lines), step.id
    assert all(to_yaml(file.documents).rstrip() in rendered for file in runbook.files)


@pytest.mark.parametrize(
    ("ends", "pattern", "absent", "told"),
    [
        ("nonzero", "NotFound", "", "if this finds nothing:"),
        ("zero", "^enabled$", "", "if here a line matches `^enabled$`:"),
        ("zero", "", "istio-proxy", "if here no line matches `istio-proxy`:"),
        ("zero", "^a", "b$", "if here a line matches `^a` and no line matches `b$`:"),
        ("zero", "", "", "if this ends without an error:"),
    ],
)
def test_markdown_says_by_which_sign_a_step_is_done_already(
    ends: str, pattern: str, absent: str, told: str
) -> None:
    runbook = make()
    sign = Probe(Command((("kubectl", "get", "x"),)), ends, pattern, absent)
    phase = runbook.phases[0]
    step = dataclasses.replace(phase.steps[0], skip_if=sign)
    only = dataclasses.replace(phase, steps=(step,))

    assert f"**Done already** {told}" in markdown.render(
        dataclasses.replace(runbook, phases=(only,))
    )


def test_the_bundle_is_the_same_bytes_twice_and_differs_with_its_input() -> None:
    once, again = bundle.render(make(tool="cli")), bundle.render(make(tool="cli"))

    assert once == again
    assert once != bundle.render(make(tool="helm"))


def test_the_bundle_holds_what_it_lists_and_the_script_may_be_run() -> None:
    runbook = make("istio-sidecar", namespaces=["shop"])
    archive = zipfile.ZipFile(io.BytesIO(bundle.render(runbook)))
    names = archive.namelist()

    assert {"README.md", "runbook.sh", "CHECKSUMS"} <= set(names)
    assert {file.path for file in runbook.files} <= set(names)
    assert archive.getinfo("runbook.sh").external_attr >> 16 == 0o100755
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    lines = [line.split("  ") for line in archive.read("CHECKSUMS").decode().splitlines()]
    listed = {name: digest for digest, name in lines}
    assert listed == {
        name: hashlib.sha256(archive.read(name)).hexdigest()
        for name in names
        if name != "CHECKSUMS"
    }


def test_the_provenance_names_what_the_bundle_was_made_from_and_its_digest() -> None:
    runbook = make("istio-ambient", namespaces=["shop"], profile="production")
    archive = zipfile.ZipFile(io.BytesIO(bundle.render(runbook)))

    told = json.loads(archive.read("PROVENANCE.json"))
    listed = archive.read("CHECKSUMS").decode().splitlines(keepends=True)
    others = "".join(line for line in listed if not line.endswith("  PROVENANCE.json\n"))
    steps = [step for phase in runbook.phases for step in phase.steps]
    assert told["option_version"] == runbook.option_version
    assert told["catalogue_version"] == "2026-11-22"
    assert told["parameters"]["namespaces"] == ["shop"]
    assert told["versions"] == {pin.name: pin.version for pin in runbook.pins}
    assert {step.source.title for step in steps} <= {one["title"] for one in told["sources"]}
    assert all(one["checked"] for one in told["sources"])
    assert told["digest"] == f"sha256:{hashlib.sha256(others.encode()).hexdigest()}"


def test_the_preflight_of_the_bundle_is_its_checks_as_data() -> None:
    runbook = make("cilium", platform="kind")
    archive = zipfile.ZipFile(io.BytesIO(bundle.render(runbook)))

    checks = json.loads(archive.read("preflight.json"))["checks"]
    steps = runbook.phases[0].steps
    assert [(one["code"], one["run"], one["pattern"], one["hint"]) for one in checks] == [
        (step.expect.code, step.expect.command.line, step.expect.pattern, step.abort_if)
        for step in steps
    ]


def test_the_data_of_the_bundle_hold_every_step_and_name_files_that_lie_beside_them() -> None:
    runbook = make("linkerd", namespaces=["shop"], profile="production", certificates="own_ca")
    archive = zipfile.ZipFile(io.BytesIO(bundle.render(runbook)))

    told = json.loads(archive.read("runbook.json"))
    steps = [(phase["id"], step["id"]) for phase in told["phases"] for step in phase["steps"]]
    files = {path for phase in told["phases"] for step in phase["steps"] for path in step["files"]}
    assert steps == [(phase.id, step.id) for phase in runbook.phases for step in phase.steps]
    assert files == {file.path for file in runbook.files} <= set(archive.namelist())


def test_the_script_of_the_bundle_reads_the_files_beside_it() -> None:
    archive = zipfile.ZipFile(io.BytesIO(bundle.render(make(tool="cli"))))
    text = archive.read("runbook.sh").decode()

    assert "END_OF_FILE" not in text
    assert 'cd "$(dirname "${BASH_SOURCE[0]}")"' in text


def test_no_name_in_the_bundle_leaves_its_folder() -> None:
    for option in LIBRARY.options:
        runbook = make(option, namespaces=["shop"], observability="existing_prometheus")
        for name in zipfile.ZipFile(io.BytesIO(bundle.render(runbook))).namelist():
            assert re.fullmatch(r"[A-Za-z]+(/[a-z0-9-]+)?(\.(md|sh|json|yaml))?", name)


def test_every_block_of_commands_has_a_name_of_its_own_and_none_runs_with_all_others() -> None:
    attributes = [
        json.loads(line.removeprefix("```bash "))
        for line in markdown.render(make(namespaces=["shop", "payments"])).splitlines()
        if line.startswith("```bash")
    ]

    names = [one["name"] for one in attributes]
    assert len(names) == len(set(names)) > 50
    assert {one["excludeFromRunAll"] for one in attributes} == {"true"}
    assert "preflight-cluster-rights-check" in names
