"""An index answers every statement that a request runs, without sorting."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from typing import Literal

import pytest

from contract_tests.sandbox._database import Condition, Database
from contract_tests.sandbox.twilio import Shape, fill, seeded
from contract_tests.sandbox.twilio._lists import find_room, read_page, room_sids
from contract_tests.sandbox.twilio._page_tokens import Position

_BOUNDS = (None, 1_709_208_000_000_000)
_DIRECTIONS: tuple[Literal["after", "before"] | None, ...] = (None, "after", "before")


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    """Return a connection to a database of hundreds of participants."""
    filling = seeded(Shape(500), 1)
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
    """A page is a range of an index, wherever it begins, and every filter bounds the range."""
    statements: list[str] = []
    sid = room_sids(connection)[0]
    connection.set_trace_callback(statements.append)
    room = find_room(connection, sid)
    assert room is not None
    position = None if direction is None else Position(direction, 1_709_208_000_000_001, "PA")
    conditions = [Condition("status", "=", "disconnected")]
    if identity is not None:
        conditions.append(Condition("identity", "=", identity))
    if after is not None:
        conditions.append(Condition("date_created", ">", after))
    if before is not None:
        conditions.append(Condition("date_created", "<", before))
    read_page(connection, room, conditions, 3, position)
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
    """An index finds a room by its unique name."""
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    assert find_room(connection, "all-hands") is not None
    connection.set_trace_callback(None)
    plans = [_plan(connection, statement) for statement in statements]
    assert ["twilio_rooms_by_sid" in plans[0], "twilio_rooms_by_unique_name" in plans[1]] == [
        True,
        True,
    ]
