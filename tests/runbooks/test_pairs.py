"""Pairwise rows leave no pair out that can stand in a row."""

from itertools import product

from tests.runbooks.pairs import Row, every_pair, pairs_of, rows_that_fit

AXES = {
    "tool": ("cli", "helm", "argo"),
    "platform": ("eks", "gke", "aks", "kind"),
    "cni": ("calico", "cilium"),
    "profile": ("evaluation", "production"),
}


def met(rows: list[Row]) -> set[object]:
    return {pair for row in rows for pair in pairs_of(row)}


def test_every_two_values_meet_in_far_fewer_rows_than_there_are() -> None:
    rows = list(rows_that_fit(AXES, lambda _: True))

    assert met(rows) == set(every_pair(AXES))
    assert len(rows) <= 14 < len(list(product(*AXES.values())))


def test_no_row_is_made_that_does_not_fit_and_every_pair_that_fits_is_met() -> None:
    def fits(row: Row) -> bool:
        lonely = row["cni"] == "cilium" and row["platform"] != "gke"
        return row["tool"] != "argo" and not (lonely and row["profile"] == "production")

    everything = [dict(zip(AXES, row, strict=True)) for row in product(*AXES.values())]
    possible = met([row for row in everything if fits(row)])
    rows = list(rows_that_fit(AXES, fits))

    assert all(fits(row) for row in rows)
    assert met(rows) == possible


def test_pairs_that_met_already_are_not_looked_for_again() -> None:
    rows = list(rows_that_fit(AXES, lambda _: True))

    assert list(rows_that_fit(AXES, lambda _: True, rows)) == []
    assert list(rows_that_fit(AXES, lambda _: True, rows[:-1])) != []
