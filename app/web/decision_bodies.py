"""How a saved decision is written down for programs."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from app.domain.decisions import Decision, Revision
from app.web.saving import PRIVATE


class RevisionBody(BaseModel):
    """One state of a decision; `recommendation` is what POST /recommend said then."""

    revision: int
    title: str
    author: str
    answers: dict[str, list[str]]
    weights: dict[str, float] | None
    recommended_option: str | None
    chosen_option: str
    reason: str
    note: str
    versions: dict[str, str]
    recommendation: dict[str, Any]
    revised_at: datetime


class DecisionBody(RevisionBody):
    """A decision in its newest revision. Addresses are relative to this server."""

    id: str
    team: str
    created_at: datetime
    view_url: str = Field(description="Whoever has it may read the decision.")


class SavedBody(DecisionBody):
    """A new decision with the edit link, which is told this once."""

    edit_url: str = Field(description="Whoever has it may change and delete the decision.")


class HistoryBody(BaseModel):
    """Every revision, newest first."""

    revisions: list[RevisionBody]


def headers_of(decision: Decision) -> dict[str, str]:
    """Return the headers of an answer that holds a decision."""
    return {**PRIVATE, "ETag": tag_of(decision)}


def tag_of(decision: Decision) -> str:
    """Return the ETag: a decision's answer changes with its revision only."""
    return f'"{decision.revision.number}"'


def view_url_of(decision: Decision) -> str:
    """Return the path of the view link."""
    return f"/decisions/{decision.id}"


def body_of(decision: Decision) -> DecisionBody:
    """Return a decision as clients read it."""
    return DecisionBody(
        **fields_of(decision.revision),
        id=decision.id,
        team=decision.team.name,
        created_at=decision.created_at,
        view_url=view_url_of(decision),
    )


def fields_of(revision: Revision) -> dict[str, Any]:
    """Return the fields of `RevisionBody`."""
    versions = asdict(revision.advice.versions)
    return {
        "revision": revision.number,
        "title": revision.title,
        "author": revision.author,
        "answers": {question: list(given) for question, given in revision.answers.items()},
        "weights": None if revision.weights is None else dict(revision.weights),
        "recommended_option": revision.advice.winner,
        "chosen_option": revision.chosen_option,
        "reason": revision.reason,
        "note": revision.note,
        "versions": {"catalog": versions.pop("catalogue"), **versions},
        "recommendation": dict(revision.advice.shown),
        "revised_at": revision.created_at,
    }
