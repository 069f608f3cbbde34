"""The application: paths, methods and what stands before them."""

import re
from collections.abc import Callable

from attrs import frozen
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contract_tests.sandbox._application import application, json_response, query_pairs
from contract_tests.sandbox._auth import Tokens
from contract_tests.sandbox._database import Database
from contract_tests.sandbox._rate_limit import RateLimit
from contract_tests.sandbox.telnyx import _errors
from contract_tests.sandbox.telnyx._lists import JsonObject, Lists
from contract_tests.sandbox.telnyx._matches import Matches
from contract_tests.sandbox.telnyx._parameters import (
    PARTICIPANT_PARAMETERS,
    ROOM_PARAMETERS,
    SESSION_PARAMETERS,
    ListParameters,
    ListQuery,
)

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@frozen
class _Endpoints:
    """The three operations. Starlette runs them in its thread pool: SQLite blocks."""

    database: Database
    lists: Lists

    def rooms(self, request: Request) -> Response:
        query = _query(request, ROOM_PARAMETERS)
        with self.database.connection() as connection:
            return json_response(self.lists.rooms(connection, query))

    def sessions(self, request: Request) -> Response:
        query = _query(request, SESSION_PARAMETERS)
        return self._below("room_id", "room", request, query, self.lists.sessions)

    def participants(self, request: Request) -> Response:
        query = _query(request, PARTICIPANT_PARAMETERS)
        return self._below(
            "room_session_id", "room session", request, query, self.lists.participants
        )

    def _below(
        self,
        parameter: str,
        kind: str,
        request: Request,
        query: ListQuery,
        list_children: Callable[..., JsonObject | None],
    ) -> Response:
        # RFC 9562, section 4: a UUID is read without regard to case.
        parent_id = request.path_params[parameter].lower()
        malformed = not _UUID.fullmatch(parent_id)
        body = None
        if not malformed:
            with self.database.connection() as connection:
                body = list_children(connection, parent_id, query)
        if body is None:
            raise _errors.parent_not_found(parameter, kind, malformed=malformed)
        return json_response(body)


def telnyx_app(
    database: Database, tokens: Tokens, rate_limit: RateLimit | None = None
) -> Starlette:
    """Build the ASGI application that serves the lists of `database` under `/v2`."""
    endpoints = _Endpoints(database, Lists(Matches()))
    routes = [
        Route("/v2/rooms", endpoints.rooms),
        Route("/v2/rooms/{room_id}/sessions", endpoints.sessions),
        Route("/v2/room_sessions/{room_session_id}/participants", endpoints.participants),
    ]
    return application(routes, ("GET",), tokens, rate_limit, _errors)


def _query(request: Request, parameters: ListParameters) -> ListQuery:
    return parameters.read(query_pairs(request, _errors))
