"""The ranking of a recommendation as JSON by the library, from sentences that are kept for it."""

from collections.abc import Iterable
from ctypes import addressof, c_char, c_char_p, c_void_p, cast, create_string_buffer
from functools import lru_cache
from itertools import chain
from struct import Struct, pack
from typing import Final

from pydantic_core import to_json

from app.domain.advice import Advice
from app.domain.compiled_sums import CompiledSums
from app.domain.given import PAID, Given
from app.domain.kernel import Kernel
from app.domain.kernel_tables import OPTIONS, ROWS
from app.domain.needs import Paid
from app.domain.outcome import Outcome
from app.domain.screening import Verdict
from app.domain.sums import LEAST
from app.domain.wording import wording_of

OUTCOMES: Final = (
    Outcome.RECOMMENDED, Outcome.VIABLE, Outcome.CONDITIONAL, Outcome.RULED_OUT
)  # fmt: skip

_ROOM: Final = 24 * 1024  # bytes that most rankings take at most
_Room = c_char * _ROOM
_TEXT: Final = Struct("Pq")
_SENTENCE: Final = Struct("Pqii")


def compiled_ranking(advice: Advice) -> memoryview | None:
    """Return the options as JSON objects with commas between them; None without the library."""
    sums = advice.ranking.sums
    return _words_of(sums.kernel).written(advice, sums) if isinstance(sums, CompiledSums) else None


class _Words:
    """The texts of one model: those of options and must-haves, and edges once they are told."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._wording = wording_of(kernel.model)
        self._kept: list[object] = []  # The library knows it by its address alone.
        self._must_haves: dict[Paid, dict[tuple[int, int], int]] = {paid: {} for paid in PAID}
        self._numbers = {name: number for number, name in enumerate(self._wording.features)}
        self._buffer = create_string_buffer(kernel.words_size)
        self._address = addressof(self._buffer)
        for number, option in enumerate(kernel.model.options):
            for place, outcome in enumerate(OUTCOMES):
                text = b'{"option":%b,"outcome":%b,' % (to_json(option), to_json(outcome.value))
                self._set(len(OUTCOMES) * number + place, text)
        self._edges = OPTIONS * len(OUTCOMES)

    def written(self, advice: Advice, sums: CompiledSums) -> memoryview:
        """Return the options of some advice as JSON objects, best first."""
        kernel, ranking = self._kernel, advice.ranking
        places = ranking.places
        leader, second, *_ = (*[place.number for place in ranking.contenders], -1, -1)
        known = self._must_haves[ranking.paid]
        asked = [
            known.get(own.key) or self._add_must_haves(own, ranking.paid)
            for own in ranking.givens
            if own.required
        ]
        outcomes = [place.verdict + 1 for place in places]
        if ranking.winner is not None:
            outcomes[0] = 0
        given = (
            self._address,
            bytes([place.number for place in places]),
            bytes(outcomes),
            sums.failing,
            leader,
            second,
            LEAST,
            pack(f"{len(asked)}P", *asked),
            len(asked),
        )
        room = _ROOM
        while True:
            text = _Room() if room == _ROOM else create_string_buffer(room)
            size = kernel.write_ranking(kernel.address, sums.found, *given, text, room)
            if size > 0:
                return memoryview(text)[:size]
            if size == 0:
                room *= 2
            else:
                self._add_edge(-1 - size)

    def _add_edge(self, number: int) -> None:
        """Keep a sentence that is told for the first time."""
        rest, row = divmod(number, ROWS)
        rest, rival = divmod(rest, OPTIONS)
        is_behind, option = divmod(rest, OPTIONS)
        say = self._wording.behind if is_behind else self._wording.ahead
        names = self._kernel.model.options
        passage = say(names[option], names[rival], self._kernel.features[row])
        self._set(self._edges + number, passage.json)

    def _set(self, number: int, text: bytes) -> None:
        self._kept.append(text)
        _TEXT.pack_into(self._buffer, number * _TEXT.size, _address_of(text), len(text))

    def _add_must_haves(self, own: Given, paid: Paid) -> int:
        """Keep what is told about the must-haves of some answers; return where it stands."""
        told = [
            [
                (reason.json, self._numbers[reason.cell.partition(".")[2]], verdict)
                for verdict, passage in zip(reversed(Verdict), by_option, strict=True)
                for reason in passage.reasons
            ]
            for by_option in self._wording.must_haves(own, paid)
        ]
        laid_out = create_string_buffer(_laid_out(told))
        self._kept += (laid_out, told)
        address = self._must_haves[paid][own.key] = addressof(laid_out)
        return address


def _laid_out(told: Iterable[list[tuple[bytes, int, Verdict]]]) -> bytes:
    """Return `MustHaves` of ranking_text.c, for one option after the other."""
    sentences = list(told)
    firsts = [0]
    for own in sentences:
        firsts.append(firsts[-1] + len(own))
    firsts += [firsts[-1]] * (OPTIONS + 2 - len(firsts))
    parts = [
        _SENTENCE.pack(_address_of(text), len(text), feature, verdict)
        for text, feature, verdict in chain(*sentences)
    ]
    return pack(f"{len(firsts)}i", *firsts) + b"".join(parts)


def _address_of(text: bytes) -> int:
    return cast(c_char_p(text), c_void_p).value or 0


@lru_cache(maxsize=8)
def _words_of(kernel: Kernel) -> _Words:
    return _Words(kernel)
