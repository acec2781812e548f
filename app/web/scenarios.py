"""Show the worked cases: what teams chose or the facts decide, and what the model says today."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.content.load import Content
from app.domain.catalogue import Option
from app.domain.outcome import Recommendation
from app.domain.questions import Question
from app.domain.recommend import recommend
from app.domain.scenarios import FactCase, Scenario
from app.domain.sent_answers import parse_answers
from app.domain.vector import query_of
from app.web.dependencies import CurrentContent
from app.web.render import page

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Worked:
    """A case with its answers in words, and the advice for them today (None: nothing fits)."""

    case: Scenario | FactCase
    answers: tuple[tuple[Question, tuple[str, ...]], ...]
    query: str
    advice: Recommendation
    winner: Option | None

    @property
    def agrees(self) -> bool:
        """Whether the model says what counts as right for this case."""
        accepted = self.case.accepted
        return self.winner.id in accepted if self.winner else not accepted


@router.get("/scenarios")
def show_scenarios(request: Request, content: CurrentContent) -> HTMLResponse:
    """Show every case with its source, its answers and the model's answer today."""
    cases = content.scenarios
    return page(
        request,
        "scenarios.html",
        catalogue=content.catalogue,
        as_of=cases.as_of,
        stories=[_worked(content, case) for case in cases.scenarios],
        guide=[_worked(content, case) for case in cases.guide],
        facts=[_worked(content, case) for case in cases.facts],
    )


def _worked(content: Content, case: Scenario | FactCase) -> Worked:
    answers = parse_answers(content.graph, case.answers)
    advice = recommend(content.catalogue, content.graph, content.scales, answers)
    questions = ((content.graph.question(each), given) for each, given in answers.items())
    return Worked(
        case=case,
        answers=tuple(
            (question, tuple(question.answer(each).text for each in given))
            for question, given in questions
        ),
        query=query_of(answers),
        advice=advice,
        winner=content.catalogue.option(advice.winner) if advice.winner else None,
    )
