"""The application: paths, methods and what stands before them."""

import re
from collections.abc import Callable
from http import HTTPStatus

import msgspec
from attrs import frozen
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contract_tests.sandbox._auth import Tokens
from contract_tests.sandbox._query_string import MalformedQueryError, read_query
from contract_tests.sandbox._rate_limit import RateLimit
from contract_tests.sandbox._refusal import Refusal
from contract_tests.sandbox.telnyx import _errors
from contract_tests.sandbox.telnyx._database import Database
from contract_tests.sandbox.telnyx._gate import Gate
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
            return _json(self.lists.rooms(connection, query))

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
        return _json(body)


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
    for route in routes:
        # Starlette adds HEAD, which no documentation mentions.
        route.methods = {"GET"}
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Gate, tokens=tokens, rate_limit=rate_limit)],
        exception_handlers={
            Refusal: _refused,
            HTTPException: _not_routed,
            Exception: _failed,
        },
    )
    # A path with a slash too many is another path, not a reason to redirect.
    app.router.redirect_slashes = False
    return app


def _query(request: Request, parameters: ListParameters) -> ListQuery:
    try:
        pairs = read_query(request.scope["query_string"])
    except MalformedQueryError as error:
        raise _errors.malformed_query(str(error)) from error
    return parameters.read(pairs)


def _json(body: JsonObject) -> Response:
    return Response(msgspec.json.encode(body), media_type="application/json")


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return _errors.error_response(error)


async def _not_routed(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return _errors.error_response(_errors.method_not_allowed((error.headers or {})["Allow"]))
    return _errors.error_response(_errors.path_not_found())


async def _failed(_request: Request, _error: Exception) -> Response:
    return _errors.error_response(_errors.internal_error())
