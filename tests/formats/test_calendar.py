"""Calendars follow RFC 5545, whatever the texts in them are."""

import re
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.formats.calendar import Event, render

DAY = date(2026, 12, 31)
LINE = re.compile(r"(?P<name>[A-Z-]+)(?P<parameters>(;[A-Z-]+=[A-Z-]+)*):(?P<value>.*)", re.DOTALL)


def event(text: str = "", url: str = "https://mesh.example/options/kuma") -> Event:
    return Event(UUID(int=1), DAY, text, text, url)


def read(calendar: str) -> list[tuple[str, str]]:
    """Read a calendar as strictly as RFC 5545 allows, and return names and values."""
    octets = calendar.encode()
    assert octets.endswith(b"\r\n")
    lines = octets.removesuffix(b"\r\n").split(b"\r\n")
    assert all(0 < len(line) <= 75 for line in lines)
    assert not any(sign in line for line in lines for sign in (b"\r", b"\n"))
    for line in lines:
        line.decode()  # No sign is torn apart.
    whole = octets.replace(b"\r\n ", b"").removesuffix(b"\r\n").decode()
    assert not re.search(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]", whole)
    found = [LINE.fullmatch(line) for line in whole.split("\r\n")]
    assert all(found)
    return [(match["name"] + match["parameters"], match["value"]) for match in found if match]


def unescape(text: str) -> str:
    signs = {"n": "\n", "N": "\n"}
    assert not re.search(r"(?<!\\)(\\\\)*[;,]", text)
    return re.sub(r"\\(.)", lambda found: signs.get(found[1], found[1]), text)


def test_an_event_is_a_whole_day_that_takes_no_time() -> None:
    lines = read(render("Ends", [event("Kuma 2.13")], stamp=date(2026, 11, 22)))

    assert lines == [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//Meshwise//Catalogue//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("NAME", "Ends"),
        ("X-WR-CALNAME", "Ends"),
        ("REFRESH-INTERVAL;VALUE=DURATION", "P1D"),
        ("BEGIN", "VEVENT"),
        ("UID", "00000000-0000-0000-0000-000000000001"),
        ("DTSTAMP", "20261122T000000Z"),
        ("DTSTART;VALUE=DATE", "20261231"),
        ("DTEND;VALUE=DATE", "20270101"),
        ("SUMMARY", "Kuma 2.13"),
        ("DESCRIPTION", "Kuma 2.13"),
        ("URL", "https://mesh.example/options/kuma"),
        ("TRANSP", "TRANSPARENT"),
        ("END", "VEVENT"),
        ("END", "VCALENDAR"),
    ]


def test_a_calendar_without_events_is_whole() -> None:
    lines = read(render("Ends", [], stamp=DAY))

    assert (lines[0], lines[-1]) == (("BEGIN", "VCALENDAR"), ("END", "VCALENDAR"))


def test_no_text_gets_out_of_its_place(hostile: str) -> None:
    plain = [name for name, _ in read(render("x", [event("x")], stamp=DAY))]

    lines = read(render(hostile, [event(hostile, f"https://mesh.example/{hostile}")], stamp=DAY))

    assert [name for name, _ in lines] == plain


@given(st.text())
def test_a_text_can_be_read_back_but_for_control_signs(text: str) -> None:
    values = dict(read(render("x", [event(text)], stamp=DAY)))

    kept = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", "", kept)
    assert unescape(values["DESCRIPTION"]) == kept


def test_an_address_holds_only_signs_of_addresses(hostile: str) -> None:
    lines = read(render("x", [event(url=f"https://mesh.example/{hostile}")], stamp=DAY))

    assert re.fullmatch(r"[!-~]+", dict(lines)["URL"])
