"""Translate every refusal and failure once: a problem document for programs, a page for people.

The documents follow RFC 9457; `errors` is our extension: field, message and what is allowed.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException

from app.domain.errors import InvalidInput, NotFound, Problem, Refusal, Unsupported
from app.domain.proposal import allowed_in
from app.web.guard import POLICY
from app.web.render import page

router = APIRouter(include_in_schema=False)

MEDIA_TYPE = "application/problem+json"
FILES = (".csv", ".json", ".md")  # What the comparison is handed over as.
STATUS: dict[type[Refusal], int] = {InvalidInput: 422, NotFound: 404, Unsupported: 422}
KINDS: dict[type[Refusal], str] = {
    InvalidInput: "/problems/invalid-input",
    NotFound: "/problems/not-found",
    Unsupported: "/problems/unsupported",
}


@router.get("/problems/{kind}")
def show_problem_kind(request: Request, kind: str) -> HTMLResponse:
    """Say what a kind of problem means; its address is the `type` of the documents."""
    kinds = {path: refusal for refusal, path in KINDS.items()}
    refusal = kinds.get(f"/problems/{kind}")
    if refusal is None:
        raise NotFound(f"There is no kind of problem called “{kind}”.")
    answered = STATUS[refusal]
    return page(request, "problem_kind.html", kind=kind, refusal=refusal, answered=answered)


@dataclass(frozen=True, slots=True)
class Answer:
    """What went wrong, ready to be written down either way."""

    status: int
    kind: str
    title: str
    detail: str
    errors: tuple[Problem, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return the members of the problem document."""
        return {
            "type": self.kind,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "errors": [asdict(problem) for problem in self.errors],
        }


def answer_problems(app: FastAPI) -> None:
    """Register one handler per kind of error on `app`."""

    @app.exception_handler(Refusal)
    def refusal(request: Request, error: Refusal) -> Response:
        return respond(request, describe(error))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        return respond(request, describe(InvalidInput(problems_of(error.errors()))))

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        title = HTTPStatus(error.status_code).phrase
        response = respond(request, Answer(error.status_code, "about:blank", title, error.detail))
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(Exception)
    def failure(_request: Request, _error: Exception) -> Response:
        # Answered outside of all middleware, so the headers are added here.
        return PlainTextResponse("Something broke here. It was logged.", 500, headers=POLICY)


def describe(error: Refusal) -> Answer:
    """Return the answer to a refusal."""
    kind = next(each for each in type(error).__mro__ if each in STATUS)
    return Answer(
        status=STATUS[kind],
        kind=KINDS[kind],
        title=error.title,
        detail=str(error),
        errors=error.problems if isinstance(error, InvalidInput) else (),
    )


def problems_of(errors: Sequence[Any]) -> tuple[Problem, ...]:
    """Read pydantic's list of errors; the place in the body becomes a dotted field."""
    return tuple(
        Problem(
            field=_field(error),
            message=_message(error),
            allowed=allowed_in(error),
        )
        for error in errors
    )


def respond(request: Request, answer: Answer) -> Response:
    """Answer with a problem document or a page, as the client wishes."""
    if wants_document(request):
        return JSONResponse(answer.document(), answer.status, media_type=MEDIA_TYPE)
    return page(request, "problem.html", part="_problem.html", status=answer.status, answer=answer)


def wants_document(request: Request) -> bool:
    """Tell a program from a browser: by path where the API lives, else by Accept."""
    path, accept = request.url.path, request.headers.get("Accept", "")
    return (
        path.startswith(("/recommend", "/api/", "/feeds/"))
        or path.endswith(FILES)
        or ("json" in accept and "text/html" not in accept)
    )


def _field(error: Any) -> str:
    """Return where a value stands, as a dotted name; of what cannot be read it is the body."""
    place = error["loc"]
    if place and place[0] in {"body", "query", "path"}:
        place = place[1:]
    is_broken = error["type"] == "json_invalid"
    return "body" if is_broken else ".".join(map(str, place)) or "body"


def _message(error: Any) -> str:
    if error["type"] == "json_invalid":
        position = f", at character {error['loc'][1]}" if len(error["loc"]) > 1 else ""
        return f"This is not JSON{position}: {error['ctx']['error'].rstrip('.')}."
    return str(error["msg"].removeprefix("Value error, "))
