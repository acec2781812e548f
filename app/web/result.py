"""Show the recommendation for the answers in the URL, as an argument with its evidence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.content.load import Content
from app.domain.catalogue import Feature, Option
from app.domain.graph import walk
from app.domain.needs import Requirement, needs_of
from app.domain.outcome import Outcome, RankedOption, Reason, ReasonKind, Recommendation
from app.domain.questions import Question
from app.domain.ranking import rank
from app.domain.robustness import explain
from app.domain.scoring import model_of
from app.domain.screening import Verdict, judge
from app.domain.sources import Source
from app.domain.workings import grounds_of
from app.web.answers import Asked
from app.web.cluster_link import compare_link, runbook_link
from app.web.cluster_remarks import own_cluster_of
from app.web.dependencies import CurrentContent
from app.web.effort import SHORT, effort_table
from app.web.explained import checks_of, knobs_of, pairs_of, switches_of, tips_of
from app.web.overhead import told_of
from app.web.overhead_form import read_sized
from app.web.render import page, wants_part
from app.web.reopened import read_opened
from app.web.walked import RESULT, THEN, advice_for, seen_of, unused_of

router = APIRouter(include_in_schema=False)

NUMBER_LIKE = re.compile(r"[-+0-9.,]{1,12}")
"""What a weight field shows again; anything else was not typed by mistake."""
STRONGEST = 3
"""How many reasons the argument opens with."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reason with the cell and the sources it rests on."""

    reason: Reason
    feature: Feature
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """One line of a score: points of weight / all points * value = contribution."""

    criterion: str
    points: float
    value: float
    contribution: float


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A must-have that an option fails, by the question and answer that asked for it."""

    question: Question
    answer: str
    feature: Feature
    change: str


@dataclass(frozen=True, slots=True)
class Place:
    """An option's place in the ranking with all that explains it."""

    ranked: RankedOption
    option: Option
    evidence: tuple[Evidence, ...]
    shares: tuple[Share, ...]
    obstacles: tuple[Obstacle, ...]


@router.get("/result")
def show_result(request: Request, content: CurrentContent) -> Response:
    """Show winner, reasons, doubts, ranking and path for the answers in the URL."""
    opened = read_opened(content, request.query_params)
    asked = opened.asked
    if opened.is_as_it_was:
        return RedirectResponse(f"/result?{asked.query}", status_code=303)
    advice = advice_for(content, asked)
    model = model_of(content.catalogue, content.graph, content.scales)
    explained = explain(
        content.catalogue, content.graph, content.scales, asked.answers, asked.weights or None
    )
    typed = {
        key.removeprefix("weights."): value
        for key, value in request.query_params.items()
        if key.startswith("weights.") and NUMBER_LIKE.fullmatch(value)
    }
    places = tuple(places_of(content, asked, advice))
    return page(
        request,
        "result.html",
        part="_result.html",
        status=422 if asked.problems else 200,
        content=content,
        asked=asked,
        advice=advice,
        problems=asked.problems,
        reopened=opened.reopened,
        winner=next((place for place in places if _has(place, Outcome.RECOMMENDED)), None),
        places=places,
        fitting=tuple(place for place in places if not _has(place, Outcome.RULED_OUT)),
        out=tuple(place for place in places if _has(place, Outcome.RULED_OUT)),
        strongest=strongest_of(places[0].evidence) if advice.winner else (),
        against=tuple(against_of(content, places[0], advice)) if advice.winner else (),
        total=sum(advice.weights.values()),
        grounds=tuple(grounds_of(model, rank(model, asked.answers, asked.weights))),
        explained=explained,
        switches=tuple(switches_of(content, asked, explained)),
        pairs=tuple(pairs_of(content, asked, explained)),
        tips=tuple(tips_of(content, asked, explained)),
        checks=tuple(checks_of(content, explained)),
        knobs=tuple(knobs_of(content, advice, typed, asked)),
        is_part=wants_part(request),
        seen=tuple(seen_of(content, asked, RESULT)),
        unused=tuple(unused_of(content, asked)),
        open_questions=tuple(content.graph.question(each) for each in advice.next_questions),
        own=own_cluster_of(content, asked, *(ranked.option for ranked in advice.ranking)),
        effort=effort_table(
            content, [place.option.id for place in places[:2]], asked.answers, SHORT
        )
        if advice.winner
        else None,
        compare_link=compare_link(asked),
        runbook_link=runbook_link(asked, advice.winner) if advice.winner else "",
        **told_of(content, read_sized(content, request.query_params), asked),
    )


def places_of(content: Content, asked: Asked, advice: Recommendation) -> Iterator[Place]:
    """Return the ranking with criteria, evidence and obstacles to each option, best first."""
    needs = needs_of(walk(content.graph, asked.answers))
    for ranked in advice.ranking:
        option = content.catalogue.option(ranked.option)
        failed = (
            need
            for need in needs.requirements
            if judge(option.cell(need.feature).claim, need, needs.paid) is Verdict.FAILS
        )
        yield Place(
            ranked=ranked,
            option=option,
            evidence=tuple(evidence_of(content, reason) for reason in ranked.reasons),
            shares=tuple(_shares(content, ranked, advice)),
            obstacles=tuple(_obstacle(content, asked, need) for need in failed),
        )


def evidence_of(content: Content, reason: Reason) -> Evidence:
    """Return a reason with its feature and sources."""
    feature = content.catalogue.feature(reason.cell.split(".", 1)[1])
    return Evidence(reason, feature, content.catalogue.cited(reason.sources))


def strongest_of(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return up to three reasons for: one must-have, then what decided, then the rest."""
    meets = [each for each in evidence if each.reason.kind is ReasonKind.MEETS]
    ahead = [each for each in evidence if each.reason.kind is ReasonKind.AHEAD]
    return tuple(chain(meets[:1], ahead[:2], meets[1:], ahead[2:]))[:STRONGEST]


def against_of(content: Content, place: Place, advice: Recommendation) -> Iterator[Evidence]:
    """Return what speaks against the winner: facts to check first, then the caveats."""
    yield from (each for each in place.evidence if each.reason.kind is ReasonKind.CHECK)
    yield from (evidence_of(content, reason) for reason in advice.caveat_reasons)


def _shares(content: Content, ranked: RankedOption, advice: Recommendation) -> Iterator[Share]:
    for criterion in content.scales.criteria:
        yield Share(
            criterion=criterion.name,
            points=advice.weights[criterion.id],
            value=ranked.values[criterion.id],
            contribution=ranked.contributions[criterion.id],
        )


def _obstacle(content: Content, asked: Asked, requirement: Requirement) -> Obstacle:
    question = content.graph.question(requirement.question)
    return Obstacle(
        question=question,
        answer=question.answer(requirement.answer).text,
        feature=content.catalogue.feature(requirement.feature),
        change=f"/wizard?{asked.query_with(at=question.id, **{THEN: RESULT})}",
    )


def _has(place: Place, outcome: Outcome) -> bool:
    return place.ranked.outcome is outcome
