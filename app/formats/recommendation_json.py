"""A recommendation as JSON, put together from parts that are written once.

The bytes are those that pydantic would write, in a fraction of its time: a sentence or a step
of the path keeps its own JSON.
"""

from collections.abc import Iterable
from functools import cache

from pydantic_core import to_json

from app.domain.assessment import Assessment
from app.domain.outcome import Concession, Remembered
from app.domain.recommend import ranked_options
from app.formats.compiled_ranking import compiled_ranking

_quoted = cache(to_json)
"""Sentences and ids of the content as JSON."""


def write_recommendation(assessment: Assessment) -> bytes:
    """Return the recommendation as a JSON object, its fields in their order."""
    ranking = assessment.ranking
    # Joined once, because a body is long and each joining copies it.
    parts: list[bytes | memoryview] = [
        b'{"winner":',
        _quoted(assessment.winner),
        b',"add_ons":',
        _texts(assessment.add_ons),
    ]
    parts += (b',"settled":', _quoted(assessment.settled.value))
    parts += (b',"first_rank_share":', to_json(assessment.share))
    parts += (b',"too_close_to_call":', _rare(assessment.too_close, b"null"))
    parts += (b',"alternative":', _rare(assessment.alternative, b"null"))
    parts += (b',"ranking":[', compiled_ranking(assessment) or _ranking(assessment))
    parts += (b'],"margins":', _list([_margin(*margin) for margin in assessment.margins]))
    parts += (b',"weights":', to_json(ranking.weights))
    parts += (b',"path":', _objects([given.told for given in ranking.givens]))
    parts += (b',"unused_answers":', _unused(assessment))
    parts += (b',"next_questions":', _texts([found.question.id for found in assessment.questions]))
    parts += (b',"caveats":', _texts([caveat.text for caveat in assessment.caveats]))
    parts += (b',"caveat_reasons":', _objects(assessment.caveats))
    parts += (b',"concessions":', _list([_concession(one) for one in assessment.concessions]))
    parts += (
        b',"vector":',
        to_json(assessment.vector),
        b',"versions":',
        to_json(assessment.versions),
    )
    parts += (b',"links":', to_json(assessment.links), b"}")
    return b"".join(parts)


def _ranking(assessment: Assessment) -> bytes:
    """Return the options as JSON objects with commas between them, best first."""
    parts = []
    for ranked in ranked_options(assessment):
        figures = to_json(
            {
                "option": ranked.option,
                "outcome": ranked.outcome.value,
                "score": ranked.score,
                "range": ranked.range,
                "contributions": ranked.contributions,
                "values": ranked.values,
            }
        )
        parts.append(b'%b,"reasons":%b}' % (figures[:-1], _objects(ranked.reasons)))
    return b",".join(parts)


def _unused(assessment: Assessment) -> bytes:
    """Return the answers off the path, which most recommendations do without."""
    unused = assessment.ranking.unused.items()
    return to_json([{"question": question, "answer": answer} for question, answer in unused])


def _concession(concession: Concession) -> bytes:
    return b'{"option":%b,"give_up":%b}' % (
        _quoted(concession.option),
        _objects(concession.give_up),
    )


def _margin(points: float, criterion: str) -> bytes:
    return b'{"criterion":%b,"points":%a}' % (_quoted(criterion), points)


def _rare(part: object, nothing: bytes) -> bytes:
    """Return what most recommendations do without."""
    return to_json(part) if part else nothing


def _texts(texts: Iterable[str]) -> bytes:
    return _list([_quoted(text) for text in texts])


def _objects(objects: Iterable[Remembered]) -> bytes:
    return _list([one.json for one in objects])


def _list(parts: Iterable[bytes]) -> bytes:
    return b"[%b]" % b",".join(parts)
