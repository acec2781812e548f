"""Write a report about a cell as Markdown for an issue or a letter."""

from collections.abc import Iterator

from app.domain.comparison import Detail
from app.domain.report import FAULTS, TESTS, Report
from app.formats.markdown_text import link, prose
from app.formats.table_origin import TableOrigin


def render(report: Report, detail: Detail, origin: TableOrigin) -> str:
    """Return what the cell says, with its address and evidence, and what the reader found."""
    return "\n".join(_lines(report, detail, origin)) + "\n"


def _lines(report: Report, detail: Detail, origin: TableOrigin) -> Iterator[str]:
    claim, verified = detail.cell.claim, detail.cell.claim.verified
    yield f"# {prose(detail.option.name)}: {prose(detail.feature.name)}"
    yield ""
    yield f"* Cell: {link(detail.id, origin.cell(detail.id))}, catalogue of {origin.version}"
    yield f"* It says: {claim.support}, {claim.maturity}. {prose(claim.summary)}"
    if verified:
        how = ", ".join(verified.how)
        yield f"* Verified: {verified.on} against {prose(verified.against)}, by {prose(how)}"
    for source in detail.statements[0].sources:
        yield f"* Source: {link(source.title, source.url)}"
    yield ""
    yield f"**What is wrong:** {FAULTS[report.fault]}"
    yield from _quoted("What it should say", report.should)
    yield from _quoted("Where it can be read", report.source)
    yield ""
    yield f"**How it was tested:** {TESTS[report.tested]}"
    yield from _quoted("Against which release", report.release)
    yield from _quoted("What was run and seen", report.seen)


def _quoted(title: str, text: str) -> Iterator[str]:
    """Yield a title and the text as a quotation, line by line; nothing for an empty text."""
    if text:
        yield from ("", f"**{title}:**", "")
        yield from (f"> {prose(line)}".rstrip() for line in text.splitlines())
