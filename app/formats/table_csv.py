"""Write a comparison as CSV (RFC 4180), one line a cell, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Final

from app.domain.comparison import Comparison, Entry, Row, Section
from app.formats.plain_text import one_line
from app.formats.table_origin import TableOrigin

COLUMNS: Final = (
    "group",
    "feature",
    "option",
    "release",
    "support",
    "maturity",
    "value",
    "low",
    "typical",
    "high",
    "unit",
    "confidence",
    "summary",
    "contested",
    "baseline",
    "verified_on",
    "verified_against",
    "age",
    "must_have",
    "environment",
    "sources",
    "link",
    "feature_id",
    "option_id",
    "catalogue",
)
# What makes Excel, LibreOffice or Google Sheets read a text as a formula; the wide forms too.
_FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def render(table: Comparison, origin: TableOrigin) -> str:
    """Return a header and one line for each cell shown, feature by feature.

    Texts that a spreadsheet would run begin with an apostrophe; numbers are numbers.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for section in table.sections:
        for row in section.rows:
            for entry in row.entries:
                writer.writerow(_guarded(_cells(section, row, entry, origin)))
    return out.getvalue()


def _cells(
    section: Section, row: Row, entry: Entry, origin: TableOrigin
) -> Iterator[str | float | None]:
    """Return the values of one line, in the order of COLUMNS."""
    claim, option = entry.cell.claim, entry.option
    quantity, verified = claim.quantity, claim.verified
    yield section.group.name
    yield row.feature.name
    yield option.short_name
    yield option.release.label or option.release.version
    yield claim.support
    yield claim.maturity
    yield claim.value
    yield from (quantity.low, quantity.typical, quantity.high) if quantity else (None, None, None)
    yield row.feature.unit
    yield quantity.confidence if quantity else None
    yield claim.summary
    yield "yes" if entry.cell.is_contested else "no"
    yield row.reach.baseline if row.reach else None
    yield from (verified.on, verified.against) if verified else (None, None)
    yield entry.freshness.age if entry.freshness else None
    yield entry.verdict.name.lower() if entry.verdict is not None else None
    yield " ".join(remark.text for remark in entry.remarks)
    yield " ".join(source.url for source in entry.sources)
    yield origin.cell(entry.id)
    yield row.feature.id
    yield option.id
    yield origin.version


def _guarded(values: Iterable[str | float | None]) -> Iterator[str | float | None]:
    for value in values:
        if isinstance(value, str):
            text = one_line(value)
            yield f"'{text}" if text.startswith(_FORMULA_STARTS) else text
        else:
            yield value
