"""Ask one question a page; every answer so far is in the URL."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import QueryParams

from app.content.load import Content
from app.domain.errors import Problem
from app.domain.graph import walk
from app.domain.progress import questions_left
from app.domain.questions import NOT_SURE, Question
from app.domain.vector import query_of
from app.web.answers import Asked, read_asked
from app.web.cluster_link import CLUSTER
from app.web.dependencies import CurrentContent
from app.web.render import page, wants_part
from app.web.walked import (
    AT,
    CHECK,
    RESULT,
    THEN,
    advice_for,
    left_of,
    picture_of,
    seen_of,
    unused_of,
)
from app.web.within_reach import open_questions_for, within_reach

router = APIRouter(include_in_schema=False)

ANSWERING = "answering"
"""The question whose form was sent, so that a form without a choice is noticed."""
LEFT = "left"
"""The questions that were open before an answer was changed; they are not asked on the way back."""


@dataclass(frozen=True, slots=True)
class Form:
    """One question as asked. `number` counts from 1; `fewest` and `most` may come after it.

    `then` is where a changed answer leads back to, or empty.
    """

    question: Question
    chosen: tuple[str, ...]
    number: int
    fewest: int
    most: int
    back: str
    then: str
    kept: tuple[tuple[str, str], ...]


@router.get("/wizard")
def show_wizard(request: Request, content: CurrentContent) -> Response:
    """Show the question asked for or the next one; without any left, the answers to check."""
    query = request.query_params
    asked = read_asked(content, query, besides=(AT, ANSWERING, THEN, LEFT), carried=CLUSTER)
    sent, then = query.get(ANSWERING, ""), query.get(THEN, "")
    at = sent or query.get(AT, "")
    problems = (*asked.problems, *_faults(content, asked, query))
    if sent and not problems:
        left = query.get(LEFT, "").split(",")
        return RedirectResponse(after(content, asked, then, left), status_code=303)
    form = form_of(content, asked, at, query, sent=query.getlist(sent) if sent else ())
    return _show(request, content, asked, form, problems)


def after(content: Content, asked: Asked, then: str, left: Collection[str] = ()) -> str:
    """Return where an answer leads: the next question, or back to where it was changed.

    On the way back only questions that the change brought up are asked: those on the path that
    were neither seen nor `left` open before it.
    """
    if then not in {CHECK, RESULT}:
        return f"/wizard?{asked.query}"
    known = {*asked.answers, *left}
    path = walk(content.graph, asked.answers).asked
    new = next((question for question in path if question.id not in known), None)
    if new:
        more = {AT: new.id, THEN: then, LEFT: ",".join(left)}
        return f"/wizard?{asked.query_with(**more)}"
    return f"/result?{asked.query}" if then == RESULT else f"/wizard?{asked.query_with(at=CHECK)}"


def form_of(
    content: Content, asked: Asked, at: str, query: QueryParams, *, sent: Sequence[str] = ()
) -> Form | None:
    """Return the question `at`, if these answers lead there, else the next one.

    None when there is none left, or when the answers are to be checked before that.
    """
    path = walk(content.graph, asked.answers)
    ids = [question.id for question in path.asked]
    question = content.graph.question(at) if at in ids else path.next_question
    if question is None or (at == CHECK and asked.answers):
        return None
    place = ids.index(question.id)
    fewest, most = questions_left(content.graph, asked.answers)
    own = int(question.id not in asked.answers)
    others = replace(asked, answers=asked.without(question.id))
    then = query.get(THEN, "")
    back_to = then if then in {CHECK, RESULT} else ""
    left = query.get(LEFT, ",".join(_left(ids, asked, question.id)))
    way = {THEN: back_to, LEFT: left} if back_to else {}
    return Form(
        question=question,
        chosen=tuple(sent) or asked.answers.get(question.id, ()),
        number=place + 1,
        fewest=max(fewest - own, 0),
        most=max(most - own, 0),
        back=f"/wizard?{asked.query_with(at=ids[place - 1], **way)}" if place else "",
        then=back_to,
        kept=(*others.pairs(), *way.items()),
    )


def _left(ids: Sequence[str], asked: Asked, now: str) -> Iterator[str]:
    """Yield the questions on the path that are open beside the one that is asked."""
    return (each for each in ids if each not in asked.answers and each != now)


def _faults(content: Content, asked: Asked, query: QueryParams) -> Iterator[Problem]:
    """Find a form without a choice, and a question that does not exist or is not asked."""
    at, sent = query.get(AT, ""), query.get(ANSWERING, "")
    on_path = tuple(question.id for question in walk(content.graph, asked.answers).asked)
    if query.get(THEN, CHECK) not in {CHECK, RESULT, ""}:
        yield Problem(THEN, "A changed answer cannot lead there.", (CHECK, RESULT))
    if at and at != CHECK and at not in on_path:
        known = at in content.graph.question_by_id
        said = "These answers do not lead there." if known else "There is no such question."
        yield Problem(AT, said, on_path)
    if sent and sent not in content.graph.question_by_id:
        yield Problem(ANSWERING, "There is no such question.", on_path)
    elif sent and sent not in asked.answers and _field(sent) not in _fields(asked.problems):
        question = content.graph.question(sent)
        least = "at least one answer" if question.multi else "an answer"
        allowed = (*(answer.id for answer in question.answers), NOT_SURE)
        yield Problem(_field(sent), f"Choose {least}, or Not sure.", allowed)


def _show(
    request: Request,
    content: Content,
    asked: Asked,
    form: Form | None,
    problems: tuple[Problem, ...],
) -> HTMLResponse:
    own = _field(form.question.id) if form else ""
    drawing, link_to = picture_of(content, asked, form.question.id if form else None)
    advice = advice_for(content, asked)
    answer = page(
        request,
        "wizard.html",
        part="_question.html",
        status=422 if problems else 200,
        content=content,
        asked=asked,
        form=form,
        error=next((problem for problem in problems if problem.field == own), None),
        problems=[problem for problem in problems if problem.field != own],
        seen=tuple(seen_of(content, asked, "" if form else CHECK)),
        left=() if form else tuple(left_of(content, asked)),
        drawing=drawing,
        link_to=link_to,
        unused=tuple(unused_of(content, asked)),
        advice=advice,
        reach=within_reach(content, open_questions_for(content, asked), advice.winner),
        link_of=query_of,
        is_part=wants_part(request),
    )
    if problems:
        answer.headers["HX-Push-Url"] = "false"
    return answer


def _field(question_id: str) -> str:
    return f"answers.{question_id}"


def _fields(problems: Sequence[Problem]) -> set[str]:
    return {problem.field for problem in problems}
