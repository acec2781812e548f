"""When the support of releases ends, where somebody names a day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.catalogue import Catalogue, Option, OtherRelease, Release

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?!\d)(.*)", re.DOTALL)
_LINE = re.compile(r".*?\d+\.\d+", re.DOTALL)
_OWN_NAME = re.compile(r"[A-Za-z]+ ")


@dataclass(frozen=True, slots=True)
class SupportEnd:
    """The day on which a release is supported no longer, as its publisher says.

    `key` stays the same while patch releases come and days move; `condition` is what is said
    beside the day, such as for whom it holds, and may be empty.
    """

    key: str
    option: str
    release: str
    day: date
    condition: str
    sources: tuple[str, ...]


def support_ends(catalogue: Catalogue, options: Sequence[str] = ()) -> tuple[SupportEnd, ...]:
    """Return the ends with a known day, the earliest first; of all options when none are named.

    A text that does not begin with a day, as in `unknown` or `about 2027-02`, is no known day.
    """
    found = [
        end
        for option in (*catalogue.options, *catalogue.add_ons)
        if not options or option.id in options
        for end in _ends(option)
    ]
    return tuple(sorted(found, key=lambda end: (end.day, end.key)))


def end_of(release: Release | OtherRelease) -> tuple[date, str] | None:
    """Return the day on which the release's support ends and its condition; None if unknown."""
    return _known_day(release.support_until or "")


def has_ended(release: Release, today: date) -> bool:
    """Tell whether a release is supported for nobody any more; its last day still counts.

    An end with a condition, as in `2028-04-30 (Enterprise)`, does not hold for everybody.
    """
    end = end_of(release)
    return end is not None and end[0] < today and end[1] in {"", "(ended)"}


def _ends(option: Option) -> Iterator[SupportEnd]:
    release = option.release
    said = [(release.version, release.support_until, release.evidence)]
    said += [
        (name_of(other), other.support_until or "", other.evidence or release.evidence)
        for other in release.others
    ]
    for name, until, sources in said:
        known = _known_day(until)
        if known is not None:
            yield SupportEnd(
                key=f"{option.id}/{_line_of(name)}",
                option=option.id,
                release=name if _OWN_NAME.match(name) else f"{option.short_name} {name}",
                day=known[0],
                condition=known[1],
                sources=sources,
            )


def name_of(other: OtherRelease) -> str:
    """Return the name of a line where there is one: its end is not that of one patch release."""
    line = other.line or ""
    is_line = any(sign.isdigit() for sign in line) and not _OWN_NAME.match(other.version)
    return line if is_line else other.version


def _known_day(text: str) -> tuple[date, str] | None:
    """Return the day that a text begins with and the words after it; None without a real day."""
    found = _DAY.match(text)
    try:
        return (date.fromisoformat(found[1]), found[2].strip(" ;,")) if found else None
    except ValueError:
        return None


def _line_of(name: str) -> str:
    """Return a release's name up to its minor version: the end of a line outlives its patches."""
    found = _LINE.match(name)
    return re.sub(r"[^a-z0-9.]+", "-", (found[0] if found else name).casefold()).strip("-")
