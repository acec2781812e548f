"""Write HTML as a tagged PDF, with nothing fetched and the same bytes for the same input."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from app.domain.errors import InvalidInput, Problem
from app.formats.pdf_writer import NO_LIBRARY, NO_PANGO

EXTRA: Final = "meshwise[pdf]"
WRITER: Final = Path(__file__).with_name("pdf_writer.py")
LONGEST: Final = 120.0  # seconds; a long runbook takes ten, and far more on a busy machine.
# What finding libraries and fonts takes. The address of the database is not passed on.
_ENVIRONMENT: Final = (
    *("PATH", "HOME", "LANG", "LC_ALL", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH"),
    *("LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "SYSTEMROOT"),
)
_LACKS: Final = {
    NO_LIBRARY: f"the extra {EXTRA} is not installed",
    NO_PANGO: "Pango, a library of the system, is not installed",
}


def is_installed() -> bool:
    """Tell whether the library is there; the system's libraries that it needs may still miss."""
    return find_spec("weasyprint") is not None


def write(html: str, style: str) -> bytes:
    """Return a document as PDF/UA-1 with bookmarks, for one style sheet and nothing else.

    The same fonts and the same input give the same bytes. Raises InvalidInput that says what is
    missing where the library, or a library of the system that it needs, is not installed, and
    TimeoutExpired after LONGEST seconds.
    """
    done = subprocess.run(  # noqa: S603  Our own program; what is written goes to its input.
        [sys.executable, "-P", str(WRITER)],
        input=json.dumps({"html": html, "style": style}).encode(),
        capture_output=True,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        timeout=LONGEST,
        check=False,
    )
    if lacks := _LACKS.get(done.returncode):
        raise InvalidInput([Problem("format", f"This server writes no PDF: {lacks}.")])
    if done.returncode:
        raise RuntimeError(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout
