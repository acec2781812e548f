"""What people say about a decision: comments, and whether they agree. Names are labels."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.domain.decisions import Decision
from app.domain.errors import InvalidInput, Problem
from app.domain.proposal import AuthorName, Reason, TeamName, lines, parse_as, trimmed

COMMENT: Final = 2000  # characters
MOST_COMMENTS: Final = 500  # of one decision
MOST_OPINIONS: Final = 500  # of one decision
QUESTION: Final = "question:"
OPTION: Final = "option:"

Said = Annotated[str, trimmed(COMMENT, least=1), AfterValidator(lines)]


class Stance(StrEnum):
    """How somebody stands to a decision."""

    AGREE = "agree"
    LIVE_WITH = "live_with"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said; `about` is empty for the decision, or `question:` or `option:` and an id.

    `revision` is the one it was said of. Moments are in UTC; it is open until it is resolved.
    """

    id: str
    about: str
    author: str
    text: str
    revision: int
    created_at: datetime
    resolved_at: datetime | None = None
    resolved_by: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """How somebody stands to a revision, and why."""

    id: str
    stance: Stance
    author: str
    reason: str
    revision: int
    created_at: datetime


class CommentRequest(BaseModel):
    """What is sent to comment on a decision."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: str = Field(
        "",
        max_length=140,
        description="Empty for the decision, or `question:` or `option:` and an id in it.",
    )
    author: AuthorName = Field("", description="Who says so; a label, nobody checks it.")
    text: Said


class OpinionRequest(BaseModel):
    """What is sent to agree or not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stance: Stance
    author: TeamName = Field(description="Who says so. Saying it again replaces what was said.")
    reason: Reason = Field("", description="Required for an objection.")


def parse_comment(raw: Mapping[str, Any], decision: Decision) -> CommentRequest:
    """Return what was sent; InvalidInput names wrong fields, and what there is to comment on."""
    request = parse_as(CommentRequest, raw)
    subjects = subjects_of(decision)
    if request.about not in subjects:
        raise InvalidInput([Problem("about", "The decision has no such part.", subjects)])
    return request


def parse_opinion(raw: Mapping[str, Any]) -> OpinionRequest:
    """Return what was sent; InvalidInput names wrong fields, and an objection without reason."""
    request = parse_as(OpinionRequest, raw)
    if request.stance is Stance.OBJECT and not request.reason:
        raise InvalidInput([Problem("reason", "Say what you object to.")])
    return request


def subjects_of(decision: Decision) -> tuple[str, ...]:
    """Return what there is to comment on: the decision, each answered question, each option."""
    revision = decision.revision
    ranked = [str(place["option"]) for place in revision.advice.shown.get("ranking", ())]
    options = dict.fromkeys([*ranked, revision.chosen_option])
    questions = [f"{QUESTION}{question}" for question in revision.answers]
    return ("", *questions, *(f"{OPTION}{option}" for option in options))


def newest_of(opinions: Iterable[Opinion]) -> tuple[Opinion, ...]:
    """Return what each author said last, in the order in which they spoke first."""
    newest: dict[str, Opinion] = {}
    for opinion in sorted(opinions, key=lambda each: (each.created_at, each.id)):
        newest[opinion.author.casefold()] = opinion
    return tuple(newest.values())
