"""What a client sends to save or change a decision, checked field by field."""

import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from app.domain.errors import InvalidInput, Problem

NAME: Final = 80  # characters in a team's or an author's name
TITLE: Final = 160  # characters
REASON: Final = 4000  # characters
NOTE: Final = 400  # characters


def _one_line(text: str) -> str:
    if any(unicodedata.category(sign) == "Cc" for sign in text):
        raise PydanticCustomError("line", "May not hold line breaks or control characters.")
    return text


def _lines(text: str) -> str:
    """Keep what was typed, but for the line ends that browsers put into forms."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text):
        raise PydanticCustomError("lines", "May not hold control characters.")
    return text


def _trimmed(limit: int, least: int = 0) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=limit)


Reason = Annotated[str, _trimmed(REASON), AfterValidator(_lines)]
Note = Annotated[str, _trimmed(NOTE), AfterValidator(_lines)]
TeamName = Annotated[str, _trimmed(NAME, least=1), AfterValidator(_one_line)]
AuthorName = Annotated[str, _trimmed(NAME), AfterValidator(_one_line)]
Title = Annotated[str, _trimmed(TITLE, least=1), AfterValidator(_one_line)]


class Amendment(BaseModel):
    """What a client sends to change a decision: all of it, as it shall stand from now on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    team: TeamName | None = Field(None, description="May be repeated, not changed.")
    title: Title
    author: AuthorName = Field("", description="Who says so; a label, nobody checks it.")
    answers: Mapping[str, Any] = Field(description="Question id to an answer id or a list of them.")
    weights: Mapping[str, Any] | None = Field(None, description="Criterion to points.")
    chosen_option: str = Field(max_length=NAME, description="The option that the team chose.")
    reason: Reason = Field("", description="Required when the choice is not the winner.")
    note: Note = Field("", description="What this revision changes, for the history.")


class Proposal(Amendment):
    """What a client sends to save a first decision, and with it a team."""

    team: TeamName


Sent = TypeVar("Sent", Amendment, Proposal)


def parse_proposal(raw: Mapping[str, Any]) -> Proposal:
    """Return what was sent as a proposal; InvalidInput names every wrong field at once."""
    return _parse(Proposal, raw)


def parse_amendment(raw: Mapping[str, Any]) -> Amendment:
    """Return what was sent as an amendment; InvalidInput names every wrong field at once."""
    return _parse(Amendment, raw)


def _parse(model: type[Sent], raw: Mapping[str, Any]) -> Sent:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise InvalidInput([problem_of(fault) for fault in error.errors()]) from error


def problem_of(fault: ErrorDetails) -> Problem:
    """Return what pydantic found wrong with a value as a problem of its dotted field."""
    field = ".".join(str(step) for step in fault["loc"]) or "body"
    limit = fault.get("ctx", {}).get("max_length")
    sentences = {
        "missing": "This is required.",
        "string_too_short": "This is required.",
        "string_too_long": f"May have at most {limit} characters.",
        "string_type": "Must be a text.",
        "string_unicode": "Must be a text.",
        "dict_type": "Must map names to values.",
        "extra_forbidden": "There is no such field.",
    }
    return Problem(field, sentences.get(fault["type"], fault["msg"]))
