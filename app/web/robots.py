"""Tell crawlers which addresses are worth reading."""

from fastapi import APIRouter
from fastapi.responses import FileResponse

from app.paths import STATIC

router = APIRouter(include_in_schema=False)


@router.get("/robots.txt")
async def show_robots() -> FileResponse:
    """Answer with static/robots.txt, at the address that crawlers ask for."""
    return FileResponse(STATIC / "robots.txt", media_type="text/plain")
