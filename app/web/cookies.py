"""The secrets of links that a browser keeps, in cookies that scripts cannot read."""

from collections.abc import Mapping
from typing import Final

from fastapi.responses import Response

from app.domain.links import LinkKind
from app.settings import Settings

REMEMBERED: Final = 30 * 24 * 3600  # seconds
TEAM_COOKIE: Final = "meshwise_team_"
NEW_LINK: Final = "meshwise_new_link"
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


def held_secret(cookies: Mapping[str, str], kind: LinkKind) -> str:
    """Return the secret of the decision's link of a kind that a browser holds, or nothing."""
    return cookies.get(COOKIES.get(kind, ""), "")
