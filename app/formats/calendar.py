"""Write days as an iCalendar that calendar programs subscribe to (RFC 5545 and 7986)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote
from uuid import UUID

LINE_OCTETS = 75  # Without the line's end, RFC 5545 section 3.1.
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\t": " "})
# Control signs but tab and line end, and halves of a pair, which no file can hold.
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_URI_SIGNS = ":/?#[]@!$&'()*+,;=%"


@dataclass(frozen=True, slots=True)
class Event:
    """A day with a name; `url` is absolute. Programs tell events apart by `id`."""

    id: UUID
    day: date
    summary: str
    description: str
    url: str


def render(name: str, events: Iterable[Event], *, stamp: date) -> str:
    """Return a calendar of whole-day events; `stamp` is the day they were last looked at."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Meshwise//Catalogue//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",  # The older name of NAME; many programs know only this.
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        *(line for event in events for line in _event(event, stamp)),
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(event: Event, stamp: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}"
    yield f"DTSTAMP:{stamp:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(event.summary)}"
    yield f"DESCRIPTION:{_text(event.description)}"
    address = quote(event.url, safe=_URI_SIGNS, errors="replace")
    yield f"URL:{address}"
    yield "TRANSP:TRANSPARENT"  # It takes nobody's time.
    yield "END:VEVENT"


def _text(text: str) -> str:
    """Return text in which nothing can end a line or a value; control signs are left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_TEXT.sub("", lines).translate(_ESCAPES)


def _folded(line: str) -> str:
    """Break a line into pieces of at most 75 octets, never within a sign."""
    pieces, piece, octets = [], "", 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > LINE_OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece += sign
        octets += size
    return "\r\n".join([*pieces, piece])
