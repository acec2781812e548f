"""Read a runbook as it is written down, from the runbook itself or from a bundle."""

import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from app.domain.errors import InvalidInput, Problem
from app.domain.runbook import Runbook
from app.domain.runbook_changes import Written, WrittenStep
from app.formats import runbook_json
from app.formats.yaml_text import to_yaml

LARGEST = 16_000_000  # bytes that a bundle may hold
_DATA = "runbook.json"


class _Probe(BaseModel):
    run: str
    exit: str
    pattern: str
    absent: str


class _Check(_Probe):
    code: str
    severity: str
    shows: str
    timeout: int


class _Undo(BaseModel):
    how: str
    run: list[str]


class _Step(BaseModel):
    id: str
    title: str
    why: str
    by_hand: bool
    changes: str
    no_return: str = ""
    skip_if: _Probe | None
    files: list[str]
    run: list[str]
    expect: _Check
    abort_if: str
    undo: _Undo | None


class _Phase(BaseModel):
    id: str
    steps: list[_Step]


class _Data(BaseModel):
    versions: dict[str, str]
    phases: list[_Phase]


def written(runbook: Runbook) -> Written:
    """Return the runbook as its bundle writes it down."""
    files = {file.path: to_yaml(file.documents) for file in runbook.files}
    return _written(runbook_json.plain(runbook), files)


def read_bundle(place: Path) -> Written:
    """Return the runbook in a bundle, a zip or the folder that it was unpacked into.

    Raises InvalidInput, which names the file, for what is no bundle, and for one that is larger
    than LARGEST.
    """
    try:
        texts = _texts_of_folder(place) if place.is_dir() else _texts_of_zip(place)
        return _written(json.loads(texts[_DATA]), texts)
    except InvalidInput:
        raise
    except KeyError as error:
        raise _no_bundle(place, f"it holds no {error.args[0]}") from error
    except (OSError, ValueError, RuntimeError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise _no_bundle(place, "it cannot be read as one") from error


def _texts_of_zip(place: Path) -> dict[str, str]:
    with zipfile.ZipFile(place) as archive:
        entries = [one for one in archive.infolist() if one.filename.endswith((".yaml", _DATA))]
        if sum(one.file_size for one in entries) > LARGEST:
            raise _no_bundle(place, f"it is larger than {LARGEST} bytes")
        return {one.filename: archive.read(one).decode() for one in entries}


def _texts_of_folder(place: Path) -> dict[str, str]:
    files = [place / _DATA, *place.glob("*/*.yaml")]
    if sum(file.stat().st_size for file in files) > LARGEST:
        raise _no_bundle(place, f"it is larger than {LARGEST} bytes")
    return {file.relative_to(place).as_posix(): file.read_text(encoding="utf-8") for file in files}


def _no_bundle(place: Path, why: str) -> InvalidInput:
    return InvalidInput([Problem(str(place), f"This is no bundle of a runbook: {why}.")])


def _written(plain: Any, files: Mapping[str, str]) -> Written:
    data = _Data.model_validate(plain)
    steps = (
        WrittenStep(phase.id, step.id, step.title, dict(_parts(step, files)))
        for phase in data.phases
        for step in phase.steps
    )
    return Written(tuple(steps), data.versions)


def _parts(step: _Step, files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield "title", step.title
    yield "why", step.why
    yield "changes", step.changes
    yield "point of no return", step.no_return
    yield "skip if", _probe(step.skip_if) if step.skip_if else ""
    for path in step.files:
        yield f"file {path}", files[path]
    yield "run by hand" if step.by_hand else "run", "\n".join(step.run)
    check = step.expect
    told = f"{check.code} within {check.timeout} s, or {check.severity}: {check.shows}"
    yield "expect", f"{told}\n{_probe(check)}"
    yield "stop if", step.abort_if
    yield "go back", "\n".join([step.undo.how, *step.undo.run]) if step.undo else ""


def _probe(probe: _Probe) -> str:
    patterns = (
        probe.pattern and f"matches {probe.pattern}",
        probe.absent and f"never {probe.absent}",
    )
    wanted = (
        text for text, given in zip(patterns, (probe.pattern, probe.absent), strict=True) if given
    )
    return "\n".join((probe.run, f"exit status {probe.exit}", *wanted))
