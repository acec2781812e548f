"""Show the recommendation for the answers in the URL, as an argument with its evidence."""

import re

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.outcome import Outcome
from app.domain.ranking import rank
from app.domain.robustness import explain
from app.domain.scoring import model_of
from app.domain.weight_sources import emphases, weight_sources
from app.domain.workings import grounds_of
from app.web.argued import Place, against_of, places_of, strongest_of, unasked_of
from app.web.cluster_link import compare_link, runbook_link
from app.web.cluster_remarks import own_cluster_of
from app.web.dependencies import CurrentContent
from app.web.effort import SHORT, effort_table
from app.web.explained import checks_of, knobs_of, pairs_of, switches_of, tips_of
from app.web.overhead import told_of
from app.web.overhead_form import read_sized
from app.web.render import page, wants_part
from app.web.reopened import read_opened
from app.web.walked import RESULT, advice_for, seen_of, unused_of

router = APIRouter(include_in_schema=False)

TYPED = re.compile(r"[-+0-9A-Za-z.,% ]{1,20}")
"""What a weight field shows again: figures and words; the rest was not typed by mistake."""


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
        if key.startswith("weights.") and TYPED.fullmatch(value)
    }
    ranking = rank(model, asked.answers, asked.weights)
    places = tuple(places_of(content, asked, advice))
    fitting = tuple(place for place in places if not _has(place, Outcome.RULED_OUT))
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
        fitting=fitting,
        out=tuple(place for place in places if _has(place, Outcome.RULED_OUT)),
        strongest=strongest_of(places[0].evidence) if advice.winner else (),
        against=tuple(against_of(content, places[0], advice)) if advice.winner else (),
        total=sum(advice.weights.values()),
        unasked=unasked_of(content, asked, places[0].option) if advice.winner else (),
        grounds=tuple(grounds_of(model, ranking)),
        weight_sources=tuple(weight_sources(content.scales, ranking.path)),
        emphases=emphases(content.scales, ranking.path),
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
        effort=effort_table(content, [one.option.id for one in fitting[:2]], asked.answers, SHORT)
        if fitting
        else None,
        compare_link=compare_link(asked),
        runbook_link=runbook_link(asked, advice.winner) if advice.winner else "",
        **told_of(content, read_sized(content, request.query_params), asked),
    )


def _has(place: Place, outcome: Outcome) -> bool:
    return place.ranked.outcome is outcome
