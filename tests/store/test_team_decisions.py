from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from app.domain.decisions import Team
from app.store import decisions, teams
from app.store.engine import WRITES
from app.store.team_decisions import Listed, Place, listed
from tests.store.test_decisions import DECISION, FIRST, SAVED

TEAM = DECISION.team
MANY = 25


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """A team with many decisions, some of them of one moment, beside another team."""
    with Session(engine.execution_options(**WRITES)) as session, session.begin():
        for team in (TEAM, Team("other", "Other")):
            teams.add(session, team, SAVED)
        for number in range(MANY):
            moment = SAVED + timedelta(microseconds=number // 3)
            revision = replace(FIRST, title=f"Mesh number {number}")
            decision = replace(DECISION, id=f"d{number:02}", created_at=moment, revision=revision)
            decisions.add(session, decision)
        decisions.add(session, replace(DECISION, id="x", team=Team("other", "Other")))
    return engine


def pages(engine: Engine, limit: int, search: str = "") -> Iterator[tuple[Listed, ...]]:
    place: Place | None = None
    with Session(engine) as session:
        while page := listed(session, TEAM.id, search=search, after=place, limit=limit):
            yield page
            place = page[-1].place


@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_pages_show_each_decision_of_the_team_once_and_newest_first(
    filled: Engine, limit: int
) -> None:
    shown = [each for page in pages(filled, limit) for each in page]

    assert [each.id for each in shown] == [f"d{number:02}" for number in reversed(range(MANY))]


def test_what_is_added_meanwhile_moves_no_page(filled: Engine) -> None:
    reading = pages(filled, 10)
    first = next(reading)
    with Session(filled.execution_options(**WRITES)) as session, session.begin():
        newer = replace(DECISION, id="newer", created_at=SAVED + timedelta(days=1))
        decisions.add(session, newer)

    rest = [each.id for page in reading for each in page]

    assert [each.id for each in first][-1] == "d15"
    assert rest == [f"d{number:02}" for number in reversed(range(15))]


def test_a_search_wants_every_word_and_finds_them_on_any_page(filled: Engine) -> None:
    found = [each.title for page in pages(filled, 2, "NUMBER 1") for each in page]

    assert found == [f"Mesh number {number}" for number in reversed([1, *range(10, 20), 21])]


@pytest.mark.parametrize(("search", "count"), [("%", 0), ("_", 0), ("\\", 0), ("o'neil", MANY)])
def test_a_search_takes_signs_as_they_are(filled: Engine, search: str, count: int) -> None:
    assert sum(len(page) for page in pages(filled, 10, search)) == count


def test_a_page_is_read_from_the_index_and_not_sorted(filled: Engine) -> None:
    if filled.dialect.name != "sqlite":
        pytest.skip("A server with few rows rightly reads them all.")
    query = (
        "EXPLAIN QUERY PLAN SELECT * FROM decision WHERE team_id = 'x'"
        " AND (created_at, id) < ('2026', 'x') ORDER BY created_at DESC, id DESC LIMIT 50"
    )
    with filled.connect() as connection:
        plan = " ".join(str(row) for row in connection.execute(text(query)))

    assert "USING INDEX ix_decision_team_id" in plan
    assert "TEMP B-TREE" not in plan
