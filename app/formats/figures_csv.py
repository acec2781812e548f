"""Write published measurements as CSV, one line a figure."""

from collections.abc import Iterable, Iterator
from typing import Final

from app.domain.benchmarks import Measurement
from app.domain.catalogue import Catalogue
from app.formats.csv_text import Column, Value, write_csv

COLUMNS: Final = (
    Column("id", "Id of the figure; ?figure= on the page of benchmarks opens it."),
    Column("option", "Id of the option."),
    Column("option_version", "Release that was measured."),
    Column("metric", "What was measured."),
    Column("statistic", "How it was summed up: p50, p99, mean and so on."),
    Column("scope", "Over what it was taken: a proxy, a node, a call."),
    Column("value", "The figure as published.", "number"),
    Column("unit", "Its unit as published."),
    Column("value_mib", "The figure in MiB, where it is memory.", "number"),
    Column("conditions", "Under which conditions, as name: value, parted by semicolons."),
    Column("published", "Day of the publication, or unknown."),
    Column("ran_by", "Who ran the test."),
    Column("stake", "What kind of stake the tester has."),
    Column("stake_note", "What is known of it."),
    Column("read_from", "How the figure was read: text, table, chart, raw data."),
    Column("derived", "The formula, where it was computed from published numbers."),
    Column("confidence", "How sure we are of the reading."),
    Column("used_in_model", "yes when the overhead model uses it."),
    Column("note", "What else there is to know."),
    Column("source", "Title of the source."),
    Column("source_url", "Address of the source."),
    Column("also_source_urls", "Addresses of further sources, parted by spaces."),
    Column("catalogue", "Version of the catalogue, its day.", "date"),
)


def render(measurements: Iterable[Measurement], catalogue: Catalogue) -> str:
    """Return a header and one line a measurement, in the order given."""
    return write_csv(COLUMNS, (_cells(one, catalogue) for one in measurements))


def _cells(one: Measurement, catalogue: Catalogue) -> Iterator[Value]:
    """Return the values of one line, in the order of COLUMNS."""
    yield from (one.id, one.option, one.option_version, one.metric, one.statistic, one.scope)
    yield from (one.value, one.unit, one.value_mib)
    yield "; ".join(f"{name}: {value}" for name, value in one.conditions.items())
    yield from (one.published, one.ran_by, one.stake, one.stake_note)
    yield from (one.read_from, one.derived, one.confidence)
    yield "yes" if one.used_in_model else "no"
    yield one.note
    source = catalogue.sources[one.source]
    yield from (source.title, source.url)
    yield " ".join(other.url for other in catalogue.cited(one.also_sources))
    yield catalogue.version
