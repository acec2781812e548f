"""The small forms on the pages of decisions and teams, as typed: links, comments, opinions."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from app.domain.errors import Problem
from app.domain.links import LinkKind


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
