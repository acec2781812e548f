"""Fill a database with saved decisions, for the benchmark of size.

`python -m tests.benchmarks.seed_decisions sqlite:////tmp/large.db 1000000` migrates the database
and adds as many decisions. A tenth belongs to one large team, the others to teams of five. A few
are drawn up and saved as people do; the rest are copies of those under random ids, made by the
database itself. A million takes ten minutes and 16 GB.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from secrets import token_hex
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, literal_column, select, text
from sqlmodel import Session, SQLModel, col

from app.content.load import Content, load_content
from app.domain.proposal import parse_proposal
from app.store.engine import WRITES, connect
from app.store.migrate import migrate
from app.store.tables import DecisionRow, LinkRow, RevisionRow, TeamRow
from app.web.saving import draw_up, save

PATTERNS: Final = 100
BATCH: Final = 10_000
LARGE: Final = 10  # every so manieth decision belongs to the large team
SMALL: Final = 5  # decisions in any other team
SEED: Final = 20261122
BEGUN: Final = datetime(2026, 11, 22, tzinfo=UTC)


def seed(url: str, wanted: int, content: Content) -> str:
    """Add `wanted` decisions to the database at `url`; return the large team's id.

    A database that was seeded before goes on with its large team.
    """
    migrate(url)
    engine = connect(url).execution_options(**WRITES)
    with Session(engine) as session, session.begin():
        patterns = [
            save(session, parse_proposal(sent), draw_up(content, parse_proposal(sent)))
            for sent in proposals(content, PATTERNS)
        ]
        seeded = select(col(DecisionRow.team_id)).where(col(DecisionRow.created_at) == BEGUN)
        large = session.scalars(seeded.limit(1)).first() or patterns[0].decision.team.id
    begun = time.monotonic()
    for done, numbers in enumerate(_batches(range(wanted - PATTERNS)), start=1):
        with engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.execute(text("PRAGMA cache_size = -2000000"))
            _copy(connection, [pattern.decision.id for pattern in patterns], large, numbers)
        rate = done * BATCH / (time.monotonic() - begun)
        sys.stderr.write(f"\r{min(done * BATCH, wanted):,} of {wanted:,}, {rate:,.0f} a second")
    sys.stderr.write("\n")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()
    return large


def proposals(content: Content, count: int) -> Iterator[dict[str, Any]]:
    """Draw what `count` teams might have sent: some answers, any option, always the same ones."""
    chance = random.Random(SEED)
    for number in range(count):
        asked = chance.sample(content.graph.questions, 6)
        yield {
            "team": f"Team {number}",
            "title": f"Mesh for cluster {number}",
            "author": "Kim",
            "answers": {one.id: [chance.choice(one.answers).id] for one in asked},
            "chosen_option": chance.choice(content.catalogue.options).id,
            "reason": "It is what we run already.",
        }


def _copy(connection: Connection, patterns: list[str], large: str, numbers: list[int]) -> None:
    """Copy one of the patterns for each number, under ids of its own."""
    teams = [token_hex(16) for _ in numbers[::SMALL]]
    made = []
    for place, number in enumerate(numbers):
        new_id = token_hex(16)
        made.append(
            {
                "new_id": new_id,
                "new_team": large if number % LARGE == 0 else teams[place // SMALL],
                "new_view": sha256(view_secret_of(new_id).encode()).hexdigest(),
                "new_edit": token_hex(32),
                "new_moment": BEGUN - timedelta(minutes=number),
                "pattern": patterns[number % len(patterns)],
            }
        )
    new_teams = [{"new_team": team, "pattern": large} for team in teams]
    connection.execute(_inserted(TeamRow, _copies(TeamRow, "id", id="new_team")), new_teams)
    decided = {"id": "new_id", "team_id": "new_team", "created_at": "new_moment"}
    connection.execute(_inserted(DecisionRow, _copies(DecisionRow, "id", **decided)), made)
    revised = _copies(RevisionRow, "decision_id", decision_id="new_id")
    connection.execute(_inserted(RevisionRow, revised), made)
    for kind in ("view", "edit"):
        linked = {"decision_id": "new_id", "team_id": "new_team", "hash": f"new_{kind}"}
        copies = _copies(LinkRow, "decision_id", **linked).where(LinkRow.kind == kind)
        connection.execute(_inserted(LinkRow, copies), made)


def view_secret_of(decision_id: str) -> str:
    """Return the secret of a copied decision's view link, so that the benchmark can open it."""
    return f"{decision_id}-view"


def _copies(row: type[SQLModel], key: str, **changes: str) -> Any:
    """Return the rows whose `key` is :pattern, with changed columns."""
    table = row.__table__  # type: ignore[attr-defined]
    columns = [
        bindparam(changes[column.name], type_=column.type).label(column.name)
        if column.name in changes
        else literal_column(f'"{column.name}"')
        for column in table.columns
    ]
    return select(*columns).select_from(table).where(table.c[key] == bindparam("pattern"))


def _inserted(row: type[SQLModel], chosen: Any) -> Any:
    """Return the statement that adds copied rows."""
    table = row.__table__  # type: ignore[attr-defined]
    return insert(table).from_select([column.name for column in table.columns], chosen)


def _batches(numbers: range) -> Iterator[list[int]]:
    for start in range(0, len(numbers), BATCH):
        yield list(numbers[start : start + BATCH])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="such as sqlite:////tmp/large.db")
    parser.add_argument("count", type=int, help="how many decisions")
    given = parser.parse_args()
    print("The large team:", seed(given.url, given.count, load_content()))
