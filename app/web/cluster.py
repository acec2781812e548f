"""Show what is known about a visitor's own cluster, and where that leads."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from app.content.load import Content
from app.domain.cluster import Evidence
from app.domain.cluster_answers import SettledAnswer
from app.domain.cluster_findings import Finding
from app.domain.errors import InvalidInput, Problem
from app.domain.graph import walk
from app.domain.outcome import Recommendation
from app.domain.overhead_sizing import rule_of
from app.domain.questions import NOT_SURE, Question
from app.domain.recommend import recommend
from app.formats.collector import collector_script
from app.formats.kubectl_json import MAX_BYTES
from app.web.cluster_api import ANY_SIZE, TOO_LARGE, OneOfFew, is_too_large
from app.web.cluster_reading import FIELD, ReadCluster, read_cluster
from app.web.cluster_words import LABELS, words_of
from app.web.dependencies import CurrentContent
from app.web.render import page
from app.web.streams import parts_of

router = APIRouter(include_in_schema=False)

_KEPT: Final = 512 * 1024
"""How much of a pasted text is shown again when it was wrong, bytes."""
_SECRET = re.compile(rb'"kind"\s*:\s*"Secret')


@dataclass(frozen=True, slots=True)
class Told:
    """A fact in words."""

    label: str
    words: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A question with the answers that the facts give; `is_asked` where they lead to it."""

    question: Question
    settled: SettledAnswer
    is_asked: bool
    unsure: str = NOT_SURE


class Pasted:
    """The start of a pasted text, to be shown again when something is wrong with it."""

    def __init__(self) -> None:
        self._start = b""

    def pieces(self, request: Request) -> Iterator[bytes]:
        """Yield what was pasted and uploaded, one after the other."""
        before = ""
        for name, piece in parts_of(request, FIELD):
            if before not in {"", name}:
                yield b"\n"
            before = name
            if name == FIELD and len(self._start) < _KEPT:
                self._start += piece
            yield piece

    @property
    def text(self) -> str:
        """The text; nothing where it holds a Secret or is too long to be sent back."""
        if len(self._start) >= _KEPT or _SECRET.search(self._start):
            return ""
        return self._start.decode(errors="replace")


@router.get("/cluster")
def show_cluster_form(request: Request, content: CurrentContent) -> HTMLResponse:
    """Show how to read a cluster: the script, and the form that takes what it prints."""
    return _form(request, content)


@router.get("/cluster/collector.sh")
def download_collector() -> Response:
    """Hand over the script that collects what is read."""
    return Response(
        collector_script(),
        media_type="text/x-shellscript",
        headers={"Content-Disposition": 'attachment; filename="meshwise-collect.sh"'},
    )


@router.post("/cluster", max_body_size=ANY_SIZE)
def read_own_cluster(request: Request, content: CurrentContent, _place: OneOfFew) -> HTMLResponse:
    """Show the facts of what was pasted or uploaded. Nothing of it is kept, stored or logged."""
    if is_too_large(request):
        return _form(request, content, problems=[Problem(FIELD, TOO_LARGE)], status=413)
    pasted = Pasted()
    try:
        read = read_cluster(content, pasted.pieces(request))
    except InvalidInput as error:
        return _form(request, content, pasted.text, problems=error.problems, status=422)
    answer = page(
        request,
        "cluster.html",
        content=content,
        read=read,
        known=tuple(_known(content, read)),
        unknown=[label for name, label in LABELS.items() if name in read.facts.unknown],
        grouped=[(option, tuple(own)) for option, own in groupby(read.findings, _option)],
        source_of=content.cluster_signals.source_by_id,
        prefilled=tuple(_prefilled(content, read)),
        advice=_advice(content, read),
        rule_of=rule_of,
        runbooks=[one for one in content.catalogue.options if one.id in content.runbooks.options],
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _form(
    request: Request,
    content: Content,
    pasted: str = "",
    *,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> HTMLResponse:
    answer = page(
        request,
        "cluster_form.html",
        status=status,
        script=collector_script(),
        pasted=pasted,
        problems=problems,
        mib=MAX_BYTES // 1024 // 1024,
        sources=content.cluster_signals.sources,
    )
    if problems:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _known(content: Content, read: ReadCluster) -> Iterator[Told]:
    facts = read.facts.known
    for name, label in LABELS.items():
        if name in facts:
            words = words_of(name, facts[name].value, content.cluster_signals)
            yield Told(label, words, facts[name].evidence)


def _prefilled(content: Content, read: ReadCluster) -> Iterator[Prefilled]:
    asked = {question.id for question in walk(content.graph, read.answers).asked}
    for settled in read.settled:
        question = content.graph.question(settled.question)
        yield Prefilled(question, settled, question.id in asked)


def _advice(content: Content, read: ReadCluster) -> Recommendation:
    return recommend(content.catalogue, content.graph, content.scales, read.answers)


def _option(finding: Finding) -> str | None:
    return finding.option
