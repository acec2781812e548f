"""Show the runbook of an option for its parameters, and hand it over as a file."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import QueryParams

from app.content.load import Content
from app.domain.alternatives import Alternative, alternatives
from app.domain.catalogue import Option
from app.domain.errors import InvalidInput, NotFound, Problem, Unsupported
from app.domain.recipe import Recipe
from app.domain.runbook import Runbook, assemble, parse_parameters
from app.domain.runbook_choices import Platform, Tool
from app.formats.yaml_text import to_yaml
from app.web.answers import read_asked
from app.web.cluster_link import CLUSTER, compare_link, kept_of
from app.web.cluster_remarks import own_cluster_of
from app.web.dependencies import CurrentContent
from app.web.render import page
from app.web.runbook_files import PDF, check_offered, file_answer, offered
from app.web.runbook_forms import FIELDS, Typed, cleaned, query_of, read_typed

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of a link: a runbook, or why there is none."""

    option: Option
    typed: Typed
    runbook: Runbook | None = None
    problems: tuple[Problem, ...] = ()
    refusal: Unsupported | None = None
    nearest: tuple[Alternative, ...] = ()

    @property
    def status(self) -> int:
        """The status of the page that shows it."""
        return 200 if self.runbook else 422


@router.get("/runbooks")
def list_runbooks(request: Request, content: CurrentContent) -> HTMLResponse:
    """Show what the runbook of each option gives, pins and refuses."""
    recipes = content.runbooks.recipes
    catalogue = content.catalogue
    return page(
        request,
        "runbooks.html",
        recipes=[(one, recipes[one.id]) for one in catalogue.options],
        platforms_of=platforms_of,
        tools_of=tools_of,
    )


@router.get("/runbooks/{option}")
def show_runbook(request: Request, content: CurrentContent, option: str) -> HTMLResponse:
    """Show the form and the runbook for the parameters in the URL."""
    return runbook_page(
        request, content, prepare(content, known_option(content, option), request.query_params)
    )


@router.get("/runbooks/{option}/download")
def download_runbook(
    request: Request,
    content: CurrentContent,
    option: str,
    format: str = "zip",  # noqa: A002
) -> Response:
    """Hand over the runbook for the parameters in the URL; the page says what is wrong in them."""
    known = known_option(content, option)
    check_offered(format)
    prepared = prepare(content, known, request.query_params)
    if prepared.runbook is None:
        return runbook_page(request, content, prepared)
    return file_answer(prepared.runbook, format)


def platforms_of(recipe: Recipe) -> tuple[Platform, ...]:
    """Return the platforms that no barrier rules out whatever else is chosen."""
    return tuple(one for one in Platform if one not in closed_values(recipe, "platform"))


def tools_of(recipe: Recipe) -> tuple[Tool, ...]:
    """Return the tools that no barrier rules out whatever else is chosen."""
    return tuple(one for one in Tool if one not in closed_values(recipe, "tool"))


def closed_values(recipe: Recipe, name: str) -> set[str]:
    """Return the values of a parameter that are refused whatever else is chosen."""
    alone = (barrier.when[name] for barrier in recipe.barriers if set(barrier.when) == {name})
    return {value for values in alone for value in values}


def known_option(content: Content, option: str) -> Option:
    """Return the option of this id; NotFound where there is none."""
    for known in content.catalogue.options:
        if known.id == option:
            return known
    raise NotFound(f"There is no option called “{option}”.")


def prepare(content: Content, option: Option, query: QueryParams) -> Prepared:
    """Return what becomes of a link with this query.

    Raises InvalidInput where there are too many parameters to be a link of ours.
    """
    typed = read_typed(content, option.id, query)
    try:
        parameters = parse_parameters(option.id, cleaned(typed.texts))
    except InvalidInput as error:
        return Prepared(option, typed, problems=error.problems)
    version = content.catalogue.version
    try:
        runbook = assemble(version, option.id, parameters, content.runbooks)
    except Unsupported as refusal:
        nearest = alternatives(parameters, content.runbooks)
        return Prepared(option, typed, refusal=refusal, nearest=nearest)
    return Prepared(option, typed, runbook)


def runbook_page(request: Request, content: Content, prepared: Prepared) -> HTMLResponse:
    """Show the form, and below it the runbook or why there is none."""
    asked = read_asked(content, request.query_params, carried=CLUSTER)
    return page(
        request,
        "runbook.html",
        status=prepared.status,
        option=prepared.option,
        recipe=content.runbooks.recipe(prepared.option.id),
        names={option.id: option.name for option in content.catalogue.options},
        fields=FIELDS,
        closed_values=closed_values,
        typed=prepared.typed,
        runbook=prepared.runbook,
        problems=prepared.problems,
        errors={problem.field: problem for problem in prepared.problems},
        refusal=prepared.refusal,
        nearest=prepared.nearest,
        query_of=query_of,
        own=own_cluster_of(content, asked, prepared.option.id),
        compare_link=compare_link(asked),
        kept=kept_of(asked),
        content=content,
        to_yaml=to_yaml,
        with_pdf=PDF in offered(),
    )
