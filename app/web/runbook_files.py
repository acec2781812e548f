"""Hand a runbook over as a file: Markdown, a script or a zip bundle."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from fastapi import Response

from app.domain.runbook import Runbook
from app.formats import bundle, markdown, script


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
}


def file_answer(runbook: Runbook, name: str) -> Response:
    """Return the runbook in the format of this name; KeyError for one that does not exist.

    The file's name is made of an option and a cluster name, both checked: letters, digits, hyphens.
    """
    chosen = FORMATS[name]
    file = f"meshwise-{runbook.option}-{runbook.parameters.cluster_name}.{chosen.ending}"
    return Response(
        chosen.render(runbook),
        media_type=chosen.media_type,
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )
