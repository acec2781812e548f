"""The forms behind saved decisions, as typed: the domain judges them, nothing is lost."""

from dataclasses import dataclass
from typing import Any, Final, Self

from pydantic import BaseModel
from starlette.datastructures import QueryParams

from app.content.load import Content
from app.domain.decisions import Revision
from app.domain.errors import InvalidInput, Problem
from app.web.answers import Asked, parse_asked
from app.web.cluster_link import CLUSTER, facts_of
from app.web.reopened import read_pasted


class SaveForm(BaseModel):
    """What is asked to save a first decision; `answers` is the query of the result page.

    `team_id` is a team's that this browser holds the edit link of, or empty for a new team.
    """

    team_id: str = ""
    team: str = ""
    title: str = ""
    author: str = ""
    chosen_option: str = ""
    reason: str = ""
    answers: str = ""

    def sent(self, content: Content) -> dict[str, Any]:
        """Return what a client of the REST call would send; InvalidInput for bad answers."""
        asked = parse_asked(content, QueryParams(self.answers), carried=CLUSTER)
        typed = self.model_dump(exclude={"team_id"})
        cluster = {"facts": facts_of(asked)} if asked.carried else None
        return typed | {"answers": asked.answers, "weights": asked.weights, "cluster": cluster}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that was changed since both editors read it: what stood there, and what each typed.

    `is_conflict` if both changed it to different texts; else the form holds what was changed.
    """

    field: str
    label: str
    base: str
    theirs: str
    mine: str
    is_conflict: bool


LABELS: Final = {
    "title": "Title",
    "author": "Author",
    "chosen_option": "Choice",
    "reason": "Reason",
}


class EditForm(BaseModel):
    """What an editor may change; `revision` is the one that was on the screen.

    `answers` is the address of a result with other answers, or empty to keep them.
    """

    revision: str = ""
    title: str = ""
    author: str = ""
    chosen_option: str = ""
    reason: str = ""
    note: str = ""
    answers: str = ""
    today: bool = False

    @property
    def is_new_advice(self) -> bool:
        """Whether the revision gets a recommendation of its own, with today's catalogue."""
        return self.today or bool(self.answers.strip())

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

    def sent(self, content: Content, revision: Revision) -> dict[str, Any]:
        """Return what a client of the REST call would send; InvalidInput for bad answers."""
        kept = {
            "answers": revision.answers,
            "weights": revision.weights,
            "cluster": revision.cluster,
        }
        if self.answers.strip():
            kept |= _answers_behind(content, self.answers)
        return self.model_dump(exclude={"revision", "today", "answers"}) | kept

    def differences(self, base: Self, theirs: Self) -> tuple[Difference, ...]:
        """Return the fields that this form or the newest revision changed since `base`."""
        found = []
        for name, label in LABELS.items():
            was, is_now, typed = (_texts(form, name) for form in (base, theirs, self))
            if is_now.same == typed.same:
                continue
            conflict = was.same not in {is_now.same, typed.same}
            found.append(
                Difference(name, label, was.text, is_now.text, typed.text, is_conflict=conflict)
            )
        return tuple(found)

    def on_top_of(self, base: Self, theirs: Self) -> Self:
        """Return this form for the newest revision; what only they changed stands as they did."""
        kept = {
            each.field: each.theirs
            for each in self.differences(base, theirs)
            if _texts(self, each.field).same == _texts(base, each.field).same
        }
        return self.model_copy(update={**kept, "revision": theirs.revision})


def _answers_behind(content: Content, address: str) -> dict[str, Any]:
    """Return the answers in the address of a result; InvalidInput names the field `answers`."""
    try:
        asked = read_pasted(content, address)
    except InvalidInput as error:
        said = " ".join(problem.message for problem in error.problems)
        raise InvalidInput([Problem("answers", said)]) from error
    except ValueError:
        asked = Asked({}, {})
    if not asked.answers:
        raise InvalidInput([Problem("answers", "Paste the whole address of a result.")])
    cluster = {"cluster": {"facts": facts_of(asked)}} if asked.carried else {}
    return {"answers": asked.answers, "weights": asked.weights, **cluster}


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as typed, and as it is compared: browsers write line ends in their own way."""

    text: str
    same: tuple[str, ...]


def _texts(form: EditForm, name: str) -> _Text:
    text: str = getattr(form, name)
    return _Text(text, tuple(text.split()))
