"""Put the application together: the only place that knows every part."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.middleware import Middleware

from app.content.load import Content, load_content
from app.domain.compiled_sums import use
from app.domain.grounds import grounds_of
from app.native.library import load_kernel
from app.settings import Settings
from app.store import grounds
from app.store.engine import WRITES, connect, is_sqlite
from app.store.migrate import is_current, migrate
from app.web import problems
from app.web.assets import MOUNT, Assets
from app.web.compress import Compress
from app.web.guard import SameOriginWrites, SecurityHeaders
from app.web.observe import RequestLog
from app.web.revalidate import Revalidate
from app.web.routers import ROUTERS

LARGEST_BODY = 64 * 1024  # bytes; a route that takes more says so itself


def create_app(settings: Settings, content: Content | None = None) -> FastAPI:
    """Return the application; a mistake in the content stops it here, before it listens.

    `content` is read from the files unless it is given.
    """
    app = FastAPI(
        title="Meshwise",
        summary="Choose a Kubernetes service mesh with evidence.",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        max_body_size=LARGEST_BODY,
        middleware=[  # outermost first
            Middleware(RequestLog),
            Middleware(SecurityHeaders),
            Middleware(SameOriginWrites, public_url=str(settings.public_url)),
            Middleware(Compress),
            Middleware(Revalidate),
        ],
    )
    app.state.settings = settings
    app.state.content = content or load_content()
    use(load_kernel())
    app.state.prepared = {}
    first, *others = ROUTERS
    app.router.routes += first.routes  # Not included, which would look for its routes twice.
    for router in others:
        app.include_router(router)
    app.mount(MOUNT, Assets(), name="static")
    problems.answer_problems(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.engine = _open_database(app.state.settings.database_url.get_secret_value())
    _keep_grounds(app.state.engine, app.state.content)
    yield
    app.state.engine.dispose()


def _keep_grounds(engine: Engine, content: Content) -> None:
    """Save what recommendations rest on from now on: decisions name it by its id."""
    with Session(engine.execution_options(**WRITES)) as session, session.begin():
        grounds.keep(session, grounds_of(content.catalogue, content.graph, content.scales))


def _open_database(url: str) -> Engine:
    """Connect; a SQLite file is migrated on the way, a server is not: others may use it."""
    if is_sqlite(url):
        migrate(url)
    elif not is_current(url):
        raise RuntimeError("The database is not up to date. Run `meshwise migrate` first.")
    return connect(url)


def __getattr__(name: str) -> Any:
    """Make `app` when it is first asked for, so that importing this module does nothing."""
    if name == "app":
        globals()["app"] = create_app(Settings())
        return globals()["app"]
    raise AttributeError(name)
