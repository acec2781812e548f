"""What a route may ask for, named for what it may do with it."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from app.content.load import Content
from app.settings import Settings
from app.store.engine import READERS, WRITERS, WRITES


# Async, because a plain function would cost each request a trip through a worker thread.
async def _content(request: Request) -> Content:
    content: Content = request.app.state.content
    return content


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _reading(request: Request) -> Iterator[Session]:
    with Session(request.app.state.engine) as session:
        yield session


def _writing(request: Request) -> Iterator[Session]:
    engine = request.app.state.engine.execution_options(**WRITES)
    with Session(engine) as session, session.begin():
        yield session


CurrentContent = Annotated[Content, Depends(_content)]
CurrentSettings = Annotated[Settings, Depends(_settings)]

# scope="function" ends the transaction before the answer leaves, so that a failed commit is a
# 500 and never a lie. max_concurrency queues requests without holding a worker thread.
Reading = Annotated[Session, Depends(_reading, scope="function", max_concurrency=READERS)]
Writing = Annotated[Session, Depends(_writing, scope="function", max_concurrency=WRITERS)]
