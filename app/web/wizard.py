"""Ask one question a page; every answer so far is in the URL."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.content.load import Content
from app.domain.errors import Problem
from app.domain.graph import walk
from app.domain.outcome import Recommendation
from app.domain.progress import questions_left
from app.domain.questions import NOT_SURE, Question
from app.domain.recommend import recommend
from app.domain.vector import query_of
from app.web.answers import Asked, read_asked
from app.web.dependencies import CurrentContent
from app.web.render import page, wants_part

router = APIRouter(include_in_schema=False)

AT = "at"
"""The question to show, where it is not the next one."""
ANSWERING = "answering"
"""The question whose form was sent, so that a form without a choice is noticed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A question that was seen, its answers in words (none: not sure) and the way back to it."""

    question: Question
    words: tuple[str, ...]
    change: str


@dataclass(frozen=True, slots=True)
class Form:
    """One question as asked. `number` counts from 1; `fewest` and `most` may come after it."""

    question: Question
    chosen: tuple[str, ...]
    number: int
    fewest: int
    most: int
    back: str
    kept: tuple[tuple[str, str], ...]


@router.get("/wizard")
def show_wizard(request: Request, content: CurrentContent) -> Response:
    """Show the question asked for or the next one; without any left, the answers to check."""
    query = request.query_params
    asked = read_asked(content, query, besides=(AT, ANSWERING))
    sent = query.get(ANSWERING, "")
    at = sent or query.get(AT, "")
    problems = (*asked.problems, *_faults(content, asked, query.get(AT, ""), sent))
    if sent and not problems:
        return RedirectResponse(f"/wizard?{asked.query}", status_code=303)
    form = form_of(content, asked, at, query.getlist(sent) if sent else ())
    return _show(request, content, asked, form, problems)


def form_of(content: Content, asked: Asked, at: str, sent: Sequence[str] = ()) -> Form | None:
    """Return the question `at`, if these answers lead there, else the next one, else None."""
    path = walk(content.graph, asked.answers)
    ids = [question.id for question in path.asked]
    question = content.graph.question(at) if at in ids else path.next_question
    if question is None:
        return None
    place = ids.index(question.id)
    fewest, most = questions_left(content.graph, asked.answers)
    own = int(question.id not in asked.answers)
    others = Asked(asked.without(question.id), asked.weights)
    return Form(
        question=question,
        chosen=tuple(sent) or asked.answers.get(question.id, ()),
        number=place + 1,
        fewest=max(fewest - own, 0),
        most=max(most - own, 0),
        back=f"/wizard?{asked.query_with(at=ids[place - 1])}" if place else "",
        kept=others.pairs(),
    )


def seen_of(content: Content, asked: Asked) -> Iterator[Seen]:
    """Return the questions on the path that were seen, in order."""
    for step in walk(content.graph, asked.answers).steps:
        yield Seen(
            question=step.question,
            words=tuple(answer.text for answer in step.answers),
            change=f"/wizard?{asked.query_with(at=step.question.id)}",
        )


def unused_of(content: Content, asked: Asked) -> Iterator[Seen]:
    """Return the answers to questions that these answers do not lead to."""
    for question_id, given in walk(content.graph, asked.answers).unused.items():
        question = content.graph.question(question_id)
        words = tuple(question.answer(each).text for each in given if each != NOT_SURE)
        rest = Asked(asked.without(question_id), asked.weights)
        yield Seen(question=question, words=words, change=f"/wizard?{rest.query}")


def advice_for(content: Content, asked: Asked) -> Recommendation:
    """Return the recommendation for the answers and weights of a link."""
    return recommend(
        content.catalogue, content.graph, content.scales, asked.answers, asked.weights or None
    )


def _faults(content: Content, asked: Asked, at: str, sent: str) -> Iterator[Problem]:
    """Find a form without a choice, and a question that does not exist or is not asked."""
    on_path = tuple(question.id for question in walk(content.graph, asked.answers).asked)
    if at and at not in on_path:
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
        seen=tuple(seen_of(content, asked)),
        unused=tuple(unused_of(content, asked)),
        advice=advice_for(content, asked),
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
