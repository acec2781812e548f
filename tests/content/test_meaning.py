"""Each linter for meaning is silent on the catalogue and finds a planted fault."""

from collections.abc import Callable

import pytest

from app.content import advice, consistency, evidence, wording
from app.content.checks import Check
from app.content.load import Content
from app.content.meaning import MEANING_CHECKS
from app.domain.catalogue import Advice, Catalogue
from app.domain.claims import Cell, Claim, Maturity, Rank, Support, Verified
from app.paths import CONTENT

Change = Callable[[Catalogue], Catalogue]
VERSION = (CONTENT / "VERSION").read_text(encoding="utf-8").strip()


def copy(catalogue: Catalogue, **update: object) -> Catalogue:
    return Catalogue.model_construct(**{**dict(catalogue), **update})


def claim(
    option: str, feature: str, number: int = 0, **update: object
) -> Callable[[Catalogue], Catalogue]:
    """Return a change of one claim of one cell."""

    def change(catalogue: Catalogue) -> Catalogue:
        options = []
        for one in catalogue.options:
            cells = tuple(
                changed(cell, number, update)
                if (one.id, cell.feature) == (option, feature)
                else cell
                for cell in one.cells
            )
            options.append(type(one).model_construct(**{**dict(one), "cells": cells}))
        return copy(catalogue, options=tuple(options))

    return change


def changed(cell: Cell, number: int, update: dict[str, object]) -> Cell:
    claims = list(cell.claims)
    claims[number] = Claim.model_construct(**{**dict(claims[number]), **update})
    return Cell.model_construct(feature=cell.feature, claims=tuple(claims))


def source(source_id: str, **update: object) -> Change:
    """Return a change of one source."""

    def change(catalogue: Catalogue) -> Catalogue:
        one = catalogue.sources[source_id].model_copy(update=update)
        return copy(catalogue, sources={**catalogue.sources, source_id: one})

    return change


def synonym(feature_id: str, word: str) -> Change:
    """Return a change of one feature's synonyms."""

    def change(catalogue: Catalogue) -> Catalogue:
        features = tuple(
            feature.model_copy(update={"synonyms": (word,)})
            if feature.id == feature_id
            else feature
            for feature in catalogue.features
        )
        return copy(catalogue, features=features)

    return change


def advised(option_id: str, text: str, cell: str) -> Change:
    """Return a change that gives an option one sentence to pick it and one to avoid it."""

    def change(catalogue: Catalogue) -> Catalogue:
        sentence = (Advice(text=text, cells=(cell,)),)
        options = tuple(
            one.model_copy(update={"pick_when": sentence, "avoid_when": sentence})
            if one.id == option_id
            else one
            for one in catalogue.options
        )
        return copy(catalogue, options=options)

    return change


LINKERD_MTLS = "linkerd.yaml: cells[mtls].claims[0]"
FAULTS: tuple[tuple[Check, Change, str], ...] = (
    (
        wording.summaries_fit_their_cell,
        claim("linkerd", "mtls", summary="x" * 141),
        f"{LINKERD_MTLS}: summary: 141 characters, at most 140",
    ),
    (
        wording.summaries_end_alike,
        claim("linkerd", "mtls", summary="Mutual TLS."),
        f"{LINKERD_MTLS}: summary: leave out the full stop at its end",
    ),
    (
        wording.cells_hold_no_praise,
        claim("linkerd", "mtls", detail="A lightweight proxy."),
        f"{LINKERD_MTLS}: detail: say what is there instead of “lightweight”",
    ),
    (
        wording.lower_grades_say_why,
        claim("linkerd", "mtls", support=Support.PARTIAL, summary="Some.", why=None, detail=None),
        f"{LINKERD_MTLS}: why: a grade of partial for linkerd needs a reason",
    ),
    (
        evidence.grades_rest_on_a_primary_source,
        claim("linkerd", "mtls", evidence=("kubernetes-recipes",)),
        f"{LINKERD_MTLS}: evidence: no primary source among blog",
    ),
    (
        evidence.sources_are_pages_not_sites,
        source("linkerd/doc-mtls", url="https://linkerd.io/"),
        "sources: linkerd/doc-mtls: url: names a whole site, not the page that was read",
    ),
    (
        evidence.every_page_is_one_source,
        source(
            "linkerd/doc-retries",
            url="https://docs.aws.amazon.com/app-mesh/latest/userguide/what-is-app-mesh.html/",
            read_at=None,
        ),
        "sources: linkerd/doc-retries: url: stands under argo-rollouts/appmesh-eol too, cite that",
    ),
    (
        evidence.source_dates_are_in_order,
        source("linkerd/doc-mtls", published="2026-11-23"),
        "sources: linkerd/doc-mtls: published: 2026-11-23 is after it was read",
    ),
    (
        evidence.nothing_is_newer_than_the_catalogue,
        source("linkerd/doc-mtls", retrieved="2099-01-01"),
        f"sources: linkerd/doc-mtls: retrieved: after the catalogue's {VERSION}",
    ),
    (
        evidence.nothing_is_newer_than_the_catalogue,
        claim(
            "linkerd",
            "mtls",
            verified=Verified(on="2099-01-01", against="edge-99.1.1", how=("docs",)),
        ),
        f"{LINKERD_MTLS}: verified.on: after the catalogue's {VERSION}",
    ),
    (
        evidence.checks_name_the_kinds_they_read,
        claim("linkerd", "mtls", evidence=("kubernetes-recipes",)),
        f"{LINKERD_MTLS}: verified.how: the evidence is of kind blog",
    ),
    (
        consistency.since_comes_before_until,
        claim("linkerd", "mtls", since="2.10", until="2.9"),
        f"{LINKERD_MTLS}: since: 2.10 is after until 2.9",
    ),
    (
        wording.other_claims_say_why_they_differ,
        claim("linkerd", "mtls", number=1, why=None),
        "linkerd.yaml: cells[mtls].claims[1]: why: say how this claim stands to ours",
    ),
    (
        consistency.disputes_are_about_something,
        claim("linkerd", "mtls", number=1, rank=Rank.DISPUTED),
        "linkerd.yaml: cells[mtls].claims[1]: rank: disputed, but it says what we say",
    ),
    (
        consistency.only_graded_rows_have_a_grade,
        claim("linkerd", "proxy", support=Support.FULL),
        "linkerd.yaml: cells[proxy].claims[0]: support: full, but a descriptive row is not graded",
    ),
    (
        consistency.one_fact_is_not_told_two_ways,
        claim("istio-sidecar", "mtls", support=Support.NONE),
        "istio-sidecar.yaml: cells[mtls_default]: cannot be had while mtls is none",
    ),
    (
        consistency.add_on_grades_name_the_add_on,
        claim("linkerd", "mtls", support=Support.ADDON),
        f"{LINKERD_MTLS}: addon: name the add-on and its cost",
    ),
    (
        consistency.what_is_not_there_has_no_maturity,
        claim("linkerd", "mtls", support=Support.NONE, maturity=Maturity.BETA),
        f"{LINKERD_MTLS}: maturity: none has none, write n/a",
    ),
    (
        wording.synonyms_add_something,
        synonym("ha", "High availability"),
        "features.yaml: ha: synonyms: High availability is the name itself",
    ),
    (
        advice.advice_is_short_and_plain,
        advised("linkerd", "Everything must be seamless.", "mtls"),
        "linkerd.yaml: pick_when[0]: text: say what is there instead of “seamless”",
    ),
    (
        advice.advice_is_short_and_plain,
        advised("linkerd", "x" * 141, "mtls"),
        "linkerd.yaml: avoid_when[0]: text: 141 characters, at most 140",
    ),
    (
        advice.advice_is_short_and_plain,
        advised("linkerd", "One is too few.", "mtls"),
        "linkerd.yaml: pick_when: 1 sentences, three to six wanted",
    ),
    (
        advice.advice_follows_from_its_cells,
        claim("linkerd", "mtls", support=Support.NONE),
        "linkerd.yaml: pick_when[0]: cells: mtls does not say so",
    ),
)


@pytest.mark.parametrize(
    ("check", "plant", "complaint"), FAULTS, ids=[check.__name__ for check, _, _ in FAULTS]
)
def test_a_linter_is_silent_on_the_catalogue_and_finds_a_planted_fault(
    content: Content, check: Check, plant: Change, complaint: str
) -> None:
    assert list(check(content.catalogue)) == []

    assert complaint in list(check(plant(content.catalogue)))


def test_every_linter_has_a_planted_fault() -> None:
    assert {check for check, _, _ in FAULTS} == set(MEANING_CHECKS)
