"""The functions of the library in app/native, for one model."""

from collections.abc import Mapping
from ctypes import CDLL, c_double, c_int32, c_int64, c_void_p
from struct import Struct
from typing import Any

from app.domain.kernel_tables import Tables
from app.domain.scoring import Model
from app.domain.weightings import sample_of


class Kernel:
    """A library, and a model laid out for it at `address`.

    `size` is that of its `Sums` in bytes: `head` reads how they begin, `figures` what follows,
    and `numbers` one number a criterion. `features` are by row.
    """

    def __init__(self, library: CDLL, model: Model) -> None:
        options, criteria = len(model.options), len(model.scales.criteria)
        self.model = model
        self._tables = Tables(model)
        self.address = self._tables.address
        self.options = options
        self.criteria = criteria
        self.names = tuple(model.scales.criterion_by_id)
        self.features = tuple(row.feature for own in model.scales.criteria for row in own.rows)
        self.samples = sample_of(model.scales, ()).samples
        self.numbers = Struct(f"{criteria}d")
        self.head = Struct(f"3i4x{2 * criteria + options}d")
        self.figures = Struct(f"{2 * options + 3 * options * criteria}d")
        self.size: int = library.sums_size()
        self.words_size: int = library.words_size()
        pointer, number, figure = c_void_p, c_int32, c_double

        def function(name: str, result: Any, *more: Any) -> Any:
            """Return a function of a model and its sums, and more."""
            found = library[name]
            found.argtypes = (pointer, pointer, *more)
            found.restype = result
            return found

        self.weigh = function("weigh", None, pointer, number, pointer)
        self.changing = function("changing", None, pointer, number, figure, pointer)
        self.lost = function("lost", number, number, number)
        self.overlapping = function("overlapping", number, number)
        self.edges = function("edges", None, number, number, figure, pointer)
        self.write_ranking = function(
            "write_ranking", c_int64, pointer, pointer, pointer, number, number, number, figure,
            pointer, number, pointer, c_int64,
        )  # fmt: skip

    def fixed(self, given: Mapping[str, float]) -> tuple[int, bytes]:
        """Return given weights: those of which criteria they are, as bits, and all of them."""
        bits = sum([1 << place for place, name in enumerate(self.names) if name in given])
        return bits, self.numbers.pack(*[given.get(name, 0.0) for name in self.names])
