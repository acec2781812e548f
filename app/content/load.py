"""Read everything that Meshwise publishes, check it, and hand it over as one value."""

from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from app.content.catalogue import read_catalogue
from app.content.checks import (
    CATALOGUE_CHECKS,
    every_source_is_cited,
    measurements_name_what_exists,
    relatives_exist,
)
from app.content.cluster_signals import (
    read_cluster_requirements,
    read_cluster_signals,
    requirements_stand_in_their_cells,
    signals_name_what_exists,
)
from app.content.conformance import conformance_is_whole, read_conformance
from app.content.effort import effort_stands_in_its_cells, read_effort
from app.content.graph import load_graph, load_scales, load_scenarios
from app.content.history import (
    changelogs_are_whole,
    history_is_whole,
    read_changelogs,
    read_history,
)
from app.content.layout import load_layout
from app.content.meaning import MEANING_CHECKS
from app.content.overhead import overhead_is_whole, read_overhead
from app.content.runbooks import load_runbooks
from app.content.starting_points import load_starting_points
from app.content.yaml_files import BrokenContent, parse, read_yaml
from app.domain.benchmarks import Benchmarks
from app.domain.catalogue import Catalogue
from app.domain.changelog import Changelog
from app.domain.cluster_requirements import ClusterRequirements
from app.domain.cluster_signals import ClusterSignals
from app.domain.conformance import Conformance
from app.domain.drawing import Layout
from app.domain.effort_figures import EffortFigures
from app.domain.graph import Graph
from app.domain.history import History
from app.domain.overhead_model import OverheadModel
from app.domain.recipe import RunbookLibrary
from app.domain.retired import Market
from app.domain.scales import Scales
from app.domain.scenarios import Scenarios
from app.domain.starting_points import StartingPoints
from app.paths import CONTENT


@dataclass(frozen=True, slots=True)
class Content:
    """The facts, the graph and the runbooks, read once at start and never changed."""

    catalogue: Catalogue
    benchmarks: Benchmarks
    market: Market
    conformance: Conformance
    history: History
    changelogs: tuple[Changelog, ...]
    scales: Scales
    graph: Graph
    layout: Layout
    scenarios: Scenarios
    starting_points: StartingPoints
    overhead: OverheadModel
    effort: EffortFigures
    cluster_signals: ClusterSignals
    cluster_requirements: ClusterRequirements
    runbooks: RunbookLibrary


def load_content(folder: Path = CONTENT) -> Content:
    """Return the content of `folder`.

    Raises BrokenContent, one line a fault, each with file, entry and field; a process that
    meets it must stop, because a page without its evidence is worse than none.
    """
    catalogue = read_catalogue(folder)
    benchmarks = parse(Benchmarks, read_yaml(folder / "benchmarks.yaml"), file="benchmarks.yaml")
    market = parse(Market, read_yaml(folder / "retired.yaml"), file="retired.yaml")
    conformance = read_conformance(folder)
    history = read_history(folder)
    changelogs = read_changelogs(folder)
    overhead = read_overhead(folder)
    effort = read_effort(folder)
    signals = read_cluster_signals(folder)
    requirements = read_cluster_requirements(folder)
    faults = list(
        chain(
            *(check(catalogue) for check in (*CATALOGUE_CHECKS, *MEANING_CHECKS)),
            measurements_name_what_exists(catalogue, benchmarks),
            every_source_is_cited(catalogue, benchmarks),
            relatives_exist(catalogue, market),
            conformance_is_whole(catalogue, conformance),
            history_is_whole(catalogue, history),
            changelogs_are_whole(history, changelogs),
            overhead_is_whole(catalogue, overhead),
            effort_stands_in_its_cells(catalogue, effort),
            signals_name_what_exists(catalogue, market, signals),
            requirements_stand_in_their_cells(catalogue, requirements),
        )
    )
    if faults:
        raise BrokenContent("\n".join(faults))
    scales = load_scales(folder / "scales.yaml", catalogue)
    graph = load_graph(folder / "questions.yaml", catalogue, scales)
    return Content(
        catalogue=catalogue,
        benchmarks=benchmarks,
        market=market,
        conformance=conformance,
        history=history,
        changelogs=changelogs,
        overhead=overhead,
        effort=effort,
        cluster_signals=signals,
        cluster_requirements=requirements,
        scales=scales,
        graph=graph,
        layout=load_layout(folder / "graph_layout.yaml", graph),
        scenarios=load_scenarios(folder / "scenarios.yaml", catalogue, graph),
        starting_points=load_starting_points(folder / "starting_points.yaml", graph),
        runbooks=_read_runbooks(folder / "runbooks", catalogue),
    )


def _read_runbooks(folder: Path, catalogue: Catalogue) -> RunbookLibrary:
    library = load_runbooks(folder)
    missing = [one.id for one in catalogue.options if one.id not in library.options]
    strangers = set(library.options) - {one.id for one in catalogue.options}
    if missing or strangers:
        named = ", ".join([*missing, *sorted(strangers)])
        raise BrokenContent(f"runbooks: every option has one recipe and no other has: {named}")
    return library
