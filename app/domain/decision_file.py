"""A decision as a file: every revision with what was shown, to be kept, moved and read back."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from app.domain.decisions import Advice, Decision, Revision, Versions
from app.domain.errors import InvalidInput, Problem
from app.domain.outcome import Outcome, Recommendation
from app.domain.proposal import AuthorName, Note, Reason, TeamName, Title, problem_of
from app.domain.published import Id
from app.domain.scales import MOST_POINTS
from app.domain.watch import Watch

FORMAT: Final = "meshwise.decision/1"
MOST: Final = 200  # revisions

_SHOWN: Final = TypeAdapter(Recommendation)
_Name = Annotated[str, Field(max_length=80)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class FileVersions(_Part):
    """What a recommendation was computed from."""

    catalog: _Name
    graph: _Name
    engine: _Name


class FileCluster(_Part):
    """What the team's cluster said: facts by name, and the answers that they settle."""

    facts: Mapping[str, Any] = Field(default_factory=dict, max_length=100)
    answers: Mapping[_Name, tuple[_Name, ...]] = Field(default_factory=dict, max_length=100)


class FileRevision(_Part):
    """One state of a decision. `recommendation` is what was shown, kept whole."""

    number: int = Field(ge=1, le=MOST)
    title: Title
    author: AuthorName = ""
    answers: Mapping[_Name, tuple[_Name, ...]] = Field(max_length=100)
    question_versions: Mapping[_Name, _Name] = Field(max_length=100)
    weights: Mapping[_Name, float] | None = Field(None, max_length=100)
    chosen_option: Id
    reason: Reason = ""
    note: Note = ""
    cluster: FileCluster | None = None
    created_at: AwareDatetime
    versions: FileVersions
    grounds: _Name | None = Field(None, description="The id of what the recommendation rests on.")
    recommendation: Recommendation

    @model_validator(mode="after")
    def _choose_what_was_ranked(self) -> Self:
        places = {place.option: place.outcome for place in self.recommendation.ranking}
        winner = self.recommendation.winner
        if not 0 < sum(self.recommendation.weights.values()) < MOST_POINTS * 100:
            raise ValueError("the weights of the recommendation do not add up to anything")
        if self.chosen_option not in places:
            raise ValueError("the chosen option is not in the ranking")
        if winner is not None and places.get(winner) is not Outcome.RECOMMENDED:
            raise ValueError("the winner is not the recommended option of the ranking")
        if self.chosen_option != winner and not self.reason:
            raise ValueError("another option than the recommended one was chosen without a reason")
        return self


class DecisionFile(_Part):
    """A decision with every revision, the oldest first, and when it shall be looked at again."""

    schema_address: str = Field("", alias="$schema", max_length=500)
    format: Literal["meshwise.decision/1"] = FORMAT
    team: TeamName
    created_at: AwareDatetime
    revisions: tuple[FileRevision, ...] = Field(min_length=1, max_length=MOST)
    watch: Watch = Watch()

    @model_validator(mode="after")
    def _count_from_one(self) -> Self:
        numbers = [revision.number for revision in self.revisions]
        if numbers != list(range(1, len(numbers) + 1)):
            raise ValueError("revisions are numbered 1, 2, 3 and so on, the oldest first")
        return self

    @property
    def text(self) -> str:
        """The file as it is written."""
        return self.model_dump_json(by_alias=True, indent=2) + "\n"

    def history(self) -> tuple[Revision, ...]:
        """Return the revisions, the oldest first."""
        return tuple(map(_revision, self.revisions))


def file_of(
    decision: Decision, history: tuple[Revision, ...], watch: Watch, schema: str
) -> DecisionFile:
    """Return a decision as a file; `history` is newest first, `schema` where its schema is."""
    return DecisionFile(
        schema_address=schema,
        team=decision.team.name,
        created_at=decision.created_at,
        revisions=tuple(map(_written, reversed(history))),
        watch=watch,
    )


def is_file(raw: object) -> bool:
    """Tell a decision as a file from one that is proposed."""
    return isinstance(raw, Mapping) and "format" in raw


def parse_file(raw: object) -> DecisionFile:
    """Return what was sent as a decision file; InvalidInput names what is wrong."""
    try:
        json.dumps(raw, allow_nan=False)
    except (ValueError, TypeError):
        raise InvalidInput([Problem("body", "Every number must be finite.")]) from None
    try:
        return DecisionFile.model_validate(raw)
    except ValidationError as error:
        raise InvalidInput([problem_of(fault) for fault in error.errors()]) from error


def _written(revision: Revision) -> FileRevision:
    versions = revision.advice.versions
    return FileRevision(
        number=revision.number,
        title=revision.title,
        author=revision.author,
        answers=revision.answers,
        question_versions=revision.question_versions,
        weights=revision.weights,
        chosen_option=revision.chosen_option,
        reason=revision.reason,
        note=revision.note,
        cluster=None
        if revision.cluster is None
        else FileCluster(**{"facts": {}, "answers": {}, **revision.cluster}),
        created_at=revision.created_at,
        versions=FileVersions(
            catalog=versions.catalogue, graph=versions.graph, engine=versions.engine
        ),
        grounds=revision.advice.grounds,
        recommendation=_SHOWN.validate_python(revision.advice.shown),
    )


def _revision(part: FileRevision) -> Revision:
    versions = Versions(part.versions.catalog, part.versions.graph, part.versions.engine)
    shown = _SHOWN.dump_python(part.recommendation, mode="json")
    return Revision(
        number=part.number,
        title=part.title,
        author=part.author,
        answers=dict(part.answers),
        question_versions=dict(part.question_versions),
        weights=None if part.weights is None else dict(part.weights),
        advice=Advice(part.recommendation.winner, versions, shown, part.grounds),
        chosen_option=part.chosen_option,
        reason=part.reason,
        note=part.note,
        created_at=part.created_at,
        cluster=None if part.cluster is None else part.cluster.model_dump(mode="json"),
    )
