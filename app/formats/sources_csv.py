"""Write sources as CSV, one line a source."""

from collections.abc import Iterable, Iterator
from typing import Final

from app.domain.citations import Citation, Citations
from app.domain.sources import Source
from app.formats.csv_text import Column, Value, write_csv

COLUMNS: Final = (
    Column("id", "Id of the source; its page is /sources/ID."),
    Column("kind", "What kind of text it is."),
    Column("title", "Its title."),
    Column("url", "Its address."),
    Column("author", "Who wrote it, where it says so."),
    Column("publisher", "Who published it, where it says so."),
    Column("published", "Day of the publication, or unknown."),
    Column("retrieved", "Day on which it was read.", "date"),
    Column("read_at", "Repository, path and commit that were read."),
    Column("note", "What else there is to know."),
    Column("cited", "How many statements rest on it.", "number"),
    Column("cited_by", "Which: option.item, parted by spaces."),
    Column("catalogue", "Version of the catalogue, its day.", "date"),
)


def render(sources: Iterable[Source], citations: Citations, version: str) -> str:
    """Return a header and one line a source, in the order given."""
    return write_csv(COLUMNS, (_cells(one, citations.get(one.id, ()), version) for one in sources))


def _cells(one: Source, cited: tuple[Citation, ...], version: str) -> Iterator[Value]:
    """Return the values of one line, in the order of COLUMNS."""
    yield from (one.id, one.kind, one.title, one.url, one.author, one.publisher)
    yield from (one.published, one.retrieved, one.read_at, one.note)
    yield len(cited)
    yield " ".join(".".join(filter(None, (each.option, each.item or each.place))) for each in cited)
    yield version
