"""A release stands on a day as its publisher says, and no firmer."""

from datetime import date
from typing import Any, TypeVar

import pytest
from pydantic import BaseModel

from app.domain.catalogue import Option, OtherRelease, Release
from app.domain.environment_remarks import Standing
from app.domain.support_on import support_on

DAY = date(2027, 1, 1)

Model = TypeVar("Model", bound=BaseModel)


def bare(kind: type[Model], /, **fields: Any) -> Model:
    """Return a value with these fields alone, unchecked."""
    return kind.model_construct(**fields)


def option(until: str, *others: OtherRelease) -> Option:
    release = bare(Release, version="1.2.3", label=None, support_until=until, others=others)
    return bare(Option, release=release)


@pytest.mark.parametrize(
    ("until", "standing", "text"),
    [
        ("2027-01-11", Standing.FITS, "1.2.3 is supported until 2027-01-11, for 10 more days."),
        ("2027-01-01", Standing.FITS, "1.2.3 is supported until 2027-01-01, for 0 more days."),
        ("2026-12-30", Standing.FAILS, "Support of 1.2.3 ended on 2026-12-30, 2 days before."),
        ("2026-12-30 (paid)", Standing.READ, "Support of 1.2.3 ended on 2026-12-30 for some."),
        ("2027-12-30 (paid)", Standing.READ, "1.2.3 is supported until 2027-12-30 for some."),
        ("none", Standing.READ, "1.2.3 is supported for no stated time."),
        (
            "about 2027-02",
            Standing.UNKNOWN,
            "No day is published on which support of 1.2.3 ends.",
        ),
    ],
)
def test_the_words_of_the_publisher_decide(until: str, standing: Standing, text: str) -> None:
    remark = support_on(option(until), DAY)

    assert (remark.standing, remark.text) == (standing, text)


def test_what_a_publisher_says_without_a_day_is_quoted() -> None:
    assert support_on(option("about 2027-02"), DAY).words == "about 2027-02"
    assert support_on(option("unknown"), DAY).words == ""


def test_a_release_that_is_supported_instead_is_named() -> None:
    others = (
        OtherRelease(version="1.3.0", support_until="2027-06-01"),
        OtherRelease(version="1.1.0", support_until="2026-06-01"),
        OtherRelease(version="1.4.0"),
    )

    remark = support_on(option("2026-12-30", *others), DAY)

    assert remark.text.endswith("2 days before. 1.3.0 is supported until 2027-06-01.")
