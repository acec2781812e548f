"""Give runbooks over REST: as JSON, Markdown, a script, a zip bundle or PDF."""

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Body, Header, Query, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from app.domain.errors import Unsupported
from app.domain.recipe import Recipe
from app.domain.runbook import assemble, parse_parameters
from app.web.dependencies import CurrentContent
from app.web.problems import MEDIA_TYPE
from app.web.runbook_bodies import RunbookBody, body_of
from app.web.runbook_files import FORMATS, file_answer, offered
from app.web.runbook_forms import cleaned
from app.web.runbook_reference import PARAMETER_SCHEMA, PROBLEM, REQUESTS
from app.web.runbook_refusal import refuse

router = APIRouter(prefix="/api/runbooks", tags=["runbooks"])

Wanted = Literal["json", "markdown", "script", "zip", "pdf"]
MEDIA_TYPES: Final[dict[str, Wanted]] = {
    "application/json": "json",
    "text/markdown": "markdown",
    "text/x-shellscript": "script",
    "application/x-sh": "script",
    "application/zip": "zip",
    "application/pdf": "pdf",
}


def _problem(description: str, **example: Any) -> dict[str, Any]:
    return {"description": description, "content": {MEDIA_TYPE: example}}


class ReadyBody(BaseModel):
    """An option with a runbook."""

    option: str
    name: str
    version: str
    summary: str
    kubernetes: dict[str, str]
    pins: list[dict[str, str]]
    refused: list[dict[str, str]] = Field(description="Combinations that are refused, and why.")
    page: str


class RunbooksBody(BaseModel):
    """What the runbook of each option gives, and what may be asked."""

    runbooks: list[ReadyBody]
    formats: list[str]
    parameters: dict[str, Any] = Field(description="The JSON schema of the parameters.")


@router.get("")
def list_runbooks(content: CurrentContent) -> RunbooksBody:
    """Return what each runbook gives, and the schema of the parameters."""
    recipes, options = content.runbooks.recipes, content.catalogue.options
    return RunbooksBody(
        runbooks=[_ready(recipes[option.id]) for option in options],
        formats=["json", *offered()],
        parameters=PARAMETER_SCHEMA,
    )


@router.post(
    "/{option}",
    response_model=RunbookBody,
    responses={
        200: {
            "description": "The runbook, in the format asked for.",
            "content": {form.media_type: {} for form in FORMATS.values()},
        },
        404: _problem("There is no runbook for this option."),
        422: _problem(
            "Each field that is wrong with what it takes, or what is supported instead.",
            example=PROBLEM,
        ),
    },
    openapi_extra={
        "requestBody": {
            "content": {"application/json": {"schema": PARAMETER_SCHEMA, "examples": REQUESTS}}
        }
    },
)
def post_runbook(
    content: CurrentContent,
    option: str,
    sent: Annotated[dict[str, Any], Body(default_factory=dict)],
    format: Annotated[Wanted | None, Query(description="Goes before Accept.")] = None,  # noqa: A002
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Return the runbook of an option for these parameters; what is left out has a default.

    The same parameters and catalogue always give the same bytes.
    """
    content.runbooks.recipe(option)
    parameters = parse_parameters(option, cleaned(sent))
    try:
        runbook = assemble(content.catalogue.version, option, parameters, content.runbooks)
    except Unsupported as refusal:
        return refuse(refusal, parameters, content.runbooks)
    wanted = format or _accepted(accept)
    if wanted == "json":
        answer: Response = JSONResponse(body_of(runbook).model_dump(mode="json"))
    else:
        answer = file_answer(runbook, wanted)
    answer.headers["Vary"] = "Accept"
    return answer


def _ready(recipe: Recipe) -> ReadyBody:
    return ReadyBody(
        option=recipe.option,
        name=recipe.name,
        version=recipe.version,
        summary=recipe.summary,
        kubernetes=recipe.kubernetes.model_dump(mode="json"),
        pins=[pin.model_dump(mode="json", exclude={"when"}) for pin in recipe.pins],
        refused=[one.model_dump(mode="json", exclude={"when"}) for one in recipe.barriers],
        page=f"/runbooks/{recipe.option}",
    )


def _accepted(accept: str) -> Wanted:
    """Return the format that a client likes best, JSON when it names none of ours."""
    ranges = [part.partition(";") for part in accept.split(",")]
    liked = sorted(ranges, key=lambda part: -_quality(part[2]))
    names = (MEDIA_TYPES.get(media_type.strip().lower()) for media_type, _, _ in liked)
    written = ("json", *offered())
    return next((name for name in names if name in written), "json")


def _quality(parameters: str) -> float:
    """Return the weight in the parameters of a media range, 1 unless it says so."""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
