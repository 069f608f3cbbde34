"""Every statement that a request runs is answered by an index, without sorting."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from typing import Literal

import pytest

from contract_tests.sandbox._database import Database
from contract_tests.sandbox.twilio import Shape, fill, seeded
from contract_tests.sandbox.twilio._lists import find_room, read_page, room_sids
from contract_tests.sandbox.twilio._page_tokens import Position
from contract_tests.sandbox.twilio._parameters import Filters

_BOUNDS = (None, 1_709_208_000_000_000)
_DIRECTIONS: tuple[Literal["after", "before"] | None, ...] = (None, "after", "before")


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    """Connect to a database of thousands of participants."""
    filling = seeded(Shape(5000), 1)
    with (
        closing(Database.in_memory(lambda own: fill(own, filling))) as database,
        database.connection() as lent,
    ):
        yield lent


def _plan(connection: sqlite3.Connection, statement: str) -> str:
    return "\n".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}"))


@pytest.mark.parametrize(
    ("identity", "after", "before", "direction"),
    list(product((None, "Alice"), _BOUNDS, _BOUNDS, _DIRECTIONS)),
)
def test_plans(
    connection: sqlite3.Connection,
    identity: str | None,
    after: int | None,
    before: int | None,
    direction: Literal["after", "before"] | None,
) -> None:
    """A page is a piece of an index, wherever it begins, with every filter a bound of the index."""
    statements: list[str] = []
    sid = room_sids(connection)[0]
    connection.set_trace_callback(statements.append)
    room = find_room(connection, sid)
    assert room is not None
    position = None if direction is None else Position(direction, 1_709_208_000_000_001, "PA")
    filters = Filters("disconnected", identity, after, before)
    read_page(connection, room, filters, 3, position)
    connection.set_trace_callback(None)
    plans = [_plan(connection, statement) for statement in statements]
    assert len(plans) == 2
    for statement, plan in zip(statements, plans, strict=True):
        assert "SCAN" not in plan, (statement, plan)
        assert "TEMP B-TREE" not in plan, (statement, plan)
    terms = plans[1].partition("(")[2]
    assert terms.startswith("room=? AND status=?")
    assert ("identity=?" in terms) == (identity is not None)
    has_lower = after is not None if direction != "before" else True
    has_upper = before is not None if direction != "after" else True
    assert (">" in terms, "<" in terms) == (has_lower, has_upper), plans[1]


def test_plan_of_a_name(connection: sqlite3.Connection) -> None:
    """A room's unique name is looked up, not searched for."""
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    assert find_room(connection, "all-hands") is not None
    connection.set_trace_callback(None)
    plans = [_plan(connection, statement) for statement in statements]
    assert ["twilio_rooms_by_sid" in plans[0], "twilio_rooms_by_unique_name" in plans[1]] == [
        True,
        True,
    ]
