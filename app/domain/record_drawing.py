"""Draw up the record of a decision from what was shown when it was saved."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from app.domain.catalogue import Catalogue
from app.domain.decisions import Decision, Revision
from app.domain.graph import NOT_SURE, Graph
from app.domain.outcome import Outcome, ReasonKind
from app.domain.record import Argument, Considered, Given, Proof, Record, Side, Weight
from app.domain.scales import Scales

SIDES: Final = {
    ReasonKind.MEETS: Side.GOOD,
    ReasonKind.AHEAD: Side.GOOD,
    ReasonKind.CHECK: Side.NEUTRAL,
    ReasonKind.CAVEAT: Side.BAD,
    ReasonKind.BEHIND: Side.BAD,
    ReasonKind.FAILS: Side.BAD,
}
_ORDER: Final = tuple(Side)


def record_of(
    decision: Decision,
    history: tuple[Revision, ...],
    *,
    catalogue: Catalogue,
    graph: Graph,
    scales: Scales,
    releases: Mapping[str, str],
    proofs: tuple[Proof, ...],
    revisit: tuple[str, ...],
) -> Record:
    """Return the record of a decision's newest revision; `history` is newest first.

    The arguments are those of the day it was saved; questions, names and sources are in
    today's words, or stay ids where today has none. `releases` say which release of an option
    was read then.
    """
    revision = decision.revision
    shown = revision.advice.shown
    options = {
        place["option"]: _considered(catalogue, place, releases) for place in shown["ranking"]
    }
    points = shown["weights"]
    whole = sum(points.values())
    heaviest = sorted(points.items(), key=lambda item: (-item[1], item[0]))
    return Record(
        title=revision.title,
        team=decision.team.name,
        author=revision.author,
        decided_at=decision.created_at,
        revised_at=revision.created_at,
        given=tuple(_given(graph, revision)),
        drivers=tuple(because for step in shown["path"] for because in step["effects"]),
        weights=tuple(
            Weight(_criterion(scales, name), own / whole) for name, own in heaviest if own
        ),
        options=tuple(options.values()),
        chosen=options[revision.chosen_option],
        recommended=options[revision.advice.winner] if revision.advice.winner else None,
        add_ons=tuple(_name(catalogue, add_on) for add_on in shown["add_ons"]),
        reason=revision.reason,
        settled=shown["settled"],
        first_rank_share=shown["first_rank_share"],
        caveats=tuple(_caveats(catalogue, shown)),
        proofs=proofs,
        revisit=revisit,
        vector=shown["vector"],
        versions=revision.advice.versions,
        history=history,
    )


def _considered(
    catalogue: Catalogue, place: Mapping[str, Any], releases: Mapping[str, str]
) -> Considered:
    arguments = (_argument(catalogue, reason) for reason in place["reasons"])
    return Considered(
        id=place["option"],
        name=_name(catalogue, place["option"]),
        release=releases.get(place["option"], ""),
        outcome=Outcome(place["outcome"]),
        score=place["score"],
        low=place["range"][0],
        high=place["range"][1],
        arguments=tuple(sorted(arguments, key=lambda one: _ORDER.index(one.side))),
    )


def _argument(catalogue: Catalogue, reason: Mapping[str, Any]) -> Argument:
    known = [source for source in reason["sources"] if source in catalogue.sources]
    kind = ReasonKind(reason["kind"])
    is_met = kind is ReasonKind.MEETS
    return Argument(SIDES[kind], reason["text"], catalogue.cited(known), is_must_have=is_met)


def _caveats(catalogue: Catalogue, shown: Mapping[str, Any]) -> Iterator[Argument]:
    """Yield the caveats; one about a must-have that is met counts neither way."""
    met = {
        reason["cell"]
        for place in shown["ranking"]
        for reason in place["reasons"]
        if reason["kind"] == ReasonKind.MEETS
    }
    for reason in shown["caveat_reasons"]:
        argument = _argument(catalogue, reason)
        yield replace(argument, side=Side.NEUTRAL) if reason["cell"] in met else argument


def _given(graph: Graph, revision: Revision) -> Iterator[Given]:
    for question_id, answers in revision.answers.items():
        question = graph.question_by_id.get(question_id)
        texts = {NOT_SURE: "Not sure"}
        texts |= {answer.id: answer.text for answer in question.answers} if question else {}
        yield Given(
            question=question.text if question else question_id,
            answers=tuple(texts.get(answer, answer) for answer in answers),
        )


def _name(catalogue: Catalogue, option_id: str) -> str:
    known = catalogue.option_by_id.get(option_id)
    return known.short_name if known else option_id


def _criterion(scales: Scales, criterion_id: str) -> str:
    known = scales.criterion_by_id.get(criterion_id)
    return known.name if known else criterion_id
