"""What changed between two catalogues, cell by cell: for reviews, release notes and decisions."""

from collections.abc import Iterator, Mapping

from app.domain.catalogue import Catalogue, Option
from app.domain.claims import Claim
from app.domain.published import Published, Text


class Change(Published):
    """One difference. `before` or `after` is None when a thing was added or removed.

    `place` is `option.feature` for a cell, `option.release`, or the id of a feature or option.
    """

    place: Text
    field: Text
    before: str | None = None
    after: str | None = None

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
            yield _change(feature.id, "feature", None, feature.name)
        elif before != feature:
            yield from _field_changes(feature.id, before, feature)
    for gone in _missing(old.feature_by_id, new.feature_by_id):
        yield _change(gone, "feature", old.feature(gone).name, None)
    for option in (*new.options, *new.add_ons):
        known = old.option_by_id.get(option.id)
        if known is None:
            yield _change(option.id, "option", None, option.name)
        else:
            yield from _option_changes(known, option)
    for gone in _missing(old.option_by_id, new.option_by_id):
        yield _change(gone, "option", old.option(gone).name, None)


def _option_changes(old: Option, new: Option) -> Iterator[Change]:
    if old.release.version != new.release.version:
        yield _change(new.id, "release", old.release.version, new.release.version)
    else:
        yield from _field_changes(f"{new.id}.release", old.release, new.release)
    for cell in new.cells:
        place = f"{new.id}.{cell.feature}"
        before = old.cell_by_feature.get(cell.feature)
        if before is None:
            yield _change(place, "cell", None, str(cell.claim.support))
            continue
        yield from _field_changes(place, before.claim, cell.claim)
        others = [_said(claim) for claim in before.claims[1:]]
        now = [_said(claim) for claim in cell.claims[1:]]
        yield from (_change(place, "claim", None, said) for said in now if said not in others)
        yield from (_change(place, "claim", said, None) for said in others if said not in now)
    for gone in _missing(old.cell_by_feature, new.cell_by_feature):
        yield _change(f"{new.id}.{gone}", "cell", str(old.cell(gone).claim.support), None)


def _change(place: str, field: str, before: str | None, after: str | None) -> Change:
    return Change(place=place, field=field, before=before, after=after)


def _missing(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    return (name for name in old if name not in new)  # No set: its order changes with each run.


def _field_changes(place: str, old: Published, new: Published) -> Iterator[Change]:
    for field in type(new).model_fields:
        before, after = getattr(old, field), getattr(new, field)
        if before != after:
            yield _change(place, field, _words(before), _words(after))


def _said(claim: Claim) -> str:
    return f"{claim.rank}: {claim.summary} ({', '.join(claim.evidence)})"


def _words(value: object) -> str | None:
    """Write a value for a reader; None for nothing. Fields that were not given are left out."""
    if value is None or value == ():
        return None
    if isinstance(value, tuple):
        return ", ".join(_words(each) or "" for each in value)
    if isinstance(value, Published):
        given = ((name, getattr(value, name)) for name in type(value).model_fields)
        value = {name: each for name, each in given if each is not None and each != ()}
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {_words(each)}" for name, each in value.items())
    return str(value)
