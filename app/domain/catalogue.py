"""The catalogue: options, features, and a cited claim for every cell of the comparison."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from app.domain.published import Day, Frozen, Id, Published, Text, Url


def read_as(kind: type[StrEnum]) -> BeforeValidator:
    """Let an enumeration be read from its text although the model is strict."""
    return BeforeValidator(lambda text: kind(text) if isinstance(text, str) else text)


def _sequence(value: Any) -> Any:
    """Let a YAML list fill a tuple although the model is strict."""
    return tuple(value) if isinstance(value, list) else value


Sequence = BeforeValidator(_sequence)
Texts = Annotated[tuple[Text, ...], Sequence]
Ids = Annotated[tuple[Id, ...], Sequence]
SourceIds = Ids


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


class SourceKind(StrEnum):
    """What kind of text a source is, most trusted first."""

    CONFORMANCE_REPORT = "conformance-report"
    SOURCE = "source"
    DOCS = "docs"
    RELEASE_NOTES = "release-notes"
    PAPER = "paper"
    BENCHMARK = "benchmark"
    REPORT = "report"
    VENDOR_BLOG = "vendor-blog"
    BLOG = "blog"


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


class Confidence(StrEnum):
    """How sure we are of a figure."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Source(Published):
    """A text that claims rest on. `published` and `retrieved` are days, or `unknown`."""

    id: Id
    title: Text
    url: Url
    kind: Annotated[SourceKind, read_as(SourceKind)]
    published: Text
    retrieved: Day
    author: Text | None = None
    publisher: Text | None = None
    read_at: Text | None = Field(
        default=None, description="Repository, path and commit that were read."
    )
    note: Text | None = None


class AddOnNeed(Published):
    """What supplies a feature that the option itself does not."""

    name: Text
    cost: Annotated[Cost, read_as(Cost)]
    add_ons: Annotated[tuple[Id, ...], Sequence] = Field(
        default=(), description="Ids of the add-ons of this catalogue that supply it."
    )


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


class KubernetesRange(Published):
    """The Kubernetes versions a release supports; `unknown` where nobody says."""

    min: Text
    max: Text


class OtherRelease(Published):
    """Another release that is supported, announced or seen."""

    version: Text
    line: Text | None = None
    date: Text | None = None
    kubernetes: KubernetesRange | None = None
    support_until: Text | None = None
    note: Text | None = None
    evidence: SourceIds = ()


class Release(Published):
    """The release an option was read at. Dates are days, or `unknown`, or `none`."""

    version: Text
    date: Text
    kubernetes: KubernetesRange
    support_until: Text
    policy: Text
    label: Text | None = Field(default=None, description="What people call it, if not `version`.")
    notes: Texts = ()
    others: Annotated[tuple[OtherRelease, ...], Sequence] = ()
    details: Frozen[Text, Any] | None = None
    evidence: SourceIds


class Advice(Published):
    """When to pick or to avoid an option, in one sentence, and the cells that say so."""

    text: Text
    cells: Ids = Field(min_length=1, description="Features whose cells it rests on.")


class Option(Published):
    """A service mesh in one mode, no mesh at all, or an add-on."""

    id: Id
    name: Text
    short_name: Text
    summary: Text = Field(description="What it is, in one sentence.")
    pick_when: Annotated[tuple[Advice, ...], Sequence] = ()
    avoid_when: Annotated[tuple[Advice, ...], Sequence] = ()
    release: Release
    cells: Annotated[tuple[Cell, ...], Sequence]
    notes: Annotated[tuple[Note, ...], Sequence] = ()

    @model_validator(mode="after")
    def _one_cell_a_feature(self) -> Self:
        if len(self.cell_by_feature) != len(self.cells):
            raise ValueError("a feature has two cells")
        return self

    @cached_property
    def cell_by_feature(self) -> Mapping[str, Cell]:
        """The cells by the id of their feature."""
        return {cell.feature: cell for cell in self.cells}

    def cell(self, feature_id: str) -> Cell:
        """Return the cell of a feature; KeyError for a feature that does not exist."""
        return self.cell_by_feature[feature_id]


class Rubric(Published):
    """What each level of support means for one feature."""

    full: Text
    partial: Text | None = None
    addon: Text | None = None
    none: Text | None = None
    maturity: Text | None = None


class Anchors(Published):
    """The two ends of a numeric feature's scale, in the feature's unit."""

    zero_points_at: float
    full_points_at: float


class Group(Published):
    """A group of rows in the comparison."""

    id: Id
    name: Text
    summary: Text


class Feature(Published):
    """A row of the comparison. `origin` is `derived` where grading joined several facts."""

    id: Id
    name: Text
    group: Id
    kind: Annotated[FeatureKind, read_as(FeatureKind)]
    origin: Text
    question: Text
    rubric: Rubric | None = None
    stage_applies: bool = True
    unit: Text | None = None
    better: Text | None = None
    anchors: Anchors | None = None
    note: Text | None = None
    synonyms: Texts = ()

    @model_validator(mode="after")
    def _fit_its_kind(self) -> Self:
        if self.kind is FeatureKind.GRADED and self.rubric is None:
            raise ValueError("a graded feature needs a rubric")
        if self.kind is FeatureKind.NUMERIC and (self.unit is None or self.anchors is None):
            raise ValueError("a numeric feature needs a unit and anchors")
        return self


class Catalogue(Published):
    """Everything Meshwise knows about the options, as of one day."""

    version: Day
    groups: tuple[Group, ...]
    rules: tuple[Text, ...] = Field(description="The rules that every grade follows.")
    features: tuple[Feature, ...]
    options: tuple[Option, ...]
    add_ons: tuple[Option, ...]
    sources: Frozen[str, Source]

    @cached_property
    def option_by_id(self) -> Mapping[str, Option]:
        """Options and add-ons by id."""
        return {option.id: option for option in (*self.options, *self.add_ons)}

    @cached_property
    def feature_by_id(self) -> Mapping[str, Feature]:
        """Features by id."""
        return {feature.id: feature for feature in self.features}

    def option(self, option_id: str) -> Option:
        """Return an option or an add-on; KeyError when there is none."""
        return self.option_by_id[option_id]

    def feature(self, feature_id: str) -> Feature:
        """Return a feature; KeyError when there is none."""
        return self.feature_by_id[feature_id]

    def cell(self, option_id: str, feature_id: str) -> Cell:
        """Return a cell; KeyError when the option or the feature does not exist."""
        return self.option(option_id).cell(feature_id)

    def cited(self, source_ids: Iterable[str]) -> tuple[Source, ...]:
        """Return the sources behind the ids, in their order."""
        return tuple(self.sources[source_id] for source_id in source_ids)
