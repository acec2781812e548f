"""Read the figures of the effort and check that their cells say so."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from app.content.yaml_files import parse, read_yaml
from app.domain.catalogue import Catalogue
from app.domain.effort_figures import EffortFigures

EFFORT: Final = "effort.yaml"


def read_effort(folder: Path) -> EffortFigures:
    """Return the figures in `folder`; BrokenContent names file, entry and field."""
    return parse(EffortFigures, read_yaml(folder / EFFORT), file=EFFORT)


def effort_stands_in_its_cells(catalogue: Catalogue, figures: EffortFigures) -> Iterator[str]:
    """Find figures whose quote their cell does not hold, as after a correction of it."""
    for figure in (*figures.releases_a_year, *figures.fixed_months):
        option = catalogue.option_by_id.get(figure.option)
        cell = option.cell_by_feature.get(figure.feature) if option else None
        place = f"{figure.option}.{figure.feature}"
        if cell is None:
            yield f"{EFFORT}: {place}: there is no such cell"
            continue
        words = " ".join((cell.claim.summary, cell.claim.detail or "", cell.claim.value or ""))
        if figure.quote not in words:
            yield f"{EFFORT}: {place}: quote: the cell does not say this (any more)"
