"""The three lists, read from the database."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from attrs import frozen

from contract_tests.sandbox.telnyx._matches import Matches
from contract_tests.sandbox.telnyx._parameters import Collection, ListQuery

JsonObject = dict[str, Any]

_BOOLEANS = {"active", "enable_recording"}


@frozen
class Lists:
    """Answers list requests."""

    _matches: Matches

    def read(
        self,
        connection: sqlite3.Connection,
        collection: Collection,
        parent_id: str | None,
        query: ListQuery,
    ) -> JsonObject | None:
        """Return the body of a response: a page in the stable order, and the paging data.

        A list below a parent is None if no parent has the id.
        """
        parent = None
        if collection.parent is None:
            # Positions are numbered without gaps, and the largest is found at once.
            statement = f"SELECT ifnull(max(position), 0) FROM {collection.table}"  # noqa: S608
            positions = range(1, connection.execute(statement).fetchone()[0] + 1)
        else:
            found = connection.execute(
                "SELECT position, first_child, children"  # noqa: S608
                f" FROM {collection.parent}s WHERE id = ?",
                (parent_id,),
            ).fetchone()
            if found is None:
                return None
            parent, first, count = found
            positions = range(first, first + count)
        matches = self._matches.find(connection, collection, parent, positions, query.conditions)
        # Python slices take integers of any size, which SQLite's OFFSET does not.
        start = (query.page_number - 1) * query.page_size
        page = matches[start : start + query.page_size]
        return {
            "data": _items(connection, collection, page, parent_id, include=query.include_children),
            "meta": {
                "page_number": query.page_number,
                "page_size": query.page_size,
                "total_pages": -(-len(matches) // query.page_size),
                "total_results": len(matches),
            },
        }


def _items(
    connection: sqlite3.Connection,
    collection: Collection,
    positions: Sequence[int],
    parent_id: str | None,
    *,
    include: bool,
) -> list[JsonObject]:
    if not positions:
        return []
    where, values = f"IN ({', '.join('?' * len(positions))})", [*positions]
    if isinstance(positions, range):
        where, values = "BETWEEN ? AND ?", [positions[0], positions[-1]]
    columns = [*collection.columns, *(("first_child", "children") if collection.children else ())]
    columns = ["?" if name == f"{collection.parent}_id" else name for name in columns]
    rows = connection.execute(
        f"SELECT {', '.join(columns)} FROM {collection.table}"  # noqa: S608
        f" WHERE position {where} ORDER BY position",
        values if collection.parent is None else [parent_id, *values],
    ).fetchall()
    items = []
    for row in rows:
        item: JsonObject = dict(zip(collection.columns, row, strict=False))
        item |= {name: bool(item[name]) for name in _BOOLEANS & item.keys()}
        item["record_type"] = collection.record_type
        if include and collection.children is not None:
            first, count = row[-2:]
            item[collection.children.table] = _items(
                connection,
                collection.children,
                range(first, first + count),
                item["id"],
                include=False,
            )
        items.append(item)
    return items
