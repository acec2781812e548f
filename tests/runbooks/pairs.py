"""Rows of choices in which every two values that go together meet at least once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, combinations, islice, product

Row = Mapping[str, str]
Axes = Mapping[str, Sequence[str]]
Pair = tuple[tuple[str, str], tuple[str, str]]

# How many rows are tried for a pair before it counts as one that never goes together.
TRIES = 60


def pairs_of(row: Row) -> set[Pair]:
    """Return every two choices of a row, in the order of their axes."""
    return set(combinations(row.items(), 2))


def every_pair(axes: Axes) -> list[Pair]:
    """Return every two values of different axes."""
    return [
        ((one, value), (other, another))
        for one, other in combinations(axes, 2)
        for value, another in product(axes[one], axes[other])
    ]


def rows_that_fit(
    axes: Axes, fits: Callable[[Row], bool], given: Sequence[Row] = ()
) -> Iterator[Row]:
    """Yield rows that fit, with which every pair meets that fits in one of the rows tried.

    `given` rows are taken to fit; the pairs that meet in them are not looked for again.
    """
    good = list(given)
    missing = dict.fromkeys(every_pair(axes))
    for row in good:
        _strike(missing, row)
    while missing:
        pair = next(iter(missing))
        found = list(islice(filter(fits, _candidates(axes, pair, missing, good)), 1))
        for row in found:
            good.append(row)
            _strike(missing, row)
            yield row
        if not found:
            for lost in _lost_with(pair, missing, good):
                del missing[lost]


def _strike(missing: dict[Pair, None], row: Row) -> None:
    for pair in pairs_of(row):
        missing.pop(pair, None)


def _lost_with(pair: Pair, missing: Mapping[Pair, None], good: Sequence[Row]) -> list[Pair]:
    """Return the pair, and with a choice that fits in no row at all every pair of that choice."""
    hopeless = {half for half in pair if not any(row[half[0]] == half[1] for row in good)}
    return [one for one in missing if one == pair or hopeless.intersection(one)]


def _candidates(
    axes: Axes, pair: Pair, missing: Mapping[Pair, None], good: Sequence[Row]
) -> Iterator[Row]:
    """Return rows that hold the pair: the one with most that is missing, then changed good rows."""
    changed = ({**row, **dict(pair)} for row in _nearest(pair, good))
    return islice(chain([_greedy(axes, pair, missing)], changed), TRIES)


def _nearest(pair: Pair, good: Sequence[Row]) -> list[Row]:
    """Return the good rows, those first that hold one half of the pair already."""
    return sorted(good, key=lambda row: not any(row[name] == value for name, value in pair))


def _greedy(axes: Axes, pair: Pair, missing: Mapping[Pair, None]) -> Row:
    chosen = dict(pair)
    for name in axes:
        if name not in chosen:
            gains = {value: _gain((name, value), chosen, missing) for value in axes[name]}
            chosen[name] = max(gains, key=gains.__getitem__)
    return {name: chosen[name] for name in axes}


def _gain(own: tuple[str, str], chosen: Row, missing: Mapping[Pair, None]) -> int:
    """Return how many missing pairs a choice makes with those that are chosen already."""
    return sum((own, other) in missing or (other, own) in missing for other in chosen.items())
