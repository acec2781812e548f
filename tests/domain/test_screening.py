"""Must-haves: met, failed, or to be checked first."""

from typing import Literal

import pytest

from app.domain.claims import AddOnNeed, Claim, Cost, Maturity, Rank, Support
from app.domain.needs import Requirement
from app.domain.questions import Level
from app.domain.screening import Verdict, judge, screen


def claim(support: Support, cost: Cost | None = None) -> Claim:
    return Claim(
        rank=Rank.NORMAL,
        support=support,
        maturity=Maturity.STABLE,
        summary="Said in a test.",
        evidence=() if support is Support.UNKNOWN else ("a-source",),
        addon=AddOnNeed(name="an add-on", cost=cost) if cost else None,
    )


def must_have(level: Level = Level.PARTIAL, *, add_on: bool = False) -> Requirement:
    return Requirement("mtls", level, add_on, "goals", "mtls", "It is asked for.")


@pytest.mark.parametrize(
    ("support", "level", "verdict"),
    [
        (Support.FULL, Level.FULL, Verdict.MEETS),
        (Support.FULL, Level.PARTIAL, Verdict.MEETS),
        (Support.PARTIAL, Level.PARTIAL, Verdict.MEETS),
        (Support.PARTIAL, Level.FULL, Verdict.FAILS),
        (Support.NONE, Level.PARTIAL, Verdict.FAILS),
        (Support.ADDON, Level.PARTIAL, Verdict.FAILS),
        (Support.UNKNOWN, Level.PARTIAL, Verdict.CHECK),
        (Support.UNKNOWN, Level.FULL, Verdict.CHECK),
    ],
)
def test_a_claim_meets_a_must_have_fails_it_or_is_to_be_checked(
    support: Support, level: Level, verdict: Verdict
) -> None:
    cost = Cost.FREE if support is Support.ADDON else None

    assert judge(claim(support, cost), must_have(level), "ask") is verdict


@pytest.mark.parametrize(
    ("cost", "paid", "verdict"),
    [
        (Cost.FREE, "ask", Verdict.MEETS),
        (Cost.FREE, "refuse", Verdict.MEETS),
        (Cost.PAID, "accept", Verdict.MEETS),
        (Cost.PAID, "ask", Verdict.CHECK),
        (Cost.PAID, "refuse", Verdict.FAILS),
    ],
)
def test_where_an_add_on_may_supply_it_its_cost_decides(
    cost: Cost, paid: Literal["accept", "refuse", "ask"], verdict: Verdict
) -> None:
    assert judge(claim(Support.ADDON, cost), must_have(add_on=True), paid) is verdict


def test_one_failure_outweighs_everything_that_is_met() -> None:
    fips = Requirement("fips", Level.PARTIAL, False, "mtls_assurance", "fips", "It is asked for.")  # noqa: FBT003

    verdicts = ((Verdict.MEETS,), (Verdict.FAILS,))
    (screened,) = screen(("an-option",), (must_have(), fips), verdicts)

    assert screened.verdict is Verdict.FAILS
    assert screened.requirements(Verdict.FAILS) == (fips,)


def test_without_must_haves_everything_fits() -> None:
    (screened,) = screen(("an-option",), (), ())

    assert screened.verdict is Verdict.MEETS
