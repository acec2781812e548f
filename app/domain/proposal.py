"""What a client sends to save or change a decision, checked field by field."""

import json
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
    field_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from app.domain.errors import InvalidInput, Problem

NAME: Final = 80  # characters in a team's or an author's name
TITLE: Final = 160  # characters
REASON: Final = 4000  # characters
NOTE: Final = 400  # characters
CLUSTER: Final = 8000  # characters of JSON that a cluster's facts may take


def one_line(text: str) -> str:
    """Return a text that holds no line breaks; ValueError for another."""
    if any(unicodedata.category(sign) == "Cc" for sign in text):
        raise PydanticCustomError("line", "May not hold line breaks or control characters.")
    return text


def lines(text: str) -> str:
    """Keep what was typed, but for the line ends that browsers put into forms."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text):
        raise PydanticCustomError("lines", "May not hold control characters.")
    return text


def trimmed(limit: int, least: int = 0) -> StringConstraints:
    """Return the rule for a text of so many characters, not counting the space around it."""
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=limit)


Reason = Annotated[str, trimmed(REASON), AfterValidator(lines)]
Note = Annotated[str, trimmed(NOTE), AfterValidator(lines)]
TeamName = Annotated[str, trimmed(NAME, least=1), AfterValidator(one_line)]
AuthorName = Annotated[str, trimmed(NAME), AfterValidator(one_line)]
Title = Annotated[str, trimmed(TITLE, least=1), AfterValidator(one_line)]


class ClusterSaid(BaseModel):
    """What the team's cluster said. What POST /api/cluster-facts answered may be sent as it is."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    facts: Mapping[str, Any] = Field(
        default_factory=dict, max_length=100, description="Values by name, or facts with values."
    )
    answers: Mapping[str, Any] = Field(
        default_factory=dict, description="The answers that the facts settle, by question."
    )

    @field_validator("facts")
    @classmethod
    def _values(cls, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        """Keep the values without what says so: evidence names objects of the cluster."""
        values = {
            name: fact["value"] if isinstance(fact, Mapping) and "value" in fact else fact
            for name, fact in facts.items()
        }
        if len(json.dumps(values)) > CLUSTER:
            raise PydanticCustomError("large", f"May have at most {CLUSTER} characters as JSON.")
        return values


class Amendment(BaseModel):
    """What a client sends to change a decision: all of it, as it shall stand from now on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    team: TeamName | None = Field(None, description="May be repeated, not changed.")
    title: Title
    author: AuthorName = Field("", description="Who says so; a label, nobody checks it.")
    answers: Mapping[str, Any] = Field(description="Question id to an answer id or a list of them.")
    weights: Mapping[str, Any] | None = Field(None, description="Criterion to points.")
    cluster: ClusterSaid | None = Field(None, description="Facts and the answers they settle.")
    chosen_option: str = Field(max_length=NAME, description="The option that the team chose.")
    reason: Reason = Field("", description="Required when the choice is not the winner.")
    note: Note = Field("", description="What this revision changes, for the history.")


class Proposal(Amendment):
    """What a client sends to save a first decision, and with it a team."""

    team: TeamName


Sent = TypeVar("Sent", Amendment, Proposal)
Shape = TypeVar("Shape", bound=BaseModel)


def parse_proposal(raw: Mapping[str, Any]) -> Proposal:
    """Return what was sent as a proposal; InvalidInput names every wrong field at once."""
    return parse_as(Proposal, raw)


def parse_amendment(raw: Mapping[str, Any]) -> Amendment:
    """Return what was sent as an amendment; InvalidInput names every wrong field at once."""
    return parse_as(Amendment, raw)


def parse_as(model: type[Shape], raw: Mapping[str, Any]) -> Shape:
    """Return what was sent in some shape; InvalidInput names every wrong field at once."""
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
        "int_parsing": "Must be a whole number.",
        "int_type": "Must be a whole number.",
        "extra_forbidden": "There is no such field.",
    }
    if fault["type"].startswith("date_"):
        return Problem(field, "Write the day as 2027-01-31.")
    return Problem(field, sentences.get(fault["type"], fault["msg"]), allowed_in(fault))


def allowed_in(fault: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the values that a field allows, where pydantic lists them."""
    context = fault.get("ctx", {})
    expected = context.get("expected") or context.get("expected_tags")
    if fault["type"] not in {"enum", "literal_error", "union_tag_invalid"} or not expected:
        return ()
    return tuple(expected.replace("' or '", "', '").strip("'").split("', '"))
