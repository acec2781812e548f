"""Write a comparison as Markdown for a ticket, a repository or a decision record."""

from collections.abc import Iterator

from app.domain.catalogue import Option
from app.domain.claims import FeatureKind, Maturity
from app.domain.comparison import Comparison, Entry, Row, Section
from app.domain.freshness import Age
from app.formats.markdown_text import destination, link, prose, table
from app.formats.table_origin import TableOrigin


def render(comparison: Comparison, origin: TableOrigin) -> str:
    """Return a table for each group, then the sources by the numbers that the cells name."""
    return "\n\n".join(_blocks(comparison, origin)) + "\n"


def _blocks(comparison: Comparison, origin: TableOrigin) -> Iterator[str]:
    yield "# Comparison of service meshes"
    count = comparison.feature_count
    yield (
        f"Catalogue of {prose(origin.version)}, {count} {'feature' if count == 1 else 'features'}. "
        f"{link('The same view with all claims', origin.view)}. Figures are typical, then low to "
        "high. Numbers in brackets are sources."
    )
    for section in comparison.sections:
        yield f"## {prose(section.group.name)}"
        yield _section(comparison, section, origin)
    yield "## Sources"
    yield "\n".join(
        f"{number}. {link(source.title, source.url)}, {prose(source.kind)}, "
        f"published {prose(source.published)}, read {prose(source.retrieved)}"
        for number, source in enumerate(comparison.sources, 1)
    )
    yield "\n".join(
        f"[{number}]: {destination(source.url)}"
        for number, source in enumerate(comparison.sources, 1)
    )


def _section(comparison: Comparison, section: Section, origin: TableOrigin) -> str:
    header = ["Feature", *(_column(option) for option in comparison.columns)]
    rows = (
        [_feature(row), *(_cell(comparison, row, entry, origin) for entry in row.entries)]
        for row in section.rows
    )
    return table(header, rows)


def _column(option: Option) -> str:
    return f"{prose(option.short_name)} {prose(option.release.label or option.release.version)}"


def _feature(row: Row) -> str:
    unit = f" ({prose(row.feature.unit)})" if row.feature.unit else ""
    return f"{prose(row.feature.name)}{unit}"


def _cell(comparison: Comparison, row: Row, entry: Entry, origin: TableOrigin) -> str:
    """Return our reading, the marks of the cell and its sources, parted by full stops."""
    parts = [*_reading(row, entry), *_marks(entry, origin)]
    numbers = ", ".join(f"[{comparison.numbers[source.id]}]" for source in entry.sources)
    said = ". ".join(part.rstrip(".") for part in parts)
    return f"{said} {numbers}".strip()


def _reading(row: Row, entry: Entry) -> Iterator[str]:
    claim = entry.cell.claim
    if row.feature.kind is FeatureKind.GRADED:
        stage = f", {claim.maturity}" if claim.maturity in {Maturity.BETA, Maturity.ALPHA} else ""
        yield f"**{claim.support}**{stage}"
    if claim.quantity:
        quantity = claim.quantity
        yield f"{quantity.typical:g} ({quantity.low:g} to {quantity.high:g})"
    if claim.summary:
        yield prose(claim.summary)


def _marks(entry: Entry, origin: TableOrigin) -> Iterator[str]:
    if entry.cell.is_contested:
        yield link("Contested", origin.cell(entry.id))
    if entry.verdict is not None:
        yield f"Must-have: {entry.verdict.name.lower()}"
    yield from (prose(remark.text) for remark in entry.remarks)
    if entry.freshness and entry.freshness.age is Age.STALE:
        yield "Stale"
