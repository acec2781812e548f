"""What stands less firmly in a recommendation than when it was saved, in words."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from app.domain.catalogue import Catalogue
from app.domain.decisions import Advice, Revision
from app.domain.outcome import Outcome, ReasonKind, Settled

SHARE: Final = 0.05
"""By how much the share of weightings may fall before that counts as weaker."""

_FIRMNESS: Final = (Settled.OPEN, Settled.LEANING, Settled.SETTLED)
_OUTCOMES: Final = (Outcome.RULED_OUT, Outcome.CONDITIONAL, Outcome.VIABLE, Outcome.RECOMMENDED)
_IN_WORDS: Final = {Outcome.RULED_OUT: "ruled out", Outcome.CONDITIONAL: "to be checked first"}
_DOUBTS: Final = frozenset({ReasonKind.CHECK, ReasonKind.FAILS})


def weaknesses(catalogue: Catalogue, revision: Revision, today: Advice) -> tuple[str, ...]:
    """Return what is weaker in today's advice than in the one that was saved.

    Where another option wins, only what befell the chosen one counts: the rest is about
    another winner and cannot be compared.
    """
    then, now = revision.advice.shown, today.shown
    found = list(_of_choice(catalogue, revision, now))
    if today.winner is not None and today.winner == revision.advice.winner:
        found += _of_winner(then, now)
    return tuple(found)


def _of_winner(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    was, settled = then.get("settled"), now["settled"]
    if was in _FIRMNESS and _FIRMNESS.index(settled) < _FIRMNESS.index(was):
        yield f"It is {settled} now, where it was {was}."
    share, before = now["first_rank_share"], then.get("first_rank_share")
    if before is not None and before - share >= SHARE:
        yield (
            f"It comes first in {share:.0%} of the weightings that fit the answers, "
            f"where it was {before:.0%}."
        )
    if now["too_close_to_call"] and not then.get("too_close_to_call"):
        yield f"It is too close to call now. {now['too_close_to_call']['because']}"
    known = {reason["cell"] for reason in then.get("caveat_reasons", ())}
    for reason in now["caveat_reasons"]:
        if reason["cell"] not in known:
            yield f"There is a new caveat. {reason['text']}"


def _of_choice(catalogue: Catalogue, revision: Revision, now: Mapping[str, Any]) -> Iterator[str]:
    before, after = (
        _place(shown, revision.chosen_option) for shown in (revision.advice.shown, now)
    )
    if before is None:
        return
    if after is None:
        yield "The option that was chosen has left the catalogue."
        return
    outcome = Outcome(after["outcome"])
    if outcome in _IN_WORDS and _OUTCOMES.index(outcome) < _OUTCOMES.index(before["outcome"]):
        name = catalogue.option(revision.chosen_option).short_name
        said = " ".join(one["text"] for one in after["reasons"] if one["kind"] in _DOUBTS)
        yield f"{name}, which was chosen, is {_IN_WORDS[outcome]} now. {said}".strip()


def _place(shown: Mapping[str, Any], option: str) -> Mapping[str, Any] | None:
    return next((one for one in shown.get("ranking", ()) if one["option"] == option), None)
