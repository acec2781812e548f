"""A check grows old by days and by releases; the rule is written down and held here."""

from datetime import date, timedelta

import pytest

from app.content.load import Content
from app.domain.catalogue import KubernetesRange, Release
from app.domain.claims import Claim, Maturity, Support, Verified
from app.domain.freshness import Age, freshness

CHECKED = date(2026, 11, 22)


def claim(against: str) -> Claim:
    return Claim(
        support=Support.FULL,
        maturity=Maturity.STABLE,
        summary="On.",
        evidence=("a",),
        verified=Verified(on=CHECKED.isoformat(), against=against, how=("docs",)),
    )


def release(version: str) -> Release:
    return Release(
        version=version,
        date="unknown",
        kubernetes=KubernetesRange(min="1.31", max="1.36"),
        support_until="unknown",
        policy="None.",
        evidence=("a",),
    )


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (0, Age.FRESH),
        (180, Age.FRESH),
        (181, Age.AGEING),
        (365, Age.AGEING),
        (366, Age.STALE),
    ],
)
def test_a_check_ages_by_days(days: int, age: Age) -> None:
    today = CHECKED + timedelta(days=days)

    assert freshness(claim("1.31"), release("1.31.1"), today=today).age is age


@pytest.mark.parametrize(
    ("read", "newest", "age"),
    [
        ("1.31 (release-1.31 of 2026-08-20)", "1.31.1", Age.FRESH),
        ("1.31", "1.32.0", Age.FRESH),
        ("1.31", "1.33.0", Age.STALE),
        ("2.14.3", "3.0.1", Age.STALE),
        ("3.0 (master of 2026-08-21) and 2.14.3", "3.0.1", Age.FRESH),
        ("edge-26.8.3", "edge-26.12.1", Age.FRESH),
    ],
)
def test_a_check_is_stale_two_minor_releases_later(read: str, newest: str, age: Age) -> None:
    assert freshness(claim(read), release(newest), today=CHECKED).age is age


def test_an_unknown_was_never_checked() -> None:
    unknown = Claim(
        support=Support.UNKNOWN, maturity=Maturity.NOT_APPLICABLE, summary="Nothing was found."
    )

    assert freshness(unknown, release("1.31.1"), today=CHECKED).age is Age.NEVER


def test_the_published_catalogue_is_fresh_on_its_own_day(content: Content) -> None:
    today = date.fromisoformat(content.catalogue.version)
    for option in content.catalogue.options:
        for cell in option.cells:
            age = freshness(cell.claim, option.release, today=today).age
            assert age in {Age.FRESH, Age.NEVER}, (option.id, cell.feature)


def test_seen_from_a_day_before_it_was_checked_later() -> None:
    fresh = freshness(claim("1.31"), release("1.33.0"), today=CHECKED - timedelta(days=3))

    assert fresh.age is Age.LATER
    assert fresh.because == "Checked against 1.31, 3 days later."
