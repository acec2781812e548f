"""Take a decision back from a file, with every revision and what was shown then."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlmodel import Session

from app.domain.decision_file import DecisionFile
from app.store import decisions, watches
from app.web.saving import Mint, Saved, minted, save_first


def import_file(session: Session, file: DecisionFile, mint: Mint = minted) -> Saved:
    """Save what a file holds as a new decision of a new team, and two links to each.

    Nothing is recommended anew: the file says what was. The decision says that it was imported.
    """
    first, *later = file.history()
    saved = save_first(session, file.team, first, mint)
    decision_id = saved.decision.id
    for revision in later:
        decisions.revise(session, decision_id, revision)
    decisions.date_back(session, decision_id, file.created_at, datetime.now(UTC))
    watches.put(session, decision_id, file.watch)
    decision = decisions.find(session, decision_id)
    return replace(saved, decision=decision or saved.decision)
