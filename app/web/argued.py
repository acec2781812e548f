"""Each option's place with what argues for and against it: evidence, shares and obstacles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from app.content.load import Content
from app.domain.catalogue import Advice, Feature, Option
from app.domain.graph import walk
from app.domain.needs import Requirement, needs_of
from app.domain.outcome import RankedOption, Reason, ReasonKind, Recommendation
from app.domain.questions import Question
from app.domain.screening import Verdict, judge
from app.domain.sources import Source
from app.web.answers import Asked
from app.web.walked import RESULT, THEN

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
    """Return what speaks against the winner: facts to check first, then caveats of other cells."""
    checks = [each for each in place.evidence if each.reason.kind is ReasonKind.CHECK]
    told = {each.reason.cell for each in checks}
    yield from checks
    for reason in advice.caveat_reasons:
        if reason.cell not in told:
            yield evidence_of(content, reason)


def unasked_of(content: Content, asked: Asked, option: Option) -> tuple[Advice, ...]:
    """Return when to leave an option all the same, by what the answers do not speak of."""
    spoken_of = set(needs_of(walk(content.graph, asked.answers)).features)
    return tuple(advice for advice in option.avoid_when if not spoken_of & set(advice.cells))


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
