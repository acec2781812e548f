"""Draw a small comparison as an SVG picture, for places that take images only."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Final

from app.domain.claims import FeatureKind, Maturity, Support
from app.domain.comparison import Comparison, Entry, Row
from app.formats.plain_text import one_line
from app.formats.table_origin import TableOrigin

HEAD, COLUMN, ALONE = 190, 150, 420  # pixels: the row heads, a column, a column that is alone
LINE, LETTER, PADDING = 17, 6.9, 10  # pixels: a line, a letter of it on average, round a cell
MOST_LINES = 4
WORDS: Final = {
    Support.FULL: ("●", "Full", "#136338"),
    Support.PARTIAL: ("◐", "Partial", "#7d5200"),
    Support.ADDON: ("+", "Add-on", "#4c4d9e"),
    Support.NONE: ("○", "None", "#942828"),
    Support.UNKNOWN: ("?", "Unknown", "#515b64"),
}
INK, MUTED, RULE = "#1a1f24", "#515b64", "#dedbd2"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a cell."""

    text: str
    colour: str = INK
    is_bold: bool = False


def render(table: Comparison, origin: TableOrigin) -> str:
    """Return the picture; its title and description say the same in words."""
    width = ALONE if len(table.columns) == 1 else COLUMN
    rows = [row for section in table.sections for row in section.rows]
    total = HEAD + width * len(table.columns)
    body, bottom = _body(table, rows, width)
    height = bottom + LINE + PADDING
    names = ", ".join(option.short_name for option in table.columns)
    size = f'width="{total}" height="{height}"'
    marked = f"Meshwise, catalogue of {origin.version}"
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {total} {height}"',
            ' role="img" aria-labelledby="title words">',
            f'<title id="title">{_safe(f"Service meshes compared: {names}")}</title>',
            f'<desc id="words">{_safe(" ".join(_sentences(rows)))} {_safe(marked)}.</desc>',
            f'<rect width="{total}" height="{height}" fill="#ffffff"/>',
            '<g font-family="system-ui,Segoe UI,Roboto,Noto Sans,sans-serif" font-size="13">',
            *body,
            _text(PADDING, bottom + LINE, Line(marked, MUTED)),
            "</g>",
            "</svg>\n",
        )
    )


def _body(table: Comparison, rows: Iterable[Row], width: int) -> tuple[list[str], int]:
    """Return the drawn rows, and where they end."""
    top = PADDING + LINE
    drawn = [
        _text(HEAD + PADDING + index * width, top, Line(option.short_name, is_bold=True))
        for index, option in enumerate(table.columns)
    ]
    top += PADDING
    for row in rows:
        unit = [Line(each, MUTED) for each in _wrapped(row.feature.unit or "", HEAD)]
        heads = [Line(each, is_bold=True) for each in _wrapped(row.feature.name, HEAD)]
        cells = [heads + unit, *([*_lines(row, entry, width)] for entry in row.entries)]
        drawn.append(
            f'<path d="M0 {top}H{HEAD + width * len(row.entries)}" stroke="{RULE}" fill="none"/>'
        )
        for index, lines in enumerate(cells):
            left = PADDING if index == 0 else HEAD + PADDING + (index - 1) * width
            drawn += [
                _text(left, top + LINE * (number + 1), line) for number, line in enumerate(lines)
            ]
        top += LINE * max(map(len, cells)) + PADDING
    return drawn, top


def _lines(row: Row, entry: Entry, width: int) -> Iterator[Line]:
    claim = entry.cell.claim
    if claim.quantity:
        low, typical, high = claim.quantity.low, claim.quantity.typical, claim.quantity.high
        alike = low == high
        yield Line(f"{typical:g}" if alike else f"{typical:g} ({low:g} to {high:g})", is_bold=True)
    elif claim.support in WORDS:
        sign, word, colour = WORDS[claim.support]
        stage = f", {claim.maturity}" if claim.maturity in {Maturity.ALPHA, Maturity.BETA} else ""
        yield Line(f"{sign} {word}{stage}", colour, is_bold=True)
    if row.feature.kind is FeatureKind.DESCRIPTIVE and claim.value:
        yield from (Line(each, is_bold=True) for each in _wrapped(claim.value, width))
    if entry.cell.is_contested:
        yield Line("contested", "#942828")
    if width == ALONE:
        yield from (Line(each) for each in _wrapped(claim.summary, width))


def _wrapped(text: str, width: int) -> list[str]:
    letters = int((width - 2 * PADDING) / LETTER)
    return wrap(text, letters, max_lines=MOST_LINES, placeholder=" …")


def _sentences(rows: Iterable[Row]) -> Iterator[str]:
    for row in rows:
        unit = f" ({row.feature.unit})" if row.feature.unit else ""
        said = "; ".join(
            f"{entry.option.short_name}: "
            + ", ".join(line.text for line in _lines(row, entry, COLUMN))
            for entry in row.entries
        )
        yield f"{row.feature.name}{unit}. {said}."


def _text(left: float, baseline: float, line: Line) -> str:
    weight = ' font-weight="600"' if line.is_bold else ""
    at = f'x="{left:g}" y="{baseline:g}"'
    return f'<text {at} fill="{line.colour}"{weight}>{_safe(line.text)}</text>'


def _safe(text: str) -> str:
    return escape(one_line(text))
