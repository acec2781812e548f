"""Choose for several clusters at once: the best option for each, and the best single one."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.content.load import Content
from app.domain.cluster_fleet import MAX_CLUSTERS, Fleet, choose_for_fleet
from app.domain.errors import InvalidInput, Problem
from app.domain.outcome import Recommendation
from app.domain.questions import Answers
from app.domain.recommend import recommend
from app.domain.sent_answers import parse_answers
from app.domain.vector import is_vector
from app.web.answers import Asked
from app.web.dependencies import CurrentContent
from app.web.recommendation_bodies import Given
from app.web.render import page
from app.web.reopened import read_pasted

router = APIRouter()

_FLEET: Final = TypeAdapter(Fleet)
_LONGEST: Final = 60_000
EXAMPLES: Final[dict[str, Any]] = {
    "two": {
        "summary": "Two clusters with different needs",
        "value": {
            "clusters": {
                "shop-eu": {"goals": ["mtls"], "priority": "simplicity", "platform": "eks"},
                "factory": {"goals": ["mtls"], "cni": "cilium", "workloads": ["vms"]},
            }
        },
    }
}
PROBLEM: Final[dict[str, Any]] = {
    "type": "/problems/invalid-input",
    "title": "The input is not valid",
    "status": 422,
    "detail": "clusters.factory.cni: There is no such answer flannel.",
    "errors": [
        {
            "field": "clusters.factory.cni",
            "message": "There is no such answer flannel.",
            "allowed": ["cilium", "cilium_managed", "other_fixed", "other_replaceable", "not_sure"],
        }
    ],
}


class FleetRequest(BaseModel):
    """The answers of each cluster, by its name."""

    model_config = ConfigDict(extra="forbid")

    clusters: dict[Annotated[str, Field(max_length=100)], dict[str, Given]] = Field(
        description=f"1 to {MAX_CLUSTERS} clusters: name to answers, as for one recommendation."
    )


@router.post(
    "/api/fleet",
    tags=["cluster"],
    response_model=Fleet,
    responses={
        422: {
            "description": "A cluster's answers are wrong; each field is named with what it takes.",
            "content": {"application/problem+json": {"example": PROBLEM}},
        }
    },
)
def post_fleet(
    content: CurrentContent, wanted: Annotated[FleetRequest, Body(openapi_examples=EXAMPLES)]
) -> Response:
    """Return the matrix by cluster and option, the best of each, and the best single one."""
    problems: list[Problem] = []
    clusters: dict[str, Answers] = {}
    for name, raw in wanted.clusters.items():
        try:
            clusters[name] = parse_answers(content.graph, raw)
        except InvalidInput as error:
            problems += _named(name, error)
    if problems:
        raise InvalidInput(problems)
    return Response(_FLEET.dump_json(_choose(content, clusters)), media_type="application/json")


@router.get("/fleet", include_in_schema=False)
def show_fleet(
    request: Request,
    content: CurrentContent,
    clusters: Annotated[str, Query(max_length=_LONGEST)] = "",
) -> HTMLResponse:
    """Show the matrix for result links, one a line, each after the name of its cluster."""
    problems: tuple[Problem, ...] = ()
    fleet, links = None, dict[str, str]()
    try:
        given = _clusters(content, clusters)
        links = {name: f"/result?{asked.query}" for name, asked in given.items()}
        answers = {name: asked.answers for name, asked in given.items()}
        fleet = _choose(content, answers) if given else None
    except InvalidInput as error:
        problems = error.problems
    return page(
        request,
        "fleet.html",
        status=422 if problems else 200,
        content=content,
        typed=clusters,
        fleet=fleet,
        links=links,
        problems=problems,
        most=MAX_CLUSTERS,
    )


def _choose(content: Content, clusters: Mapping[str, Answers]) -> Fleet:
    def advise(answers: Answers) -> Recommendation:
        return recommend(content.catalogue, content.graph, content.scales, answers)

    return choose_for_fleet(clusters, advise)


def _clusters(content: Content, text: str) -> dict[str, Asked]:
    """Read lines of a name and a result link; InvalidInput names the line."""
    found: dict[str, Asked] = {}
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), start=1):
        before, _, link = line.rpartition(" ")
        name = before.strip().rstrip(":") or f"Cluster {number}"
        if name in found:
            raise InvalidInput([Problem("clusters", f"Line {number}: {name} stands twice.")])
        found[name] = _asked(content, link, number)
    return found


def _asked(content: Content, link: str, number: int) -> Asked:
    try:
        if is_vector(link) or urlsplit(link).query:
            return read_pasted(content, link)
    except ValueError:
        pass  # It is no address, which the message below says.
    except InvalidInput as error:
        raise InvalidInput(
            replace(one, field="clusters", message=f"Line {number}: {one.field}: {one.message}")
            for one in error.problems
        ) from error
    message = f"Line {number}: give the link of a result, such as /result?goals=mtls, or a vector."
    raise InvalidInput([Problem("clusters", message)])


def _named(name: str, error: InvalidInput) -> list[Problem]:
    return [
        replace(one, field=f"clusters.{name}.{one.field.removeprefix('answers.')}")
        for one in error.problems
    ]
