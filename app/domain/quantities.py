"""Quantities: measured or counted values with their range, and how sure we are of them."""

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from app.domain.published import Frozen, Published, Text, Texts, read_as


class Confidence(StrEnum):
    """How sure we are of a figure."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Quantity(Published):
    """A measured or counted value with its range, in the unit of its feature."""

    low: float
    typical: float
    high: float
    confidence: Annotated[Confidence, read_as(Confidence)]
    basis: Texts = Field(min_length=1, description="Source ids, or what it was taken from.")
    note: Text | None = None
    workings: Frozen[Text, Any] | None = Field(
        default=None, description="The sub-scores and counts an index is computed from."
    )

    @model_validator(mode="after")
    def _low_to_high(self) -> Self:
        if not self.low <= self.typical <= self.high:
            raise ValueError(f"{self.low} <= {self.typical} <= {self.high} does not hold")
        return self
