"""A visit to a saved decision or a team: what nearly every route behind a link needs."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from app.content.load import Content
from app.settings import Settings
from app.web.access import Secrets
from app.web.dependencies import CurrentContent, CurrentSettings, Reading, Writing


@dataclass(frozen=True, slots=True)
class Visit:
    """A request with all that answers it, and the links' secrets that the browser holds."""

    request: Request
    content: Content
    settings: Settings
    session: Session
    secrets: tuple[str, ...]


def _reading(
    request: Request,
    content: CurrentContent,
    settings: CurrentSettings,
    session: Reading,
    secrets: Secrets,
) -> Visit:
    return Visit(request, content, settings, session, secrets)


def _writing(
    request: Request,
    content: CurrentContent,
    settings: CurrentSettings,
    session: Writing,
    secrets: Secrets,
) -> Visit:
    return Visit(request, content, settings, session, secrets)


ReadingVisit = Annotated[Visit, Depends(_reading, scope="function")]
WritingVisit = Annotated[Visit, Depends(_writing, scope="function")]
