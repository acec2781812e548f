"""Show what each option asks of those who run it, for the answers in the URL."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.content.load import Content
from app.domain.catalogue import Option
from app.domain.effort import ITEMS, Effort, Entry, Item, Stage
from app.domain.effort_estimate import effort_of
from app.domain.errors import Problem
from app.domain.questions import Answers
from app.domain.sources import Source
from app.web.answers import read_asked
from app.web.cluster_link import CLUSTER
from app.web.dependencies import CurrentContent
from app.web.render import page

router = APIRouter(include_in_schema=False)

OPTION: Final = "option"
STAGES: Final[Mapping[Stage, str]] = {
    Stage.INSTALL: "To install it",
    Stage.JOIN: "To join a namespace",
    Stage.RUN: "To run and upgrade it",
    Stage.FAIL: "When something fails",
    Stage.LEAVE: "To leave it",
}
SHORT: Final = (
    "components", "own_resource_kinds", "privileges", "install_minutes", "join_restarts",
    "upgrades_a_year", "restarts_a_year", "upgrade_hours_a_year", "when_parts_stop", "words_only",
)  # fmt: skip
"""The items that a result shows; the page has all."""


@dataclass(frozen=True, slots=True)
class Column:
    """One option with its estimate and the runbook in which steps were counted, if there is one."""

    option: Option
    effort: Effort
    runbook: str


@dataclass(frozen=True, slots=True)
class Told:
    """An entry with what it rests on: its cells, its sources and its place in the runbook."""

    entry: Entry
    sources: tuple[Source, ...]
    runbook: str


@dataclass(frozen=True, slots=True)
class Row:
    """One item with its entry for each column."""

    item: Item
    entries: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class EffortTable:
    """Options side by side; rows by the stage they belong to."""

    columns: tuple[Column, ...]
    sections: tuple[tuple[str, tuple[Row, ...]], ...]


@router.get("/effort")
def show_effort(request: Request, content: CurrentContent) -> HTMLResponse:
    """Show effort and risk of the options asked for, or of all, side by side."""
    query = request.query_params
    asked = read_asked(content, query, besides=(OPTION,), carried=CLUSTER)
    wanted = query.getlist(OPTION)
    known = tuple(option.id for option in content.catalogue.options)
    problems = list(asked.problems)
    if set(wanted) - set(known):
        problems.append(Problem(OPTION, "There is no such option.", known))
    chosen = [option for option in known if option in wanted] or known
    return page(
        request,
        "effort.html",
        status=422 if problems else 200,
        content=content,
        asked=asked,
        problems=problems,
        table=effort_table(content, chosen, asked.answers),
    )


def effort_table(
    content: Content, options: Sequence[str], answers: Answers, items: Sequence[str] = ()
) -> EffortTable:
    """Return options side by side, in all items or in those named."""
    columns = tuple(_column(content, option, answers) for option in options)
    wanted = [item for item in ITEMS if not items or item.id in items]
    sections = (
        (title, tuple(_rows(content, columns, [one for one in wanted if one.stage is stage])))
        for stage, title in STAGES.items()
    )
    return EffortTable(columns, tuple(section for section in sections if section[1]))


def _column(content: Content, option: str, answers: Answers) -> Column:
    effort = effort_of(content.catalogue, content.effort, content.runbooks, option, answers)
    link = f"/runbooks/{option}?{urlencode(effort.runbook)}" if effort.runbook else ""
    return Column(content.catalogue.option(option), effort, link)


def _rows(content: Content, columns: Sequence[Column], items: Sequence[Item]) -> Iterator[Row]:
    for item in items:
        yield Row(item, tuple(_told(content, column, item) for column in columns))


def _told(content: Content, column: Column, item: Item) -> Told:
    entry = column.effort.entries[item.id]
    place = f"{column.runbook}#{entry.phases[0]}" if column.runbook and entry.phases else ""
    return Told(entry, content.catalogue.cited(entry.sources), place)
