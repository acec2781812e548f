"""Write a comparison as CSV, one line a cell."""

from collections.abc import Iterator
from typing import Final

from app.domain.comparison import Comparison, Entry, Row, Section
from app.formats.csv_text import Column, Value, write_csv
from app.formats.table_origin import TableOrigin

COLUMNS: Final = (
    Column("group", "Group of rows."),
    Column("feature", "Name of the feature."),
    Column("option", "Short name of the option."),
    Column("release", "Release that was read."),
    Column("support", "Our grade: full, partial, addon, none, unknown or n/a."),
    Column("maturity", "The project's own label: stable, beta, alpha or n/a."),
    Column("value", "Short fact of a cell that is described and not graded."),
    Column("low", "Lowest figure, in the unit.", "number"),
    Column("typical", "Typical figure, in the unit.", "number"),
    Column("high", "Highest figure, in the unit.", "number"),
    Column("unit", "Unit of the figures."),
    Column("confidence", "How sure we are of the figures."),
    Column("summary", "What is there, in one line."),
    Column("contested", "yes when a source says something else than we do, or said it before."),
    Column("baseline", "How many meshes have the feature; computed."),
    Column("verified_on", "Day on which the claim was checked.", "date"),
    Column("verified_against", "Release it was checked against."),
    Column("age", "Age of the check on the day of the view; computed."),
    Column("must_have", "How the cell meets a must-have of the answers: meets, check or fails."),
    Column("environment", "How the cell reads in the environment that was given."),
    Column("sources", "Addresses of the sources, parted by spaces."),
    Column("link", "Address at which the cell stands open."),
    Column("feature_id", "Id of the feature."),
    Column("option_id", "Id of the option."),
    Column("catalogue", "Version of the catalogue, its day.", "date"),
)


def render(table: Comparison, origin: TableOrigin) -> str:
    """Return a header and one line for each cell shown, feature by feature."""
    return write_csv(
        COLUMNS,
        (
            _cells(section, row, entry, origin)
            for section in table.sections
            for row in section.rows
            for entry in row.entries
        ),
    )


def _cells(section: Section, row: Row, entry: Entry, origin: TableOrigin) -> Iterator[Value]:
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
