"""Write CSV (RFC 4180) that is safe to open in a spreadsheet, and describe its columns (CSVW)."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Final, Literal

from app.formats.plain_text import one_line

Value = str | float | None

# What Excel, LibreOffice or Google Sheets reads as a formula; the wide forms too.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the header, what stands in it, and of which kind that is."""

    name: str
    about: str
    kind: Literal["string", "number", "date"] = "string"


def write_csv(columns: Sequence[Column], lines: Iterable[Iterable[Value]]) -> str:
    """Return a header and the lines, whose values come in the order of the columns.

    Texts that a spreadsheet would run begin with an apostrophe; numbers are numbers.
    """
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.name for column in columns)
    writer.writerows(map(_guarded, lines))
    return out.getvalue()


def describe_csv(columns: Sequence[Column], title: str, address: str) -> str:
    """Return the W3C description of a file (CSV on the Web) that stands at `address`."""
    return json.dumps(
        {
            "@context": "http://www.w3.org/ns/csvw",
            "url": address,
            "dc:title": title,
            "dc:description": "A text that begins like a formula has an apostrophe in front.",
            "tableSchema": {
                "columns": [
                    {
                        "name": column.name,
                        "titles": column.name,
                        "dc:description": column.about,
                        "datatype": column.kind,
                    }
                    for column in columns
                ]
            },
        },
        indent=2,
    )


def _guarded(values: Iterable[Value]) -> Iterator[Value]:
    for value in values:
        if isinstance(value, str):
            text = one_line(value)
            yield f"'{text}" if text.startswith(_FORMULA_STARTS) else text
        else:
            yield value
