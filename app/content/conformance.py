"""Read the conformance reports and check that they fit the catalogue."""

from collections.abc import Iterator
from pathlib import Path

from app.content.yaml_files import parse, read_yaml
from app.domain.catalogue import Catalogue
from app.domain.conformance import Conformance

FILE = "conformance.yaml"


def read_conformance(folder: Path) -> Conformance:
    """Return the reports in `folder`; BrokenContent names file, entry and field."""
    return parse(Conformance, read_yaml(folder / FILE), file=FILE)


def conformance_is_whole(catalogue: Catalogue, conformance: Conformance) -> Iterator[str]:
    """Find reports of no option, missing sources, wrong dates, and searches that do not fit."""
    yield from _reports_fit(catalogue, conformance)
    yield from _searches_fit(catalogue, conformance)


def _reports_fit(catalogue: Catalogue, conformance: Conformance) -> Iterator[str]:
    ids = [report.id for report in conformance.reports]
    for report in conformance.reports:
        place = f"{FILE}: {report.id}"
        if ids.count(report.id) > 1:
            yield f"{place}: id: stands twice"
        for option in report.options:
            if option not in catalogue.option_by_id:
                yield f"{place}: options: there is no option {option}"
        if report.source is not None and report.source not in catalogue.sources:
            yield f"{place}: source: there is no source {report.source}"
        if report.date > conformance.committed_on:
            yield f"{place}: date: {report.date} is after the commit that was read"


def _searches_fit(catalogue: Catalogue, conformance: Conformance) -> Iterator[str]:
    searched = [search.option for search in conformance.searches]
    for option in catalogue.options:
        if searched.count(option.id) != 1:
            yield f"{FILE}: searches: {searched.count(option.id)} for {option.id}, one wanted"
    for search in conformance.searches:
        place = f"{FILE}: searches[{search.option}]"
        found = conformance.found(search.option)
        if search.option not in catalogue.option_by_id:
            yield f"{place}: option: there is no option {search.option}"
        if search.found is not found:
            yield f"{place}: found: {search.found}, but the reports say {found}"
        if search.source is not None and search.source not in catalogue.sources:
            yield f"{place}: source: there is no source {search.source}"
        if search.looked_on > catalogue.version:
            yield f"{place}: looked_on: after the catalogue's {catalogue.version}"
