"""The application: path, methods and what stands before them."""

from http import HTTPStatus

from attrs import field, frozen
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contract_tests.sandbox._application import application, json_response, query_pairs
from contract_tests.sandbox._database import Database
from contract_tests.sandbox._rate_limit import RateLimit
from contract_tests.sandbox.twilio import _errors
from contract_tests.sandbox.twilio._bodies import Listing, links_of, list_body
from contract_tests.sandbox.twilio._credentials import Credentials
from contract_tests.sandbox.twilio._lists import find_room, read_page
from contract_tests.sandbox.twilio._page_tokens import PageTokens, UnknownPageTokenError, Walk
from contract_tests.sandbox.twilio._parameters import read_parameters

_METHODS = ("GET", "HEAD", "OPTIONS")


@frozen
class _Endpoint:
    """The one operation. Starlette runs it in its thread pool: SQLite blocks."""

    account_sid: str
    database: Database
    tokens: PageTokens = field(factory=PageTokens)

    def participants(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(
                status_code=HTTPStatus.NO_CONTENT, headers={"allow": ", ".join(_METHODS)}
            )
        links = links_of(request)
        query = read_parameters(query_pairs(request, _errors))
        named = request.path_params["RoomSid"]
        with self.database.connection() as connection:
            room = find_room(connection, named)
            if room is None:
                raise _errors.room_not_found()
            walk = Walk(self.account_sid, room.sid, query.filters, query.page_size)
            position = None
            if query.page_token is not None:
                try:
                    position = self.tokens.read(walk, query.page_token)
                except UnknownPageTokenError as error:
                    raise _errors.invalid_page_token() from error
            page = read_page(connection, room, query.filters, query.page_size, position)
        return json_response(list_body(links, Listing(named, walk, query), page, self.tokens))


def twilio_app(
    database: Database,
    account_sid: str,
    credentials: Credentials,
    rate_limit: RateLimit | None = None,
) -> Starlette:
    """Build the ASGI application that serves the lists of `database` under `/v1/Rooms`."""
    endpoint = _Endpoint(account_sid, database)
    routes = [Route("/v1/Rooms/{RoomSid}/Participants", endpoint.participants)]
    return application(routes, _METHODS, credentials, rate_limit, _errors)
