"""Defects of telnyx 4.189.0."""

import importlib
from datetime import datetime
from typing import Any

from benchmarks._faulty_servers import Server, reply, room, rooms_page
from telnyx_video import Client

from ._defect import KEY, Defect, Run, Seen, described, raised, seconds_of, sent, without
from ._ours import list_rooms, raises
from ._responses import (
    ERRORS,
    MOST_REQUESTS,
    ROOMS,
    first_refused,
    growing,
    not_advancing,
    same,
    without_meta,
)

__all__ = ["OTHERS", "TELNYX"]

_NOON = datetime(2021, 4, 25, 12, 0)  # noqa: DTZ001 - what a user passes
_WAIT = 2


def _list(server: Server, **arguments: Any) -> list[Any]:  # noqa: ANN401
    with importlib.import_module("telnyx").Telnyx(api_key=KEY, base_url=server.url) as client:
        return list(client.rooms.list(**arguments))


def _pages(server: Server) -> Seen:
    raised(lambda: _list(server))
    sent = len(server.exchanges)
    return Seen(sent > MOST_REQUESTS, f"cut off after {sent} requests")


def _large_page(server: Server) -> Seen:
    error = raised(lambda: _list(server, page_size=9999))
    return Seen(bool(server.exchanges), sent(server) or described(error))


def _accepts(field: str) -> Run:
    def run(server: Server) -> Seen:
        rooms: list[Any] = []
        error = raised(lambda: rooms.extend(_list(server)))
        text = f"{field}={getattr(rooms[0], field)!r}" if rooms else described(error)
        return Seen(error is None, text)

    return run


def _truncated(server: Server) -> Seen:
    error = raised(lambda: _list(server))
    return Seen(described(error).startswith("json."), described(error))


def _without_key(server: Server) -> Seen:
    telnyx: Any = importlib.import_module("telnyx")
    with without("TELNYX_API_KEY"):
        error = raised(lambda: list(telnyx.Telnyx(base_url=server.url).rooms.list()))
    if not server.exchanges:
        return Seen(is_defect=False, text=f"{described(error)}, nothing sent")
    authorization = server.exchanges[0].headers.get("authorization")
    return Seen(authorization is None, f"sent, Authorization: {authorization}")


def _without_our_key(server: Server) -> object:
    with without("TELNYX_API_KEY"):
        return Client(base_url=server.url).rooms.list().first()


def _empty_filter(server: Server) -> Seen:
    _list(server, filter={"unique_name": ""})
    return Seen("unique_name" not in sent(server), sent(server))


def _our_empty_filter(server: Server) -> Seen:
    list_rooms(server, filter_unique_name="")
    return Seen("unique_name%5D=" not in sent(server), sent(server))


def _waits(server: Server) -> Seen:
    return _waited(server, seconds_of(lambda: _list(server)))


def _we_wait(server: Server) -> Seen:
    return _waited(server, seconds_of(lambda: list_rooms(server)))


def _waited(server: Server, seconds: float) -> Seen:
    is_again = len(server.exchanges) > 1
    text = f"sent again after {seconds:.1f} s" if is_again else "not sent again"
    return Seen(is_again and seconds < _WAIT, text)


def _error_body(server: Server) -> Seen:
    error = raised(lambda: _list(server))
    body: object = getattr(error, "body", None)
    return Seen(isinstance(body, dict), f"{described(error)}, body a {type(body).__name__}")


def _our_error_body(server: Server) -> Seen:
    error = raised(lambda: list_rooms(server))
    body: object = getattr(error, "body", None)
    return Seen(isinstance(body, dict), f"{described(error)}, body a {type(body).__name__}")


def _moment(server: Server) -> Seen:
    _list(server, filter={"date_created_at": {"gte": _NOON}})
    return Seen("T12" in sent(server), sent(server))


def _filters(server: Server) -> Seen:
    _list(server, filter={"unique_name": "a b"})
    return Seen("unique_name" not in sent(server, 1), f"page 2: {sent(server, 1)}")


def _our_filters(server: Server) -> Seen:
    list_rooms(server, filter_unique_name="a b")
    return Seen("unique_name" not in sent(server, 1), f"page 2: {sent(server, 1)}")


def _doubles(server: Server) -> Seen:
    names = [each.unique_name for each in _list(server)]
    repeated = len(names) - len({*names})
    return Seen(repeated > 0, f"{repeated} of {len(names)} rooms given twice, no error")


TELNYX = (
    Defect(
        "pages for ever when page_number does not advance",
        not_advancing,
        _pages,
        raises("PagingError", 2),
    ),
    Defect("pages for ever when meta is missing", without_meta, _pages, raises("SchemaError", 1)),
    Defect(
        "sends page_size=9999",
        ROOMS.handle,
        _large_page,
        raises("ArgumentError", 0, lambda server: list_rooms(server, page_size=9999)),
    ),
    Defect(
        "accepts id=5 in a response",
        same(rooms_page([room(id=5)])),
        _accepts("id"),
        raises("SchemaError", 1, list_rooms, "path"),
    ),
    Defect(
        "accepts created_at='not-a-date' in a response",
        same(rooms_page([room(created_at="not-a-date")])),
        _accepts("created_at"),
        raises("SchemaError", 1, list_rooms, "path"),
    ),
    Defect(
        "lets json.JSONDecodeError out when a 200 is truncated",
        same(reply(b'{"data": [{"id": "7b6')),
        _truncated,
        raises("DecodingError", 1),
    ),
    Defect(
        "sends requests without a key",
        ROOMS.handle,
        _without_key,
        raises("ArgumentError", 0, _without_our_key),
    ),
    Defect("drops a filter of the empty string", ROOMS.handle, _empty_filter, _our_empty_filter),
    Defect(
        "does not obey Retry-After: 61",
        first_refused(429, {"retry-after": "61"}),
        _waits,
        raises("TooManyRequestsError", 1, list_rooms, "retry_after"),
    ),
    Defect(
        f"does not obey X-RateLimit-Reset: {_WAIT}",
        first_refused(429, {"x-ratelimit-reset": str(_WAIT)}),
        _waits,
        _we_wait,
    ),
    Defect(
        "gives an error's body as an untyped dict",
        same(reply(ERRORS, 422)),
        _error_body,
        _our_error_body,
    ),
    Defect(
        "sends a datetime where a date is meant",
        ROOMS.handle,
        _moment,
        raises(
            "ArgumentError",
            0,
            lambda server: list_rooms(server, filter_date_created_at_gte=_NOON),
        ),
    ),
)

# Defects of SDKs of other vendors, which this SDK may have.
OTHERS = (
    Defect("loses the filters on page 2", ROOMS.handle, _filters, _our_filters),
    Defect(
        "gives a row twice when another is inserted",
        growing,
        _doubles,
        raises("ListChangedError", 2),
    ),
)
