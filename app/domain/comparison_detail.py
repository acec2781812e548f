"""What opens under a cell of the comparison: every claim with its sources, and what to set."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.catalogue import Catalogue, Feature, Option
from app.domain.claims import Cell, Claim, Need, Where
from app.domain.comparison_rows import ANYBODY, Reader, Verdicts, verdicts_on
from app.domain.environment_remarks import Remark, remarks_on
from app.domain.errors import InvalidInput, Problem
from app.domain.freshness import Freshness, freshness
from app.domain.sources import Source


@dataclass(frozen=True, slots=True)
class Basis:
    """What a figure rests on: a source that measured it, or the words that say so."""

    text: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class Setting:
    """Settings of one kind that can be copied together; `title` says where they go."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with the sources it rests on, what its figure rests on, and what to set."""

    claim: Claim
    sources: tuple[Source, ...]
    basis: tuple[Basis, ...] = ()
    settings: tuple[Setting, ...] = ()


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything known about one cell; the first statement is our reading."""

    id: str
    option: Option
    feature: Feature
    cell: Cell
    statements: tuple[Statement, ...]
    freshness: Freshness | None = None
    verdicts: Verdicts = ()
    remarks: tuple[Remark, ...] = ()


def detail_of(catalogue: Catalogue, cell_id: str, reader: Reader = ANYBODY) -> Detail:
    """Return all claims of the cell `option.feature`; InvalidInput names `cell` otherwise."""
    option_id, _, feature_id = cell_id.partition(".")
    try:
        cell = catalogue.cell(option_id, feature_id)
    except KeyError:
        message = f"“{cell_id}” is not a cell. Write an option, a dot and a feature: linkerd.mtls"
        raise InvalidInput([Problem("cell", message)]) from None
    option = catalogue.option(option_id)
    return Detail(
        id=cell_id,
        option=option,
        feature=catalogue.feature(feature_id),
        cell=cell,
        statements=tuple(_statement(catalogue, claim) for claim in cell.claims),
        freshness=(
            freshness(cell.claim, option.release, today=reader.today) if reader.today else None
        ),
        verdicts=verdicts_on(option, reader.needs, feature=feature_id),
        remarks=remarks_on(option, feature_id, reader.environment),
    )


def settings_of(needs: Iterable[Need]) -> tuple[Setting, ...]:
    """Write what must be set so that it can be copied, one block a place, in the given order.

    Helm keys become `--set` arguments, `key=value`; a value in angle brackets is the reader's
    to choose. Resources name their kind, then the field.
    """
    blocks: dict[str, list[str]] = {}
    for need in needs:
        blocks.setdefault(_place(need), []).extend(_lines(need))
    return tuple(Setting(title, "\n".join(dict.fromkeys(lines))) for title, lines in blocks.items())


def _statement(catalogue: Catalogue, claim: Claim) -> Statement:
    sources = catalogue.sources
    basis = claim.quantity.basis if claim.quantity else ()
    return Statement(
        claim=claim,
        sources=catalogue.cited(claim.evidence),
        basis=tuple(Basis(each, sources.get(each)) for each in basis),
        settings=settings_of(claim.needs),
    )


def _place(need: Need) -> str:
    places = {
        Where.HELM: f"Helm, chart {need.chart}",
        Where.CLI: "Command",
        Where.LABEL: "Label",
        Where.ANNOTATION: "Annotation",
        Where.RESOURCE: f"Resource {need.key}",
    }
    return places[need.where]


def _lines(need: Need) -> Iterator[str]:
    value = need.value or "<your value>"
    if need.where is Where.HELM:
        yield f"--set {need.key}={value}"
    elif need.where is Where.CLI:
        yield f"{need.key} {need.value}" if need.value else need.key
    elif need.where is Where.RESOURCE:
        yield need.value or "<your fields>"
    else:
        yield f"{need.key}={value}"
