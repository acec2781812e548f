"""Tell the platform whether this process lives and whether it can serve."""

from fastapi import APIRouter
from sqlalchemy import text

from app.web.dependencies import Reading

router = APIRouter(tags=["platform"])


@router.get("/healthz")
async def show_life() -> dict[str, str]:
    """Answer as long as the process runs; touches nothing."""
    return {"status": "ok"}


@router.get("/readyz")
def show_readiness(session: Reading) -> dict[str, str]:
    """Answer when the database answers."""
    session.connection().execute(text("SELECT 1"))
    return {"status": "ok"}
