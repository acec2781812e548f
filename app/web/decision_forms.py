"""The forms behind saved decisions, as typed: the domain judges them, nothing is lost."""

from dataclasses import dataclass
from typing import Any, Self

from pydantic import BaseModel
from starlette.datastructures import QueryParams

from app.content.load import Content
from app.domain.decisions import Revision
from app.web.answers import parse_asked


class SaveForm(BaseModel):
    """What is asked to save a first decision; `answers` is the query of the result page."""

    team: str = ""
    title: str = ""
    author: str = ""
    chosen_option: str = ""
    reason: str = ""
    answers: str = ""

    def sent(self, content: Content) -> dict[str, Any]:
        """Return what a client of the REST call would send; InvalidInput for bad answers."""
        asked = parse_asked(content, QueryParams(self.answers))
        return self.model_dump() | {"answers": asked.answers, "weights": asked.weights}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that two editors set to different texts."""

    label: str
    theirs: str
    mine: str


class EditForm(BaseModel):
    """What an editor may change; `revision` is the one that was on the screen."""

    revision: str = ""
    title: str = ""
    author: str = ""
    chosen_option: str = ""
    reason: str = ""
    note: str = ""
    today: bool = False

    @classmethod
    def of(cls, revision: Revision) -> Self:
        """Return the form as it stands before anything is changed."""
        return cls(
            revision=str(revision.number),
            title=revision.title,
            author=revision.author,
            chosen_option=revision.chosen_option,
            reason=revision.reason,
        )

    def sent(self, revision: Revision) -> dict[str, Any]:
        """Return what a client of the REST call would send to keep the answers."""
        kept = {"answers": revision.answers, "weights": revision.weights}
        return self.model_dump(exclude={"revision", "today"}) | kept

    def differences(self, newest: "EditForm") -> tuple[Difference, ...]:
        """Return the fields in which this form and the newest revision differ."""
        labels = {
            "title": "Title",
            "author": "Author",
            "chosen_option": "Choice",
            "reason": "Reason",
        }
        pairs = {name: (getattr(newest, name), getattr(self, name)) for name in labels}
        return tuple(
            Difference(labels[name], theirs, mine)
            for name, (theirs, mine) in pairs.items()
            if theirs.split() != mine.split()  # Browsers write line ends in their own way.
        )
