"""What holds for every published recipe and for every runbook made from one."""

import io
import re
import zipfile
from typing import Protocol

import pytest

from app.domain.errors import Unsupported
from app.domain.filling import placeholders_in
from app.domain.recipe import RunbookLibrary
from app.domain.runbook import Runbook, assemble, parse_parameters
from app.formats import bundle, script

OPTIONS = ("cilium", "istio-ambient", "istio-sidecar", "linkerd")
EXTRAS: tuple[dict[str, object], ...] = (
    {"tool": "cli"},
    {"namespaces": ["shop"], "canary_service": "orders", "observability": "bundled"},
)


class _Combinations(Protocol):
    runbooks: tuple[Runbook, ...]
    refused: tuple[tuple[str, dict[str, object], Unsupported], ...]


def test_the_library_holds_the_four_options(library: RunbookLibrary) -> None:
    assert library.options == OPTIONS


def test_most_combinations_are_supported_and_all_options_and_platforms_are_among_them(
    combinations: _Combinations,
) -> None:
    made = {
        (book.option, book.parameters.tool, book.parameters.platform)
        for book in combinations.runbooks
    }

    assert len(combinations.runbooks) > len(combinations.refused)
    assert len({(option, tool) for option, tool, _ in made}) == 8
    assert len({(option, platform) for option, _, platform in made}) == 32 - 3


def test_what_is_refused_says_why_and_what_would_work(combinations: _Combinations) -> None:
    for option, raw, refusal in combinations.refused:
        assert refusal.reason.endswith("."), (option, raw)
        assert refusal.nearest.startswith("Nearest: "), (option, raw)


def test_every_phase_of_every_runbook_has_a_step_and_names_its_cost(
    combinations: _Combinations,
) -> None:
    for runbook in combinations.runbooks:
        for phase in runbook.phases:
            assert phase.steps, (runbook.option, phase.id)
            assert phase.minutes[0] < phase.minutes[1]
            assert phase.blast_radius


def test_step_ids_are_unique_in_a_runbook(combinations: _Combinations) -> None:
    for runbook in combinations.runbooks:
        for phase in runbook.phases:
            ids = [step.id for step in phase.steps]
            assert len(ids) == len(set(ids)), (runbook.option, phase.id)


def test_a_check_code_means_one_check(combinations: _Combinations) -> None:
    shown: dict[tuple[str, str], set[str]] = {}
    for runbook in combinations.runbooks:
        for phase in runbook.phases:
            for step in phase.steps:
                key = (runbook.option, step.expect.code)
                shown.setdefault(key, set()).add(step.expect.command.line.split(" -")[0][:12])

    assert {key: lines for key, lines in shown.items() if len(lines) > 1} == {}


def test_the_example_of_every_check_satisfies_it(combinations: _Combinations) -> None:
    for runbook in combinations.runbooks:
        for phase in runbook.phases:
            for step in phase.steps:
                check = step.expect
                if check.pattern:
                    assert re.search(check.pattern, check.example, re.MULTILINE), (step.id, check)
                if check.absent:
                    assert not re.search(check.absent, check.example, re.MULTILINE), step.id


def test_every_step_that_changes_something_says_how_to_go_back(
    combinations: _Combinations,
) -> None:
    for runbook in combinations.runbooks:
        for phase in runbook.phases:
            for step in phase.steps:
                assert bool(step.changes) == (step.undo is not None), step.id
                assert step.source.url.startswith("https://")


def test_steps_that_only_read_are_in_the_phases_that_say_so(combinations: _Combinations) -> None:
    for runbook in combinations.runbooks:
        for phase in runbook.phases:
            if phase.blast_radius.startswith("None"):
                assert not [step.id for step in phase.steps if step.changes and not step.by_hand]


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("extra", EXTRAS)
def test_no_format_holds_an_open_placeholder(
    library: RunbookLibrary, option: str, extra: dict[str, object]
) -> None:
    runbook = assemble("test", option, parse_parameters(option, extra), library)
    archive = zipfile.ZipFile(io.BytesIO(bundle.render(runbook)))
    names = archive.namelist()

    assert {name: found for name in names if (found := _open(archive.read(name).decode()))} == {}
    assert _open(script.render(runbook)) == set()
    assert _open(repr(runbook)) == set()


def _open(text: str) -> set[str]:
    """Return the placeholders of recipes that stand in a text, those of shell and curl aside."""
    return placeholders_in(text) - {"http_code"}
