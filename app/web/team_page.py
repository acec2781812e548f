"""Put the page of a team together, with what was typed into its forms."""

from datetime import UTC, datetime

from fastapi.responses import HTMLResponse

from app.domain.errors import InvalidInput, Problem
from app.domain.links import TEAM_SAYS, LinkKind
from app.store import links, rounds
from app.web.access import PRIVATE, TeamEntry
from app.web.answer_words import names_of
from app.web.decision_page import new_link_of
from app.web.render import page
from app.web.small_forms import LinkForm
from app.web.team_list import TeamPage, page_of
from app.web.visits import Visit


def team_page(
    visit: Visit,
    entry: TeamEntry,
    *,
    search: str = "",
    after: str = "",
    link: LinkForm | None = None,
    round_title: str = "",
    problems: tuple[Problem, ...] = (),
) -> HTMLResponse:
    """Show a page of the team's decisions, newest first, and what the visitor's link allows."""
    team_id = entry.team.id
    try:
        listing = page_of(visit.session, team_id, search=search, after=after)
    except InvalidInput as error:
        listing, problems = TeamPage((), search, ""), (*problems, *error.problems)
    answer = page(
        visit.request,
        "team.html",
        status=422 if problems else 200,
        entry=entry,
        says=TEAM_SAYS,
        listing=listing,
        is_first=not after,
        links=links.of_team(visit.session, team_id) if entry.allows(LinkKind.EDIT) else (),
        new_link=new_link_of(visit, team_id, None),
        rounds=rounds.of_teams(visit.session, [team_id]),
        round_title=round_title,
        link_form=link or LinkForm(),
        now=datetime.now(UTC),
        problems=problems,
        errors={problem.field: problem.message for problem in problems},
        names=names_of(visit.content),
    )
    answer.headers.update(PRIVATE)
    return answer
