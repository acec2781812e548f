"""A model laid out in memory as the library reads it: `Model` in app/native/model.h."""

from array import array
from collections.abc import Iterator
from ctypes import Structure, addressof, c_double, c_int32, c_void_p, create_string_buffer
from itertools import accumulate
from struct import Struct
from typing import Final

from app.domain.circuit import circuit_of
from app.domain.given import PAID
from app.domain.scoring import Model
from app.domain.single_answers import single_answers_of
from app.domain.weightings import factors_of, sample_of

OPTIONS: Final = 8
CRITERIA: Final = 16
ROWS: Final = 128
ANSWERS: Final = 128
FEATURES: Final = 256
"""The largest model that the library takes; it says the same in `limits`."""

_TOUCH: Final = Struct("iiiid")
_EMPHASIS: Final = Struct("id")


class _Tables(Structure):
    _fields_ = (
        *((name, c_int32) for name in ("options", "criteria", "answers", "samples")),
        ("factor", c_double),
        *(
            (name, c_void_p)
            for name in (
                "rows", "points", "standing", "order", "cells", "touched",
                "touches", "emphases", "factors", "luck", "paying", "screened", "ends", "names",
            )
        ),
    )  # fmt: skip


class Tables:
    """A model laid out; `address` is where it stands, as long as this object lives."""

    def __init__(self, model: Model) -> None:
        sample = sample_of(model.scales, ())
        self._arrays = [create_string_buffer(own, len(own)) for own in _arrays(model)]
        self._tables = _Tables(
            len(model.options),
            len(model.scales.criteria),
            len(circuit_of(model).singles),
            sample.samples,
            sample.factor,
            *(addressof(own) for own in self._arrays),
        )
        self.address = addressof(self._tables)


def fits(model: Model) -> bool:
    """Tell whether a model is as small as the library needs it."""
    sizes = (
        (len(model.options), OPTIONS),
        (len(model.scales.criteria), CRITERIA),
        (len(model.scales.criterion_of), ROWS),
        (len(circuit_of(model).singles), ANSWERS),
        (len(model.catalogue.features), FEATURES),
    )
    return all(size <= most for size, most in sizes)


def _arrays(model: Model) -> tuple[bytes, ...]:
    """Return what the pointers of `Model` point to, in their order."""
    criteria = model.scales.criteria
    rows = [row for criterion in criteria for row in criterion.rows]
    firsts = [0]
    for criterion in criteria:
        firsts.append(firsts[-1] + len(criterion.rows))
    names = sorted(row.feature for row in rows)
    singles = circuit_of(model).singles
    touched, touches, emphases = [0], b"", b""
    for own in single_answers_of(model).touches:
        for place, accepts, points, more in own:
            first = len(emphases) // _EMPHASIS.size
            for row, factor in more:
                emphases += _EMPHASIS.pack(firsts[place] + row, factor)
            end = len(emphases) // _EMPHASIS.size
            touches += _TOUCH.pack(place, accepts, first, end, points)
        touched.append(len(touches) // _TOUCH.size)
    keys = [f'{"," if place else "{"}"{own.id}":' for place, own in enumerate(criteria)]
    sample = sample_of(model.scales, ())
    factors, luck = factors_of(len(criteria), sample.samples, sample.factor)
    padded = [[*own, *[0.0] * (CRITERIA - len(own))] for own in factors]
    return (
        array("i", firsts).tobytes(),
        array("d", [criterion.points for criterion in criteria]).tobytes(),
        array("d", [row.weight for row in rows]).tobytes(),
        array("i", [names.index(row.feature) for row in rows]).tobytes(),
        array("d", _cells(model)).tobytes(),
        array("i", touched).tobytes(),
        touches,
        emphases,
        array("d", [factor for own in padded for factor in own]).tobytes(),
        array("d", luck).tobytes(),
        array("i", [PAID.index(own.paid) for own in singles]).tobytes(),
        b"".join(
            array("i", [bits[paid] for bits in found] + [0] * (ANSWERS - len(found))).tobytes()
            for found in ([one.checking for one in singles], [one.failing for one in singles])
            for paid in PAID
        ),
        array("i", accumulate(map(len, keys))).tobytes(),
        "".join(keys).encode(),
    )


def _cells(model: Model) -> Iterator[float]:
    """Yield the points of each cell: without and with a contract, by end, by row, by option."""
    for accepts in (False, True):
        tables = model.tables[accepts]
        for end in ("points", "low", "high", "worst", "best"):
            parts = [zip(*getattr(table, end), strict=True) for table in tables]
            rows = [row for part in parts for row in part]
            for row in (*rows, *[()] * (ROWS - len(rows))):
                yield from row
                yield from [0.0] * (OPTIONS - len(row))
