"""Whether the release that was read is supported on a day, as far as its publisher says."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from app.domain.catalogue import Option, Release
from app.domain.environment_remarks import Remark, Standing
from app.domain.support_ends import end_of, has_ended, name_of

FEATURE: Final = "support_window"
"""The feature that says for how long versions get fixes."""


def support_on(option: Option, day: date) -> Remark:
    """Say how the option's release stands on the day, and which other release is supported then."""
    release = option.release
    name = release.label or release.version
    standing, text = _standing(name, release, day)
    if standing is not Standing.FITS:
        text = " ".join((text, *_others(release, day)))
    end = end_of(release)
    is_told = release.support_until in {"unknown", "none"} or (end is not None and not end[1])
    return Remark(standing, text, FEATURE, "" if is_told else release.support_until)


def _standing(name: str, release: Release, day: date) -> tuple[Standing, str]:
    end = end_of(release)
    if end is None and release.support_until == "none":
        return Standing.READ, f"{name} is supported for no stated time."
    if end is None:
        return Standing.UNKNOWN, f"No day is published on which support of {name} ends."
    left = (end[0] - day).days
    if has_ended(release, day):
        return Standing.FAILS, f"Support of {name} ended on {end[0]}, {-left} days before."
    if left < 0:
        return Standing.READ, f"Support of {name} ended on {end[0]} for some."
    if end[1]:
        return Standing.READ, f"{name} is supported until {end[0]} for some."
    return Standing.FITS, f"{name} is supported until {end[0]}, for {left} more days."


def _others(release: Release, day: date) -> Iterator[str]:
    for other in release.others:
        end = end_of(other)
        if end is not None and end[0] >= day:
            yield f"{name_of(other)} is supported until {end[0]}."
