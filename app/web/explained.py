"""Put what would change a recommendation into words and links."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.content.load import Content
from app.domain.catalogue import Feature, Option
from app.domain.explanation import AnswerChange, CriticalFact, Direction, Explanation, WeightFlip
from app.domain.outcome import Recommendation
from app.domain.questions import NOT_SURE, Question
from app.domain.scales import MOST_POINTS, Criterion
from app.domain.sources import Source
from app.web.answers import Asked


@dataclass(frozen=True, slots=True)
class Shift:
    """One answer changed: what it is now and what it would be, in words."""

    question: Question
    given: tuple[str, ...]
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """One answer changed, or two, and who would win then (None: nobody); `link` tries it."""

    shifts: tuple[Shift, ...]
    winner: Option | None
    link: str


@dataclass(frozen=True, slots=True)
class Tip:
    """The weight of one criterion at which another option comes first; `link` tries it."""

    criterion: Criterion
    flip: WeightFlip
    winner: Option
    link: str


@dataclass(frozen=True, slots=True)
class Check:
    """A fact to verify first, with the option and feature it is about and its sources."""

    fact: CriticalFact
    option: Option
    feature: Feature
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Knob:
    """One weight as a number field, with what was typed and what is wrong with that."""

    criterion: Criterion
    value: str
    points: float
    error: str


def switches_of(content: Content, asked: Asked, explained: Explanation) -> Iterator[Switch]:
    """Return the single changes of an answer that change the winner, in the path's order."""
    for flip in explained.flips.by_answer if explained.flips else ():
        change = AnswerChange(flip.question, flip.given, flip.instead)
        yield _switch(content, asked, (change,), flip.winner)


def pairs_of(content: Content, asked: Asked, explained: Explanation) -> Iterator[Switch]:
    """Return the changes of two answers that change the winner only together."""
    for flip in explained.pair_flips.pairs if explained.pair_flips else ():
        yield _switch(content, asked, flip.changes, flip.winner)


def _switch(
    content: Content, asked: Asked, changes: Sequence[AnswerChange], winner: str | None
) -> Switch:
    graph = content.graph
    instead = {change.question: change.instead or (NOT_SURE,) for change in changes}
    changed = {**asked.answers, **instead}
    ordered = {key: changed[key] for key in graph.question_by_id if key in changed}
    return Switch(
        shifts=tuple(
            Shift(
                question=graph.question(change.question),
                given=_words(graph.question(change.question), change.given),
                instead=_words(graph.question(change.question), change.instead),
            )
            for change in changes
        ),
        winner=content.catalogue.option(winner) if winner else None,
        link=f"/result?{replace(asked, answers=ordered).query}",
    )


def tips_of(content: Content, asked: Asked, explained: Explanation) -> Iterator[Tip]:
    """Return the weights at which the winner changes, the nearest first."""
    for flip in explained.flips.by_weight if explained.flips else ():
        yield Tip(
            criterion=content.scales.criterion_by_id[flip.criterion],
            flip=flip,
            winner=content.catalogue.option(flip.winner),
            link=_beyond(asked, flip),
        )


def checks_of(content: Content, explained: Explanation) -> Iterator[Check]:
    """Return the facts whose change would change the winner, those to verify first."""
    for fact in explained.critical_facts or ():
        everybody = {o.id: o for o in (*content.catalogue.options, *content.catalogue.add_ons)}
        yield Check(
            fact=fact,
            option=everybody[fact.option],
            feature=content.catalogue.feature(fact.feature),
            sources=content.catalogue.cited(fact.sources),
        )


def knobs_of(
    content: Content, advice: Recommendation, typed: Mapping[str, str], asked: Asked
) -> Iterator[Knob]:
    """Return a field for each weight; what was typed stays, even where it is wrong."""
    errors = {problem.field: problem.message for problem in asked.problems}
    for criterion in content.scales.criteria:
        points = advice.weights[criterion.id]
        yield Knob(
            criterion=criterion,
            value=typed.get(criterion.id) or f"{points:g}",
            points=points,
            error=errors.get(f"weights.{criterion.id}", ""),
        )


def _words(question: Question, answers: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(question.answer(each).text for each in answers if each != NOT_SURE)


def _beyond(asked: Asked, flip: WeightFlip) -> str:
    """Return a link with the weight a little beyond the switching point, if it can be given."""
    if flip.at_points is None:
        return ""
    step = max(0.01 * flip.at_points, 0.1)
    points = flip.at_points + (step if flip.direction is Direction.MORE else -step)
    if not 0 <= points <= MOST_POINTS:
        return ""
    weights = {**asked.weights, flip.criterion: round(points, 2)}
    return f"/result?{replace(asked, weights=weights).query}"
