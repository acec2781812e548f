"""What changed between two catalogues, cell by cell: for reviews, release notes and decisions."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.catalogue import Catalogue, Claim, Option


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `before` or `after` is None when a thing was added or removed."""

    place: str
    field: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        """Return one line: `linkerd.mtls: support: partial -> full`."""
        if self.before is None:
            return f"{self.place}: {self.field} added: {self.after}"
        if self.after is None:
            return f"{self.place}: {self.field} removed: {self.before}"
        return f"{self.place}: {self.field}: {self.before} -> {self.after}"


def changes(old: Catalogue, new: Catalogue) -> tuple[Change, ...]:
    """Return every changed release, cell and claim, in the order of `new`, then what is gone.

    Sources and wording of features are compared too; a cell whose evidence alone changed is a
    change. The version of the catalogue is not.
    """
    return tuple(_changes(old, new))


def _changes(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    for feature in new.features:
        before = old.feature_by_id.get(feature.id)
        if before is None:
            yield Change(feature.id, "feature", None, feature.name)
        elif before != feature:
            yield Change(feature.id, "feature", before.question, feature.question)
    for feature_id in old.feature_by_id.keys() - new.feature_by_id.keys():
        yield Change(feature_id, "feature", old.feature(feature_id).name, None)
    for option in (*new.options, *new.add_ons):
        known = old.option_by_id.get(option.id)
        if known is None:
            yield Change(option.id, "option", None, option.name)
        else:
            yield from _option_changes(known, option)
    for option_id in old.option_by_id.keys() - new.option_by_id.keys():
        yield Change(option_id, "option", old.option(option_id).name, None)


def _option_changes(old: Option, new: Option) -> Iterator[Change]:
    if old.release != new.release:
        yield Change(new.id, "release", old.release.version, new.release.version)
    for cell in new.cells:
        place = f"{new.id}.{cell.feature}"
        before = old.cell_by_feature.get(cell.feature)
        if before is None:
            yield Change(place, "cell", None, str(cell.claim.support))
            continue
        yield from _claim_changes(place, before.claim, cell.claim)
        others = [_said(claim) for claim in before.claims[1:]]
        now = [_said(claim) for claim in cell.claims[1:]]
        yield from (Change(place, "claim", None, said) for said in now if said not in others)
        yield from (Change(place, "claim", said, None) for said in others if said not in now)
    for feature in old.cell_by_feature.keys() - new.cell_by_feature.keys():
        yield Change(f"{new.id}.{feature}", "cell", str(old.cell(feature).claim.support), None)


def _claim_changes(place: str, old: Claim, new: Claim) -> Iterator[Change]:
    for field in Claim.model_fields:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield Change(place, field, _words(before), _words(after))


def _said(claim: Claim) -> str:
    return f"{claim.rank}: {claim.summary} ({', '.join(claim.evidence)})"


def _words(value: object) -> str | None:
    if value is None:
        return None
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
