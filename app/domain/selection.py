"""The part of the facts that a program asks for, by filters that each take listed values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from app.domain.benchmarks import Benchmarks
from app.domain.catalogue import Catalogue, Option
from app.domain.citations import Citation, Citations, Place
from app.domain.claims import Cell, FeatureKind, Maturity, Support
from app.domain.conformance import Conformance
from app.domain.errors import InvalidInput, Problem
from app.domain.published import changed
from app.domain.retired import Market
from app.domain.sources import Source, SourceKind

Wanted = Mapping[str, Sequence[str]]
"""Filter to the values that are wanted; a filter that is not there keeps everything."""

YES: Final = "true"
NO: Final = "false"


def catalogue_choices(catalogue: Catalogue) -> Wanted:
    """Return what each filter of the catalogue takes."""
    return {
        "option": tuple(catalogue.option_by_id),
        "group": tuple(group.id for group in catalogue.groups),
        "feature": tuple(catalogue.feature_by_id),
        "kind": tuple(FeatureKind),
        "support": tuple(Support),
        "maturity": tuple(Maturity),
        "contested": (YES, NO),
    }


def select(catalogue: Catalogue, wanted: Wanted) -> Catalogue:
    """Return the cells that pass every filter, with their options, features and sources.

    `support` and `maturity` look at our reading of a cell. An option or a feature that keeps no
    cell is left out; one that stays keeps its release and notes. Raises InvalidInput for a
    filter that does not exist and for a value that it does not take.
    """
    refuse_unknown(wanted, catalogue_choices(catalogue))
    if not wanted:
        return catalogue
    rows = {
        feature.id
        for feature in catalogue.features
        if _passes(wanted, group=feature.group, feature=feature.id, kind=feature.kind)
    }
    options = tuple(_options(catalogue.options, rows, wanted))
    add_ons = tuple(_options(catalogue.add_ons, rows, wanted))
    answered = {cell.feature for option in (*options, *add_ons) for cell in option.cells}
    features = tuple(feature for feature in catalogue.features if feature.id in answered)
    groups = {feature.group for feature in features}
    return changed(
        catalogue,
        groups=tuple(group for group in catalogue.groups if group.id in groups),
        features=features,
        options=options,
        add_ons=add_ons,
        sources=sources_of(catalogue, (*options, *add_ons)),
    )


def sources_of(catalogue: Catalogue, options: Iterable[Option]) -> Mapping[str, Source]:
    """Return the sources that options cite, by id and in the catalogue's order."""
    cited = {source for option in options for source in _cited(option)}
    return {name: source for name, source in catalogue.sources.items() if name in cited}


def select_sources(
    catalogue: Catalogue, citations: Citations, wanted: Wanted
) -> tuple[Source, ...]:
    """Return the sources of a kind that one cell, or one option, cites; InvalidInput as `select`.

    Without `option` and `feature` those that nobody cites are among them.
    """
    choices = catalogue_choices(catalogue)
    refuse_unknown(
        wanted,
        {
            "kind": tuple(SourceKind),
            "option": choices["option"],
            "feature": choices["feature"],
        },
    )
    place = {name: wanted[name] for name in ("option", "feature") if name in wanted}
    return tuple(
        source
        for source in catalogue.sources.values()
        if _passes(wanted, kind=source.kind)
        and (not place or any(_stands(one, place) for one in citations.get(source.id, ())))
    )


def select_benchmarks(benchmarks: Benchmarks, wanted: Wanted) -> Benchmarks:
    """Return the measurements that pass every filter; InvalidInput as `select`."""
    choices = {
        name: tuple(dict.fromkeys(getattr(one, name) for one in benchmarks.measurements))
        for name in ("option", "metric", "statistic", "stake")
    }
    refuse_unknown(wanted, choices)
    kept = tuple(
        one
        for one in benchmarks.measurements
        if _passes(wanted, **{name: getattr(one, name) for name in choices})
    )
    return changed(benchmarks, measurements=kept)


def select_conformance(conformance: Conformance, wanted: Wanted) -> Conformance:
    """Return the reports and searches of the wanted options; InvalidInput as `select`."""
    refuse_unknown(wanted, {"option": tuple(one.option for one in conformance.searches)})
    options = set(wanted.get("option", ()))
    return changed(
        conformance,
        reports=tuple(r for r in conformance.reports if not options or options & {*r.options}),
        searches=tuple(s for s in conformance.searches if not options or s.option in options),
    )


def select_market(catalogue: Catalogue, market: Market, wanted: Wanted) -> Market:
    """Return the relatives of the wanted options; InvalidInput as `select`."""
    refuse_unknown(wanted, {"option": tuple(catalogue.option_by_id)})
    options = set(wanted.get("option", ()))
    return changed(
        market,
        retired=tuple(one for one in market.retired if not options or options & {*one.options}),
        managed=tuple(one for one in market.managed if not options or options & {*one.options}),
    )


def refuse_unknown(wanted: Wanted, choices: Wanted) -> None:
    """Raise InvalidInput for filters that do not exist and for values they do not take."""
    problems = tuple(_problems(wanted, choices))
    if problems:
        raise InvalidInput(problems)


def _problems(wanted: Wanted, choices: Wanted) -> Iterator[Problem]:
    for name, values in wanted.items():
        if name not in choices:
            yield Problem(name, "There is no such filter.", tuple(choices))
            continue
        for value in values:
            if value not in choices[name]:
                allowed = tuple(map(str, choices[name]))
                yield Problem(name, f"“{value}” is not known.", allowed)


def _passes(wanted: Wanted, **values: str) -> bool:
    return all(value in wanted[name] for name, value in values.items() if name in wanted)


def _options(options: Iterable[Option], rows: set[str], wanted: Wanted) -> Iterator[Option]:
    for option in options:
        if not _passes(wanted, option=option.id):
            continue
        cells = tuple(cell for cell in option.cells if cell.feature in rows and _fits(cell, wanted))
        if cells:
            yield changed(option, cells=cells)


def _stands(citation: Citation, place: Wanted) -> bool:
    feature = citation.item if citation.place is Place.CELL else ""
    return _passes(place, option=citation.option, feature=feature)


def _fits(cell: Cell, wanted: Wanted) -> bool:
    return _passes(
        wanted,
        support=cell.claim.support,
        maturity=cell.claim.maturity,
        contested=YES if cell.is_contested else NO,
    )


def _cited(option: Option) -> Iterator[str]:
    claims = [claim for cell in option.cells for claim in cell.claims]
    claims += [note.claim for note in option.notes]
    for claim in claims:
        yield from claim.evidence
        yield from claim.quantity.basis if claim.quantity else ()
    yield from option.release.evidence
    for other in option.release.others:
        yield from other.evidence
