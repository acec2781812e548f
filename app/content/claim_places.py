"""Walk over the claims of a catalogue, each with its place in the files."""

from collections.abc import Iterator

from app.domain.catalogue import Catalogue, Option
from app.domain.claims import Claim, FeatureKind
from app.domain.sources import Source


def claims_of(catalogue: Catalogue) -> Iterator[tuple[str, Option, Claim]]:
    """Yield every claim of the cells and notes of options and add-ons, ours and others."""
    for option in (*catalogue.options, *catalogue.add_ons):
        for cell in option.cells:
            for number, claim in enumerate(cell.claims):
                yield f"{option.id}.yaml: cells[{cell.feature}].claims[{number}]", option, claim
        for note in option.notes:
            yield f"{option.id}.yaml: notes[{note.id}].claim", option, note.claim


def graded_claims_of(catalogue: Catalogue) -> Iterator[tuple[str, Option, Claim]]:
    """Yield our own claim of each graded cell of the options; add-ons are not graded."""
    for option in catalogue.options:
        for cell in option.cells:
            feature = catalogue.feature_by_id.get(cell.feature)
            if feature is not None and feature.kind is FeatureKind.GRADED:
                yield f"{option.id}.yaml: cells[{cell.feature}].claims[0]", option, cell.claim


def known_sources(catalogue: Catalogue, claim: Claim) -> list[Source]:
    """Return the sources that a claim cites and the catalogue has."""
    return [catalogue.sources[one] for one in claim.evidence if one in catalogue.sources]
