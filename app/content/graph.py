"""Read the decision graph, the scales and the worked cases, and check them together."""

from collections.abc import Iterator
from pathlib import Path

from app.content.yaml_files import BrokenContent, parse, read_yaml
from app.domain import graph_history, graph_lint
from app.domain.catalogue import Catalogue
from app.domain.claims import FeatureKind
from app.domain.errors import InvalidInput
from app.domain.graph import Graph
from app.domain.questions import Effect
from app.domain.scales import Scales
from app.domain.scenarios import FactCase, Scenario, Scenarios
from app.domain.sent_answers import parse_answers


def load_scales(path: Path, catalogue: Catalogue) -> Scales:
    """Return the scales in a file; BrokenContent names what is wrong where."""
    scales = parse(Scales, read_yaml(path), file=path.name)
    _refuse(f"{path.name}: {fault}" for fault in _unscored(scales, catalogue))
    return scales


def load_graph(path: Path, catalogue: Catalogue, scales: Scales) -> Graph:
    """Return the graph in a file; BrokenContent names file, question, answer and field."""
    graph = parse(Graph, read_yaml(path), file=path.name)
    _refuse(f"{path.name}: {fault}" for fault in _dangling(graph, catalogue, scales))
    return graph


def load_scenarios(path: Path, catalogue: Catalogue, graph: Graph) -> Scenarios:
    """Return the worked cases; BrokenContent names a case that speaks of what does not exist."""
    cases = parse(Scenarios, read_yaml(path), file=path.name)
    _refuse(f"{path.name}: {fault}" for fault in _misplaced(cases, catalogue, graph))
    return cases


def _refuse(faults: Iterator[str]) -> None:
    found = list(faults)
    if found:
        raise BrokenContent("\n".join(found))


def _unscored(scales: Scales, catalogue: Catalogue) -> Iterator[str]:
    for feature in (*scales.criterion_of, scales.alternative.feature):
        known = catalogue.feature_by_id.get(feature)
        if known is None:
            yield f"{feature}: there is no such feature"
        elif known.kind is FeatureKind.DESCRIPTIVE:
            yield f"{feature}: is only described and cannot be scored"


def _dangling(graph: Graph, catalogue: Catalogue, scales: Scales) -> Iterator[str]:
    """Find changes that are not told, and effects on what does not exist or is not scored."""
    yield from graph_history.faults_of(graph.versions, graph.version, graph.questions)
    yield from graph_lint.faults_of(graph, scales)
    for question in graph.questions:
        for answer in question.answers:
            for effect in answer.effects:
                for fault in _faults(effect, catalogue, scales):
                    yield f"{question.id}: {answer.id}: {fault}"


def _faults(effect: Effect, catalogue: Catalogue, scales: Scales) -> Iterator[str]:
    graded = {f.id for f in catalogue.features if f.kind is FeatureKind.GRADED}
    for feature in sorted({*effect.require, *effect.add_on} - graded):
        yield f"require: {feature} is no graded feature"
    for feature in sorted(set(effect.emphasise) - set(scales.criterion_of)):
        yield f"emphasise: {feature} belongs to no criterion"
    for criterion in sorted(set(effect.weigh) - set(scales.criterion_by_id)):
        yield f"weigh: there is no criterion {criterion}"
    for source in sorted(set(effect.sources) - set(catalogue.sources)):
        yield f"sources: there is no source {source}"


def _misplaced(cases: Scenarios, catalogue: Catalogue, graph: Graph) -> Iterator[str]:
    every: tuple[Scenario | FactCase, ...] = (*cases.scenarios, *cases.guide, *cases.facts)
    for twice in sorted({case.id for case in every if [c.id for c in every].count(case.id) > 1}):
        yield f"{twice}: id: stands twice"
    for case in every:
        try:
            parse_answers(graph, case.answers)
        except InvalidInput as problem:
            yield f"{case.id}: {problem}"
        for option in sorted(set(_options_of(case)) - set(catalogue.option_by_id)):
            yield f"{case.id}: there is no option {option}"
        if isinstance(case, FactCase):
            known = {f"{o.id}.{cell.feature}" for o in catalogue.options for cell in o.cells}
            for cell in sorted(set(case.cells) - known):
                yield f"{case.id}: cells: there is no cell {cell}"
        elif case.source is not None and case.source not in catalogue.sources:
            yield f"{case.id}: source: there is no source {case.source}"


def _options_of(case: Scenario | FactCase) -> tuple[str, ...]:
    if isinstance(case, FactCase):
        return (*case.accepted, *case.ruled_out, *case.conditional)
    return (*case.accepted, *case.leaders, *case.add_ons, *case.alternative)
