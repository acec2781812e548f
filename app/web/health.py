"""Tell the platform whether this process lives and whether it can serve."""

from fastapi import APIRouter, HTTPException
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.web.dependencies import Reading

router = APIRouter(tags=["platform"])


@router.get("/healthz")
async def show_life() -> dict[str, str]:
    """Answer as long as the process runs; touches nothing."""
    return {"status": "ok"}


@router.get("/readyz")
def show_readiness(session: Reading) -> dict[str, str]:
    """Answer when the database answers."""
    try:
        session.connection().execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        raise HTTPException(503, "The database does not answer.") from error
    return {"status": "ok"}
