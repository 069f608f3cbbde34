"""Finding the positions of the records that the filters of a request select."""

import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import msgspec
from attrs import define, evolve, field, frozen

from contract_tests.sandbox._database import Condition
from contract_tests.sandbox.telnyx._parameters import Collection


@frozen
class Rows:
    """The rows of a list below a parent that have these positions."""

    connection: sqlite3.Connection
    collection: Collection
    parent: int | None
    positions: range

    def narrowed(self, condition: Condition) -> "Rows":
        """Return the rows that meet a condition on the column that orders the list."""
        order, rows = self.collection.ordered_by, self.positions
        is_start = condition.comparison == ">="
        direction = "ASC" if is_start else "DESC"
        where, values = self._where([condition])
        edge = self.connection.execute(
            f"SELECT position FROM {self.collection.table} WHERE {where}"  # noqa: S608
            f" ORDER BY {order} {direction}, position {direction} LIMIT 1",
            values,
        ).fetchone()
        if edge is None:
            rows = range(rows.start, rows.start)
        elif is_start:
            rows = range(max(rows.start, edge[0]), rows.stop)
        else:
            rows = range(rows.start, min(rows.stop, edge[0] + 1))
        return evolve(self, positions=rows)

    def filtered(self, conditions: Sequence[Condition]) -> "array[int]":
        """Return the positions of the rows that meet conditions on other columns."""
        where, values = self._where(conditions)
        # The plus prevents SQLite from reading the range instead of a filter's index. One text
        # with all positions takes half the time of as many rows.
        (listed,) = self.connection.execute(
            f"SELECT json_group_array(position) FROM {self.collection.table}"  # noqa: S608
            f" WHERE {where} AND +position BETWEEN ? AND ?",
            (*values, self.positions[0], self.positions[-1]),
        ).fetchone()
        return array("I", sorted(msgspec.json.decode(listed, type=list[int])))

    def _where(self, conditions: Sequence[Condition]) -> tuple[str, list[str | int]]:
        terms = [f"{condition.column} {condition.comparison} ?" for condition in conditions]
        values = [condition.value for condition in conditions]
        if self.parent is None:
            return " AND ".join(terms), values
        return " AND ".join([f"{self.collection.parent} = ?", *terms]), [self.parent, *values]


@define
class Matches:
    """Finds matching positions, and keeps them, because the data never change.

    A range of the column that orders the list is a range of positions, found by two index look-ups.
    The positions that other filters select are kept, up to `capacity` in all (4 bytes each), so
    that reading page after page filters once.
    """

    capacity: int = 16_000_000
    # array is generic at run time from Python 3.12 on, hence the quotes.
    _kept: OrderedDict[tuple[object, ...], "array[int]"] = field(factory=OrderedDict, init=False)
    _size: int = field(default=0, init=False)
    _lock: Lock = field(factory=Lock, init=False)

    def find(self, rows: Rows, conditions: Sequence[Condition]) -> Sequence[int]:
        """Return, in order, the positions of the rows that meet all conditions."""
        others = []
        for condition in conditions:
            if condition.column == rows.collection.ordered_by:
                rows = rows.narrowed(condition)
            else:
                others.append(condition)
        if not others or not rows.positions:
            return rows.positions
        key = (rows.collection.table, rows.positions, frozenset(others))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = rows.filtered(others)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = found
                self._size += len(found)
            while self._size > self.capacity:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped)
        return found
