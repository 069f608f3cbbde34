"""The bodies of responses, with their absolute links."""

import re
from typing import Any
from urllib.parse import quote, urlencode

from attrs import frozen
from starlette.requests import Request

from contract_tests.sandbox.twilio import _errors
from contract_tests.sandbox.twilio._instants import SECOND, stamp
from contract_tests.sandbox.twilio._lists import Page
from contract_tests.sandbox.twilio._page_tokens import PageTokens, Position, Walk
from contract_tests.sandbox.twilio._parameters import ListQuery
from contract_tests.sandbox.twilio._records import Participant

JsonObject = dict[str, Any]

# RFC 3986, section 3.2.2: a name or an IPv4 address, or an IPv6 address in brackets; a port.
_HOST = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=%-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]*)?")
_RELATED = {
    "published_tracks": "PublishedTracks",
    "subscribed_tracks": "SubscribedTracks",
    "subscribe_rules": "SubscribeRules",
    "anonymize": "Anonymize",
}


@frozen
class Links:
    """Makes the links of one response: of the scheme and host that its request was sent to."""

    origin: str

    def participants(self, room: str) -> str:
        """Return the address of a room's participants."""
        return f"{self.origin}/v1/Rooms/{quote(room, safe='')}/Participants"


def links_of(request: Request) -> Links:
    """Return what makes the links of the response, or raise `Refusal` (400) for a bad host."""
    hosts = request.headers.getlist("host")
    if not hosts:  # HTTP/1.0 needs none.
        host, port = request.scope["server"] or ("localhost", 80)
        hosts = [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]
    if len(hosts) > 1 or not _HOST.fullmatch(hosts[0]):
        raise _errors.malformed_host()
    return Links(f"{request.scope['scheme']}://{hosts[0]}")


@frozen
class Listing:
    """A room's participants, as a request asks for them: `room` is how its path names the room."""

    room: str
    walk: Walk
    query: ListQuery


def list_body(links: Links, listing: Listing, page: Page, tokens: PageTokens) -> JsonObject:
    """Return the body of a page.

    The page before one that counts as 0 counts as 0, too: the count is the client's.
    """
    walk, query = listing.walk, listing.query
    address = links.participants(listing.room)

    def link(number: int, token: str | None) -> str:
        pairs = {**query.given, "PageSize": str(query.page_size), "Page": str(number)}
        if token is not None:
            pairs["PageToken"] = token
        return f"{address}?{urlencode(pairs, quote_via=quote, safe='')}"

    previous_url = next_url = None
    if page.has_previous and page.participants:
        first = page.participants[0]
        token = tokens.give(walk, Position("before", first.date_created, first.sid))
        previous_url = link(max(query.page - 1, 0), token)
    if page.has_next and page.participants:
        last = page.participants[-1]
        token = tokens.give(walk, Position("after", last.date_created, last.sid))
        next_url = link(query.page + 1, token)
    children = links.participants(walk.room_sid)
    return {
        "participants": [_item(walk, children, each) for each in page.participants],
        "meta": {
            "page": query.page,
            "page_size": query.page_size,
            "first_page_url": link(0, None),
            "previous_page_url": previous_url,
            "url": link(query.page, query.page_token),
            "next_page_url": next_url,
            "key": "participants",
        },
    }


def _item(walk: Walk, address: str, participant: Participant) -> JsonObject:
    own = f"{address}/{participant.sid}"
    ended = participant.end_time
    return {
        "sid": participant.sid,
        "room_sid": walk.room_sid,
        "account_sid": walk.account_sid,
        "status": participant.status,
        "identity": participant.identity,
        "date_created": stamp(participant.date_created),
        "date_updated": stamp(participant.date_updated),
        "start_time": stamp(participant.start_time),
        "end_time": None if ended is None else stamp(ended),
        "duration": None if ended is None else (ended - participant.start_time) // SECOND,
        "url": own,
        "links": {name: f"{own}/{last}" for name, last in _RELATED.items()},
    }
