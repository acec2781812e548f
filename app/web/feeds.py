"""Feeds to subscribe to: changes of the catalogue, and the days on which support ends."""

from collections.abc import Iterator
from datetime import date

from fastapi import APIRouter, Request, Response

from app.content.load import Content
from app.domain.catalogue import Catalogue
from app.domain.selection import catalogue_choices, refuse_unknown
from app.domain.support_ends import SupportEnd, support_ends
from app.formats import atom, calendar
from app.formats.identifiers import lasting_id
from app.settings import Settings
from app.web.dependencies import CurrentContent, CurrentSettings
from app.web.filters import wanted_in

router = APIRouter(prefix="/feeds", include_in_schema=False)


@router.get("/catalogue.atom")
async def show_catalogue_feed(
    request: Request, content: CurrentContent, settings: CurrentSettings
) -> Response:
    """Show what changed with each version of the catalogue as an Atom feed."""
    paths = request.app.url_path_for
    feed = atom.Feed(
        id=lasting_id("feed"),
        title="Meshwise: changes of the catalogue",
        address=_absolute(settings, paths("show_catalogue_feed")),
        page=_absolute(settings, paths("show_downloads")),
    )
    entries = (
        atom.Entry(
            id=lasting_id(f"publication/{one.version}"),
            title=f"{one.title}, catalogue of {one.version}",
            day=one.day,
            sentences=(*one.changes, *_counted(content, one.version)),
        )
        for one in content.history.publications
    )
    return Response(atom.render(feed, entries), media_type="application/atom+xml")


@router.get("/support.ics")
async def show_support_calendar(
    request: Request, content: CurrentContent, settings: CurrentSettings
) -> Response:
    """Show the days on which support of releases ends as a calendar, of all options or some."""
    catalogue = content.catalogue
    wanted = wanted_in(request)
    refuse_unknown(wanted, {"option": catalogue_choices(catalogue)["option"]})
    events = (
        calendar.Event(
            id=lasting_id(f"support/{end.key}"),
            day=end.day,
            summary=f"Support ends: {end.release} {end.condition.partition(';')[0]}".strip(),
            description=_description(catalogue, end),
            url=_absolute(settings, request.app.url_path_for("show_option", option_id=end.option)),
        )
        for end in support_ends(catalogue, wanted.get("option", ()))
    )
    text = calendar.render("Mesh support ends", events, stamp=date.fromisoformat(catalogue.version))
    return Response(text, media_type="text/calendar")


def _counted(content: Content, version: str) -> Iterator[str]:
    """Say how many fields the version changed; nothing for the first one."""
    for changelog in content.changelogs:
        if changelog.version == version:
            yield f"{len(changelog.changes)} changed fields, listed on the page of downloads."


def _description(catalogue: Catalogue, end: SupportEnd) -> str:
    """Return what is said beside the day, and where all of it was read."""
    said = [f"{end.day}{' ' if end.condition else ''}{end.condition}"]
    said += [f"{source.title}: {source.url}" for source in catalogue.cited(end.sources)]
    return "\n".join([*said, f"Catalogue of {catalogue.version}."])


def _absolute(settings: Settings, path: str) -> str:
    return f"{str(settings.public_url).rstrip('/')}{path}"
