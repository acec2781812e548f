"""Write a comparison as JSON: the rows shown, with all claims of each cell and their sources."""

import json
from typing import Any

from app.domain.catalogue import Catalogue
from app.domain.comparison import Comparison, Entry, Row, Section
from app.formats.table_origin import TableOrigin


def render(table: Comparison, catalogue: Catalogue, origin: TableOrigin) -> str:
    """Return the table as one JSON object; fields of the content files keep their names."""
    rows = [_row(section, row) for section in table.sections for row in section.rows]
    shown = [entry for section in table.sections for row in section.rows for entry in row.entries]
    cited = {name for e in shown for claim in e.cell.claims for name in claim.evidence}
    return json.dumps(
        {
            "version": origin.version,
            "view": origin.view,
            "options": [
                {"id": each.id, "name": each.name, "version": each.release.version}
                for each in table.columns
            ],
            "rows": rows,
            "sources": {
                name: source.model_dump(mode="json")
                for name, source in catalogue.sources.items()
                if name in cited
            },
        }
    )


def _row(section: Section, row: Row) -> dict[str, Any]:
    return {
        "group": section.group.id,
        "feature": row.feature.model_dump(mode="json"),
        "baseline": row.reach.baseline if row.reach else None,
        "cells": {entry.option.id: _cell(entry) for entry in row.entries},
    }


def _cell(entry: Entry) -> dict[str, Any]:
    """Return a cell with what was computed for this reader; None is what was not asked for."""
    return {
        "claims": [claim.model_dump(mode="json") for claim in entry.cell.claims],
        "contested": entry.cell.is_contested,
        "age": entry.freshness.age if entry.freshness else None,
        "must_have": entry.verdict.name.lower() if entry.verdict is not None else None,
        "environment": [remark.text for remark in entry.remarks],
    }
