"""Rules that span content files: one function each, which yields a sentence for every fault."""

import re
from collections.abc import Callable, Iterator

from app.domain.benchmarks import Benchmarks
from app.domain.catalogue import Catalogue, Option
from app.domain.claims import FeatureKind, Support, Where
from app.domain.retired import Market, Relative

Check = Callable[[Catalogue], Iterator[str]]

SETTABLE = frozenset({Support.FULL, Support.PARTIAL, Support.NOT_APPLICABLE})
_QUALIFIED_NAME = re.compile(r"[a-z0-9.-]+(/[A-Za-z0-9._-]+)?")
SHAPES = {
    Where.HELM: re.compile(r"[A-Za-z0-9_-]+(\[\d+\])?(\.[A-Za-z0-9_-]+(\[\d+\])?)*"),
    Where.CLI: re.compile(r"[a-z0-9-]+( \S+)+"),
    Where.LABEL: _QUALIFIED_NAME,
    Where.ANNOTATION: _QUALIFIED_NAME,
    Where.RESOURCE: re.compile(r"([a-z0-9.-]+/)?v\d[a-z0-9]* [A-Z][A-Za-z0-9]+"),
}


def every_option_has_every_cell(catalogue: Catalogue) -> Iterator[str]:
    """Find features that an option does not answer, and cells about no feature."""
    features = set(catalogue.feature_by_id)
    for option in catalogue.options:
        for feature in sorted(features - set(option.cell_by_feature)):
            yield f"{option.id}.yaml: cells: the feature {feature} has no cell"
    for option in (*catalogue.options, *catalogue.add_ons):
        for feature in sorted(set(option.cell_by_feature) - features):
            yield f"{option.id}.yaml: cells[{feature}]: there is no such feature"


def every_evidence_is_a_source(catalogue: Catalogue) -> Iterator[str]:
    """Find evidence that names no source."""
    for option in (*catalogue.options, *catalogue.add_ons):
        for place, cited in _citations(option):
            for source in cited:
                if source not in catalogue.sources:
                    yield f"{option.id}.yaml: {place}: there is no source {source}"


def every_feature_has_a_group(catalogue: Catalogue) -> Iterator[str]:
    """Find features in a group that does not exist."""
    groups = {group.id for group in catalogue.groups}
    for feature in catalogue.features:
        if feature.group not in groups:
            yield f"features.yaml: {feature.id}: group: there is no group {feature.group}"


def every_id_stands_once(catalogue: Catalogue) -> Iterator[str]:
    """Find ids that two features or two options share."""
    for name, ids in (
        ("features.yaml", [feature.id for feature in catalogue.features]),
        ("options", [option.id for option in (*catalogue.options, *catalogue.add_ons)]),
    ):
        for twice in sorted({one for one in ids if ids.count(one) > 1}):
            yield f"{name}: {twice}: id: stands twice"


def numeric_cells_have_a_quantity(catalogue: Catalogue) -> Iterator[str]:
    """Find numeric features without a figure, and figures where none belong."""
    for option in catalogue.options:
        for cell in option.cells:
            feature = catalogue.feature_by_id.get(cell.feature)
            if feature is None:
                continue
            numeric = feature.kind is FeatureKind.NUMERIC
            if numeric != (cell.claim.quantity is not None):
                wants = "needs a quantity" if numeric else "has a quantity but is not numeric"
                yield f"{option.id}.yaml: cells[{cell.feature}]: {wants}"


def levels_stand_in_the_rubric(catalogue: Catalogue) -> Iterator[str]:
    """Find grades that their feature's rubric does not explain; unknown needs no rubric."""
    for option in catalogue.options:
        for cell in option.cells:
            feature = catalogue.feature_by_id.get(cell.feature)
            if feature is None or feature.rubric is None:
                continue
            level = cell.claim.support
            if level is not Support.UNKNOWN and getattr(feature.rubric, level, None) is None:
                yield f"{option.id}.yaml: cells[{cell.feature}]: the rubric has no level {level}"


def add_ons_exist(catalogue: Catalogue) -> Iterator[str]:
    """Find cells that name an add-on we do not have."""
    known = {add_on.id for add_on in catalogue.add_ons}
    for option in catalogue.options:
        for cell in option.cells:
            need = cell.claim.addon
            for add_on in sorted(set(need.add_ons if need else ()) - known):
                yield f"{option.id}.yaml: cells[{cell.feature}]: there is no add-on {add_on}"


def needs_can_be_set(catalogue: Catalogue) -> Iterator[str]:
    """Find settings for what is not there, misshapen ones, and those that stand twice."""
    for option in (*catalogue.options, *catalogue.add_ons):
        for cell in option.cells:
            for number, claim in enumerate(cell.claims):
                place = f"{option.id}.yaml: cells[{cell.feature}].claims[{number}].needs"
                if claim.needs and claim.support not in SETTABLE:
                    yield f"{place}: nothing can be set for what is {claim.support}"
                for need in claim.needs:
                    if claim.needs.count(need) > 1:
                        yield f"{place}: {need.key} stands twice"
                    if not SHAPES[need.where].fullmatch(need.key):
                        yield f"{place}: {need.key} is no {need.where} key"


CATALOGUE_CHECKS: tuple[Check, ...] = (
    every_id_stands_once,
    every_feature_has_a_group,
    every_option_has_every_cell,
    every_evidence_is_a_source,
    numeric_cells_have_a_quantity,
    levels_stand_in_the_rubric,
    add_ons_exist,
    needs_can_be_set,
)


def measurements_name_what_exists(catalogue: Catalogue, benchmarks: Benchmarks) -> Iterator[str]:
    """Find measurements of no option or without a source."""
    for measurement in benchmarks.measurements:
        if measurement.option not in catalogue.option_by_id:
            yield f"benchmarks.yaml: {measurement.id}: there is no option {measurement.option}"
        for source in (measurement.source, *measurement.also_sources):
            if source not in catalogue.sources:
                yield f"benchmarks.yaml: {measurement.id}: there is no source {source}"


def relatives_exist(catalogue: Catalogue, market: Market) -> Iterator[str]:
    """Find retired meshes and managed offerings that name an option we do not have."""
    relatives: tuple[Relative, ...] = (*market.retired, *market.managed)
    for one in relatives:
        for option in sorted(set(one.options) - set(catalogue.option_by_id)):
            yield f"retired.yaml: {one.id}: options: there is no option {option}"


def every_source_is_cited(catalogue: Catalogue, benchmarks: Benchmarks) -> Iterator[str]:
    """Find sources that no cell, note, release or measurement cites."""
    cited = set(benchmarks.background)
    cited.update(measurement.source for measurement in benchmarks.measurements)
    for measurement in benchmarks.measurements:
        cited.update(measurement.also_sources)
    for option in (*catalogue.options, *catalogue.add_ons):
        for _, sources in _citations(option):
            cited.update(sources)
    for source in sorted(set(catalogue.sources) - cited):
        yield f"sources: {source}: nothing cites it"


def _citations(option: Option) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "release", option.release.evidence
    for number, other in enumerate(option.release.others):
        yield f"release.others[{number}]", other.evidence
    for cell in option.cells:
        for number, claim in enumerate(cell.claims):
            yield f"cells[{cell.feature}].claims[{number}]", claim.evidence
    for note in option.notes:
        yield f"notes[{note.id}]", note.claim.evidence
