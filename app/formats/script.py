"""Write a runbook as one bash script that runs phases, checks steps and says the way back."""

import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.domain.runbook import Command, Probe, Runbook, Step
from app.formats.yaml_text import to_yaml

_PRELUDE = Path(__file__).with_name("prelude.sh").read_text(encoding="utf-8")
_LINTER = """\
# The steps are called by name, which the linter cannot see.
# shellcheck disable=SC2317,SC2329"""


def render(runbook: Runbook, *, bundled: bool = False) -> str:
    """Return the script; alone it carries its YAML files, `bundled` it reads those beside it.

    Raises ValueError for a sign that no shell word can hold; parameters never have one.
    """
    parts = [
        "#!/usr/bin/env bash",
        _title(runbook),
        _LINTER,
        "set -euo pipefail",
        "umask 077",
        "",
        f"readonly OPTION={_word(runbook.option)}",
        f"readonly VERSION={_word(runbook.option_version)}",
        f"readonly PHASES={_word(' '.join(phase.id for phase in runbook.phases))}",
        "",
        _PRELUDE,
        *(_beside() if bundled else _carried(runbook)),
        *_steps_of(runbook),
        *(line for phase in runbook.phases for step in phase.steps for line in _step(step)),
        'main "$@"',
    ]
    return "\n".join(parts) + "\n"


def _title(runbook: Runbook) -> str:
    what = f"{runbook.option_name} {runbook.option_version}"
    return f"# Meshwise runbook: {what}, catalogue {runbook.catalogue_version}. Try --help."


def _word(text: str) -> str:
    """Return `text` as one word of the shell."""
    if not text.isprintable():
        raise ValueError(f"{text!r} cannot stand in a script")
    return shlex.quote(text)


def _words(texts: Iterable[str]) -> str:
    return " ".join(_word(text) for text in texts)


def _beside() -> Iterator[str]:
    yield "# The files of the bundle lie beside this script."
    yield "work_in_folder() {"
    yield '\tcd "$(dirname "${BASH_SOURCE[0]}")"'
    yield "}"
    yield ""


def _carried(runbook: Runbook) -> Iterator[str]:
    folder = f"meshwise-{runbook.option}-{runbook.parameters.cluster_name}"
    yield "# The files that the commands read are written into a folder of their own on every run."
    yield "work_in_folder() {"
    parts = sorted({file.path.split("/")[0] for file in runbook.files})
    yield f"\tmkdir -p {_words([folder, *(f'{folder}/{part}' for part in parts)])}"
    yield f"\tcd {_word(folder)}"
    for file in runbook.files:
        text = to_yaml(file.documents)
        mark = _mark(text)
        yield f"\tcat >{_word(file.path)} <<'{mark}'"
        yield text + mark
    yield "}"
    yield ""


def _mark(text: str) -> str:
    """Return a word that is no line of `text`."""
    mark = "END_OF_FILE"
    while mark in text.splitlines():
        mark += "_"
    return mark


def _steps_of(runbook: Runbook) -> Iterator[str]:
    yield "steps_of() {"
    yield '\tcase "$1" in'
    for phase in runbook.phases:
        yield f"\t{phase.id}) echo {_words(step.id for step in phase.steps)} ;;"
    yield "\tesac"
    yield "}"
    yield ""


def _step(step: Step) -> Iterator[str]:
    name = step.id.replace("-", "_")
    if step.skip_if:
        yield from _function(f"done_{name}", [step.skip_if.command.line])
    yield from _function(f"check_{name}", [step.expect.command.line])
    yield from _function(f"step_{name}", _body(step, name))


def _function(name: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"{name}() {{"
    yield from (f"\t{line}" for line in lines)
    yield "}"
    yield ""


def _body(step: Step, name: str) -> Iterator[str]:
    yield f"begin {_words([step.id, step.title, step.changes])}"
    yield f"proof {_proof(step)}"
    if step.undo:
        yield f"way_back {_words([step.undo.how, *_lines(step.undo.commands)])}"
    if step.skip_if:
        yield f"if already {_probe(step.skip_if)} done_{name}; then return 0; fi"
    if step.no_return:
        yield f"no_return {_word(step.no_return)}"
    if step.by_hand:
        yield f"by_hand {_words(_lines(step.commands))}"
    else:
        yield from _commands(step)
    yield f"expect {step.expect.timeout} {_probe(step.expect)} check_{name}"


def _commands(step: Step) -> Iterator[str]:
    if step.changes:
        yield f"will_change {_word(step.changes)}"
    else_go_on = ' || unread "$?"' if step.expect.severity == "warn" else ""
    for command in step.commands:
        yield f"if shown {_word(command.line)}; then"
        yield f"\t{command.line}{else_go_on}"
        yield "fi"


def _lines(commands: Iterable[Command]) -> tuple[str, ...]:
    return tuple(command.line for command in commands)


def _probe(probe: Probe) -> str:
    return _words([probe.command.line, probe.exit, probe.pattern, probe.absent])


def _proof(step: Step) -> str:
    check = step.expect
    return _words([check.code, check.shows, step.abort_if, check.severity])
