"""Hand a runbook over as a file: Markdown, a script, a zip bundle or, where possible, a PDF."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fastapi import Response

from app.domain.errors import InvalidInput, Problem
from app.domain.runbook import Runbook
from app.formats import bundle, markdown, pdf, script
from app.web import runbook_pdf

PDF: Final = "pdf"


@dataclass(frozen=True, slots=True)
class Format:
    """How a runbook is written down, and what a browser is told about it."""

    media_type: str
    ending: str
    render: Callable[[Runbook], bytes]


FORMATS: Final = {
    "markdown": Format("text/markdown", "md", lambda runbook: markdown.render(runbook).encode()),
    "script": Format("text/x-shellscript", "sh", lambda runbook: script.render(runbook).encode()),
    "zip": Format("application/zip", "zip", bundle.render),
    PDF: Format("application/pdf", "pdf", runbook_pdf.render),
}


def offered() -> tuple[str, ...]:
    """Return the names of the formats that this server writes; PDF needs an extra."""
    return tuple(name for name in FORMATS if name != PDF or pdf.is_installed())


def file_answer(runbook: Runbook, name: str) -> Response:
    """Return the runbook in the format of this name.

    The file's name is made of an option and a cluster name, both checked: letters, digits, hyphens.
    Raises InvalidInput for a format that this server does not write.
    """
    check_offered(name)
    chosen = FORMATS[name]
    file = f"meshwise-{runbook.option}-{runbook.parameters.cluster_name}.{chosen.ending}"
    return Response(
        chosen.render(runbook),
        media_type=chosen.media_type,
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


def check_offered(name: str) -> None:
    """Raise InvalidInput, with the formats that there are, for one that this server lacks."""
    if name not in offered():
        known = f"This server writes none: the extra {pdf.EXTRA} is not installed."
        told = known if name in FORMATS else "There is no such format."
        raise InvalidInput([Problem("format", told, offered())])
