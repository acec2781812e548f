"""The comparison table: which rows and columns a visitor asked for, and what opens under them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.domain.catalogue import (
    Catalogue,
    Cell,
    Claim,
    Feature,
    FeatureKind,
    Group,
    Option,
    Quantity,
    Source,
)
from app.domain.errors import InvalidInput, Problem


@dataclass(frozen=True, slots=True)
class Choice:
    """What to show. No options means all of them, no group means every group."""

    options: tuple[str, ...] = ()
    text: str = ""
    group: str = ""
    only_differences: bool = False
    only_contested: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A range on the axis from 0 to the largest `high` of its row, all in percent."""

    start: float
    width: float
    mark: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell in its place: our claim's sources, and a bar where there is a quantity."""

    id: str
    option: Option
    cell: Cell
    sources: tuple[Source, ...]
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class Row:
    """One feature across the shown options."""

    feature: Feature
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The shown rows of one group; never empty."""

    group: Group
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The table: `columns` are the shown options, `feature_count` the shown rows."""

    columns: tuple[Option, ...]
    sections: tuple[Section, ...]
    feature_count: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with the sources it rests on."""

    claim: Claim
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything known about one cell; the first statement is our reading."""

    id: str
    option: Option
    feature: Feature
    cell: Cell
    statements: tuple[Statement, ...]


def compare(catalogue: Catalogue, choice: Choice) -> Comparison:
    """Return the rows and columns of `choice`, in the catalogue's order.

    Text is matched word by word, in any case and order, in a feature's name, id, question and
    synonyms and in our summaries of the shown options. InvalidInput names `option` or `group`
    when it is not one of the catalogue's.
    """
    columns = _columns(catalogue, choice.options)
    _known("group", [choice.group] if choice.group else [], [g.id for g in catalogue.groups])
    features = [f for f in catalogue.features if choice.group in {"", f.group}]
    rows = [row for row in rows_of(catalogue, features, columns) if _is_wanted(row, choice)]
    sections = [
        Section(group, found)
        for group in catalogue.groups
        if (found := tuple(row for row in rows if row.feature.group == group.id))
    ]
    return Comparison(columns, tuple(sections), len(rows))


def rows_of(
    catalogue: Catalogue, features: Iterable[Feature], columns: Sequence[Option]
) -> tuple[Row, ...]:
    """Return one row a feature, with a cell for each column."""
    return tuple(_row(catalogue, feature, columns) for feature in features)


def detail_of(catalogue: Catalogue, cell_id: str) -> Detail:
    """Return all claims of the cell `option.feature`; InvalidInput names `cell` otherwise."""
    option_id, _, feature_id = cell_id.partition(".")
    try:
        cell = catalogue.cell(option_id, feature_id)
    except KeyError:
        message = f"“{cell_id}” is not a cell. Write an option, a dot and a feature: linkerd.mtls"
        raise InvalidInput([Problem("cell", message)]) from None
    return Detail(
        id=cell_id,
        option=catalogue.option(option_id),
        feature=catalogue.feature(feature_id),
        cell=cell,
        statements=tuple(
            Statement(claim, catalogue.cited(claim.evidence)) for claim in cell.claims
        ),
    )


def _columns(catalogue: Catalogue, wanted: Sequence[str]) -> tuple[Option, ...]:
    _known("option", wanted, [option.id for option in catalogue.options])
    return tuple(o for o in catalogue.options if not wanted or o.id in wanted)


def _known(field: str, given: Iterable[str], allowed: Sequence[str]) -> None:
    problems = [
        Problem(field, f"“{value}” is not known.", tuple(allowed))
        for value in given
        if value not in allowed
    ]
    if problems:
        raise InvalidInput(problems)


def _row(catalogue: Catalogue, feature: Feature, columns: Sequence[Option]) -> Row:
    quantities = [
        option.cell(feature.id).claim.quantity
        for option in catalogue.options  # All of them: hiding a column must not move a bar.
    ]
    largest = max((quantity.high for quantity in quantities if quantity), default=0.0)
    return Row(feature, tuple(_entry(catalogue, feature, each, largest) for each in columns))


def _entry(catalogue: Catalogue, feature: Feature, option: Option, largest: float) -> Entry:
    cell = option.cell(feature.id)
    return Entry(
        id=f"{option.id}.{feature.id}",
        option=option,
        cell=cell,
        sources=catalogue.cited(cell.claim.evidence),
        bar=_bar(cell.claim.quantity, largest),
    )


def _bar(quantity: Quantity | None, largest: float) -> Bar | None:
    if quantity is None or largest <= 0:
        return None
    low, typical, high = (
        round(100 * value / largest, 1) for value in (quantity.low, quantity.typical, quantity.high)
    )
    return Bar(start=low, width=round(high - low, 1), mark=typical)


def _is_wanted(row: Row, choice: Choice) -> bool:
    return (
        _mentions(row, choice.text)
        and (not choice.only_differences or _differs(row))
        and (not choice.only_contested or any(entry.cell.is_contested for entry in row.entries))
    )


def _mentions(row: Row, text: str) -> bool:
    feature = row.feature
    summaries = (entry.cell.claim.summary for entry in row.entries)
    texts = (feature.name, feature.id, feature.question, *feature.synonyms, *summaries)
    haystack = "\n".join(texts).casefold()
    return all(word in haystack for word in text.casefold().split())


def _differs(row: Row) -> bool:
    reading = READINGS[row.feature.kind]
    return len({reading(entry.cell.claim) for entry in row.entries}) > 1


READINGS: dict[FeatureKind, Callable[[Claim], object]] = {
    FeatureKind.GRADED: lambda claim: (claim.support, claim.maturity),
    FeatureKind.NUMERIC: lambda claim: claim.quantity and claim.quantity.typical,
    FeatureKind.DESCRIPTIVE: lambda claim: (claim.support, str(claim.value)),
}
"""What must be unlike in two cells of a row for the row to hold a difference."""
