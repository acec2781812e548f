"""The command that serves."""

import argparse
import gc

import uvicorn
from pydantic import HttpUrl

from app.commands.database import BEHIND, MIGRATE
from app.commands.parsing import Commands, add
from app.domain.errors import Unsupported
from app.main import create_app
from app.settings import Settings
from app.store.engine import is_sqlite
from app.store.migrate import is_current

GRACE = 20  # seconds that requests in flight have to end
NEW_OBJECTS = 20_000  # that make the garbage collector look at them; a request makes far fewer


def add_to(commands: Commands) -> None:
    """Add `serve`."""
    serving = add(commands, "serve", serve, "serve pages and API")
    serving.add_argument("--host", default="127.0.0.1", help="address to listen on")
    serving.add_argument("--port", default=8000, type=int, help="port to listen on")


def serve(given: argparse.Namespace) -> int:
    """Serve pages and API; a SQLite database is migrated first, another one has to be."""
    settings = _settings(given.host, given.port)
    url = settings.database_url.get_secret_value()
    if not is_sqlite(url) and not is_current(url):
        raise Unsupported(BEHIND, MIGRATE)
    app = create_app(settings)
    settle_memory()
    uvicorn.run(
        app,
        host=given.host,
        port=given.port,
        log_level=settings.log_level.lower(),
        access_log=False,  # It would write down paths, and a decision's path is its permission.
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    return 0


def settle_memory() -> None:
    """Keep what was read at the start out of the way of the garbage collector.

    The content is large and lives as long as the process; looking through it again and again
    cost a fifth of a recommendation.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)


def _settings(host: str, port: int) -> Settings:
    """Read the settings; without a public address of its own, the server's is what people type."""
    settings = Settings()
    if "public_url" in settings.model_fields_set:
        return settings
    everywhere = {"0.0.0.0", "::"}  # noqa: S104  Compared with, not listened on.
    name = "127.0.0.1" if host in everywhere else f"[{host}]" if ":" in host else host
    return settings.model_copy(update={"public_url": HttpUrl(f"http://{name}:{port}")})
