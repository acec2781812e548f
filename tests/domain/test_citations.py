from app.content.load import Content
from app.domain.citations import Citation, citations_of


def test_a_source_knows_each_cell_that_cites_it_once(content: Content) -> None:
    citations = citations_of(content.catalogue)

    for option in content.catalogue.options:
        for cell in option.cells:
            for claim in cell.claims:
                for source_id in claim.evidence:
                    assert citations[source_id].count(Citation(option.id, cell.feature)) == 1


def test_what_a_release_rests_on_is_cited_without_a_feature(content: Content) -> None:
    linkerd = content.catalogue.option("linkerd")

    citations = citations_of(content.catalogue)[linkerd.release.evidence[0]]

    assert Citation("linkerd") in citations
