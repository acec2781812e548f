"""Read the catalogue from its folder: features, sources, options and add-ons."""

from pathlib import Path
from typing import Annotated

from app.content.yaml_files import BrokenContent, parse, read_yaml
from app.domain.catalogue import Catalogue, Feature, Group, Option
from app.domain.published import Day, Published, Sequence, Text, Texts
from app.domain.sources import Source

OPTIONS = ("istio-sidecar", "istio-ambient", "linkerd", "cilium", "kuma", "consul", "no-mesh")
ADD_ONS = ("argo-rollouts", "flagger")


class FeatureRows(Published):
    """What stands in features.yaml."""

    groups: Annotated[tuple[Group, ...], Sequence]
    features: Annotated[tuple[Feature, ...], Sequence]


class _Sources(Published):
    sources: Annotated[tuple[Source, ...], Sequence]


class _Version(Published):
    day: Day


class GradingRules(Published):
    """What stands in grading-rules.yaml."""

    version: Text
    as_of: Text
    rules: Texts


def read_catalogue(folder: Path) -> Catalogue:
    """Return the catalogue in `folder`; BrokenContent names file, entry and field."""
    rows = parse(FeatureRows, read_yaml(folder / "features.yaml"), file="features.yaml")
    rules = parse(GradingRules, read_yaml(folder / "grading-rules.yaml"), file="grading-rules.yaml")
    sources: dict[str, Source] = {}
    for path in sorted((folder / "sources").glob("*.yaml")):
        for source in _read_sources(path):
            if source.id in sources:
                raise BrokenContent(f"sources/{path.name}: {source.id}: id: stands twice")
            sources[source.id] = source
    return Catalogue(
        version=_read_version(folder / "VERSION"),
        groups=rows.groups,
        rules=rules.rules,
        features=rows.features,
        options=tuple(_read_option(folder / "options" / f"{name}.yaml") for name in OPTIONS),
        add_ons=tuple(_read_option(folder / "add_ons" / f"{name}.yaml") for name in ADD_ONS),
        sources=sources,
    )


def _read_version(path: Path) -> str:
    day = path.read_text(encoding="utf-8").strip()
    return parse(_Version, {"day": day}, file=path.name).day


def _read_sources(path: Path) -> tuple[Source, ...]:
    raw = read_yaml(path)
    return parse(_Sources, {"sources": raw}, file=f"sources/{path.name}").sources


def _read_option(path: Path) -> Option:
    return parse(Option, read_yaml(path), file=path.name)
