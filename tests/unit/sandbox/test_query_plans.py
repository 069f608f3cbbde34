"""Every statement that a request runs is answered by an index, without sorting."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial

import pytest

from contract_tests.sandbox._database import Database
from contract_tests.sandbox.telnyx import Shape, fill, seeded
from contract_tests.sandbox.telnyx._app import Lists
from contract_tests.sandbox.telnyx._parameters import PARTICIPANTS, ROOMS, SESSIONS, Collection

_LISTS = {each.table: each for each in (ROOMS, SESSIONS, PARTICIPANTS)}
_FILTERS = [(kind, name) for kind, collection in _LISTS.items() for name in collection.filters]


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    """Build a database of thousands of records of each kind."""
    records = seeded(Shape(rooms=2000, sessions=2000, participants=2000), 1)
    filling = partial(fill, records=records)
    with closing(Database.in_memory(filling)) as database:
        yield database


def _statements(
    database: Database,
    connection: sqlite3.Connection,
    collection: Collection,
    name: str | None,
) -> list[str]:
    value = {"filter[active]": "true", "filter[context]": "Bob", "filter[unique_name]": "a"}
    pairs = [("page[number]", "2"), ("page[size]", "3")]
    if name is not None:
        pairs.append((name, value.get(name, "2021-04-25")))
    if collection.include is not None:
        pairs.append((collection.include, "true"))
    query = collection.read(pairs)
    room = connection.execute("SELECT id FROM rooms WHERE position = 1").fetchone()[0]
    session = connection.execute("SELECT id FROM sessions WHERE children = 2000").fetchone()[0]
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    parent = {"rooms": None, "sessions": room, "participants": session}[collection.table]
    assert Lists(database).read(connection, collection, parent, query) is not None
    connection.set_trace_callback(None)
    return statements


def _plan(connection: sqlite3.Connection, statement: str) -> str:
    return "\n".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}"))


@pytest.mark.parametrize(("kind", "name"), [*_FILTERS, *((kind, None) for kind in _LISTS)], ids=str)
def test_plans(database: Database, kind: str, name: str | None) -> None:
    """No statement scans a table or sorts, and a filter uses the index of its column."""
    with database.connection() as connection:
        statements = _statements(database, connection, _LISTS[kind], name)
        assert statements
        plans = [_plan(connection, statement) for statement in statements]
    for statement, plan in zip(statements, plans, strict=True):
        assert "SCAN" not in plan, (statement, plan)
        assert "TEMP B-TREE" not in plan, (statement, plan)
    if name is not None:
        column = name.removeprefix("filter[").split("]")[0].removeprefix("date_")
        assert any(f"{kind}_by_{column} " in plan for plan in plans), plans
