"""Ask a team's members and take their answers, for pages and programs alike."""

from collections.abc import Mapping
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any

from sqlmodel import Session

from app.content.load import Content
from app.domain.errors import InvalidInput, NotFound, Problem
from app.domain.rounds import (
    MOST_ROUNDS,
    MOST_SHEETS,
    Merge,
    Round,
    Sheet,
    merge,
    newest_sheets,
    parse_round,
    parse_sheet,
)
from app.domain.scales import parse_weights
from app.domain.scoring import model_of
from app.domain.sent_answers import parse_answers
from app.store import rounds
from app.web.saving import ID


def ask(session: Session, team_id: str, sent: Mapping[str, Any]) -> Round:
    """Open a round; InvalidInput names what is wrong."""
    request = parse_round(sent)
    if len(rounds.of_teams(session, [team_id])) >= MOST_ROUNDS:
        raise InvalidInput([Problem("title", f"A team may ask {MOST_ROUNDS} times.")])
    asked = Round(token_hex(ID), team_id, request.title, datetime.now(UTC))
    rounds.add(session, asked)
    return asked


def found_round(session: Session, team_id: str, round_id: str, *, hold: bool = False) -> Round:
    """Return a round of a team; NotFound when there is none."""
    asked = rounds.find(session, team_id, round_id, hold=hold)
    if asked is None:
        raise NotFound("The team has no such round.")
    return asked


def hand_in(session: Session, content: Content, asked: Round, sent: Mapping[str, Any]) -> Sheet:
    """Take a member's answers; InvalidInput names what is wrong."""
    request = parse_sheet(sent, asked)
    if len(rounds.sheets(session, asked.id)) >= MOST_SHEETS:
        raise InvalidInput([Problem("round", f"It has {MOST_SHEETS} answers already.")])
    answers = parse_answers(content.graph, request.answers)
    sheet = Sheet(
        id=token_hex(ID),
        author=request.author,
        answers=answers,
        question_versions={each: content.graph.question(each).version for each in answers},
        weights=parse_weights(content.scales, request.weights or {}) or None,
        created_at=datetime.now(UTC),
    )
    rounds.add_sheet(session, asked.id, sheet)
    return sheet


def close_round(session: Session, asked: Round) -> None:
    """Close a round, so that its answers can be seen; InvalidInput while nobody has answered."""
    if not rounds.sheets(session, asked.id):
        raise InvalidInput([Problem("round", "Nobody has handed in answers yet.")])
    if asked.closed_at is None:
        rounds.close(session, asked.id, datetime.now(UTC))


def merged(session: Session, content: Content, asked: Round) -> Merge | None:
    """Return what a closed round's answers come to; None while it is open."""
    if asked.closed_at is None:
        return None
    handed_in = newest_sheets(rounds.sheets(session, asked.id))
    model = model_of(content.catalogue, content.graph, content.scales)
    return merge(model, content.graph, handed_in)
