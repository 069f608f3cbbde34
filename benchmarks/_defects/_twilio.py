"""Defects of twilio 9.13.0, whose pages are linked."""

import asyncio
import importlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter

from benchmarks._faulty_servers import Exchange, Server, reply, room, rooms_page, serving

from ._defect import Defect, Run, Seen, described, raised, seconds_of, seen_timeouts, sent
from ._linked import list_linked_rooms
from ._ours import client_of, list_async, list_rooms, pages_of, raises, timeouts_of
from ._responses import ERRORS, MOST_REQUESTS, ROOMS, cut_off, first_refused, same

__all__ = ["TWILIO"]

_ACCOUNT = "AC" + "0" * 32
_INSTANT = datetime(2021, 4, 25, 12, 0, 0, 500_000, tzinfo=timezone(timedelta(hours=2)))
_TIMEOUT = 0.3
_OTHER_HOST = "localhost"
_LONG = 1.5


def _client(server: Server, **options: Any) -> Any:  # noqa: ANN401
    twilio: Any = importlib.import_module("twilio.rest")
    client = twilio.Client(_ACCOUNT, "secret", **options)
    client.video.base_url = server.origin
    return client


def _list(server: Server, **arguments: Any) -> list[Any]:  # noqa: ANN401
    return [*_client(server).video.v1.rooms.list(**arguments)]


def _list_async(server: Server, **options: Any) -> list[Any]:  # noqa: ANN401
    twilio: Any = importlib.import_module("twilio.http.async_http_client")

    async def read() -> list[Any]:
        async with twilio.AsyncTwilioHttpClient(**options) as http, asyncio.timeout(_LONG):
            return [*await _client(server, http_client=http).video.v1.rooms.list_async()]

    return asyncio.run(read())


def _page(*rooms: Mapping[str, object], following: str | None = None) -> bytes:
    return reply({"rooms": rooms, "meta": {"key": "rooms", "next_page_url": following}})


def _room(**fields: object) -> dict[str, object]:
    return {"sid": "RM" + "0" * 32, "unique_name": "room 1", **fields}


def _bare_error(server: Server) -> Seen:
    error = raised(lambda: _list(server))
    has_status = hasattr(error, "status") or hasattr(error, "code")
    return Seen(not has_status, f"{described(error)}, status {getattr(error, 'status', None)}")


def _wrong_key(server: Server) -> Seen:
    error = raised(lambda: _list(server))
    return Seen(type(error) is KeyError, described(error))


def _foreign_page(exchange: Exchange) -> None:
    """Send a page that links to the same server by another name."""
    host, _, port = exchange.headers["host"].partition(":")
    following = None if host == _OTHER_HOST else f"http://{_OTHER_HOST}:{port}/page/2"
    exchange.send(_page(_room(), following=following))


def _foreign_link(server: Server) -> Seen:
    error = raised(lambda: _list(server))
    received = [
        exchange.headers.get("authorization", "")
        for exchange in server.exchanges
        if exchange.headers["host"].startswith(_OTHER_HOST)
    ]
    text = f"that host got Authorization: {received[0][:10]}…" if received else described(error)
    return Seen(any(received), text)


def _path(server: Server) -> Seen:
    participants = _client(server).video.v1.rooms("../../X").participants
    raised(participants.list)
    path = server.exchanges[0].target.partition("?")[0] if server.exchanges else "nothing sent"
    return Seen(not path.startswith("/v1/Rooms/"), f"sent to {path}")


def _our_path(server: Server) -> object:
    with client_of(server) as client:
        return client.rooms.sessions.list("../../X").first()


def _instant(server: Server) -> Seen:
    _list(server, date_created_after=_INSTANT)
    query = sent(server).replace("%3A", ":")
    return Seen("12:00:00Z" in query, f"{_INSTANT.isoformat()} as {query}")


def _fraction(server: Server) -> Seen:
    value = _list(server)[0].date_created
    return Seen(isinstance(value, str), f"a {type(value).__name__}: {value}")


def _our_fraction(server: Server) -> Seen:
    value: object = list_rooms(server)[0].created_at
    return Seen(isinstance(value, str), f"a {type(value).__name__}: {value}")


def _no_limit(server: Server) -> Seen:
    count = len(_list(server, limit=0))
    return Seen(count > 0, f"{count} rooms")


def _our_limit(server: Server) -> Seen:
    count = len(list_rooms(server, limit=0))
    return Seen(count > 0, f"{count} rooms, {len(server.exchanges)} requests")


def _empty_page(exchange: Exchange) -> None:
    following = f"http://{exchange.headers['host']}/v1/Rooms?PageToken={exchange.count}"
    cut_off(_page(following=following))(exchange)


def _empty_pages(server: Server) -> Seen:
    raised(lambda: _list(server))
    count = len(server.exchanges)
    return Seen(count > MOST_REQUESTS, f"cut off after {count} requests, each page empty")


class _Recorder(HTTPAdapter):
    """Remembers the timeout of a request."""

    def __init__(self) -> None:
        super().__init__()
        self.timeout: object = "nothing sent"

    def send(self, request: PreparedRequest, *args: Any, **options: Any) -> Response:  # noqa: ANN401
        """Send a request."""
        self.timeout = options["timeout"]
        return super().send(request, *args, **options)


def _default_timeout(server: Server) -> Seen:
    client, recorder = _client(server), _Recorder()
    client.http_client.session.mount("http://", recorder)
    client.video.v1.rooms.list()
    return Seen(recorder.timeout is None, f"timeout {recorder.timeout}")


def _our_default_timeout(server: Server) -> Seen:
    return seen_timeouts(timeouts_of(server))


def _async_timeout(read: Callable[[Server], object]) -> Run:
    def run(server: Server) -> Seen:
        errors: list[Exception | None] = []
        seconds = seconds_of(lambda: errors.append(raised(lambda: read(server))))
        is_late = seconds > _LONG - 0.1
        ending = "given up by us" if is_late else described(errors[0])
        return Seen(is_late, f"after {seconds:.1f} s {ending}")

    return run


def _async_retries(server: Server) -> Seen:
    error = raised(lambda: _list_async(server, max_retries=3))
    counts = {429: len(server.exchanges)}
    with serving(first_refused(503)) as other:
        raised(lambda: _list_async(other, max_retries=3))
        counts[503] = len(other.exchanges)
    text = ", ".join(f"{count} after {status}" for status, count in counts.items())
    return Seen(counts[429] == 1 < counts[503], f"requests: {text}; {described(error)}")


def _our_async_retries(server: Server) -> Seen:
    error = raised(lambda: list_async(server))
    count = len(server.exchanges)
    return Seen(count == 1, f"requests: {count} after 429; {described(error)}")


def _unknown_field(server: Server) -> Seen:
    (found,) = _list(server)
    values = vars(found).values()
    is_kept = hasattr(found, "flavour") or "sweet" in repr([*values])
    return Seen(not is_kept, "kept" if is_kept else "nowhere in the room")


def _our_unknown_field(server: Server) -> Seen:
    (page,) = pages_of(server)
    value = page.response.json()["data"][0].get("flavour")
    return Seen(value != "sweet", f"page.response.json() has {value!r}")


TWILIO = (
    Defect(
        "raises a bare exception, without status or code, for a list",
        same(reply({"code": 20404, "message": "not found", "status": 404}, 404)),
        _bare_error,
        raises("NotFoundError", 1, list_rooms, "status"),
        handler_ours=same(reply(ERRORS, 404)),
    ),
    Defect(
        "raises KeyError when meta.key names a list that is not there",
        same(reply({"rooms": [], "meta": {"key": "ullamco"}})),
        _wrong_key,
        raises("SchemaError", 1, list_rooms, "path"),
    ),
    Defect(
        "sends credentials to whatever host next_page_url names",
        _foreign_page,
        _foreign_link,
        raises("PagingError", 1, list_linked_rooms),
    ),
    Defect(
        "leaves the resource by way of ../../X in a path",
        same(reply({"participants": [], "meta": {"key": "participants"}})),
        _path,
        raises("ArgumentError", 0, _our_path),
    ),
    Defect(
        "loses the offset and the microseconds of an instant",
        same(_page()),
        _instant,
        raises(
            "ArgumentError",
            0,
            lambda server: list_rooms(server, filter_date_created_at_gte=_INSTANT),
        ),
    ),
    Defect(
        "gives an instant with fractions of a second as str",
        same(_page(_room(date_created="2021-04-16T09:46:20.954863Z"))),
        _fraction,
        _our_fraction,
        handler_ours=same(rooms_page([room()])),
    ),
    Defect(
        "gives everything for limit=0",
        same(_page(_room(), _room())),
        _no_limit,
        _our_limit,
        handler_ours=ROOMS.handle,
    ),
    Defect(
        "follows next_page_url though every page is empty",
        _empty_page,
        _empty_pages,
        raises("PagingError", 1, list_linked_rooms),
    ),
    Defect(
        "has no timeout by default",
        same(_page()),
        _default_timeout,
        _our_default_timeout,
        handler_ours=ROOMS.handle,
    ),
    Defect(
        f"ignores the client's timeout of {_TIMEOUT} s when async",
        lambda exchange: exchange.stall(),
        _async_timeout(lambda server: _list_async(server, timeout=_TIMEOUT)),
        _async_timeout(lambda server: list_async(server, timeout=_TIMEOUT, retries=0)),
    ),
    Defect(
        "does not repeat after a 429 when async, though after a 503",
        first_refused(429),
        _async_retries,
        _our_async_retries,
    ),
    Defect(
        "drops unknown fields",
        same(_page(_room(flavour="sweet"))),
        _unknown_field,
        _our_unknown_field,
        handler_ours=same(rooms_page([room(flavour="sweet")])),
    ),
)
