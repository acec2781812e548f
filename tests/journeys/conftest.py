"""A real server and a real browser; each visitor comes with and without JavaScript."""

import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pydantic import HttpUrl, SecretStr

from app.main import create_app
from app.settings import Settings
from app.store.migrate import migrate

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# Chromium notes every page that is answered so; to a visitor they are ordinary form errors.
REFUSED = re.compile(r"Failed to load resource: .* status of (409|422)")

PATIENCE = 20_000  # milliseconds; a busy machine is no fault, and what is there is not waited for
expect.set_options(timeout=PATIENCE)

OpenContext = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with an empty database."""
    database = f"sqlite:///{tmp_path_factory.mktemp('journeys')}/meshwise.db"
    migrate(database)
    listener = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    settings = Settings(database_url=SecretStr(database), public_url=HttpUrl(url))
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_config=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield url
    server.should_exit = True
    thread.join(timeout=10)
    listener.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, or the one that Playwright brought."""
    names = ("chromium", "chromium-browser", "google-chrome")
    installed = next((path for name in names if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=installed, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture(params=[True, False], ids=["with-javascript", "without-javascript"])
def has_javascript(request: pytest.FixtureRequest) -> bool:
    """Whether the visitor's browser runs scripts."""
    return bool(request.param)


@pytest.fixture
def open_context(browser: Browser, address: str, has_javascript: bool) -> Iterator[OpenContext]:  # noqa: FBT001
    """Open browsers that share nothing; each page's console must stay silent to the end."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(**options: object) -> BrowserContext:
        context = browser.new_context(
            base_url=address,
            java_script_enabled=has_javascript,
            **options,  # type: ignore[arg-type]
        )
        context.on("console", lambda message: complaints.append(message.text))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        contexts.append(context)
        return context

    yield open_one
    for context in contexts:
        context.close()
    assert [one for one in complaints if not REFUSED.search(one)] == []


@pytest.fixture
def visitor(open_context: OpenContext) -> Page:
    """A page in a fresh browser that may download."""
    return open_context(accept_downloads=True).new_page()
