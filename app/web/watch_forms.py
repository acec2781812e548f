"""The form in which a team writes down when to look at its decision again, as typed."""

import json
from typing import Any

from pydantic import BaseModel

from app.domain.watch import Watch


class WatchForm(BaseModel):
    """A review date, tripwires to remove, and at most one of each kind to add.

    `answer` is `question=answer`; `removed` are tripwires as `key_of` writes them.
    """

    review_on: str = ""
    removed: list[str] = []
    answer: str = ""
    option: str = ""
    feature: str = ""
    level: str = ""
    release: str = ""
    days_before: str = ""
    note: str = ""

    @classmethod
    def of(cls, watch: Watch) -> "WatchForm":
        """Return the form as it stands before anything is changed."""
        return cls(review_on=watch.review_on.isoformat() if watch.review_on else "")

    def sent(self, watch: Watch) -> dict[str, Any]:
        """Return what a client of the REST call would send to make these changes."""
        written = watch.model_dump(mode="json")["tripwires"]
        kept = [wire for wire in written if key_of(wire) not in self.removed]
        return {"review_on": self.review_on.strip() or None, "tripwires": kept + self.added}

    @property
    def added(self) -> list[dict[str, Any]]:
        """The new tripwires, as a client would send them."""
        question, _, answer = self.answer.partition("=")
        cell = {"option": self.option, "feature": self.feature, "level": self.level}
        days = {"days_before": self.days_before.strip()} if self.days_before.strip() else {}
        wires: list[dict[str, Any]] = []
        if self.answer:
            wires.append({"kind": "answer", "question": question, "answer": answer})
        if self.option or self.feature:
            wires.append({"kind": "cell", **cell})
        if self.release:
            wires.append({"kind": "support_end", "release": self.release, **days})
        return [{**wire, "note": self.note} for wire in wires]


def key_of(wire: dict[str, Any]) -> str:
    """Return a tripwire as one text, by which the form names it."""
    return json.dumps(wire, sort_keys=True)
