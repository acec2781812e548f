"""Meshes and APIs that ended but live on in old tables, and managed offerings of living ones."""

from typing import Annotated

from pydantic import Field

from app.domain.published import Id, Ids, Published, Sequence, Text, Texts


class Relative(Published):
    """What is no option of its own but stands near one or more, or near none."""

    id: Id
    name: Text
    options: Ids = Field(description="Options and add-ons that it is a relative of, if any.")


class Retired(Relative):
    """A mesh, mode or API that nobody should choose now; `advice` says what to do instead."""

    state: Text
    date: Text
    last_release: Text
    source: Text
    advice: Text


class ManagedOffering(Relative):
    """What a vendor sells or runs around an option."""

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

    def retired_relatives(self, option: str) -> tuple[Retired, ...]:
        """Return what ended around an option or an add-on."""
        return tuple(one for one in self.retired if option in one.options)

    def managed_offerings(self, option: str) -> tuple[ManagedOffering, ...]:
        """Return what vendors sell or run around an option."""
        return tuple(one for one in self.managed if option in one.options)
