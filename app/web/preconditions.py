"""Refuse changes over REST that are not allowed, or not of the newest revision."""

from typing import Annotated, Any, Final

from fastapi import Depends, Header, HTTPException
from fastapi.responses import JSONResponse, Response
from sqlmodel import Session

from app.domain.decisions import Decision
from app.store import decisions
from app.web.access import PRIVATE, Bearer
from app.web.decision_bodies import RevisionBody, body_of, fields_of, headers_of, tag_of
from app.web.problems import MEDIA_TYPE, Answer

IfMatch = Annotated[str, Header(description="The ETag of the revision you read.")]


def problem(description: str) -> dict[str, Any]:
    """Return how the reference describes an answer with a problem document."""
    return {"description": description, "content": {MEDIA_TYPE: {}}}


UNKNOWN: Final = problem("There is nothing behind this id or link, or it allows less.")
INVALID: Final = problem("The fields that are wrong, and what each allows.")
NO_SECRET: Final = problem("The secret of a link is missing.")
WRITES: Final[dict[int | str, dict[str, Any]]] = {401: NO_SECRET, 404: UNKNOWN, 422: INVALID}
READS: Final[dict[int | str, dict[str, Any]]] = {404: UNKNOWN}


async def _required(bearer: Bearer) -> tuple[str, ...]:
    if bearer is None:
        raise HTTPException(
            401, "Send a link's secret as a bearer token.", {"WWW-Authenticate": "Bearer"}
        )
    return (bearer.credentials,)


async def _optional(bearer: Bearer) -> tuple[str, ...]:
    return (bearer.credentials,) if bearer else ()


Required = Annotated[tuple[str, ...], Depends(_required)]
"""The secret that a program has to send."""
Optional = Annotated[tuple[str, ...], Depends(_optional)]
"""The secret that a program may send."""


def matches(if_match: str, decision: Decision) -> bool:
    """Compare tags. Weak ones too: proxies that compress weaken ours, and it names a revision."""
    tags = {tag.strip().removeprefix("W/") for tag in if_match.split(",")}
    return bool(tags & {"*", tag_of(decision)})


def outdated(session: Session, current: Decision, address: str, if_match: str) -> Response:
    """Answer who came too late with the newest revision, and with the one that they had read."""
    read = decisions.find_revision(session, current.id, if_match.strip().strip('W/"'))
    more = {"current": body_of(current, address).model_dump(mode="json")}
    if read is not None:
        more["base"] = RevisionBody(**fields_of(read)).model_dump(mode="json")
    title, detail = "Someone else came first", "Look at `current`, then send your change again."
    return _refuse(412, title, detail, more, headers_of(current))


def no_precondition() -> Response:
    """Answer who does not say which revision they change."""
    return _refuse(428, "If-Match is missing", "Send the ETag of the revision that you read.")


def _refuse(
    status: int,
    title: str,
    detail: str,
    more: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    document = Answer(status, "about:blank", title, detail).document() | (more or {})
    return JSONResponse(document, status, PRIVATE | (headers or {}), media_type=MEDIA_TYPE)
