"""Hand tables over as files, and describe the columns of those that are CSV."""

from collections.abc import Mapping, Sequence
from typing import Final

from fastapi import APIRouter, Response

from app.domain.errors import NotFound
from app.formats import figures_csv, sources_csv, table_csv
from app.formats.csv_text import Column, describe_csv
from app.web.dependencies import CurrentSettings

router = APIRouter(include_in_schema=False)

TABLES: Final[Mapping[str, tuple[str, Sequence[Column]]]] = {
    "compare": ("Comparison of service meshes", table_csv.COLUMNS),
    "benchmarks": ("Published measurements of service meshes", figures_csv.COLUMNS),
    "sources": ("Sources of Meshwise", sources_csv.COLUMNS),
}
"""The tables that are CSV, by the path of their page."""
MEDIA_TYPES: Final = {"csv": "text/csv", "json": "application/json", "md": "text/markdown"}


@router.get("/{table}.csv-metadata.json")
def show_csv_metadata(settings: CurrentSettings, table: str) -> Response:
    """Show what the columns of a CSV file hold, where tools for CSV on the Web look for it."""
    if table not in TABLES:
        raise NotFound(f"No table is called “{table}”. There are: {', '.join(TABLES)}.")
    title, columns = TABLES[table]
    address = f"{str(settings.public_url).rstrip('/')}/{table}.csv"
    return Response(describe_csv(columns, title, address), media_type="application/csvm+json")


def file_answer(text: str, table: str, ending: str) -> Response:
    """Answer with a file; a browser shows it where it can and else saves it under this name."""
    name = "comparison" if table == "compare" else table
    headers = {"Content-Disposition": f'inline; filename="meshwise-{name}.{ending}"'}
    if ending == "csv":
        described = f"/{table}.csv-metadata.json"
        headers["Link"] = f'<{described}>; rel="describedby"; type="application/csvm+json"'
    return Response(text, media_type=MEDIA_TYPES[ending], headers=headers)
