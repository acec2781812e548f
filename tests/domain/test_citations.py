from collections.abc import Sequence

import pytest

from app.content.load import Content
from app.domain.citations import Citation, Citations, Place, citations_of, namespace_of


@pytest.fixture(scope="session")
def citations(content: Content) -> Citations:
    return citations_of(
        content.catalogue, content.benchmarks, content.conformance, content.overhead
    )


def test_a_source_knows_each_cell_that_cites_it_once(
    content: Content, citations: Citations
) -> None:
    for option in content.catalogue.options:
        for cell in option.cells:
            cell_citation = Citation(Place.CELL, option.id, cell.feature)
            for claim in cell.claims:
                for source_id in claim.evidence:
                    assert citations[source_id].count(cell_citation) == 1


def test_every_source_is_cited_somewhere_but_those_of_prices_and_defaults(
    content: Content, citations: Citations
) -> None:
    uncited = set(content.catalogue.sources) - set(citations)

    assert uncited <= set(content.benchmarks.background)


def test_nothing_is_cited_that_is_no_source(content: Content, citations: Citations) -> None:
    assert set(citations) <= set(content.catalogue.sources)


def test_a_release_cites_with_its_other_releases(content: Content, citations: Citations) -> None:
    for option in content.catalogue.options:
        releases: Sequence[tuple[str, ...]] = (
            option.release.evidence,
            *(other.evidence for other in option.release.others),
        )
        for evidence in releases:
            for source_id in evidence:
                assert Citation(Place.RELEASE, option.id) in citations[source_id]


def test_notes_figures_reports_and_the_overhead_model_cite_too(
    content: Content, citations: Citations
) -> None:
    note = content.catalogue.option("linkerd").notes[0]
    figure = content.benchmarks.measurements[0]
    report = next(one for one in content.conformance.reports if one.source)
    coefficient = content.overhead.coefficients[0]

    assert Citation(Place.NOTE, "linkerd", note.id) in citations[note.claim.evidence[0]]
    assert Citation(Place.FIGURE, figure.option, figure.id) in citations[figure.source]
    for option in report.options:
        assert Citation(Place.REPORT, option, report.id) in citations[report.source or ""]
    assert Citation(Place.OVERHEAD, item=coefficient.id) in citations[coefficient.sources[0]]


@pytest.mark.parametrize(
    ("source_id", "namespace"),
    [("linkerd/doc-mtls", "linkerd"), ("kubernetes-recipes", "guides")],
)
def test_a_source_belongs_to_whose_facts_it_came_with(source_id: str, namespace: str) -> None:
    assert namespace_of(source_id) == namespace
