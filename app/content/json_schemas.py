"""JSON Schemas of the content files, so that an editor can check a file while it is written.

They say less than the loader: rules between fields and between files are not in them.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from pydantic import TypeAdapter

from app.content.catalogue import FeatureRows, GradingRules
from app.domain.benchmarks import Benchmarks
from app.domain.catalogue import Catalogue, Option
from app.domain.changelog import Changelog
from app.domain.cluster_requirements import ClusterRequirements
from app.domain.cluster_signals import ClusterSignals
from app.domain.conformance import Conformance
from app.domain.decision_file import DecisionFile
from app.domain.effort_figures import EffortFigures
from app.domain.graph import Graph
from app.domain.history import History
from app.domain.overhead_model import OverheadModel
from app.domain.retired import Market
from app.domain.scales import Scales
from app.domain.scenarios import Scenarios
from app.domain.sources import Source
from app.domain.starting_points import StartingPoints
from app.paths import CONTENT

SCHEMAS: Final = CONTENT / "schemas"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
TYPES: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "benchmarks": Benchmarks,
        "catalogue": Catalogue,
        "changelog": Changelog,
        "cluster-requirements": ClusterRequirements,
        "cluster-signals": ClusterSignals,
        "conformance": Conformance,
        "decision": DecisionFile,
        "effort": EffortFigures,
        "features": FeatureRows,
        "grading-rules": GradingRules,
        "history": History,
        "option": Option,
        "overhead": OverheadModel,
        "questions": Graph,
        "retired": Market,
        "scales": Scales,
        "scenarios": Scenarios,
        "sources": tuple[Source, ...],
        "starting-points": StartingPoints,
    }
)
"""What each schema describes: a content file, under `catalogue` the whole that the API gives, under
`decision` what a saved decision is exported as."""


def schema_text(kind: Any) -> str:
    """Return the JSON Schema of a type."""
    schema = {"$schema": DIALECT, **TypeAdapter(kind).json_schema()}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> None:
    """Write every schema into `folder`, each under its name; other files there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, kind in TYPES.items():
        (folder / f"{name}.json").write_text(schema_text(kind), encoding="utf-8")
