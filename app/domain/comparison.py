"""The comparison table: the rows and columns that a visitor asked for, read for that visitor."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from app.domain.catalogue import Catalogue, Group, Option
from app.domain.comparison_choice import Choice, columns_of
from app.domain.comparison_detail import Detail, Statement, detail_of
from app.domain.comparison_filters import is_wanted
from app.domain.comparison_rows import (
    ANYBODY,
    Bar,
    Entry,
    Reader,
    Row,
    Verdicts,
    rows_of,
    verdicts_on,
)
from app.domain.environment_remarks import Remark, remarks_for
from app.domain.screening import Verdict
from app.domain.sources import Source
from app.domain.support_on import support_on

__all__ = [
    "ANYBODY",
    "Bar",
    "Choice",
    "Comparison",
    "Detail",
    "Entry",
    "Head",
    "Reader",
    "Row",
    "Section",
    "Statement",
    "compare",
    "detail_of",
    "rows_of",
]


@dataclass(frozen=True, slots=True)
class Section:
    """The shown rows of one group; never empty."""

    group: Group
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What holds for a whole column: its must-haves, how it fits the environment, its support.

    `support` is None where no day is given.
    """

    option: Option
    verdicts: Verdicts
    remarks: tuple[Remark, ...]
    support: Remark | None = None

    @property
    def misses(self) -> Verdicts:
        """The must-haves that the option fails, then those that nobody knows."""
        found = [pair for pair in self.verdicts if pair[1] is not Verdict.MEETS]
        return tuple(sorted(found, key=lambda pair: -pair[1]))


@dataclass(frozen=True)
class Comparison:
    """The table: `columns` are the shown options, `feature_count` the shown rows."""

    columns: tuple[Option, ...]
    sections: tuple[Section, ...]
    feature_count: int
    heads: tuple[Head, ...] = ()

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all shown cells, each once, in the order in which they are met."""
        entries = (e for section in self.sections for row in section.rows for e in row.entries)
        return tuple({source.id: source for e in entries for source in e.sources}.values())

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each source on paper, by its id."""
        return {source.id: number for number, source in enumerate(self.sources, start=1)}


def compare(catalogue: Catalogue, choice: Choice, reader: Reader = ANYBODY) -> Comparison:
    """Return the columns of `choice` in its order, and its rows in the catalogue's order.

    Text is matched word by word, in any case and order, in a feature's name, id, question and
    synonyms and in the summaries, values and settings of the shown options. InvalidInput names
    `option`, `feature`, `group` or `maturity` when it is not known.
    """
    columns = columns_of(catalogue, choice)
    reader = replace(reader, maturity=choice.maturity)
    features = [
        each
        for each in catalogue.features
        if choice.group in {"", each.group} and (not choice.features or each.id in choice.features)
    ]
    rows = [
        row
        for row in rows_of(catalogue, features, columns, reader)
        if is_wanted(row, choice, reader.needs)
    ]
    sections = [
        Section(group, found)
        for group in catalogue.groups
        if (found := tuple(row for row in rows if row.feature.group == group.id))
    ]
    return Comparison(columns, tuple(sections), len(rows), tuple(_heads(columns, reader)))


def _heads(columns: Iterable[Option], reader: Reader) -> Iterable[Head]:
    for option in columns:
        yield Head(
            option,
            verdicts_on(option, reader.needs),
            remarks_for(option, reader.environment),
            support_on(option, reader.today) if reader.today else None,
        )
