"""The ranking of a recommendation as JSON by the library, from sentences that are kept for it."""

from collections.abc import Iterable, Sequence
from ctypes import addressof, c_char, c_char_p, c_void_p, cast, create_string_buffer
from functools import lru_cache
from struct import Struct, pack
from typing import Final

from pydantic_core import to_json

from app.domain.assessment import Assessment
from app.domain.compiled_sums import CompiledSums
from app.domain.given import PAID, Given
from app.domain.kernel import Kernel
from app.domain.kernel_tables import OPTIONS, ROWS
from app.domain.needs import Paid
from app.domain.outcome import Outcome, Reason
from app.domain.reasons import ORDER
from app.domain.sums import LEAST
from app.domain.wording import wording_of

OUTCOMES: Final = (
    Outcome.RECOMMENDED, Outcome.VIABLE, Outcome.CONDITIONAL, Outcome.RULED_OUT
)  # fmt: skip

_ROOM: Final = 24 * 1024  # bytes that most rankings take at most
_Room = c_char * _ROOM
_TEXT: Final = Struct("Pq")
_SENTENCE: Final = Struct("Pqii")


def compiled_ranking(assessment: Assessment) -> memoryview | None:
    """Return the options as JSON objects with commas between them; None without the library."""
    sums = assessment.ranking.sums
    return (
        _words_of(sums.kernel).written(assessment, sums) if isinstance(sums, CompiledSums) else None
    )


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

    def written(self, assessment: Assessment, sums: CompiledSums) -> memoryview:
        """Return the options of some assessment as JSON objects, best first."""
        kernel, ranking = self._kernel, assessment.ranking
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
        reason = say(names[option], names[rival], self._kernel.features[row])
        self._set(self._edges + number, reason.json)

    def _set(self, number: int, text: bytes) -> None:
        self._kept.append(text)
        _TEXT.pack_into(self._buffer, number * _TEXT.size, _address_of(text), len(text))

    def _add_must_haves(self, own: Given, paid: Paid) -> int:
        """Keep what is told about the must-haves of some answers; return where it stands."""
        told = self._wording.must_haves(own, paid)
        laid_out = create_string_buffer(self._laid_out(told))
        self._kept += (laid_out, told)
        address = self._must_haves[paid][own.key] = addressof(laid_out)
        return address

    def _laid_out(self, told: Iterable[Sequence[Reason]]) -> bytes:
        """Return `MustHaves` of ranking_text.c, for one option after the other."""
        firsts, sentences = [0], b""
        for reasons in told:
            for reason in reasons:
                feature = self._numbers[reason.cell.partition(".")[2]]
                at, size = _address_of(reason.json), len(reason.json)
                sentences += _SENTENCE.pack(at, size, feature, ORDER.index(reason.kind))
            firsts.append(len(sentences) // _SENTENCE.size)
        firsts += [firsts[-1]] * (OPTIONS + 2 - len(firsts))
        return pack(f"{len(firsts)}i", *firsts) + sentences


def _address_of(text: bytes) -> int:
    return cast(c_char_p(text), c_void_p).value or 0


@lru_cache(maxsize=8)
def _words_of(kernel: Kernel) -> _Words:
    return _Words(kernel)
