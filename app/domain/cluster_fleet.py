"""Several clusters at once: the best option for each, and the best single one for all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.errors import InvalidInput, Problem
from app.domain.outcome import Outcome, RankedOption, Recommendation
from app.domain.questions import Answers

MAX_CLUSTERS = 50


@dataclass(frozen=True, slots=True)
class FleetCell:
    """One option in one cluster; `lost` are the points that it scores less than the best there."""

    outcome: Outcome
    score: float
    lost: float


@dataclass(frozen=True, slots=True)
class FleetOption:
    """One option over all clusters. `conditional_in` and `ruled_out_in` name clusters."""

    option: str
    mean_score: float
    most_lost: float
    conditional_in: tuple[str, ...]
    ruled_out_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fleet:
    """The matrix by cluster and option, the best of each cluster, and the options in order.

    `single` is the first option that no cluster rules out; None when there is none, and then
    the first of `options` is ruled out in the fewest clusters. `loss_of_one` is how many
    points of score a cluster loses on average by the single one against its own best.
    """

    matrix: Mapping[str, Mapping[str, FleetCell]]
    best: Mapping[str, str | None]
    options: tuple[FleetOption, ...]
    single: str | None
    loss_of_one: float | None


def choose_for_fleet(
    clusters: Mapping[str, Answers], recommend: Callable[[Answers], Recommendation]
) -> Fleet:
    """Recommend for each cluster, and one option for all.

    Every cluster counts the same. An option that any cluster rules out cannot be the single
    one; of the others the highest mean score wins, and a tie goes to the one whose worst
    cluster loses least. Raises InvalidInput for no clusters and for more than 50.
    """
    if not 1 <= len(clusters) <= MAX_CLUSTERS:
        raise InvalidInput([Problem("clusters", f"Give 1 to {MAX_CLUSTERS} clusters.")])
    recommendations = {name: recommend(answers) for name, answers in clusters.items()}
    matrix = {name: _row(found.ranking) for name, found in recommendations.items()}
    names = dict.fromkeys(option for row in matrix.values() for option in row)
    options = sorted((_over_all(option, matrix) for option in names), key=_rank)
    single = options[0] if options and not options[0].ruled_out_in else None
    return Fleet(
        matrix=matrix,
        best={name: found.winner for name, found in recommendations.items()},
        options=tuple(options),
        single=single.option if single else None,
        loss_of_one=_mean_loss(matrix, single.option) if single else None,
    )


def _row(ranking: tuple[RankedOption, ...]) -> Mapping[str, FleetCell]:
    best = max((one.score for one in ranking if one.outcome is not Outcome.RULED_OUT), default=0.0)
    return {
        one.option: FleetCell(one.outcome, one.score, round(max(best - one.score, 0.0), 2))
        for one in ranking
    }


def _over_all(option: str, matrix: Mapping[str, Mapping[str, FleetCell]]) -> FleetOption:
    cells = {name: row[option] for name, row in matrix.items()}
    return FleetOption(
        option=option,
        mean_score=round(sum(cell.score for cell in cells.values()) / len(cells), 2),
        most_lost=max(cell.lost for cell in cells.values()),
        conditional_in=_where(cells, Outcome.CONDITIONAL),
        ruled_out_in=_where(cells, Outcome.RULED_OUT),
    )


def _where(cells: Mapping[str, FleetCell], outcome: Outcome) -> tuple[str, ...]:
    return tuple(name for name, cell in cells.items() if cell.outcome is outcome)


def _mean_loss(matrix: Mapping[str, Mapping[str, FleetCell]], option: str) -> float:
    return round(sum(row[option].lost for row in matrix.values()) / len(matrix), 2)


def _rank(one: FleetOption) -> tuple[int, float, float, str]:
    return len(one.ruled_out_in), -one.mean_score, one.most_lost, one.option
