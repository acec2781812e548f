"""Why a message did not arrive."""


class Undelivered(Exception):  # noqa: N818  It is an answer, not a fault.
    """The message did not arrive; `str()` says why. `is_final`: so it will stay."""

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        super().__init__(why)
        self.is_final = is_final
