"""The application of the Twilio Video list, and the bodies that it sends."""

import re
from typing import Any
from urllib.parse import quote, urlencode

from attrs import field, frozen
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contract_tests.sandbox._application import application
from contract_tests.sandbox._auth import Credentials
from contract_tests.sandbox._database import Database
from contract_tests.sandbox._errors import Problem, Refusal, json_response
from contract_tests.sandbox._instants import SECOND, stamp
from contract_tests.sandbox._parameters import query_pairs
from contract_tests.sandbox._rate_limit import RateLimit
from contract_tests.sandbox.twilio._errors import ERRORS
from contract_tests.sandbox.twilio._lists import Page, find_room, read_page
from contract_tests.sandbox.twilio._page_tokens import PageTokens, Position, Walk
from contract_tests.sandbox.twilio._parameters import ListQuery, read_query
from contract_tests.sandbox.twilio._tables import Participant

JsonObject = dict[str, Any]

_METHODS = ("GET", "HEAD", "OPTIONS")
# RFC 3986, section 3.2.2: a name or an IPv4 address, or an IPv6 address in brackets; a port.
_HOST = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=%-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")
_LINKS = {
    "published_tracks": "PublishedTracks",
    "subscribed_tracks": "SubscribedTracks",
    "subscribe_rules": "SubscribeRules",
    "anonymize": "Anonymize",
}


def twilio_app(
    database: Database, account_sid: str, credentials: Credentials, rate_limit: RateLimit | None
) -> Starlette:
    """Build the ASGI application that serves the lists of `database` under `/v1/Rooms`."""
    endpoint = _Endpoint(account_sid, database)
    routes = [Route("/v1/Rooms/{RoomSid}/Participants", endpoint.participants)]
    return application(routes, _METHODS, credentials, rate_limit, ERRORS)


@frozen
class _Endpoint:
    """The one operation. Starlette runs it in its thread pool: SQLite blocks."""

    account_sid: str
    database: Database
    tokens: PageTokens = field(factory=PageTokens)

    def participants(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"allow": ", ".join(_METHODS)})
        origin = _origin(request)
        query = read_query(query_pairs(request, ERRORS))
        named = request.path_params["RoomSid"]
        with self.database.connection() as connection:
            room = find_room(connection, named)
            if room is None:
                detail = "No room has this SID, and no room in progress has this unique name."
                raise ERRORS.refusal(404, detail)
            walk = Walk(self.account_sid, room.sid, query.filters, query.page_size)
            position = None
            if query.page_token is not None:
                position = self.tokens.read(walk, query.page_token)
                if position is None:
                    raise _invalid_page_token()
            page = read_page(connection, room, query.filters, query.page_size, position)
        items = [
            _item(walk, f"{_address(origin, walk.room_sid)}/{each.sid}", each)
            for each in page.participants
        ]
        meta = self._meta(_address(origin, named), walk, query, page)
        return json_response({"participants": items, "meta": meta})

    def _meta(self, address: str, walk: Walk, query: ListQuery, page: Page) -> JsonObject:
        def link(number: int, token: str | None) -> str:
            pairs = {**query.given, "PageSize": str(query.page_size), "Page": str(number)}
            if token is not None:
                pairs["PageToken"] = token
            return f"{address}?{urlencode(pairs, quote_via=quote, safe='')}"

        previous_url = next_url = None
        if page.has_previous and page.participants:
            first = page.participants[0]
            token = self.tokens.give(walk, Position("before", first.date_created, first.sid))
            # The page before one that counts as 0 counts as 0, too: the count is the client's.
            previous_url = link(max(query.page - 1, 0), token)
        if page.has_next and page.participants:
            last = page.participants[-1]
            token = self.tokens.give(walk, Position("after", last.date_created, last.sid))
            next_url = link(query.page + 1, token)
        return {
            "page": query.page,
            "page_size": query.page_size,
            "first_page_url": link(0, None),
            "previous_page_url": previous_url,
            "url": link(query.page, query.page_token),
            "next_page_url": next_url,
            "key": "participants",
        }


def _item(walk: Walk, address: str, participant: Participant) -> JsonObject:
    ended = participant.end_time
    return {
        "sid": participant.sid,
        "room_sid": walk.room_sid,
        "account_sid": walk.account_sid,
        "status": participant.status,
        "identity": participant.identity,
        "date_created": _written(participant.date_created),
        "date_updated": _written(participant.date_updated),
        "start_time": _written(participant.start_time),
        "end_time": None if ended is None else _written(ended),
        "duration": None if ended is None else (ended - participant.start_time) // SECOND,
        "url": address,
        "links": {name: f"{address}/{last}" for name, last in _LINKS.items()},
    }


def _written(instant: int) -> str:
    """Return an instant as text, with three or six decimals where it needs them."""
    if instant % SECOND == 0:
        return stamp(instant, "seconds")
    return stamp(instant, "microseconds" if instant % 1000 else "milliseconds")


def _address(origin: str, room: str) -> str:
    return f"{origin}/v1/Rooms/{quote(room, safe='')}/Participants"


def _origin(request: Request) -> str:
    """Return the scheme and host that a request was sent to, which links are made of."""
    hosts = request.headers.getlist("host")
    if not hosts:  # HTTP/1.0 needs none.
        host, port = request.scope["server"] or ("localhost", 80)
        hosts = [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]
    if len(hosts) > 1 or not _HOST.fullmatch(hosts[0]):
        # RFC 9112, section 3.2.
        detail = "The Host header is not a host and, if need be, a port."
        raise ERRORS.refusal(400, detail, "Malformed host")
    return f"{request.scope['scheme']}://{hosts[0]}"


def _invalid_page_token() -> Refusal:
    detail = (
        "PageToken was not given for this list, with these filters and this PageSize. Tokens come"
        " in the links of a page."
    )
    return Refusal(400, (Problem("21481", "Invalid page token", detail, "PageToken"),))
