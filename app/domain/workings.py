"""Write one option's score out, row by row, so that it can be computed again by hand."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.ranking import Ranking
from app.domain.scales import Criterion
from app.domain.scoring import Model
from app.domain.value import Value
from app.domain.value_tables import mean_of, rows_of


@dataclass(frozen=True, slots=True)
class Row:
    """A feature that counts: as how many rows, and the points its cell is worth."""

    feature: str
    weight: float
    value: Value


@dataclass(frozen=True, slots=True)
class Working:
    """One criterion: `value` is the mean of its rows, `contribution` is share times value."""

    criterion: Criterion
    points: float
    share: float
    rows: tuple[Row, ...]
    value: float
    contribution: float


def workings_of(model: Model, ranking: Ranking, option: str) -> Iterator[Working]:
    """Return the criteria in order; the contributions add up to the option's score."""
    total = sum(ranking.weights.values()) or 1.0
    values = model.row(option, ranking.needs)
    for criterion in model.scales.criteria:
        rows = rows_of(criterion, ranking.needs.emphasis)
        share = ranking.weights[criterion.id] / total
        value = mean_of(values, rows)
        yield Working(
            criterion=criterion,
            points=ranking.weights[criterion.id],
            share=share,
            rows=tuple(Row(feature, weight, values[feature]) for feature, weight in rows),
            value=value,
            contribution=round(share * value, 2),
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """What the values on one criterion are means of; options in the order of the ranking.

    A row is a feature, as how many rows it counts, and what each option's cell is worth.
    """

    criterion: Criterion
    rows: tuple[tuple[str, float, tuple[Value, ...]], ...]
    means: tuple[float, ...]


def grounds_of(model: Model, ranking: Ranking) -> Iterator[Ground]:
    """Return the criteria in order, each with the cells behind every option's value."""
    cells = [model.row(place.option, ranking.needs) for place in ranking.places]
    both = zip(model.scales.criteria, ranking.columns, strict=True)
    for criterion, column in both:
        yield Ground(
            criterion=criterion,
            rows=tuple(
                (feature, weight, tuple(own[feature] for own in cells))
                for feature, weight in column.weights.items()
            ),
            means=tuple(column.shown[place.number] for place in ranking.places),
        )
