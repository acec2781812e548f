"""What the calls about the facts answer: the fields of the content files under their own names."""

from pydantic import BaseModel, Field

from app.domain.benchmarks import Benchmarks
from app.domain.catalogue import Feature, Group, Option
from app.domain.changelog import Past
from app.domain.citations import Citation
from app.domain.claims import Cell
from app.domain.conformance import Conformance
from app.domain.history import Publication
from app.domain.published import Day, Frozen
from app.domain.retired import Market
from app.domain.sources import Source


class Versioned(BaseModel):
    """Every answer names the catalogue that it was taken from."""

    version: Day = Field(description="The catalogue's version: the day it was last corrected.")


class OptionList(Versioned):
    """Options and add-ons with their cells."""

    options: tuple[Option, ...]
    add_ons: tuple[Option, ...]
    sources: Frozen[str, Source] = Field(description="What the claims cite, by id.")


class OptionBody(Versioned):
    """One option or add-on with all its cells."""

    option: Option
    sources: Frozen[str, Source] = Field(description="What the claims cite, by id.")


class FeatureList(Versioned):
    """Features in their groups, without cells."""

    groups: tuple[Group, ...]
    features: tuple[Feature, ...]


class FeatureBody(Versioned):
    """One feature with the cell of each option."""

    feature: Feature
    cells: Frozen[str, Cell] = Field(description="By option; add-ons have few.")
    sources: Frozen[str, Source] = Field(description="What the claims cite, by id.")


class CitedSource(Source):
    """A source with the places that cite it; `item` is the feature of a cell, or another id."""

    cited_by: tuple[Citation, ...]


class SourceList(Versioned):
    """Sources in the catalogue's order."""

    sources: tuple[CitedSource, ...]


class ChangesBody(Versioned):
    """What each version changed, newest first: told in sentences, and field by field."""

    publications: tuple[Publication, ...]
    changes: tuple[Past, ...]


class BenchmarkBody(Benchmarks):
    """Published measurements, pages that were refused, and what nobody has measured."""

    version: Day


class ConformanceBody(Conformance):
    """Gateway API conformance reports, and how the search for each option ended."""

    version: Day


class RetiredBody(Market):
    """What ended around the options, and what vendors sell or run around them."""

    version: Day
