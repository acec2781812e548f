"""Quote text for Markdown, so that nothing in it can become syntax, HTML or a table's border."""

import re
from collections.abc import Iterable
from urllib.parse import quote

from app.formats.plain_text import one_line

_SYNTAX = re.compile(r"[\\`*_\[\]<>#|~&!]")
_ENTITIES = {"<": "&lt;", "&": "&amp;"}  # Not every reader of Markdown lets these be escaped.
_ADDRESS_SIGNS = ":/?#@$&+,;=%"  # Not what could end an address or a cell: ( ) [ ] ' | and spaces.


def prose(text: str) -> str:
    """Return text on one line in which each sign that could be syntax is escaped."""
    return _SYNTAX.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), one_line(text))


def link(text: str, address: str) -> str:
    """Return a link that shows `text`."""
    return f"[{prose(text)}]({destination(address)})"


def destination(address: str) -> str:
    """Return an address as a link may hold it."""
    return quote(address, safe=_ADDRESS_SIGNS, errors="replace").replace("&", "&amp;")


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table; its cells are Markdown already."""
    titles = list(header)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
