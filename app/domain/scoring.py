"""The facts, the graph and the scales as one model, with what every cell is worth."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from app.domain.catalogue import Catalogue
from app.domain.claims import Claim, Support
from app.domain.graph import Graph
from app.domain.needs import Needs, Paid, Requirement
from app.domain.questions import Level
from app.domain.scales import Criterion, Scales
from app.domain.screening import Verdict, judge_claim
from app.domain.value import Value, value_of
from app.domain.value_tables import Table

REMEMBERED = 4096
"""How many must-haves are remembered."""

MODELS = 8
"""How many models are remembered."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The facts, the graph and the scales, with every value computed once.

    `values[paid][option][feature]`; `weight_of[feature]` is the standing weight;
    `claims[option][feature]` is our reading of a cell. `tables[paid]` holds the values by
    criterion, and `by_contract` the criteria in which a contract makes a difference. The
    options in `light` have what names them as an alternative to a mesh.
    `verdicts` remembers what it computed; `judge_all` is how to ask it.
    """

    catalogue: Catalogue
    graph: Graph
    scales: Scales
    options: tuple[str, ...]
    values: Mapping[bool, Mapping[str, Mapping[str, Value]]]
    weight_of: Mapping[str, float]
    claims: Mapping[str, Mapping[str, Claim]]
    tables: Mapping[bool, tuple[Table, ...]]
    by_contract: frozenset[int]
    light: frozenset[str]
    verdicts: Callable[[str, Level, bool, Paid], tuple[Verdict, ...]]

    @classmethod
    def of(cls, catalogue: Catalogue, graph: Graph, scales: Scales) -> Self:
        """Compute the tables."""
        values = {
            paid: {
                option.id: {
                    feature: value_of(catalogue, scales, option, feature, accept_paid=paid)
                    for feature in scales.criterion_of
                }
                for option in catalogue.options
            }
            for paid in (False, True)
        }
        claims = {
            option.id: {cell.feature: cell.claim for cell in option.cells}
            for option in catalogue.options
        }
        tables = {
            paid: tuple(Table.of(criterion, tuple(own.values())) for criterion in scales.criteria)
            for paid, own in values.items()
        }
        return cls(
            catalogue=catalogue,
            graph=graph,
            scales=scales,
            options=tuple(option.id for option in catalogue.options),
            values=values,
            weight_of={row.feature: row.weight for crit in scales.criteria for row in crit.rows},
            claims=claims,
            tables=tables,
            by_contract=frozenset(
                place
                for place, (free, paid) in enumerate(zip(*tables.values(), strict=True))
                if free.points != paid.points
            ),
            light=frozenset(
                option
                for option, own in claims.items()
                if own[scales.alternative.feature].support is Support.FULL
            ),
            verdicts=_verdicts_of(claims),
        )

    def criterion(self, feature: str) -> Criterion:
        """Return the criterion a scored feature belongs to."""
        return self.scales.criterion_by_id[self.scales.criterion_of[feature]]

    def row(self, option: str, needs: Needs) -> Mapping[str, Value]:
        """Return the option's values by feature."""
        return self.values[needs.paid == "accept"][option]

    def judge_all(self, must: Requirement, paid: Paid) -> tuple[Verdict, ...]:
        """Return how a must-have stands with each option, in the order of the options."""
        return self.verdicts(must.feature, must.level, must.add_on, paid)


def _verdicts_of(
    claims: Mapping[str, Mapping[str, Claim]],
) -> Callable[[str, Level, bool, Paid], tuple[Verdict, ...]]:
    """Return a function from a must-have to its verdict for each option; it remembers all."""

    @lru_cache(maxsize=REMEMBERED)
    def verdicts(feature: str, level: Level, add_on: bool, paid: Paid) -> tuple[Verdict, ...]:  # noqa: FBT001
        return tuple(
            judge_claim(row[feature], level, paid, add_on=add_on) for row in claims.values()
        )

    return verdicts


_MODELS: dict[tuple[int, int, int], Model] = {}
"""The models of the last contents, by the identities of their parts, which they keep alive."""


def model_of(catalogue: Catalogue, graph: Graph, scales: Scales) -> Model:
    """Return the model of some content, computed at the first call and then remembered."""
    key = id(catalogue), id(graph), id(scales)
    model = _MODELS.get(key)
    if model is None:
        while len(_MODELS) >= MODELS:
            _MODELS.pop(next(iter(_MODELS)), None)
        model = _MODELS[key] = Model.of(catalogue, graph, scales)
    return model
