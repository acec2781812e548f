"""Tell the platform whether this process lives and whether it can serve."""

from fastapi import APIRouter, HTTPException
from sqlalchemy.exc import SQLAlchemyError

from app.store.migrate import Shape, shape_of
from app.web.dependencies import Reading

router = APIRouter(tags=["platform"])


@router.get("/healthz")
async def show_life() -> dict[str, str]:
    """Answer as long as the process runs; touches nothing."""
    return {"status": "ok"}


@router.get("/readyz")
def show_readiness(session: Reading) -> dict[str, str]:
    """Answer when the database answers and has the tables that this version needs.

    One that a newer version has migrated will do: while versions change places, the older
    replicas serve until the newer ones are ready.
    """
    try:
        shape = shape_of(session.connection())
    except SQLAlchemyError as error:
        raise HTTPException(503, "The database does not answer.") from error
    if shape is Shape.BEHIND:
        raise HTTPException(503, "The database is behind: run `meshwise migrate`.")
    return {"status": "ok"}
