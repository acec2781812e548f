"""Save and find decisions. The caller owns the transaction."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete as sql_delete
from sqlalchemy import update
from sqlmodel import Session, col, select

from app.domain.decisions import Advice, Decision, Revision, Team, Versions
from app.store.tables import DecisionRow, RevisionRow, RoundRow, TeamRow

_DIGITS: Final = 10  # a number with fewer fits into every database's integer


def add(session: Session, decision: Decision) -> None:
    """Save a new decision in its first revision; its team must be there already."""
    session.add(
        DecisionRow(
            id=decision.id,
            team_id=decision.team.id,
            created_at=decision.created_at,
            **_listed(decision.revision),
        )
    )
    session.flush()
    session.add(_to_row(decision.id, decision.revision))
    session.flush()


def find(session: Session, decision_id: str) -> Decision | None:
    """Return the decision with this id in its newest revision, or None."""
    found = session.exec(
        select(DecisionRow, TeamRow, RevisionRow)
        .join(TeamRow, col(TeamRow.id) == col(DecisionRow.team_id))
        .join(RevisionRow, col(RevisionRow.decision_id) == col(DecisionRow.id))
        .where(DecisionRow.id == decision_id, RevisionRow.number == DecisionRow.revision)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        return None
    row, team, revision = found
    return Decision(
        id=row.id,
        team=Team(team.id, team.name),
        created_at=row.created_at,
        revision=_to_domain(revision),
        imported_at=row.imported_at,
    )


def revisions(session: Session, decision_id: str) -> tuple[Revision, ...]:
    """Return every revision of a decision, newest first; empty when there is no such decision."""
    rows = session.exec(
        select(RevisionRow)
        .where(RevisionRow.decision_id == decision_id)
        .order_by(col(RevisionRow.number).desc())
    )
    return tuple(_to_domain(row) for row in rows)


def find_revision(session: Session, decision_id: str, number: str) -> Revision | None:
    """Return one revision of a decision by its number as it stands in an address, or None."""
    if not (number.isascii() and number.isdigit() and len(number) < _DIGITS):
        return None
    row = session.get(RevisionRow, (decision_id, int(number)))
    return None if row is None else _to_domain(row)


def revise(session: Session, decision_id: str, revision: Revision) -> bool:
    """Save a revision on top of the one numbered before it.

    False, and nothing is saved, when that one is not the newest (any more): someone else came
    first, or the decision is gone.
    """
    moved = session.exec(
        update(DecisionRow)
        .where(col(DecisionRow.id) == decision_id, col(DecisionRow.revision) == revision.number - 1)
        .values(**_listed(revision))
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:
        return False
    session.add(_to_row(decision_id, revision))
    session.flush()
    return True


def delete(session: Session, decision_id: str) -> None:
    """Delete a decision with its revisions, links and comments.

    Its team goes with its last decision, unless its members were asked something. The team's row
    is locked first: a decision that is being added to it meanwhile is waited for and seen.
    """
    team_id = session.exec(select(DecisionRow.team_id).where(DecisionRow.id == decision_id)).first()
    if team_id is None:
        return
    team = session.exec(select(TeamRow).where(TeamRow.id == team_id).with_for_update()).first()
    session.exec(sql_delete(DecisionRow).where(col(DecisionRow.id) == decision_id))
    is_used = any(
        session.exec(select(of_team).where(of_team == team_id).limit(1)).first()
        for of_team in (col(DecisionRow.team_id), col(RoundRow.team_id))
    )
    if team is not None and not is_used:
        session.delete(team)
        session.flush()


def date_back(session: Session, decision_id: str, created_at: datetime, at: datetime) -> None:
    """Note that a decision is older than its row: it was imported at a moment."""
    session.exec(
        update(DecisionRow)
        .where(col(DecisionRow.id) == decision_id)
        .values(created_at=created_at, imported_at=at)
        .execution_options(synchronize_session=False)
    )


def words_of(*texts: str) -> str:
    """Return texts as a search looks at them: case and spacing make no difference."""
    return " ".join(" ".join(texts).casefold().split())


def _listed(revision: Revision) -> dict[str, Any]:
    """Return what a decision's own row repeats of its newest revision."""
    return {
        "revision": revision.number,
        "title": revision.title,
        "author": revision.author,
        "chosen_option": revision.chosen_option,
        "recommended_option": revision.advice.winner,
        "words": words_of(revision.title, revision.author, revision.chosen_option),
    }


def _to_row(decision_id: str, revision: Revision) -> RevisionRow:
    return RevisionRow(
        decision_id=decision_id,
        number=revision.number,
        title=revision.title,
        author=revision.author,
        answers={question: list(given) for question, given in revision.answers.items()},
        question_versions=dict(revision.question_versions),
        weights=None if revision.weights is None else dict(revision.weights),
        recommended_option=revision.advice.winner,
        chosen_option=revision.chosen_option,
        reason=revision.reason,
        note=revision.note,
        catalogue_version=revision.advice.versions.catalogue,
        graph_version=revision.advice.versions.graph,
        engine_version=revision.advice.versions.engine,
        recommendation=dict(revision.advice.shown),
        created_at=revision.created_at,
        cluster=None if revision.cluster is None else dict(revision.cluster),
        grounds_id=revision.advice.grounds,
    )


def _to_domain(row: RevisionRow) -> Revision:
    versions = Versions(row.catalogue_version, row.graph_version, row.engine_version)
    return Revision(
        number=row.number,
        title=row.title,
        author=row.author,
        answers={question: tuple(given) for question, given in row.answers.items()},
        question_versions=row.question_versions,
        weights=row.weights,
        advice=Advice(row.recommended_option, versions, row.recommendation, row.grounds_id),
        chosen_option=row.chosen_option,
        reason=row.reason,
        note=row.note,
        created_at=row.created_at,
        cluster=row.cluster,
    )
