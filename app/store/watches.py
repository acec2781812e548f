"""Save and find when decisions shall be looked at again. The caller owns the transaction."""

from sqlmodel import Session

from app.domain.watch import Watch
from app.store.watch_tables import WatchRow


def put(session: Session, decision_id: str, watch: Watch) -> None:
    """Save a decision's watch in place of the one before; the decision must be there already."""
    row = session.get(WatchRow, decision_id) or WatchRow(decision_id=decision_id, tripwires=[])
    row.review_on = watch.review_on
    row.tripwires = watch.model_dump(mode="json")["tripwires"]
    session.add(row)
    session.flush()


def find(session: Session, decision_id: str) -> Watch:
    """Return a decision's watch; an empty one when nothing was written down."""
    row = session.get(WatchRow, decision_id)
    if row is None:
        return Watch()
    return Watch.model_validate({"review_on": row.review_on, "tripwires": row.tripwires})
