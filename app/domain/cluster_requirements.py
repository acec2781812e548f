"""What options ask of the cluster itself, as data, each taken from a cell of the catalogue."""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.domain.cluster import ClusterFacts, Evidence, Fact
from app.domain.cluster_versions import parse_version
from app.domain.published import Id, Published, Sequence, Text, read_as

_SHOWN = re.compile(r"[0-9A-Za-z.+_-]{0,60}")

Found = tuple[str, tuple[Evidence, ...]]
"""A value of the cluster, and what says so."""


class Severity(StrEnum):
    """How much a finding matters, worst first."""

    BLOCKS = "blocks"
    WARNS = "warns"
    NOTES = "notes"


class ClusterRequirement(Published):
    """A version that must not be older or newer, or a thing that must not be missing."""

    id: Id
    option: Id
    feature: Id
    fact: Literal["kernels", "kubelets", "gateway_api", "storage_class"]
    min: Text | None = None
    max: Text | None = None
    is_missing: bool = False
    unless: Text | None = None
    with_fact: Literal["jobs"] | None = Field(default=None, alias="with")
    severity: Annotated[Severity, read_as(Severity)]
    text: Text
    quote: Text

    @model_validator(mode="after")
    def _ask_for_one_thing(self) -> Self:
        if sum((self.min is not None, self.max is not None, self.is_missing)) != 1:
            raise ValueError("give one of: min, max, is_missing")
        if any(bound and parse_version(bound) is None for bound in (self.min, self.max)):
            raise ValueError("min and max are versions")
        return self

    def breaches(self, facts: ClusterFacts) -> Iterator[Found]:
        """Yield the cluster's values that do not fulfil the requirement; unknown ones do."""
        if self.with_fact is not None:
            fact: Fact[int] | None = getattr(facts, self.with_fact)
            if fact is None or not fact.value:
                return
        yield from (found for found in _values(facts, self.fact) if self.is_breached_by(found[0]))

    def is_breached_by(self, value: str) -> bool:
        """Tell whether a value of the cluster, empty where there is none, is not enough."""
        return not value if self.is_missing else self._is_outside(value)

    def said_of(self, value: str) -> str:
        """Return what must be said of a value that breaches it."""
        return self.text.replace("{found}", value)

    def _is_outside(self, value: str) -> bool:
        version = parse_version(value)
        if version is None or (self.unless is not None and self.unless in value):
            return False
        low, high = parse_version(self.min or ""), parse_version(self.max or "")
        return (low is not None and version < low) or (
            high is not None and version[: len(high)] > high
        )


class ClusterRequirements(Published):
    """All of them."""

    requirements: Annotated[tuple[ClusterRequirement, ...], Sequence]

    def breached(self, facts: ClusterFacts) -> tuple[str, ...]:
        """Return what the cluster lacks, each as `id:value`, short enough for a link."""
        return tuple(
            f"{one.id}:{value}"
            for one in self.requirements
            for value, _ in one.breaches(facts)
            if _SHOWN.fullmatch(value)
        )

    def named(self, breaches: Iterable[str]) -> Iterator[tuple[ClusterRequirement, str]]:
        """Yield the requirement and the value of each `id:value` that is a breach of it."""
        by_id = {one.id: one for one in self.requirements}
        for breach in dict.fromkeys(breaches):
            name, _, value = breach.partition(":")
            if name in by_id and _SHOWN.fullmatch(value) and by_id[name].is_breached_by(value):
                yield by_id[name], value


def _values(facts: ClusterFacts, name: str) -> Iterator[Found]:
    if name == "gateway_api":
        gateway = facts.gateway_api
        if gateway is not None and (gateway.value is None or gateway.value.version):
            yield gateway.value.version if gateway.value else "", gateway.evidence
    elif name == "storage_class":
        if facts.storage_class is not None:
            yield facts.storage_class.value, facts.storage_class.evidence
    else:
        counts: Fact[Mapping[str, int]] | None = getattr(facts, name)
        if counts is not None:
            examples = {told.value: told for told in counts.evidence}
            for value in counts.value:
                yield value, (examples[value],) if value in examples else ()
