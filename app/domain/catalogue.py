"""The catalogue: options, features, and a cited claim for every cell of the comparison."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from app.domain.claims import Cell, FeatureKind, Note
from app.domain.published import (
    Day,
    Frozen,
    Id,
    Ids,
    Published,
    Sequence,
    SourceIds,
    Text,
    Texts,
    read_as,
)
from app.domain.sources import Source


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
    is_mesh: bool = Field(default=True, description="Whether it counts as a mesh for the baseline.")
    pick_when: Annotated[tuple[Advice, ...], Sequence] = ()
    avoid_when: Annotated[tuple[Advice, ...], Sequence] = ()
    release: Release
    cells: Annotated[tuple[Cell, ...], Sequence]
    notes: Annotated[tuple[Note, ...], Sequence] = ()

    @model_validator(mode="after")
    def _one_cell_a_feature(self) -> Self:
        tally = Counter(cell.feature for cell in self.cells)
        if twice := [feature for feature, count in tally.items() if count > 1]:
            raise ValueError(f"two cells for {', '.join(twice)}")
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
