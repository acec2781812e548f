"""Keep what re-evaluations have found. The caller owns the transaction."""

from sqlmodel import Session, col, select

from app.domain.findings import Finding
from app.store.watch_tables import FindingRow


def add(session: Session, finding: Finding) -> None:
    """Save a finding; its decision must be there already."""
    session.add(
        FindingRow(
            id=finding.id,
            decision_id=finding.decision_id,
            digest=finding.digest,
            found_at=finding.found_at,
            body=dict(finding.body),
        )
    )
    session.flush()


def newest(session: Session, decision_id: str, most: int) -> tuple[Finding, ...]:
    """Return a decision's findings, the newest first, at most so many."""
    rows = session.exec(
        select(FindingRow)
        .where(FindingRow.decision_id == decision_id)
        .order_by(col(FindingRow.found_at).desc(), col(FindingRow.id))
        .limit(most)
    )
    return tuple(
        Finding(row.id, row.decision_id, row.digest, row.found_at, row.body) for row in rows
    )
