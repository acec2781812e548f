import pytest

from app.content.load import Content
from app.domain.claims import FeatureKind, Support
from app.domain.tallies import spread_of, tallies_of


def test_every_graded_cell_that_applies_is_counted_once(content: Content) -> None:
    catalogue = content.catalogue
    for option in (*catalogue.options, *catalogue.add_ons):
        graded = [
            cell
            for cell in option.cells
            if catalogue.feature(cell.feature).kind is FeatureKind.GRADED
            and cell.claim.support is not Support.NOT_APPLICABLE
        ]

        tallies = tallies_of(catalogue, option)

        counted = sum(part.count for tally in tallies for part in tally.stretches)
        assert counted == len(graded)


def test_the_stretches_of_a_bar_fill_it_without_a_gap(content: Content) -> None:
    for tally in tallies_of(content.catalogue, content.catalogue.option("linkerd")):
        end = 0.0
        for part in tally.stretches:
            assert part.start == pytest.approx(end, abs=0.02)
            end = part.start + part.width
        assert end == pytest.approx(100, abs=0.02)


def test_a_spread_counts_each_option_once_best_level_first(content: Content) -> None:
    catalogue = content.catalogue

    assert spread_of(catalogue.options, "mtls") == (
        (Support.FULL, 5),
        (Support.PARTIAL, 1),
        (Support.NONE, 1),
    )
