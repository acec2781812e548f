"""The secrets of links that a browser keeps, in cookies that scripts cannot read."""

from collections.abc import Mapping
from typing import Final

from fastapi.responses import Response

from app.domain.links import LinkKind
from app.settings import Settings

DAY: Final = 24 * 3600  # seconds
REMEMBERED: Final = 30 * DAY
SAVE_PAGE: Final = "/decisions/new"
TEAM_COOKIE: Final = "meshwise_team_"
NEW_LINK: Final = "meshwise_new_link"
CHANGING: Final = "meshwise_changing"
COOKIES: Final = {LinkKind.COMMENT: "meshwise_comment", LinkKind.EDIT: "meshwise_edit"}


def remember(
    response: Response,
    settings: Settings,
    name: str,
    secret: str,
    *,
    path: str = "/",
    seconds: int = REMEMBERED,
) -> None:
    """Keep a link's secret in a cookie that scripts cannot read.

    Lax and not Strict: browsers withhold a Strict cookie from the page that a link in a chat
    leads to. Writes are POST, which neither kind of cookie accompanies from another site.
    """
    response.set_cookie(
        name,
        secret,
        max_age=seconds,
        path=path,
        secure=settings.public_url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def remember_changing(response: Response, settings: Settings, address: str) -> None:
    """Keep for a day which decision's answers are being changed; only the save page is told."""
    remember(response, settings, CHANGING, address, path=SAVE_PAGE, seconds=DAY)


def forget_changing(response: Response) -> None:
    """End what `remember_changing` began."""
    response.delete_cookie(CHANGING, path=SAVE_PAGE)


def held_secret(cookies: Mapping[str, str], kind: LinkKind) -> str:
    """Return the secret of the decision's link of a kind that a browser holds, or nothing."""
    return cookies.get(COOKIES.get(kind, ""), "")
