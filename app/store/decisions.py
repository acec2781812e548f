"""Save and find decisions. The caller owns the transaction.

An edit link's secret is stored as its SHA-256. A slow, salted hash protects what people
choose, because it can be guessed; a secret of 128 random bits or more cannot, so one plain
hash is enough to make a stolen database useless for editing.
"""

import hmac
from hashlib import sha256
from typing import Final

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.domain.decisions import Advice, Decision, Revision, Team, Versions
from app.store import teams
from app.store.tables import DecisionRow, LinkRow, RevisionRow, TeamRow

EDIT: Final = "edit"


def add(session: Session, decision: Decision, edit_secret: str) -> None:
    """Save a new decision in its first revision, its team, and the hash of its edit secret."""
    teams.add(session, decision.team, decision.created_at)
    session.add(
        DecisionRow(
            id=decision.id,
            team_id=decision.team.id,
            revision=decision.revision.number,
            created_at=decision.created_at,
        )
    )
    session.flush()
    session.add(_to_row(decision.id, decision.revision))
    session.add(
        LinkRow(
            hash=_hash(edit_secret),
            decision_id=decision.id,
            kind=EDIT,
            created_at=decision.created_at,
        )
    )
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
    return Decision(row.id, Team(team.id, team.name), row.created_at, _to_domain(revision))


def revisions(session: Session, decision_id: str) -> tuple[Revision, ...]:
    """Return every revision of a decision, newest first; empty when there is no such decision."""
    rows = session.exec(
        select(RevisionRow)
        .where(RevisionRow.decision_id == decision_id)
        .order_by(col(RevisionRow.number).desc())
    )
    return tuple(_to_domain(row) for row in rows)


def may_edit(session: Session, decision_id: str, secret: str) -> bool:
    """Tell whether a secret opens this decision; compared in constant time."""
    hashes = session.exec(
        select(LinkRow.hash).where(
            LinkRow.decision_id == decision_id,
            LinkRow.kind == EDIT,
            col(LinkRow.revoked_at).is_(None),
        )
    ).all()
    given = _hash(secret)
    return any(hmac.compare_digest(given, stored) for stored in hashes)


def revise(session: Session, decision_id: str, revision: Revision) -> bool:
    """Save a revision on top of the one numbered before it.

    False, and nothing is saved, when that one is not the newest (any more): someone else came
    first, or the decision is gone.
    """
    moved = session.exec(
        update(DecisionRow)
        .where(col(DecisionRow.id) == decision_id, col(DecisionRow.revision) == revision.number - 1)
        .values(revision=revision.number)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:
        return False
    session.add(_to_row(decision_id, revision))
    session.flush()
    return True


def delete(session: Session, decision_id: str) -> None:
    """Delete a decision with its revisions and links, and its team if that has no other."""
    row = session.get(DecisionRow, decision_id)
    if row is None:
        return
    team_id = row.team_id
    session.delete(row)
    session.flush()
    if session.exec(select(DecisionRow.id).where(DecisionRow.team_id == team_id)).first() is None:
        session.delete(session.get_one(TeamRow, team_id))
        session.flush()


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


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
        advice=Advice(row.recommended_option, versions, row.recommendation),
        chosen_option=row.chosen_option,
        reason=row.reason,
        note=row.note,
        created_at=row.created_at,
    )
