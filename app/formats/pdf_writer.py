"""Write a PDF in a process of its own: HTML and style come in as JSON, the file goes out.

Run by its path and alone, so that the memory and the seconds of a processor that it takes are its
own. Exits with NO_LIBRARY or NO_PANGO where it cannot begin.
"""

import hashlib
import json
import sys
from typing import Final

NO_LIBRARY: Final = 3
NO_PANGO: Final = 4


def main() -> None:
    """Read the order from standard input and write the PDF to standard output."""
    try:
        import weasyprint  # noqa: PLC0415  Its absence is an answer.
    except ImportError:
        sys.exit(NO_LIBRARY)
    except OSError:
        sys.exit(NO_PANGO)
    order = json.load(sys.stdin.buffer)
    nothing = weasyprint.URLFetcher(allowed_protocols=())
    style = weasyprint.CSS(string=order["style"], url_fetcher=nothing)
    written = weasyprint.HTML(string=order["html"], url_fetcher=nothing).write_pdf(
        stylesheets=[style],
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(json.dumps(order).encode()).digest()[:16],
    )
    sys.stdout.buffer.write(written)


if __name__ == "__main__":
    main()
