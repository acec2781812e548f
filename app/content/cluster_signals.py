"""Read the signals by which a cluster is recognised, and what options ask of one."""

from collections.abc import Iterator
from pathlib import Path

from app.content.yaml_files import parse, read_yaml
from app.domain.catalogue import Catalogue
from app.domain.claims import Claim
from app.domain.cluster_requirements import ClusterRequirements
from app.domain.cluster_signals import ClusterSignals
from app.domain.retired import Market

_SIGNALS = "cluster_signals.yaml"
_REQUIREMENTS = "cluster_requirements.yaml"


def read_cluster_signals(folder: Path) -> ClusterSignals:
    """Return the signals in `folder`; BrokenContent names file, entry and field."""
    return parse(ClusterSignals, read_yaml(folder / _SIGNALS), file=_SIGNALS)


def read_cluster_requirements(folder: Path) -> ClusterRequirements:
    """Return the requirements in `folder`; BrokenContent names file, entry and field."""
    return parse(ClusterRequirements, read_yaml(folder / _REQUIREMENTS), file=_REQUIREMENTS)


def signals_name_what_exists(
    catalogue: Catalogue, market: Market, signals: ClusterSignals
) -> Iterator[str]:
    """Find meshes that stand for no option and no ended mesh."""
    ended = {one.id for one in market.retired}
    for mesh in signals.meshes:
        for option in mesh.options:
            if option not in catalogue.option_by_id:
                yield f"{_SIGNALS}: meshes[{mesh.id}]: there is no option {option}"
        if mesh.retired is not None and mesh.retired not in ended:
            yield f"{_SIGNALS}: meshes[{mesh.id}]: there is no ended mesh {mesh.retired}"


def requirements_stand_in_their_cells(
    catalogue: Catalogue, requirements: ClusterRequirements
) -> Iterator[str]:
    """Find requirements whose quote their cell does not hold, as after a correction of it."""
    for one in requirements.requirements:
        option = catalogue.option_by_id.get(one.option)
        cell = option.cell_by_feature.get(one.feature) if option else None
        if cell is None:
            yield f"{_REQUIREMENTS}: {one.id}: there is no cell {one.option}.{one.feature}"
        elif one.quote not in _words(cell.claim):
            yield f"{_REQUIREMENTS}: {one.id}: quote: the cell does not say this (any more)"


def _words(claim: Claim) -> str:
    return " ".join((claim.summary, claim.detail or "", claim.value or "")).replace("\n", " ")
