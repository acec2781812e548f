"""When the first place is too close to call, and what would settle it."""

from app.domain.next_questions import OpenQuestion
from app.domain.outcome import TooClose
from app.domain.ranking import Ranking
from app.domain.scoring import Model
from app.domain.value_tables import rows_of

_MOST = 3
"""How many cells and questions are named."""


def too_close(
    model: Model, ranking: Ranking, share: float, questions: tuple[OpenQuestion, ...]
) -> TooClose | None:
    """Apply the written rule: a small share of first places, or unknown cells that could decide.

    A rival overlaps when it would have at least the winner's points with its own unknown
    cells at their best and the winner's at their worst. None when it is not too close.
    """
    if ranking.winner is None or len(ranking.contenders) == 1:
        return None
    limit = model.scales.robustness.too_close
    rivals = _overlapping(ranking)
    if share >= limit.value and not rivals:
        return None
    leader, second, *_ = (place.option for place in ranking.contenders)
    named = rivals or (second,)
    because = "Facts that nobody documents could put another option first."
    if share < limit.value:
        because = f"First in {share:.0%} of the weightings tried. {limit.because}"
    return TooClose(
        rivals=named,
        because=because,
        cells=_unknown(model, ranking, (leader, *named)),
        questions=tuple(found.question.id for found in questions[:_MOST]),
    )


def _overlapping(ranking: Ranking) -> tuple[str, ...]:
    leader, *rivals = (place.number for place in ranking.contenders)
    options = ranking.model.options
    return tuple([options[rival] for rival in ranking.sums.overlapping(leader, rivals)])


def _unknown(model: Model, ranking: Ranking, options: tuple[str, ...]) -> tuple[str, ...]:
    """Return the unknown cells of the options that count for most."""
    found = []
    shares = ranking.shares
    for criterion, share in zip(model.scales.criteria, shares, strict=True):
        rows = rows_of(criterion, ranking.needs.emphasis)
        whole = sum(weight for _, weight in rows)
        found += [
            (-share * weight / whole, f"{option}.{feature}")
            for feature, weight in rows
            for option in options
            if model.row(option, ranking.needs)[feature].is_unknown
        ]
    return tuple(cell for _, cell in sorted(found)[:_MOST])
