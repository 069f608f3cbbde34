"""The application of the Telnyx video lists."""

import re

from attrs import frozen
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contract_tests.sandbox._application import application
from contract_tests.sandbox._auth import Credentials
from contract_tests.sandbox._database import Database
from contract_tests.sandbox._errors import Refusal, json_response
from contract_tests.sandbox._parameters import query_pairs
from contract_tests.sandbox._rate_limit import RateLimit
from contract_tests.sandbox.telnyx._errors import ERRORS
from contract_tests.sandbox.telnyx._lists import Lists
from contract_tests.sandbox.telnyx._matches import Matches
from contract_tests.sandbox.telnyx._parameters import PARTICIPANTS, ROOMS, SESSIONS, Collection

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@frozen
class _Endpoint:
    """One list, below what `parameter` names. Starlette runs it in a thread: SQLite blocks."""

    database: Database
    lists: Lists
    collection: Collection
    parameter: str | None = None

    def answer(self, request: Request) -> Response:
        query = self.collection.read(query_pairs(request, ERRORS))
        # RFC 9562, section 4: a UUID is read without regard to case.
        parent_id = self.parameter and request.path_params[self.parameter].lower()
        malformed = parent_id is not None and not _UUID.fullmatch(parent_id)
        body = None
        if not malformed:
            with self.database.connection() as connection:
                body = self.lists.read(connection, self.collection, parent_id, query)
        if body is None:
            raise self._not_found(malformed=malformed)
        return json_response(body)

    def _not_found(self, *, malformed: bool) -> Refusal:
        parameter = self.parameter or ""
        detail = f"No {parameter.removesuffix('_id').replace('_', ' ')} has this id."
        if malformed:
            detail += " An id is a UUID, such as 0ccc7b54-4df3-4bca-a65a-3da1ecc777f0."
        return Refusal(404, (ERRORS.problem(404, detail, parameter),))


def telnyx_app(
    database: Database, credentials: Credentials, rate_limit: RateLimit | None
) -> Starlette:
    """Build the ASGI application that serves the lists of `database` under `/v2`."""
    lists = Lists(Matches())
    endpoints = {
        "/v2/rooms": _Endpoint(database, lists, ROOMS),
        "/v2/rooms/{room_id}/sessions": _Endpoint(database, lists, SESSIONS, "room_id"),
        "/v2/room_sessions/{room_session_id}/participants": _Endpoint(
            database, lists, PARTICIPANTS, "room_session_id"
        ),
    }
    routes = [Route(path, endpoint.answer) for path, endpoint in endpoints.items()]
    return application(routes, ("GET",), credentials, rate_limit, ERRORS)
