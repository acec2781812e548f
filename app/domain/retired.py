"""Meshes and APIs that ended but live on in old tables, and managed offerings of living ones."""

from typing import Annotated

from app.domain.catalogue import Sequence, Texts
from app.domain.published import Id, Published, Text


class Retired(Published):
    """A mesh, mode or API that nobody should choose now; `advice` says what to do instead."""

    id: Id
    name: Text
    state: Text
    date: Text
    last_release: Text
    source: Text
    advice: Text


class ManagedOffering(Published):
    """What a vendor sells or runs around an option."""

    id: Id
    name: Text
    kind: Text
    state: Text
    date: Text
    source: Text


class NewestRelease(Published):
    """The newest release of a related product that could be proved."""

    product: Text
    newest_proven: Text
    date: Text
    support_until: Text


class Market(Published):
    """The surroundings of the options."""

    retired: Annotated[tuple[Retired, ...], Sequence]
    managed: Annotated[tuple[ManagedOffering, ...], Sequence]
    newest: Annotated[tuple[NewestRelease, ...], Sequence]
    notes: Texts
