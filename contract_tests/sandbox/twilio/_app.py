"""The application of the Twilio Video list."""

import re
from urllib.parse import quote, urlencode

from attrs import field, frozen
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contract_tests.sandbox._application import Access, Api, application
from contract_tests.sandbox._database import Database
from contract_tests.sandbox._http import JsonObject, Problem, Refusal, query_pairs, respond
from contract_tests.sandbox._values import SECOND, stamp
from contract_tests.sandbox.twilio._lists import Page, find_room, read_page, room_sids
from contract_tests.sandbox.twilio._page_tokens import PageTokens, Walk
from contract_tests.sandbox.twilio._parameters import ERRORS, ListQuery, read_query
from contract_tests.sandbox.twilio._seed import account_credentials, account_sid
from contract_tests.sandbox.twilio._tables import Participant

_METHODS = ("GET", "HEAD", "OPTIONS")
# RFC 3986, section 3.2.2: a name or an IPv4 address, or an IPv6 address in brackets; a port.
_HOST = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=%-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")
_LINKS = ("published_tracks", "subscribed_tracks", "subscribe_rules", "anonymize")
_INVALID_PAGE_TOKEN = Problem(
    *("21481", "Invalid page token"),
    "PageToken is not valid for this list with these filters and this PageSize. Take it from the"
    " links of a page.",
)


def build(database: Database, access: Access) -> tuple[Starlette, Api]:
    """Build the ASGI application that serves the lists of `database` under `/v1/Rooms`."""
    credentials = account_credentials(access.seed, access.token, access.forbidden_token)
    endpoint = _Endpoint(account_sid(access.seed), database)
    routes = [Route("/v1/Rooms/{RoomSid}/Participants", endpoint.participants)]
    app = application(routes, _METHODS, credentials, access.rate_limit, ERRORS)
    with database.connection() as connection:
        rooms = room_sids(connection)
    token, *others = credentials.admitted
    return app, Api("/v1", token, {"RoomSid": rooms}, tuple(others))


@frozen
class _Endpoint:
    """The operation. Starlette runs it in its thread pool, because SQLite blocks."""

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
            walk = Walk(self.account_sid, room.sid, query.conditions, query.page_size)
            position = None
            if query.page_token is not None:
                position = self.tokens.read(walk, query.page_token)
                if position is None:
                    raise Refusal(400, (_INVALID_PAGE_TOKEN,))
            page = read_page(connection, room, query.conditions, query.page_size, position)
        items = [
            _item(walk, f"{_address(origin, walk.room_sid)}/{each.sid}", each)
            for each in page.participants
        ]
        meta = self._meta(_address(origin, named), walk, query, page)
        return respond({"participants": items, "meta": meta})

    def _meta(self, address: str, walk: Walk, query: ListQuery, page: Page) -> JsonObject:
        def link(number: int, token: str | None) -> str:
            pairs = {**query.given, "PageSize": str(query.page_size), "Page": str(number)}
            if token is not None:
                pairs["PageToken"] = token
            return f"{address}?{urlencode(pairs, quote_via=quote, safe='')}"

        previous_url = next_url = None
        if page.has_previous and page.participants:
            # `Page` comes from the client and may be 0 on any page; the page before has 0, too.
            token = self.tokens.issue(walk, "before", page.participants[0])
            previous_url = link(max(query.page - 1, 0), token)
        if page.has_next and page.participants:
            token = self.tokens.issue(walk, "after", page.participants[-1])
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
        "links": {name: f"{address}/{name.title().replace('_', '')}" for name in _LINKS},
    }


def _written(instant: int) -> str:
    """Return an instant as text, with three or six decimals if needed."""
    if instant % SECOND == 0:
        return stamp(instant, "seconds")
    return stamp(instant, "microseconds" if instant % 1000 else "milliseconds")


def _address(origin: str, room: str) -> str:
    return f"{origin}/v1/Rooms/{quote(room, safe='')}/Participants"


def _origin(request: Request) -> str:
    """Return the scheme and host of a request, with which the links begin."""
    hosts = request.headers.getlist("host")
    if not hosts:  # HTTP/1.0 does not require it.
        host, port = request.scope["server"] or ("localhost", 80)
        hosts = [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]
    if len(hosts) > 1 or not _HOST.fullmatch(hosts[0]):
        # RFC 9112, section 3.2.
        detail = "The Host header is not a host with an optional port."
        raise ERRORS.refusal(400, detail, "Malformed host")
    return f"{request.scope['scheme']}://{hosts[0]}"
