"""What the address of the comparison holds, read and written back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import Query
from pydantic import BaseModel, Field

from app.domain.comparison_choice import Choice, in_order, swap
from app.domain.environment import ANYWHERE, FIELDS, Environment, parse_environment
from app.domain.errors import InvalidInput, Problem
from app.web import as_of

Text = Annotated[str, Field(max_length=200)]
FLAGS = {
    "differences": "only_differences",
    "contested": "only_contested",
    "needed": "only_needed",
    "missed": "only_missed",
    "baseline": "only_baseline",
}
"""The check boxes of the form, and what they set in a choice."""


class Wanted(BaseModel):
    """The parameters of the page; any other one is an answer to a question of the graph.

    `order` sorts the chosen options as they stand on the visitor's screen, because the boxes
    of a form come in the form's own order; `moved` is the option whose column was moved.
    """

    option: list[Text] = Field(default=[], max_length=50)
    feature: list[Text] = Field(default=[], max_length=100)
    order: Text = ""
    moved: Text = ""
    q: Text = ""
    group: Text = ""
    maturity: Text = ""
    differences: bool = False
    contested: bool = False
    needed: bool = False
    missed: bool = False
    baseline: bool = False
    my_kubernetes: Text = ""
    my_cni: Text = ""
    my_platform: Text = ""
    my_kernel: Text = ""
    as_of: Text = ""
    cell: Text = ""

    @property
    def choice(self) -> Choice:
        """What to show."""
        return Choice(
            options=in_order(filter(None, self.option), self.order.split(",")),
            text=self.q.strip(),
            group=self.group,
            maturity=self.maturity,
            features=tuple(dict.fromkeys(filter(None, self.feature))),
            **{field: getattr(self, name) for name, field in FLAGS.items()},
        )

    @property
    def typed(self) -> dict[str, str]:
        """What was said about the cluster and the day, as it was typed."""
        return {name: getattr(self, name).strip() for name in (*FIELDS, as_of.FIELD)}


WantedHere = Annotated[Wanted, Query()]
OWN = tuple(Wanted.model_fields)
"""The parameters that belong to the page and are no answers."""


def read_environment(typed: Mapping[str, str]) -> tuple[Environment, tuple[Problem, ...]]:
    """Return what holds of the environment, and what is wrong with the rest."""
    try:
        return parse_environment(typed), ()
    except InvalidInput as error:
        wrong = {problem.field for problem in error.problems}
        kept = {name: value for name, value in typed.items() if name not in wrong}
        return (parse_environment(kept) if kept else ANYWHERE), error.problems


def state_of(
    choice: Choice,
    known: Sequence[str],
    typed: Mapping[str, str] | None = None,
    answers: str = "",
) -> str:
    """Write a choice as a query, leaving out what is so anyway.

    `known` are all options in the catalogue's order, `typed` the environment and the day, and
    `answers` the answers as a query.
    """
    chosen = tuple(dict.fromkeys(choice.options))
    pairs = [("option", each) for each in chosen if chosen != tuple(known)]
    pairs += [("feature", each) for each in choice.features]
    pairs += [("q", choice.text), ("group", choice.group), ("maturity", choice.maturity)]
    pairs += [(name, "on" if getattr(choice, field) else "") for name, field in FLAGS.items()]
    pairs += (typed or {}).items()
    written = urlencode([(name, value) for name, value in pairs if value])
    return "&".join(part for part in (written, answers) if part)


def moves_of(
    choice: Choice,
    shown: Sequence[str],
    known: Sequence[str],
    typed: Mapping[str, str],
    answers: str,
) -> dict[str, tuple[str | None, str | None]]:
    """Return for each column the query with it one place left, and one place right."""

    def moved(option: str, step: int) -> str | None:
        order = swap(shown, option, step)
        if order is None:
            return None
        return state_of(replace(choice, options=order), known, typed, answers)

    return {option: (moved(option, -1), moved(option, 1)) for option in shown}


def history_header(before: str, state: str) -> str:
    """Name the htmx header that keeps the browser's history useful.

    Letters typed into the search replace the entry; every other change adds one, so that the
    back button undoes it.
    """
    old, new = (
        [pair for pair in parse_qsl(query) if pair[0] not in {"q", "cell"}]
        for query in (urlsplit(before).query, state)
    )
    return "HX-Replace-Url" if old == new else "HX-Push-Url"
