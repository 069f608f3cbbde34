"""Find the positions of the records that meet the filters of a request."""

import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import msgspec
from attrs import define, field

from contract_tests.sandbox.telnyx._parameters import Collection, Condition


@define
class Matches:
    """Finds matching positions, and remembers them, as the data never change.

    A range of the column that orders the list is a range of positions: two index look-ups, no
    matter how many records there are. Other filters are answered by their index and kept, up to
    `capacity` positions in all (4 bytes each), so that walking the pages filters once.
    """

    capacity: int = 16_000_000
    # array is generic at run time from Python 3.12 on, hence the quotes.
    _kept: OrderedDict[tuple[object, ...], "array[int]"] = field(factory=OrderedDict, init=False)
    _size: int = field(default=0, init=False)
    _lock: Lock = field(factory=Lock, init=False)

    def find(
        self,
        connection: sqlite3.Connection,
        collection: Collection,
        parent: int | None,
        positions: range,
        conditions: Sequence[Condition],
    ) -> Sequence[int]:
        """Return, in order, those of a parent's `positions` whose records meet all conditions."""
        others = []
        for condition in conditions:
            if condition.column == collection.ordered_by:
                positions = _narrowed(connection, collection, parent, positions, condition)
            else:
                others.append(condition)
        if not others or not positions:
            return positions
        key = (collection.table, positions, frozenset(others))
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return kept
        found = _filtered(connection, collection, parent, positions, others)
        self._keep(key, found)
        return found

    def _keep(self, key: tuple[object, ...], found: "array[int]") -> None:
        with self._lock:
            if key not in self._kept:
                self._kept[key] = found
                self._size += len(found)
            while self._size > self.capacity:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped)


def _narrowed(
    connection: sqlite3.Connection,
    collection: Collection,
    parent: int | None,
    positions: range,
    condition: Condition,
) -> range:
    order = collection.ordered_by
    direction = "ASC" if condition.comparison == ">=" else "DESC"
    where, values = _where(collection, parent, [condition])
    edge = connection.execute(
        f"SELECT position FROM {collection.table} WHERE {where}"  # noqa: S608
        f" ORDER BY {order} {direction}, position {direction} LIMIT 1",
        values,
    ).fetchone()
    if edge is None:
        return range(positions.start, positions.start)
    if condition.comparison == ">=":
        return range(max(positions.start, edge[0]), positions.stop)
    return range(positions.start, min(positions.stop, edge[0] + 1))


def _filtered(
    connection: sqlite3.Connection,
    collection: Collection,
    parent: int | None,
    positions: range,
    conditions: Sequence[Condition],
) -> "array[int]":
    where, values = _where(collection, parent, conditions)
    # The plus keeps SQLite from reading the whole range instead of a filter's index. One text with
    # all positions is had in half the time of as many rows.
    (listed,) = connection.execute(
        f"SELECT json_group_array(position) FROM {collection.table} WHERE {where}"  # noqa: S608
        " AND +position BETWEEN ? AND ?",
        (*values, positions[0], positions[-1]),
    ).fetchone()
    return array("I", sorted(msgspec.json.decode(listed, type=list[int])))


def _where(
    collection: Collection, parent: int | None, conditions: Sequence[Condition]
) -> tuple[str, list[str | int]]:
    terms = [f"{condition.column} {condition.comparison} ?" for condition in conditions]
    values = [condition.value for condition in conditions]
    if collection.parent is None or parent is None:
        return " AND ".join(terms), values
    return " AND ".join([f"{collection.parent} = ?", *terms]), [parent, *values]
