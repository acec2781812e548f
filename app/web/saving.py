"""What the pages and the REST calls for saved decisions do alike."""

import re
from datetime import UTC, datetime
from secrets import token_urlsafe
from typing import Final

from sqlmodel import Session

from app.content.load import Content
from app.domain.decisions import (
    Change,
    Decision,
    Revision,
    Team,
    advice_of,
    revision_of,
    reworded_questions,
    what_changed,
)
from app.domain.errors import InvalidInput, NotFound
from app.domain.graph import parse_answers
from app.domain.proposal import Amendment, Proposal
from app.domain.recommend import recommend
from app.domain.scales import parse_weights
from app.store import decisions

TOKEN: Final = 24  # random bytes in an id and in an edit secret: 192 bits

PRIVATE: Final = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
}
"""Headers of every answer that holds a saved decision: its address is a permission."""

_ID = re.compile(r"[A-Za-z0-9_-]{22,64}")  # What is no id need not reach the database.


def draw_up(content: Content, amendment: Amendment) -> Revision:
    """Return the revision that `amendment` asks for, numbered 1, with today's recommendation.

    Raises InvalidInput.
    """
    answers = parse_answers(content.graph, amendment.answers)
    weights = parse_weights(content.scales, amendment.weights or {}) or None
    advice = advice_of(
        recommend(content.catalogue, content.graph, content.scales, answers, weights)
    )
    return revision_of(
        amendment,
        number=1,
        answers=answers,
        weights=weights,
        advice=advice,
        catalogue=content.catalogue,
        graph=content.graph,
        created_at=datetime.now(UTC),
    )


def save(session: Session, proposal: Proposal, revision: Revision) -> tuple[Decision, str]:
    """Save a first revision with a new team; return the decision and its edit secret."""
    team = Team(token_urlsafe(TOKEN), proposal.team)
    decision = Decision(token_urlsafe(TOKEN), team, revision.created_at, revision)
    secret = token_urlsafe(TOKEN)
    decisions.add(session, decision, secret)
    return decision, secret


def shown(session: Session, decision_id: str) -> Decision:
    """Return a decision; NotFound when there is none."""
    decision = decisions.find(session, decision_id) if _ID.fullmatch(decision_id) else None
    if decision is None:
        raise NotFound("There is no decision behind this link.")
    return decision


def opened(session: Session, decision_id: str, secret: str) -> Decision:
    """Return a decision to be changed; NotFound, always the same, when the secret is wrong."""
    if may_edit(session, decision_id, secret):
        return shown(session, decision_id)
    raise NotFound("There is no decision behind this edit link.")


def may_edit(session: Session, decision_id: str, secret: str) -> bool:
    """Tell whether a secret opens this decision."""
    return bool(_ID.fullmatch(decision_id)) and decisions.may_edit(session, decision_id, secret)


def change_since(content: Content, revision: Revision) -> Change | None:
    """Compare a revision's recommendation with today's; None when today has no such answers."""
    if reworded_questions(revision, content.graph):
        return None
    try:
        answers = parse_answers(content.graph, revision.answers)
        weights = parse_weights(content.scales, revision.weights or {})
    except InvalidInput:
        return None
    today = recommend(content.catalogue, content.graph, content.scales, answers, weights or None)
    return what_changed(revision.advice, advice_of(today))
