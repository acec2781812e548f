"""What changed between two catalogues, cell by cell: for reviews, release notes and decisions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domain.catalogue import Catalogue, Option
from app.domain.claims import Claim
from app.domain.published import Published


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

    Wording and rubrics of features are compared too; a cell whose evidence alone changed is a
    change. The version of the catalogue, its sources and what options say of themselves are not.
    """
    return tuple(_changes(old, new))


def _changes(old: Catalogue, new: Catalogue) -> Iterator[Change]:
    for feature in new.features:
        before = old.feature_by_id.get(feature.id)
        if before is None:
            yield Change(feature.id, "feature", None, feature.name)
        elif before != feature:
            yield from _field_changes(feature.id, before, feature)
    for gone in _missing(old.feature_by_id, new.feature_by_id):
        yield Change(gone, "feature", old.feature(gone).name, None)
    for option in (*new.options, *new.add_ons):
        known = old.option_by_id.get(option.id)
        if known is None:
            yield Change(option.id, "option", None, option.name)
        else:
            yield from _option_changes(known, option)
    for gone in _missing(old.option_by_id, new.option_by_id):
        yield Change(gone, "option", old.option(gone).name, None)


def _option_changes(old: Option, new: Option) -> Iterator[Change]:
    if old.release.version != new.release.version:
        yield Change(new.id, "release", old.release.version, new.release.version)
    else:
        yield from _field_changes(f"{new.id}.release", old.release, new.release)
    for cell in new.cells:
        place = f"{new.id}.{cell.feature}"
        before = old.cell_by_feature.get(cell.feature)
        if before is None:
            yield Change(place, "cell", None, str(cell.claim.support))
            continue
        yield from _field_changes(place, before.claim, cell.claim)
        others = [_said(claim) for claim in before.claims[1:]]
        now = [_said(claim) for claim in cell.claims[1:]]
        yield from (Change(place, "claim", None, said) for said in now if said not in others)
        yield from (Change(place, "claim", said, None) for said in others if said not in now)
    for gone in _missing(old.cell_by_feature, new.cell_by_feature):
        yield Change(f"{new.id}.{gone}", "cell", str(old.cell(gone).claim.support), None)


def _missing(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    return (name for name in old if name not in new)  # No set: its order changes with each run.


def _field_changes(place: str, old: Published, new: Published) -> Iterator[Change]:
    for field in type(new).model_fields:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield Change(place, field, _words(before), _words(after))


def _said(claim: Claim) -> str:
    return f"{claim.rank}: {claim.summary} ({', '.join(claim.evidence)})"


def _words(value: object) -> str | None:
    if value is None:
        return None
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
