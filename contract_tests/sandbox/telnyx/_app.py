"""The application of the Telnyx Video lists."""

import re
import sqlite3
from collections.abc import Sequence
from functools import partial

from attrs import field, frozen
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contract_tests.sandbox._application import Access, Api, application
from contract_tests.sandbox._auth import Credentials, bearer
from contract_tests.sandbox._database import Database
from contract_tests.sandbox._http import JsonObject, Refusal, query_pairs, respond
from contract_tests.sandbox.telnyx._matches import Matches, Rows
from contract_tests.sandbox.telnyx._parameters import (
    ERRORS,
    PARTICIPANTS,
    ROOMS,
    SESSIONS,
    Collection,
    ListQuery,
)
from contract_tests.sandbox.telnyx._tables import Participant, Room, Session

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_BOOLEANS = {
    name
    for record in (Room, Session, Participant)
    for name, kind in record.__annotations__.items()
    if kind is bool
}


def build(database: Database, access: Access) -> tuple[Starlette, Api]:
    """Build the ASGI application that serves the lists of `database` under `/v2`."""
    lists = Lists(database)
    paths: dict[str, tuple[Collection, str | None]] = {
        "/v2/rooms": (ROOMS, None),
        "/v2/rooms/{room_id}/sessions": (SESSIONS, "room_id"),
        "/v2/room_sessions/{room_session_id}/participants": (PARTICIPANTS, "room_session_id"),
    }
    routes = [Route(path, partial(lists.answer, *each)) for path, each in paths.items()]
    credentials = Credentials(bearer, (access.token,), access.forbidden_token)
    app = application(routes, ("GET",), credentials, access.rate_limit, ERRORS)
    return app, Api("/v2", access.token)


@frozen
class Lists:
    """The three lists. Starlette runs each request in its thread pool, because SQLite blocks."""

    database: Database
    _matches: Matches = field(factory=Matches, init=False)

    def answer(self, collection: Collection, parameter: str | None, request: Request) -> Response:
        """Respond to a request for a list below the parent that a path parameter names."""
        query = collection.read(query_pairs(request, ERRORS))
        # RFC 9562, section 4: a UUID is read without regard to case.
        parent_id = parameter and request.path_params[parameter].lower()
        malformed = parent_id is not None and not _UUID.fullmatch(parent_id)
        body = None
        if not malformed:
            with self.database.connection() as connection:
                body = self.read(connection, collection, parent_id, query)
        if body is not None:
            return respond(body)
        kind = (parameter or "").removesuffix("_id").replace("_", " ")
        detail = f"No {kind} has this id."
        if malformed:
            detail += " An id is a UUID, such as 0ccc7b54-4df3-4bca-a65a-3da1ecc777f0."
        raise Refusal(404, (ERRORS.problem(404, detail, parameter),))

    def read(
        self,
        connection: sqlite3.Connection,
        collection: Collection,
        parent_id: str | None,
        query: ListQuery,
    ) -> JsonObject | None:
        """Return the body of a page, or None if no parent has the id."""
        statement = f"SELECT NULL, 1, ifnull(max(position), 0) FROM {collection.table}"  # noqa: S608
        if collection.parent is not None:
            columns = "position, first_child, children"
            statement = f"SELECT {columns} FROM {collection.parent}s WHERE id = ?"  # noqa: S608
        values = () if collection.parent is None else (parent_id,)
        found = connection.execute(statement, values).fetchone()
        if found is None:
            return None
        # Positions are numbered without gaps.
        parent, first, count = found
        rows = Rows(connection, collection, parent, range(first, first + count))
        matches = self._matches.find(rows, query.conditions)
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
    children = collection.children
    where, values = f"IN ({', '.join('?' * len(positions))})", [*positions]
    if isinstance(positions, range):
        where, values = "BETWEEN ? AND ?", [positions[0], positions[-1]]
    columns = [*collection.columns, *(("first_child", "children") if children else ())]
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
        if include and children is not None:
            own = range(row[-2], row[-2] + row[-1])
            item[children.table] = _items(connection, children, own, item["id"], include=False)
        items.append(item)
    return items
