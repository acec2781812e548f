"""Ask a team's members, take their answers and show what they come to together."""

from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel
from starlette.datastructures import QueryParams

from app.content.load import Content
from app.domain.errors import InvalidInput, Problem
from app.domain.links import LinkKind
from app.domain.rounds import Disagreement, Merge, Round, newest_sheets
from app.domain.vector import query_of
from app.store import rounds
from app.web.access import PRIVATE, TeamEntry, enter_team, lead_to
from app.web.answer_words import answers_in_words, names_of, question_in_words
from app.web.answers import parse_asked
from app.web.asking import ask, close_round, found_round, hand_in, merged
from app.web.cluster_link import CLUSTER
from app.web.render import page
from app.web.small_forms import beside
from app.web.team_page import team_page
from app.web.visits import ReadingVisit, Visit, WritingVisit

router = APIRouter(prefix="/teams", include_in_schema=False)

COMMENT, EDIT = LinkKind.COMMENT, LinkKind.EDIT
UNPROCESSABLE: Final = 422


class SheetForm(BaseModel):
    """A member's answers as typed; `answers` is the query of the result page."""

    author: str = ""
    answers: str = ""

    def sent(self, content: Content) -> dict[str, Any]:
        """Return what a client of the REST call would send; InvalidInput for bad answers."""
        asked = parse_asked(content, QueryParams(self.answers), carried=CLUSTER)
        return {"author": self.author, "answers": asked.answers, "weights": asked.weights}


@dataclass(frozen=True, slots=True)
class ToldGroup:
    """Those who answered alike, in words."""

    answers: tuple[str, ...]
    authors: tuple[str, ...]
    winner: str | None


@dataclass(frozen=True, slots=True)
class ToldDisagreement:
    """A question on which the members differ, in words."""

    question: str
    groups: tuple[ToldGroup, ...]
    matters: bool


@router.post("/{team_id}/rounds")
def open_round(
    visit: WritingVisit, team_id: str, round_title: Annotated[str, Form()] = ""
) -> Response:
    """Ask the members, and lead to the round."""
    entry = enter_team(visit.session, team_id, visit.secrets, EDIT)
    try:
        asked = ask(visit.session, team_id, {"title": round_title})
    except InvalidInput as error:
        problems = beside("round", error.problems)
        return team_page(visit, entry, round_title=round_title, problems=problems)
    return lead_to(f"/teams/{team_id}/rounds/{asked.id}")


@router.get("/{team_id}/rounds/{round_id}")
def show_round(visit: ReadingVisit, team_id: str, round_id: str) -> HTMLResponse:
    """Show who has answered; once it is closed, what the answers come to together."""
    entry = enter_team(visit.session, team_id, visit.secrets)
    return _round_page(visit, entry, found_round(visit.session, team_id, round_id))


@router.get("/{team_id}/rounds/{round_id}/sheets")
def show_sheet_form(
    visit: ReadingVisit, team_id: str, round_id: str, answers: str = ""
) -> HTMLResponse:
    """Ask for a name to hand in the answers of a result page."""
    entry = enter_team(visit.session, team_id, visit.secrets, COMMENT)
    asked = found_round(visit.session, team_id, round_id)
    return _sheet_page(visit, entry, asked, SheetForm(answers=answers))


@router.post("/{team_id}/rounds/{round_id}/sheets")
def add_sheet(
    visit: WritingVisit, team_id: str, round_id: str, form: Annotated[SheetForm, Form()]
) -> Response:
    """Take a member's answers, and lead to the round."""
    entry = enter_team(visit.session, team_id, visit.secrets, COMMENT)
    asked = found_round(visit.session, team_id, round_id, hold=True)
    try:
        hand_in(visit.session, visit.content, asked, form.sent(visit.content))
    except InvalidInput as error:
        return _sheet_page(visit, entry, asked, form, error.problems)
    return lead_to(f"/teams/{team_id}/rounds/{round_id}")


@router.post("/{team_id}/rounds/{round_id}/close")
def end_round(visit: WritingVisit, team_id: str, round_id: str) -> Response:
    """Close a round, so that all see the answers."""
    entry = enter_team(visit.session, team_id, visit.secrets, EDIT)
    asked = found_round(visit.session, team_id, round_id, hold=True)
    try:
        close_round(visit.session, asked)
    except InvalidInput as error:
        return _round_page(visit, entry, asked, error.problems)
    return lead_to(f"/teams/{team_id}/rounds/{round_id}")


def _round_page(
    visit: Visit, entry: TeamEntry, asked: Round, problems: tuple[Problem, ...] = ()
) -> HTMLResponse:
    together = merged(visit.session, visit.content, asked)
    answer = page(
        visit.request,
        "round.html",
        status=UNPROCESSABLE if problems else 200,
        entry=entry,
        asked=asked,
        sheets=newest_sheets(rounds.sheets(visit.session, asked.id)),
        merge=together,
        disagreements=_told(visit.content, together) if together else (),
        agreed=[question_in_words(visit.content.graph, each) for each in together.agreed]
        if together
        else (),
        query=query_of(together.answers, together.weights) if together else "",
        names=names_of(visit.content),
        problems=problems,
    )
    answer.headers.update(PRIVATE)
    return answer


def _sheet_page(
    visit: Visit,
    entry: TeamEntry,
    asked: Round,
    form: SheetForm,
    problems: tuple[Problem, ...] = (),
) -> HTMLResponse:
    answer = page(
        visit.request,
        "sheet.html",
        status=UNPROCESSABLE if problems else 200,
        entry=entry,
        asked=asked,
        form=form,
        problems=problems,
        errors={problem.field: problem.message for problem in problems},
    )
    answer.headers.update(PRIVATE)
    return answer


def _told(content: Content, together: Merge) -> tuple[ToldDisagreement, ...]:
    def told(each: Disagreement) -> ToldDisagreement:
        groups = tuple(
            ToldGroup(
                answers_in_words(content.graph, each.question, group.answers),
                group.authors,
                group.winner,
            )
            for group in each.groups
        )
        question = question_in_words(content.graph, each.question)
        return ToldDisagreement(question, groups, each.matters)

    return tuple(told(each) for each in together.disagreements)
