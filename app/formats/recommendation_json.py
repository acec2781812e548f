"""A recommendation as JSON, put together from parts that are written once.

The bytes are those that pydantic would write, in a fraction of its time: a sentence or a step
of the path keeps its own JSON.
"""

from collections.abc import Iterable
from functools import cache

from pydantic_core import to_json

from app.domain.advice import Advice
from app.domain.outcome import Concession, Remembered
from app.domain.recommend import ranked_options
from app.formats.compiled_ranking import compiled_ranking

_quoted = cache(to_json)
"""Sentences and ids of the content as JSON."""


def write_recommendation(advice: Advice) -> bytes:
    """Return the recommendation as a JSON object, its fields in their order."""
    ranking = advice.ranking
    # Joined once, because a body is long and each joining copies it.
    parts: list[bytes | memoryview] = [
        b'{"winner":',
        _quoted(advice.winner),
        b',"add_ons":',
        _texts(advice.add_ons),
    ]
    parts += (b',"settled":', _quoted(advice.settled.value))
    parts += (b',"first_rank_share":', to_json(advice.share))
    parts += (b',"too_close_to_call":', _rare(advice.too_close, b"null"))
    parts += (b',"alternative":', _rare(advice.alternative, b"null"))
    parts += (b',"ranking":[', compiled_ranking(advice) or _ranking(advice))
    parts += (b'],"margins":', _list([_margin(*margin) for margin in advice.margins]))
    parts += (b',"weights":', to_json(ranking.weights))
    parts += (b',"path":', _objects([given.told for given in ranking.givens]))
    parts += (b',"unused_answers":', _unused(advice))
    parts += (b',"next_questions":', _texts([found.question.id for found in advice.questions]))
    parts += (b',"caveats":', _texts([caveat.text for caveat in advice.caveats]))
    parts += (b',"caveat_reasons":', _objects(advice.caveats))
    parts += (b',"concessions":', _list([_concession(one) for one in advice.concessions]))
    parts += (b',"vector":', to_json(advice.vector), b',"versions":', to_json(advice.versions))
    parts += (b',"links":', to_json(advice.links), b"}")
    return b"".join(parts)


def _ranking(advice: Advice) -> bytes:
    """Return the options as JSON objects with commas between them, best first."""
    parts = []
    for ranked, passages in zip(ranked_options(advice), advice.reasons, strict=True):
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
        reasons = b",".join([passage.json for passage in passages])
        parts.append(b'%b,"reasons":[%b]}' % (figures[:-1], reasons))
    return b",".join(parts)


def _unused(advice: Advice) -> bytes:
    """Return the answers off the path, which most recommendations do without."""
    unused = advice.ranking.unused.items()
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
