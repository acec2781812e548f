"""Write a comparison as JSON: the rows shown, with all claims of each cell and their sources."""

import json
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from pydantic import BaseModel, Field

from app.domain.baseline import Baseline
from app.domain.catalogue import Catalogue, Feature
from app.domain.claims import Claim
from app.domain.comparison import Comparison, Entry, Row, Section
from app.domain.freshness import Age
from app.domain.published import Day
from app.domain.screening import Verdict
from app.domain.sources import Source
from app.formats.table_origin import TableOrigin

MustHave: TypeAlias = Literal["meets", "check", "fails"]
_MUST_HAVE: Final[Mapping[Verdict, MustHave]] = {
    Verdict.MEETS: "meets",
    Verdict.CHECK: "check",
    Verdict.FAILS: "fails",
}


class WrittenCell(BaseModel):
    """A cell with what was computed for this reader; null is what was not asked for."""

    claims: tuple[Claim, ...] = Field(description="Ours first, then what others say.")
    contested: bool
    age: Age | None
    must_have: MustHave | None
    environment: tuple[str, ...]


class WrittenRow(BaseModel):
    """A feature across the options shown."""

    group: str
    feature: Feature
    baseline: Baseline | None = Field(description="Null for what is not graded.")
    cells: dict[str, WrittenCell] = Field(description="By the id of the option.")


class WrittenOption(BaseModel):
    """A column of the view, in its order."""

    id: str
    name: str
    version: str


class WrittenComparison(BaseModel):
    """A view of the comparison; fields of the content files keep their names."""

    version: Day = Field(description="The catalogue's version.")
    view: str = Field(description="The address of the page that shows the same.")
    options: tuple[WrittenOption, ...]
    rows: tuple[WrittenRow, ...]
    sources: dict[str, Source] = Field(description="What the claims cite, by id.")


def render(table: Comparison, catalogue: Catalogue, origin: TableOrigin) -> str:
    """Return the table as one JSON object."""
    shown = [entry for section in table.sections for row in section.rows for entry in row.entries]
    cited = {name for e in shown for claim in e.cell.claims for name in claim.evidence}
    written = WrittenComparison(
        version=origin.version,
        view=origin.view,
        options=tuple(
            WrittenOption(id=each.id, name=each.name, version=each.release.version)
            for each in table.columns
        ),
        rows=tuple(_row(section, row) for section in table.sections for row in section.rows),
        sources={name: each for name, each in catalogue.sources.items() if name in cited},
    )
    return json.dumps(written.model_dump(mode="json"))


def _row(section: Section, row: Row) -> WrittenRow:
    return WrittenRow(
        group=section.group.id,
        feature=row.feature,
        baseline=row.reach.baseline if row.reach else None,
        cells={entry.option.id: _cell(entry) for entry in row.entries},
    )


def _cell(entry: Entry) -> WrittenCell:
    return WrittenCell.model_construct(
        claims=entry.cell.claims,
        contested=entry.cell.is_contested,
        age=entry.freshness.age if entry.freshness else None,
        must_have=_MUST_HAVE[entry.verdict] if entry.verdict is not None else None,
        environment=tuple(remark.text for remark in entry.remarks),
    )
