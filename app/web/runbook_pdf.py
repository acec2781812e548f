"""Write a runbook as PDF, with what its page prints. Only where the extra for it is installed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import TimeoutExpired
from threading import BoundedSemaphore, Lock
from typing import Final

from starlette.exceptions import HTTPException

from app.domain.runbook import Runbook, parameter_fields
from app.formats import pdf
from app.formats.yaml_text import to_yaml
from app.web.render import environment

_STYLE: Final = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
# Writing one takes seconds of a processor. Others wait, but never so many that pages have to.
_LONGEST_WAIT: Final = 20.0  # seconds
_turn, _room = Lock(), BoundedSemaphore(4)


def render(runbook: Runbook) -> bytes:
    """Return the runbook as PDF.

    Raises InvalidInput where this server writes none, and an HTTPException of status 503 where too
    many are being written, or writing takes too long.
    """
    html = sheet(runbook)
    with _own_turn():
        try:
            return pdf.write(html, _STYLE)
        except TimeoutExpired as slow:
            raise _busy() from slow


def sheet(runbook: Runbook) -> str:
    """Return the HTML that the PDF is written from."""
    chosen = runbook.parameters.model_dump(mode="json")
    return (
        environment()
        .get_template("runbook_pdf.html")
        .render(
            runbook=runbook,
            parameters=[(one.name, _text(chosen[one.name])) for one in parameter_fields()],
            made=runbook.catalogue_version,
            own=None,
            to_yaml=to_yaml,
        )
    )


@contextmanager
def _own_turn() -> Iterator[None]:
    if not _room.acquire(blocking=False):
        raise _busy()
    try:
        if not _turn.acquire(timeout=_LONGEST_WAIT):
            raise _busy()
        try:
            yield
        finally:
            _turn.release()
    finally:
        _room.release()


def _busy() -> HTTPException:
    told = "Other PDFs are being written. Try again in a moment."
    return HTTPException(503, told, headers={"Retry-After": "10"})


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "none")
