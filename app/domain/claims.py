"""Claims: what a source says about a feature of an option, with its evidence."""

from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from app.domain.published import (
    Day,
    Frozen,
    Id,
    Published,
    Sequence,
    SourceIds,
    Text,
    Texts,
    read_as,
)
from app.domain.quantities import Quantity


class Support(StrEnum):
    """How far an option gives a feature; docs/content.md defines each level."""

    FULL = "full"
    PARTIAL = "partial"
    ADDON = "addon"
    NONE = "none"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "n/a"


class Maturity(StrEnum):
    """The project's own label for what the claim rests on."""

    STABLE = "stable"
    BETA = "beta"
    ALPHA = "alpha"
    NOT_APPLICABLE = "n/a"


class Rank(StrEnum):
    """How a claim stands among the claims of its cell."""

    PREFERRED = "preferred"
    NORMAL = "normal"
    DISPUTED = "disputed"
    SUPERSEDED = "superseded"


class FeatureKind(StrEnum):
    """Whether a feature is graded by a rubric, measured, or only described."""

    GRADED = "graded"
    NUMERIC = "numeric"
    DESCRIPTIVE = "descriptive"


class Cost(StrEnum):
    """What an add-on costs."""

    FREE = "free"
    PAID = "paid"


class AddOnNeed(Published):
    """What supplies a feature that the option itself does not."""

    name: Text
    cost: Annotated[Cost, read_as(Cost)]
    add_ons: Annotated[tuple[Id, ...], Sequence] = Field(
        default=(), description="Ids of the add-ons of this catalogue that supply it."
    )


class Verified(Published):
    """When a claim was checked, against which release, and how."""

    on: Day
    against: Text
    how: Texts = Field(min_length=1, description="Kinds of source that were read for it.")


class Where(StrEnum):
    """Where a setting is made."""

    HELM = "helm"
    CLI = "cli"
    LABEL = "label"
    ANNOTATION = "annotation"
    RESOURCE = "resource"


class Need(Published):
    """What must be set to get the feature: BCD calls it a flag. Runbooks read the same record.

    All needs of a claim hold together. `key` is a chart key as in `--set`, a command, a label, an
    annotation, or `group/version Kind`; `value` is what it is set to, for a resource the field
    with its value (`spec.mtls.mode: STRICT`), or nothing where the reader chooses.
    """

    where: Annotated[Where, read_as(Where)]
    key: Text
    value: Text | None = None
    chart: Text | None = Field(default=None, description="The chart of a Helm key.")

    @model_validator(mode="after")
    def _name_the_chart(self) -> Self:
        if (self.where is Where.HELM) != (self.chart is not None):
            raise ValueError("a Helm key, and only a Helm key, names its chart")
        return self


class FirstGrade(Published):
    """The grade before calibration, where one rubric for all options changed it."""

    support: Annotated[Support, read_as(Support)] | None = None
    maturity: Annotated[Maturity, read_as(Maturity)] | None = None


class Claim(Published):
    """One statement about one cell, with its evidence.

    `why` is the reason of the grade against the feature's rubric; `summary` and `detail` say
    what is there. `value` is the short fact of a descriptive cell, or what a guide wrote.
    """

    rank: Annotated[Rank, read_as(Rank)] = Rank.PREFERRED
    support: Annotated[Support, read_as(Support)]
    maturity: Annotated[Maturity, read_as(Maturity)]
    summary: str = Field(default="", description="One line; only a measured cell may have none.")
    why: Text | None = None
    detail: Text | None = None
    value: Text | None = None
    figures: Frozen[Text, Any] | None = Field(default=None, description="A value in several parts.")
    quantity: Quantity | None = None
    addon: AddOnNeed | None = None
    since: Text | None = None
    until: Text | None = None
    needs: Annotated[tuple[Need, ...], Sequence] = ()
    evidence: SourceIds = ()
    verified: Verified | None = None
    first_grade: FirstGrade | None = None

    @model_validator(mode="after")
    def _cite_or_admit(self) -> Self:
        if self.support is not Support.UNKNOWN and not self.evidence:
            raise ValueError(f"support is {self.support} but no evidence is cited")
        if self.rank is Rank.PREFERRED and self.evidence and self.verified is None:
            raise ValueError("a preferred claim with evidence needs `verified`")
        if not self.summary and self.quantity is None:
            raise ValueError("a claim without a quantity needs a summary")
        return self

    @model_validator(mode="after")
    def _name_the_add_on(self) -> Self:
        if self.addon is not None and self.support is not Support.ADDON:
            raise ValueError("`addon` is given but support is not addon")
        return self


class Cell(Published):
    """All claims about one feature of one option; the first is ours."""

    feature: Id
    claims: Annotated[tuple[Claim, ...], Sequence] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_preferred_first(self) -> Self:
        ranks = [claim.rank for claim in self.claims]
        if ranks[0] is not Rank.PREFERRED or ranks.count(Rank.PREFERRED) != 1:
            raise ValueError("the first claim, and only the first, must have rank preferred")
        return self

    @property
    def claim(self) -> Claim:
        """Our reading."""
        return self.claims[0]

    @property
    def is_contested(self) -> bool:
        """Whether a source says something else than we do."""
        return any(claim.rank in {Rank.DISPUTED, Rank.SUPERSEDED} for claim in self.claims)


class Note(Published):
    """A finding about an option that is no feature of the comparison."""

    id: Id
    claim: Claim
