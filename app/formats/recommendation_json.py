"""A recommendation as JSON, put together from parts that are written once.

The bytes are those that pydantic would write, in a third of its time: a sentence or a step of
the path keeps its own JSON.
"""

from collections.abc import Iterable
from functools import lru_cache

from pydantic_core import to_json

from app.domain.outcome import Concession, Margin, RankedOption, Recommendation, Remembered

_quoted = lru_cache(maxsize=4096)(to_json)
"""Sentences and ids as JSON."""


def write_recommendation(advice: Recommendation) -> bytes:
    """Return the recommendation as a JSON object, its fields in their order."""
    # Joined once, because a body is long and each joining copies it.
    parts = [b'{"winner":', _quoted(advice.winner), b',"add_ons":', _texts(advice.add_ons)]
    parts += (b',"settled":', _quoted(advice.settled.value))
    parts += (b',"first_rank_share":', to_json(advice.first_rank_share))
    parts += (b',"too_close_to_call":', _rare(advice.too_close_to_call, b"null"))
    parts += (b',"alternative":', _rare(advice.alternative, b"null"))
    before = b',"ranking":['
    for ranked in advice.ranking:
        parts += (before, _figures(ranked), b',"reasons":', _objects(ranked.reasons))
        before = b"},"
    parts += (b'}],"margins":', _list([_margin(margin) for margin in advice.margins]))
    parts += (b',"weights":', to_json(advice.weights))
    parts += (b',"path":', _objects(advice.path))
    parts += (b',"unused_answers":', _rare(advice.unused_answers, b"[]"))
    parts += (b',"next_questions":', _texts(advice.next_questions))
    parts += (b',"caveats":', _texts(advice.caveats))
    parts += (b',"caveat_reasons":', _objects(advice.caveat_reasons))
    parts += (b',"concessions":', _list([_concession(one) for one in advice.concessions]))
    parts += (b',"vector":', to_json(advice.vector), b',"versions":', to_json(advice.versions))
    parts += (b',"links":', to_json(advice.links), b"}")
    return b"".join(parts)


def _figures(ranked: RankedOption) -> bytes:
    """Return an option up to its reasons, without the end of the object."""
    figures = {
        "option": ranked.option,
        "outcome": ranked.outcome.value,
        "score": ranked.score,
        "range": ranked.range,
        "contributions": ranked.contributions,
        "values": ranked.values,
    }
    return to_json(figures)[:-1]


def _concession(concession: Concession) -> bytes:
    return b'{"option":%b,"give_up":%b}' % (
        _quoted(concession.option),
        _objects(concession.give_up),
    )


def _margin(margin: Margin) -> bytes:
    return b'{"criterion":%b,"points":%a}' % (_quoted(margin.criterion), margin.points)


def _rare(part: object, nothing: bytes) -> bytes:
    """Return what most recommendations do without."""
    return to_json(part) if part else nothing


def _texts(texts: Iterable[str]) -> bytes:
    return _list([_quoted(text) for text in texts])


def _objects(objects: Iterable[Remembered]) -> bytes:
    return _list([one.json for one in objects])


def _list(parts: Iterable[bytes]) -> bytes:
    return b"[%b]" % b",".join(parts)
