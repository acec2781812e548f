"""Ask whether pages are still there: kindly, one at a time for each host."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from http.client import HTTPException
from time import sleep
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

PATIENCE: Final = 20.0  # seconds for one page
PAUSE: Final = 0.5  # seconds between two pages of one host
HOSTS_AT_ONCE: Final = 8
# Some servers refuse to answer about a page without sending it.
REFUSES_HEAD: Final = frozenset(
    {HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED}
)

Ask = Callable[[str], int]
"""Return the status of an address, redirects followed; 0 when nobody answers."""


def status_of(url: str) -> int:
    """Return the status of an http or https address, redirects followed; 0 without an answer."""
    status = _status("HEAD", url)
    return _status("GET", url) if status in REFUSES_HEAD else status


def statuses_of(
    urls: Iterable[str], ask: Ask = status_of, pause: float = PAUSE
) -> Iterator[tuple[str, int]]:
    """Yield each address once with its status, host by host, several hosts at a time."""
    by_host: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        by_host.setdefault(urlsplit(url).netloc, []).append(url)

    def asked(found: list[str]) -> list[tuple[str, int]]:
        statuses = []
        for url in found:
            statuses.append((url, ask(url)))
            sleep(pause)
        return statuses

    with ThreadPoolExecutor(HOSTS_AT_ONCE) as hosts:
        for statuses in hosts.map(asked, by_host.values()):
            yield from statuses


def _status(method: str, url: str) -> int:
    if urlsplit(url).scheme not in {"http", "https"}:
        return 0
    request = Request(url, method=method, headers={"User-Agent": "meshwise-links"})  # noqa: S310  Its scheme was checked.
    try:
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310  As above.
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except (OSError, HTTPException, ValueError):
        return 0
