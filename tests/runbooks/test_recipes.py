"""What holds for every published recipe and for every runbook made from one."""

import io
import re
import zipfile

import pytest

from app.domain.filling import placeholders_in
from app.domain.recipe import RunbookLibrary
from app.domain.runbook import Step
from app.domain.runbook_choices import Tool
from app.formats import bundle, script
from tests.runbooks.combinations import Combinations

OPTIONS = ("cilium", "consul", "istio-ambient", "istio-sidecar", "kuma", "linkerd", "no-mesh")
# Neither has a command line that installs it.
WITHOUT = {("kuma", Tool.CLI), ("no-mesh", Tool.CLI)}


def test_the_library_holds_the_options(library: RunbookLibrary) -> None:
    assert library.options == OPTIONS


def test_every_option_and_tool_and_nearly_every_platform_is_supported(
    combinations: Combinations,
) -> None:
    made = {
        (book.option, book.parameters.tool, book.parameters.platform)
        for book in combinations.runbooks
    }

    assert len(combinations.runbooks) > 250
    assert {(option, tool) for option, tool, _ in made} == {
        (option, tool) for option in OPTIONS for tool in Tool if (option, tool) not in WITHOUT
    }
    assert len({(option, platform) for option, _, platform in made}) == len(OPTIONS) * 8 - 5


def test_what_is_refused_says_why_and_what_would_work(combinations: Combinations) -> None:
    for option, raw, refusal in combinations.refused:
        assert refusal.reason.endswith("."), (option, raw)
        assert refusal.nearest.startswith("Nearest: "), (option, raw)


def test_every_phase_of_every_runbook_has_a_step_and_names_its_cost(
    combinations: Combinations,
) -> None:
    for runbook in combinations.runbooks:
        for phase in runbook.phases:
            assert phase.steps, (runbook.option, phase.id)
            assert phase.minutes[0] < phase.minutes[1]
            assert phase.blast_radius


def test_step_ids_are_unique_in_a_runbook(combinations: Combinations) -> None:
    for runbook in combinations.runbooks:
        for phase in runbook.phases:
            ids = [step.id for step in phase.steps]
            assert len(ids) == len(set(ids)), (runbook.option, phase.id)


def test_a_check_code_means_one_check(combinations: Combinations) -> None:
    shown: dict[tuple[str, str], set[str]] = {}
    for one in combinations.steps:
        check = one.step.expect
        lines = shown.setdefault((one.option, check.code), set())
        lines.add(check.command.line.split(" -")[0][:12])

    assert {key: lines for key, lines in shown.items() if len(lines) > 1} == {}


def test_the_example_of_every_check_satisfies_it(combinations: Combinations) -> None:
    for one in combinations.steps:
        check = one.step.expect
        if check.pattern:
            assert re.search(check.pattern, check.example, re.MULTILINE), (one.step.id, check)
        if check.absent:
            assert not re.search(check.absent, check.example, re.MULTILINE), one.step.id


def test_every_step_that_changes_something_says_how_to_go_back(
    combinations: Combinations,
) -> None:
    for one in combinations.steps:
        assert bool(one.step.changes) == (one.step.undo is not None), one.step.id
        assert one.step.source.url.startswith("https://")


def test_steps_that_only_read_are_in_the_phases_that_say_so(combinations: Combinations) -> None:
    for runbook in combinations.runbooks:
        for phase in runbook.phases:
            if phase.blast_radius.startswith("None"):
                assert not [step.id for step in phase.steps if step.changes and not step.by_hand]


def test_a_path_in_a_bundle_is_one_file(combinations: Combinations) -> None:
    for runbook in combinations.runbooks:
        kept = {file.path: file.documents for file in runbook.files}
        for phase in runbook.phases:
            for file in (file for step in phase.steps for file in step.files):
                assert file.documents == kept[file.path], (runbook.option, phase.id, file.path)


def test_what_gitops_applies_can_be_committed_as_it_is(combinations: Combinations) -> None:
    for runbook in combinations.runbooks:
        files = [file for file in runbook.files if file.path.startswith("gitops/")]
        assert not files or runbook.parameters.tool in (Tool.ARGOCD, Tool.FLUX)
        objects = [one for file in files for one in file.documents]
        places = [
            (one["kind"], one["metadata"]["namespace"], one["metadata"]["name"]) for one in objects
        ]
        assert len(places) == len(set(places))
        for one in (one for one in objects if one["kind"] == "HelmRelease"):
            chart = one["spec"].get("chartRef") or one["spec"]["chart"]["spec"]["sourceRef"]
            needed = [(chart["kind"], "flux-system", chart["name"])]
            needed += [
                ("HelmRelease", "flux-system", other["name"])
                for other in one["spec"].get("dependsOn", ())
            ]
            assert set(needed) <= set(places), (runbook.option, one["metadata"]["name"])


@pytest.mark.endurance
def test_no_format_holds_an_open_placeholder(combinations: Combinations) -> None:
    chosen = {
        (book.option, book.parameters.tool, book.parameters.observability): book
        for book in combinations.runbooks
    }

    for key, runbook in chosen.items():
        archive = zipfile.ZipFile(io.BytesIO(bundle.render(runbook)))
        texts = [archive.read(name).decode() for name in archive.namelist()]
        assert [_open(text) for text in (*texts, script.render(runbook), repr(runbook))] == [
            set()
        ] * (len(texts) + 2), key


def _open(text: str) -> set[str]:
    """Return the placeholders of recipes that stand in a text, those of shell and curl aside."""
    return placeholders_in(text) - {"http_code"}


def test_a_name_means_one_step_throughout_a_runbook(combinations: Combinations) -> None:
    """The script calls steps by name; only the same step may stand in two phases."""
    for runbook in combinations.runbooks:
        named: dict[str, Step] = {}
        for phase in runbook.phases:
            for step in phase.steps:
                assert named.setdefault(step.id, step) == step, (runbook.option, phase.id, step.id)
