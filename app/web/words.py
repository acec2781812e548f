"""Write days, figures and addresses the way a reader expects them."""

import re
from datetime import date
from urllib.parse import urlsplit


def day(text: str) -> str:
    """Write `2026-11-22` as `22 November 2026`; leave any other text as it is."""
    try:
        value = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{value.day} {value:%B %Y}"


def figure(number: float) -> str:
    """Write a number with at most three significant decimals and a comma for thousands."""
    digits = 0 if abs(number) >= 100 else 1 if abs(number) >= 10 else 3  # noqa: PLR2004
    text = f"{number:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def host(url: str) -> str:
    """Return the host of an address, for the visitor who wants to know where a link leads."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def release(text: str) -> str:
    """Write a release as short as a cell needs it, without what stands in brackets."""
    return re.sub(r"\s*\([^)]*\)", "", text)
