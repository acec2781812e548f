"""Counting with an example: how many objects say something, and which one said it first."""

from collections import Counter
from collections.abc import Iterable, Mapping

from app.domain.cluster import Counts, Evidence, Fact, shown

MAX_DISTINCT = 50
OTHER = "other"
ObjectName = str


class Tally:
    """Objects that say the same, of which the first is kept as evidence."""

    __slots__ = ("count", "first")

    def __init__(self) -> None:
        self.count = 0
        self.first: Evidence | None = None

    def add(self, name: ObjectName, field: str, value: str, source: str) -> None:
        """Count one more object."""
        self.count += 1
        if self.first is None:
            self.first = Evidence(shown(name), shown(field), shown(value), source)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The first object, with the number of the others; nothing when there is none."""
        if self.first is None:
            return ()
        first = self.first
        return (Evidence(first.object, first.field, first.value, first.source, self.count - 1),)


class Values:
    """How often each value of one field occurs, with an example of each.

    A hostile list may hold a million values: after the first fifty the rest count as other.
    """

    def __init__(self, field: str, source: str) -> None:
        self._field = field
        self._source = source
        self._tallies: dict[str, Tally] = {}

    def add(self, name: ObjectName, value: str) -> None:
        """Count one object's value; an empty one is unknown and does not count."""
        if value:
            key = shown(value)
            if key not in self._tallies and len(self._tallies) >= MAX_DISTINCT:
                key = OTHER
            self._tallies.setdefault(key, Tally()).add(name, self._field, value, self._source)

    @property
    def counts(self) -> Counter[str]:
        """How often each value occurs."""
        return Counter({value: tally.count for value, tally in self._tallies.items()})

    @property
    def fact(self) -> Fact[Counts] | None:
        """The counts, the most frequent first; None when there was no value at all."""
        if not self._tallies:
            return None
        counts = dict(sorted(self.counts.items(), key=lambda pair: (-pair[1], pair[0])))
        return Fact(counts, self.evidence(counts))

    def evidence(self, values: Iterable[str] | Mapping[str, int]) -> tuple[Evidence, ...]:
        """Return an example of each of the values."""
        return tuple(
            one for value in values if value in self._tallies
            for one in self._tallies[value].evidence
        )  # fmt: skip
