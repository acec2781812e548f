"""Read the sizing model, and check that its formulas and sources are all there."""

from collections.abc import Iterator
from pathlib import Path

from app.content.yaml_files import parse, read_yaml
from app.domain.catalogue import Catalogue
from app.domain.overhead_model import OverheadModel
from app.domain.overhead_requests import REQUESTS
from app.domain.overhead_sizing import CiliumEncryption, Sizing
from app.domain.overhead_terms import TERMS

_FILE = "overhead.yaml"


def read_overhead(folder: Path) -> OverheadModel:
    """Return the sizing model in `folder`; BrokenContent names file, entry and field."""
    return parse(OverheadModel, read_yaml(folder / _FILE), file=_FILE)


def overhead_is_whole(catalogue: Catalogue, model: OverheadModel) -> Iterator[str]:
    """Find sources that do not exist, and entries that a formula needs or that none uses."""
    for place, cited in _citations(model):
        for source in sorted(set(cited) - set(catalogue.sources)):
            yield f"{_FILE}: {place}: there is no source {source}"
    if TERMS.keys() != {option.id for option in catalogue.options}:
        yield f"{_FILE}: coefficients: the formulas are not those of the catalogue's options"
    yield from _unmatched("coefficients", _needed_coefficients(), set(model.coefficient_by_id))
    yield from _unmatched("requests", _needed_requests(), set(model.request_by_id))


def _citations(model: OverheadModel) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "prices", model.prices.sources
    for coefficient in model.coefficients:
        yield coefficient.id, coefficient.sources
    for request in model.requests:
        yield request.id, request.sources
    for warning in model.warnings:
        yield warning.id, warning.sources
    for study in model.studies:
        yield study.name, study.sources


def _unmatched(name: str, needed: set[str], given: set[str]) -> Iterator[str]:
    for missing in sorted(needed - given):
        yield f"{_FILE}: {name}: a formula needs {missing}"
    for unused in sorted(given - needed):
        yield f"{_FILE}: {name}: no formula uses {unused}"


def _needed_coefficients() -> set[str]:
    return {
        term.coefficient
        for sizing in _branches()
        for terms in TERMS.values()
        for term in terms(sizing, _Zeros())
    }


class _Zeros(dict[str, float]):
    """A value for every coefficient, there or not."""

    def __missing__(self, key: str) -> float:
        return 0.0


def _needed_requests() -> set[str]:
    return {
        request
        for sizing in _branches()
        for counted in REQUESTS.values()
        for request, _ in counted(sizing, 1)
    }


def _branches() -> Iterator[Sizing]:
    """Yield a sizing for every branch of the formulas."""
    for encryption in CiliumEncryption:
        for is_small in (True, False):
            yield Sizing(
                nodes=1,
                meshed_pods=1,
                rps=1,
                l7_share=0 if is_small else 1,
                ha=not is_small,
                cilium_encryption=encryption,
                node_vcpu=1,
                node_gib=1,
            )
