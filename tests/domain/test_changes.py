"""Two catalogues are compared cell by cell."""

from app.content.load import Content
from app.domain.catalogue import Catalogue, Option
from app.domain.changes import changes
from app.domain.claims import Cell, Claim, Support


def copy(catalogue: Catalogue, **update: object) -> Catalogue:
    return Catalogue.model_construct(**{**dict(catalogue), **update})


def with_linkerd(catalogue: Catalogue, cells: tuple[Cell, ...]) -> Catalogue:
    options = tuple(
        Option.model_construct(**{**dict(option), "cells": cells})
        if option.id == "linkerd"
        else option
        for option in catalogue.options
    )
    return copy(catalogue, options=options)


def test_a_catalogue_does_not_differ_from_itself(content: Content) -> None:
    assert changes(content.catalogue, copy(content.catalogue)) == ()


def test_a_changed_grade_is_one_line(content: Content) -> None:
    cells = list(content.catalogue.option("linkerd").cells)
    place = next(number for number, cell in enumerate(cells) if cell.feature == "windows")
    claim = Claim.model_construct(**{**dict(cells[place].claim), "support": Support.FULL})
    cells[place] = Cell.model_construct(feature="windows", claims=(claim,))

    found = changes(content.catalogue, with_linkerd(content.catalogue, tuple(cells)))

    before = content.catalogue.cell("linkerd", "windows").claim.support
    assert [str(change) for change in found] == [f"linkerd.windows: support: {before} -> full"]


def test_a_dropped_claim_of_somebody_else_is_told(content: Content) -> None:
    cells = tuple(
        Cell.model_construct(feature=cell.feature, claims=cell.claims[:1])
        for cell in content.catalogue.option("linkerd").cells
    )

    found = changes(content.catalogue, with_linkerd(content.catalogue, cells))

    assert all(change.field == "claim" and change.after is None for change in found)
    assert any("TrafficSplit (SMI)" in str(change) for change in found)


def test_added_and_removed_things_are_told(content: Content) -> None:
    smaller = copy(
        content.catalogue,
        features=content.catalogue.features[1:],
        options=content.catalogue.options[:-1],
    )

    lost = {str(change) for change in changes(content.catalogue, smaller)}
    gained = {str(change) for change in changes(smaller, content.catalogue)}

    assert "data_plane: feature removed: Data plane" in lost
    assert "data_plane: feature added: Data plane" in gained
    assert any(line.startswith("no-mesh: option removed") for line in lost)
    assert any(line.startswith("no-mesh: option added") for line in gained)


def test_what_is_gone_is_told_in_the_order_it_had(content: Content) -> None:
    emptied = copy(content.catalogue, features=(), options=(), add_ons=())

    found = [change.place for change in changes(content.catalogue, emptied)]

    assert found == [*content.catalogue.feature_by_id, *content.catalogue.option_by_id]


def test_a_feature_tells_which_of_its_fields_changed(content: Content) -> None:
    first, *rest = content.catalogue.features
    renamed = first.model_copy(update={"name": "Proxies"})

    found = changes(content.catalogue, copy(content.catalogue, features=(renamed, *rest)))

    assert [str(change) for change in found] == ["data_plane: name: Data plane -> Proxies"]
