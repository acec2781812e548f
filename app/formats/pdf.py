"""Write HTML as a tagged PDF, with nothing fetched and the same bytes for the same input."""

import hashlib
from importlib.util import find_spec

from app.domain.errors import InvalidInput, Problem

LIBRARY = "weasyprint"
EXTRA = "meshwise[pdf]"


def is_installed() -> bool:
    """Tell whether the library is there; the system's libraries that it needs may still miss."""
    return find_spec(LIBRARY) is not None


def write(html: str, style: str) -> bytes:
    """Return a document as PDF/UA-1 with bookmarks, for one style sheet and nothing else.

    The same fonts and the same input give the same bytes. Raises InvalidInput that says what is
    missing where the library, or a library of the system that it needs, is not installed.
    """
    try:
        import weasyprint  # noqa: PLC0415  An extra, and slow to load.
    except ImportError as error:
        raise _unavailable(f"the extra {EXTRA} is not installed") from error
    except OSError as error:
        raise _unavailable("Pango, a library of the system, is not installed") from error
    nothing = weasyprint.URLFetcher(allowed_protocols=())
    document = weasyprint.HTML(string=html, url_fetcher=nothing)
    written: bytes = document.write_pdf(
        stylesheets=[weasyprint.CSS(string=style, url_fetcher=nothing)],
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256((html + style).encode()).digest()[:16],
    )
    return written


def _unavailable(why: str) -> InvalidInput:
    return InvalidInput([Problem("format", f"This server writes no PDF: {why}.")])
