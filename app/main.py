"""Put the application together: the only place that knows every part."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from app.content.load import load_content
from app.settings import Settings
from app.store.engine import connect
from app.web import comparison, health, home, options, sources
from app.web.assets import MOUNT, Assets
from app.web.guard import SameOriginWrites, SecurityHeaders
from app.web.observe import RequestLog
from app.web.problems import answer_problems
from app.web.revalidate import Revalidate

LARGEST_BODY = 64 * 1024  # bytes; a route that takes more says so itself
ROUTERS = (
    health.router,
    home.router,
    comparison.router,
    options.router,
    sources.router,
)


def create_app(settings: Settings) -> FastAPI:
    """Return the application; a mistake in the content stops it here, before it listens."""
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
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=6),
            Middleware(Revalidate),
        ],
    )
    app.state.settings = settings
    app.state.content = load_content()
    for router in ROUTERS:
        app.include_router(router)
    app.mount(MOUNT, Assets(), name="static")
    answer_problems(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.engine = connect(app.state.settings.database_url.get_secret_value())
    yield
    app.state.engine.dispose()


def __getattr__(name: str) -> Any:
    """Make `app` when it is first asked for, so that importing this module does nothing."""
    if name == "app":
        globals()["app"] = create_app(Settings())
        return globals()["app"]
    raise AttributeError(name)
