"""Figures with which the effort of an option is reckoned, each with the words of its cell."""

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from app.domain.published import Id, Published, Text
from app.domain.published import Sequence as AsTuple


class EffortFigure(Published):
    """A figure of an option, low and high; `quote` stands in the cell it is taken from."""

    option: Id
    feature: Id
    low: float = Field(gt=0)
    high: float = Field(gt=0)
    quote: Text
    note: Text | None = None

    @model_validator(mode="after")
    def _low_comes_first(self) -> Self:
        if self.low > self.high:
            raise ValueError("low must not be above high")
        return self


class EffortFigures(Published):
    """Releases a year, and for how many months one gets fixes free of charge."""

    releases_a_year: Annotated[tuple[EffortFigure, ...], AsTuple]
    fixed_months: Annotated[tuple[EffortFigure, ...], AsTuple]

    @model_validator(mode="after")
    def _once_for_each_option(self) -> Self:
        for figures in (self.releases_a_year, self.fixed_months):
            options = [figure.option for figure in figures]
            if len(set(options)) < len(options):
                raise ValueError("an option stands twice")
        return self


def figure_for(figures: Sequence[EffortFigure], option: str) -> EffortFigure | None:
    """Return the figure of an option; None where nobody says it."""
    return next((figure for figure in figures if figure.option == option), None)
