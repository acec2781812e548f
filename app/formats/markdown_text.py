"""Quote text for Markdown, so that nothing in it can become syntax, HTML or a table's border."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from app.formats.plain_text import one_line

_SYNTAX = re.compile(r"[\\`*_\[\]<>#|~&!]")
# What readers of Markdown add to it: mathematics, links of bare addresses, templates of a site.
_TYPED = re.compile(r"[\\`*_\[\]<>#|~&!${}^]|(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)
_BLOCK = re.compile(r"^(?:[-+=:]|\d+(?=[.)]))")
# Not every reader of Markdown lets these be escaped.
_ENTITIES = {"<": "&lt;", "&": "&amp;", "{": "&#123;", "}": "&#125;"}
_ADDRESS_SIGNS = ":/?#@$&+,;=%"  # Not what could end an address or a cell: ( ) [ ] ' | and spaces.


def prose(text: str) -> str:
    """Return text on one line in which each sign that could be syntax is escaped."""
    return _SYNTAX.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), one_line(text))


def typed(text: str) -> str:
    """Return what a user typed on one line, with all of it escaped that any reader might read."""
    return _TYPED.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), one_line(text))


def paragraphs(text: str) -> str:
    """Return what a user typed on several lines; its line ends stay and nothing starts a block."""
    blocks = ("\\\n".join(_lines(block)) for block in re.split(r"\n\s*\n", text))
    return "\n\n".join(filter(None, blocks))


def _lines(block: str) -> Iterator[str]:
    for line in block.split("\n"):
        if quoted := typed(line):
            yield _BLOCK.sub(lambda found: f"{found[0][:-1]}&#{ord(found[0][-1])};", quoted)


def code(text: str) -> str:
    """Return a code span whose marks are longer than any run of backticks inside."""
    marks = marks_around(text, least=1)
    return f"{marks} {text} {marks}" if "`" in text else f"{marks}{text}{marks}"


def marks_around(text: str, *, least: int) -> str:
    """Return so many backticks that none inside of `text` can end what they begin."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    return "`" * max(least, longest + 1)


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
