"""The command that asks whether the pages behind the evidence are still there."""

import argparse
from http import HTTPStatus

from app.commands.parsing import Commands, add
from app.content.load import load_content
from app.delivery.pages import Ask, status_of, statuses_of
from app.formats.plain_text import one_line


def add_to(commands: Commands) -> None:
    """Add `links`."""
    asking = add(commands, "links", print_links, "ask whether every source is still there")
    asking.epilog = "Exit status: 0 no page is gone, 1 some are. It asks the hosts of all sources."
    asking.add_argument("--kind", default="", help="only sources of this kind, such as docs")


def print_links(given: argparse.Namespace, ask: Ask = status_of, pause: float | None = None) -> int:
    """Print pages that are gone, and those of which nobody would tell; return 1 for gone ones."""
    sources = [
        source
        for source in load_content().catalogue.sources.values()
        if given.kind in {"", source.kind}
    ]
    ids: dict[str, list[str]] = {}
    for source in sources:
        ids.setdefault(source.url, []).append(source.id)
    timing = {} if pause is None else {"pause": pause}
    gone = unclear = 0
    for url, status in statuses_of(ids, ask, **timing):
        if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
            gone += 1
            print(one_line(f"gone ({status}): {', '.join(ids[url])}: {url}"))
        elif not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            unclear += 1
            why = status or "no answer"
            print(one_line(f"not told ({why}): {', '.join(ids[url])}: {url}"))
    print(f"{len(ids)} pages asked: {gone} gone, {unclear} not told.")
    return 1 if gone else 0
