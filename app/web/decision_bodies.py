"""How a saved decision is written down for programs."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from app.domain.decisions import Decision, Revision
from app.web.access import PRIVATE
from app.web.saving import Saved


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
    cluster: dict[str, Any] | None = Field(description="What the team's cluster said.")
    overrides: dict[str, list[str]] = Field(description="Answers other than the cluster's.")
    note: str
    versions: dict[str, str]
    recommendation: dict[str, Any]
    revised_at: datetime


class DecisionBody(RevisionBody):
    """A decision in its newest revision. Addresses are relative to this server."""

    id: str = Field(description="What it was asked for by: a view link's secret, or its own id.")
    team: str
    team_id: str
    created_at: datetime
    view_url: str = Field(
        description="Where it is shown. Whoever has the one told first may read the decision."
    )
    feed_url: str = Field(description="An Atom feed of it; as much a permission as `view_url`.")
    calendar_url: str = Field(description="Its dates as iCalendar; as much a permission.")
    record_url: str = Field(description="It as a decision record; as much a permission.")
    badge_url: str = Field(description="A picture for a README; it opens nothing.")


class SavedBody(DecisionBody):
    """A new decision with the edit link, which is told this once."""

    edit_url: str = Field(description="Whoever has it may change and delete the decision.")
    team_view_url: str | None = Field(
        None, description="Whoever has it may read all of the new team's decisions."
    )
    team_edit_url: str | None = Field(
        None, description="Whoever has it may add to the new team, and change what is in it."
    )


class HistoryBody(BaseModel):
    """Every revision, newest first."""

    revisions: list[RevisionBody]


def headers_of(decision: Decision) -> dict[str, str]:
    """Return the headers of an answer that holds a decision."""
    return {**PRIVATE, "ETag": tag_of(decision)}


def tag_of(decision: Decision) -> str:
    """Return the ETag: a decision's answer changes with its revision only."""
    return f'"{decision.revision.number}"'


def body_of(decision: Decision, address: str) -> DecisionBody:
    """Return a decision as clients read it under the address that they used."""
    return DecisionBody(
        **fields_of(decision.revision),
        id=address,
        team=decision.team.name,
        team_id=decision.team.id,
        created_at=decision.created_at,
        view_url=f"/decisions/{address}",
        feed_url=f"/decisions/{address}/feed.atom",
        calendar_url=f"/decisions/{address}/dates.ics",
        record_url=f"/api/decisions/{address}/record",
        badge_url=f"/badges/{decision.id}.svg",
    )


def saved_body_of(saved: Saved) -> SavedBody:
    """Return a new decision with the links that are told this once."""
    team_view, team_edit = saved.team_paths if saved.team_edit else (None, None)
    return SavedBody(
        **body_of(saved.decision, saved.view).model_dump(),
        edit_url=saved.edit_path,
        team_view_url=team_view,
        team_edit_url=team_edit,
    )


def fields_of(revision: Revision) -> dict[str, Any]:
    """Return the fields of `RevisionBody`."""
    return {
        "revision": revision.number,
        "title": revision.title,
        "author": revision.author,
        "answers": {question: list(given) for question, given in revision.answers.items()},
        "weights": None if revision.weights is None else dict(revision.weights),
        "recommended_option": revision.advice.winner,
        "chosen_option": revision.chosen_option,
        "reason": revision.reason,
        "cluster": None if revision.cluster is None else dict(revision.cluster),
        "overrides": {question: list(given) for question, given in revision.overrides.items()},
        "note": revision.note,
        "versions": revision.advice.versions.told,
        "recommendation": dict(revision.advice.shown),
        "revised_at": revision.created_at,
    }
