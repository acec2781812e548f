"""The rows of the comparison: one feature across the shown options, cell by cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.baseline import Reach, reach_of
from app.domain.catalogue import Catalogue, Feature, Option
from app.domain.claims import Cell, Maturity
from app.domain.comparison_choice import STAGES
from app.domain.environment import ANYWHERE, Environment
from app.domain.environment_remarks import Remark, remarks_on
from app.domain.freshness import Freshness, freshness
from app.domain.needs import Needs, Requirement
from app.domain.quantities import Quantity
from app.domain.screening import Verdict, judge
from app.domain.sources import Source

Verdicts = tuple[tuple[Requirement, Verdict], ...]
"""Must-haves with how they stand, in the order of the questions."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A range on the axis from 0 to the largest `high` of its row, all in percent."""

    start: float
    width: float
    mark: float


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom the rows are read: the day, what the answers need, and the environment.

    `changed` are the cells that read otherwise on that day. Whatever is not given is not judged.
    """

    today: date | None = None
    needs: Needs | None = None
    environment: Environment = ANYWHERE
    maturity: str = ""
    changed: frozenset[str] = frozenset()


ANYBODY = Reader()


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell in its place: our claim's sources, and a bar where there is a quantity.

    `verdict` is the worst of the must-haves on this feature; `remarks` say how the cell reads
    in the visitor's environment; `is_below` tells that the stage asked for is not reached,
    `is_changed` that the cell read otherwise on the reader's day.
    """

    id: str
    option: Option
    cell: Cell
    sources: tuple[Source, ...]
    bar: Bar | None
    freshness: Freshness | None = None
    verdict: Verdict | None = None
    remarks: tuple[Remark, ...] = ()
    is_below: bool = False
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One feature across the shown options, with the must-haves that rest on it.

    `reach` says how many meshes have it, shown or not; None for what is not graded.
    """

    feature: Feature
    entries: tuple[Entry, ...]
    requirements: tuple[Requirement, ...] = ()
    reach: Reach | None = None


def rows_of(
    catalogue: Catalogue,
    features: Iterable[Feature],
    columns: Sequence[Option],
    reader: Reader = ANYBODY,
) -> tuple[Row, ...]:
    """Return one row a feature, with a cell for each column, read for `reader`."""
    return tuple(_row(catalogue, feature, columns, reader) for feature in features)


def verdicts_on(option: Option, needs: Needs | None, *, feature: str = "") -> Verdicts:
    """Judge an option by the must-haves, or only by those that rest on one feature."""
    if needs is None:
        return ()
    return tuple(
        (each, judge(option.cell(each.feature).claim, each, needs.paid))
        for each in needs.requirements
        if feature in {"", each.feature}
    )


def _row(catalogue: Catalogue, feature: Feature, columns: Sequence[Option], reader: Reader) -> Row:
    quantities = [
        option.cell(feature.id).claim.quantity
        for option in catalogue.options  # All of them: hiding a column must not move a bar.
    ]
    largest = max((quantity.high for quantity in quantities if quantity), default=0.0)
    entries = tuple(_entry(catalogue, feature, each, largest, reader) for each in columns)
    needed = reader.needs.requirements if reader.needs else ()
    return Row(
        feature,
        entries,
        tuple(each for each in needed if each.feature == feature.id),
        reach_of(feature, catalogue.options, reader.today),
    )


def _entry(
    catalogue: Catalogue, feature: Feature, option: Option, largest: float, reader: Reader
) -> Entry:
    cell = option.cell(feature.id)
    claim = cell.claim
    verdicts = verdicts_on(option, reader.needs, feature=feature.id)
    return Entry(
        id=f"{option.id}.{feature.id}",
        option=option,
        cell=cell,
        sources=catalogue.cited(claim.evidence),
        bar=_bar(claim.quantity, largest),
        freshness=freshness(claim, option.release, today=reader.today) if reader.today else None,
        verdict=max((verdict for _, verdict in verdicts), default=None),
        remarks=remarks_on(option, feature.id, reader.environment),
        is_below=is_below(claim.maturity, reader.maturity),
        is_changed=f"{option.id}.{feature.id}" in reader.changed,
    )


def is_below(maturity: Maturity, wanted: str) -> bool:
    """Tell whether a stage is less mature than the one wanted; what has no stage is not."""
    return bool(wanted) and maturity in STAGES[STAGES.index(Maturity(wanted)) + 1 :]


def _bar(quantity: Quantity | None, largest: float) -> Bar | None:
    if quantity is None or largest <= 0:
        return None
    low, typical, high = (
        round(100 * value / largest, 1) for value in (quantity.low, quantity.typical, quantity.high)
    )
    return Bar(start=low, width=round(high - low, 1), mark=typical)
