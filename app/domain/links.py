"""Links: whoever has one may do what its kind says. There are no accounts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class LinkKind(StrEnum):
    """What a link allows; each kind allows what the ones before it do."""

    VIEW = "view"
    COMMENT = "comment"
    EDIT = "edit"

    def allows(self, kind: "LinkKind") -> bool:
        """Tell whether a link of this kind does what one of another kind does."""
        return _ORDER.index(self) >= _ORDER.index(kind)


_ORDER: Final = tuple(LinkKind)

SAYS: Final = {
    LinkKind.VIEW: "Anyone with this link can read the decision.",
    LinkKind.COMMENT: "Anyone with this link can read the decision, comment on it and say whether "
    "they agree.",
    LinkKind.EDIT: "Anyone with this link can read, comment on, change and delete the decision, "
    "and make and end its links.",
}
"""What a link to a decision allows, in a sentence."""

TEAM_SAYS: Final = {
    LinkKind.VIEW: "Anyone with this link can read all of the team's decisions.",
    LinkKind.COMMENT: "Anyone with this link can read and comment on all of the team's decisions, "
    "and hand in answers of their own.",
    LinkKind.EDIT: "Anyone with this link can read, comment on, change and delete all of the "
    "team's decisions, add more, ask the members, and make and end the team's links.",
}
"""What a link to a team allows, in a sentence."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link without its secret, which is told once. `id` names it to those who may end it.

    Moments are in UTC; None is never. Without `decision_id` it opens the team and all its
    decisions.
    """

    id: str
    kind: LinkKind
    team_id: str
    decision_id: str | None
    name: str
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def says(self) -> str:
        """What it allows, in a sentence."""
        return (TEAM_SAYS if self.decision_id is None else SAYS)[self.kind]

    def is_live(self, now: datetime) -> bool:
        """Tell whether it opens anything at a moment."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def opens(self, team_id: str, decision_id: str | None) -> bool:
        """Tell whether it is for a team's decision, or for the team as a whole (None)."""
        return self.team_id == team_id and self.decision_id in {None, decision_id}
