"""An index answers every statement that a request runs, without sorting."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial

import pytest

from contract_tests.sandbox._database import Database
from contract_tests.sandbox.telnyx import Shape, fill, seeded
from contract_tests.sandbox.telnyx._app import Lists
from contract_tests.sandbox.telnyx._parameters import PARTICIPANTS, ROOMS, SESSIONS, Collection
from tests.support.sandbox._oracle import FILTERS, Filter

_LISTS = {each.table: each for each in (ROOMS, SESSIONS, PARTICIPANTS)}
_CASES = [(each[1:], filter_) for each, found in FILTERS.items() for filter_ in found.values()]
_VALUES = {"date": "2021-04-25", "boolean": "true", "string": "Bob"}


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    """Build a database of hundreds of records of each kind."""
    records = seeded(Shape(rooms=300, sessions=300, participants=300), 1)
    with closing(Database.in_memory(partial(fill, records=records))) as database:
        yield database


def _statements(
    database: Database,
    connection: sqlite3.Connection,
    collection: Collection,
    filter_: Filter | None,
) -> list[str]:
    pairs = [("page[number]", "2"), ("page[size]", "3")]
    if filter_ is not None:
        pairs.append((filter_.name, _VALUES[filter_.type]))
    if collection.include is not None:
        pairs.append((collection.include, "true"))
    query = collection.read(pairs)
    room = connection.execute("SELECT id FROM rooms WHERE position = 1").fetchone()[0]
    session = connection.execute("SELECT id FROM sessions WHERE children = 300").fetchone()[0]
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    parent = {"rooms": None, "sessions": room, "participants": session}[collection.table]
    assert Lists(database).read(connection, collection, parent, query) is not None
    connection.set_trace_callback(None)
    return statements


def _plan(connection: sqlite3.Connection, statement: str) -> str:
    return "\n".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}"))


@pytest.mark.parametrize(
    ("kind", "filter_"),
    [*_CASES, *((kind, None) for kind in _LISTS)],
    ids=lambda each: getattr(each, "name", str(each)),
)
def test_plans(database: Database, kind: str, filter_: Filter | None) -> None:
    """No statement scans a table or sorts, and a filter uses the index of its column."""
    with database.connection() as connection:
        statements = _statements(database, connection, _LISTS[kind], filter_)
        assert statements
        plans = [_plan(connection, statement) for statement in statements]
    for statement, plan in zip(statements, plans, strict=True):
        assert "SCAN" not in plan, (statement, plan)
        assert "TEMP B-TREE" not in plan, (statement, plan)
    if filter_ is not None:
        assert any(f"{kind}_by_{filter_.field} " in plan for plan in plans), plans
