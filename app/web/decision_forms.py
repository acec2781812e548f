"""The forms behind saved decisions, as typed: the domain judges them, nothing is lost."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final, Self

from pydantic import BaseModel
from starlette.datastructures import QueryParams

from app.content.load import Content
from app.domain.decisions import Revision
from app.domain.errors import Problem
from app.domain.links import LinkKind
from app.web.answers import parse_asked
from app.web.cluster_link import CLUSTER, facts_of


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
        kept = {
            "answers": revision.answers,
            "weights": revision.weights,
            "cluster": revision.cluster,
        }
        return self.model_dump(exclude={"revision", "today"}) | kept

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


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as typed, and as it is compared: browsers write line ends in their own way."""

    text: str
    same: tuple[str, ...]


def _texts(form: EditForm, name: str) -> _Text:
    text: str = getattr(form, name)
    return _Text(text, tuple(text.split()))


class LinkForm(BaseModel):
    """A link as it is asked for; `link_days` is empty for never."""

    link_kind: str = LinkKind.VIEW
    link_name: str = ""
    link_days: str = ""

    def sent(self) -> dict[str, Any]:
        """Return what a client of the REST call would send."""
        days = self.link_days or None
        return {"kind": self.link_kind, "name": self.link_name, "expires_in_days": days}


class CommentForm(BaseModel):
    """A comment as typed."""

    comment_about: str = ""
    comment_author: str = ""
    comment_text: str = ""

    def sent(self) -> dict[str, Any]:
        """Return what a client of the REST call would send."""
        return {
            "about": self.comment_about,
            "author": self.comment_author,
            "text": self.comment_text,
        }


class OpinionForm(BaseModel):
    """How somebody stands to a decision, as typed."""

    opinion_stance: str = ""
    opinion_author: str = ""
    opinion_reason: str = ""

    def sent(self) -> dict[str, Any]:
        """Return what a client of the REST call would send."""
        return {
            "stance": self.opinion_stance,
            "author": self.opinion_author,
            "reason": self.opinion_reason,
        }


def beside(prefix: str, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems by the names that fields have in a form: several share a page."""
    renamed = {"expires_in_days": "days"}
    return tuple(
        replace(problem, field=f"{prefix}_{renamed.get(problem.field, problem.field)}")
        for problem in problems
    )
