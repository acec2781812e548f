"""Links: whoever has one may do what its kind says. There are no accounts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from app.domain.errors import InvalidInput, Problem
from app.domain.proposal import AuthorName, parse_as

MOST_LINKS: Final = 50  # live ones of a decision or a team
LONGEST_LIFE: Final = 3650  # days; ten years


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


class LinkRequest(BaseModel):
    """What is sent to make a link."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: LinkKind = Field(description="What it allows.")
    name: AuthorName = Field("", description="Whom it is for, to know which one to end later.")
    expires_in_days: int | None = Field(
        None, ge=1, le=LONGEST_LIFE, description="Days until it opens nothing; none for never."
    )

    def expires_at(self, now: datetime) -> datetime | None:
        """Return when a link made now ends."""
        return now + timedelta(days=self.expires_in_days) if self.expires_in_days else None


def parse_link_request(raw: Mapping[str, Any], links: Iterable[Link], now: datetime) -> LinkRequest:
    """Return what was sent; InvalidInput for wrong fields, and when there are too many `links`."""
    request = parse_as(LinkRequest, raw)
    if sum(link.is_live(now) for link in links) >= MOST_LINKS:
        raise InvalidInput([Problem("kind", f"At most {MOST_LINKS} links may be live: end one.")])
    return request


def check_may_end(link: Link, links: Iterable[Link], now: datetime) -> None:
    """Raise InvalidInput when nobody could change the decision or team without this link."""
    others = (
        each
        for each in links
        if each.id != link.id and each.kind is LinkKind.EDIT and each.is_live(now)
    )
    if link.kind is LinkKind.EDIT and all(each.expires_at for each in others):
        said = (
            "It is the last edit link that does not expire. Make another one first, or rotate it."
        )
        raise InvalidInput([Problem("link", said)])
