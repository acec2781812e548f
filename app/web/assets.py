"""Serve our own scripts, styles and pictures under addresses that change with their content."""

from functools import cache
from hashlib import sha256
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.paths import STATIC

MOUNT = "/static"
YEAR = 365 * 24 * 60 * 60  # seconds


@cache
def static_path(name: str) -> str:
    """Return the address of a file in static/, with a hash of its content.

    FileNotFoundError when there is no such file, so that a wrong name fails in the first test.
    """
    return f"{MOUNT}/{name}?v={_hash(name)}"


@cache
def _hash(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:12]


class Assets(StaticFiles):
    """The files in static/: kept for a year when asked for by hash, else asked for again."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with the file and say how long it may be kept."""
        response = await super().get_response(path, scope)
        wanted = parse_qs(scope["query_string"].decode("latin-1")).get("v")
        current = response.status_code in {200, 304} and wanted == [_hash(path)]
        response.headers["Cache-Control"] = (
            f"public, max-age={YEAR}, immutable" if current else "no-cache"
        )
        return response
