"""The injected faults."""

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from benchmarks._faulty_servers import Handler, List, faults, reply
from benchmarks._faulty_servers.faults import Fault

from ._injection import STOPPED, SUCCESS, Contexts, Injection, Stop
from ._tls import another_name, no_tls, right_name, unknown_authority

__all__ = ["INJECTIONS"]

_CONNECTION = "ConnectionFailedError"
_TIMEOUT = "TimeoutExceededError"
_DECODING = "DecodingError"
_UNDOCUMENTED = "UndocumentedStatusError"
_TOO_MANY = "TooManyRequestsError"
_SERVER = "ServerError"

_ROOMS = List()
_PAGE = 3
"""The page with the fault: late enough for concurrent requests."""

_JSON = json.dumps(_ROOMS.body(_PAGE)).encode()
_LATIN = _JSON.replace(b"room 9", "caf\N{LATIN SMALL LETTER E WITH ACUTE}".encode("latin-1"))
_GZIP = gzip.compress(_JSON, mtime=0)
_HTML = b"<html><body>Bad Gateway</body></html>"
_IMPATIENT: dict[str, Any] = {"timeout": 0.2, "total_timeout": 0.8}


def _once(name: str, fault: Fault, *outcomes: str, **options: Any) -> Injection:  # noqa: ANN401
    handler = faults.at_page(_ROOMS, _PAGE, fault, times=1)
    return Injection(f"{name}, once", frozenset(outcomes), lambda _: handler, **options)


def _always(name: str, fault: Fault, *outcomes: str, **options: Any) -> Injection:  # noqa: ANN401
    handler = faults.at_page(_ROOMS, _PAGE, fault)
    return Injection(name, frozenset(outcomes), lambda _: handler, **options)


def _everywhere(name: str, fault: Fault, *, times: int, **options: Any) -> Injection:  # noqa: ANN401
    handler = faults.at_every_page(_ROOMS, fault, times)
    title = f"{name}, {times} for each page"
    return Injection(title, frozenset({SUCCESS}), lambda _: handler, **options)


def _body(name: str, body: bytes, *outcomes: str, **headers: str) -> Injection:
    fields = {field.replace("_", "-"): value for field, value in headers.items()}
    return _always(name, faults.replace(reply(body, headers=fields)), *outcomes)


def _rate(requests: int, pages: int) -> Injection:
    rooms = List(pages)
    headers = {"retry-after": "1", "x-ratelimit-reset": "1"}
    return Injection(
        f"{requests} requests a second, {pages} pages",
        frozenset({SUCCESS}),
        lambda _: faults.rate_limited(rooms, requests, headers),
        rooms=rooms,
        total_timeout=15.0,
    )


def _redirect(code: int, *, is_elsewhere: bool) -> Injection:
    def handle(elsewhere: str) -> Handler:
        location = f"{elsewhere}/rooms" if is_elsewhere else "/v2/rooms?page%5Bnumber%5D=1"
        fault = faults.status(code, {"location": location})
        return faults.at_page(_ROOMS, _PAGE, fault)

    where = "another" if is_elsewhere else "the same"
    return Injection(f"{code} to {where} origin", frozenset({_UNDOCUMENTED}), handle)


_BROKEN_CONNECTIONS = (
    _once("reset before the response", faults.reset_before, SUCCESS),
    _always("reset before the response", faults.reset_before, _CONNECTION),
    _once("reset in the body", faults.reset_in_body, SUCCESS),
    _always("reset in the body", faults.reset_in_body, _CONNECTION),
    _everywhere("reset in the body", faults.reset_in_body, times=2),
    _once("half-close in the body", faults.end_in_body, SUCCESS),
    _always("half-close in the body", faults.end_in_body, _CONNECTION),
    _always(
        "half-close in a body of unknown length", faults.end_in_body_of_unknown_length, _DECODING
    ),
    _everywhere("end after the response, unannounced", faults.end_after, times=1),
    _always("the response twice", faults.response_twice, SUCCESS, "PagingError"),
)

_SLOW_SERVERS = (
    _once("stall before the response", faults.stall_before, SUCCESS, timeout=0.2),
    _always("stall before the response", faults.stall_before, _TIMEOUT, **_IMPATIENT),
    _always("stall in the head", faults.stall_in_head, _TIMEOUT, **_IMPATIENT),
    _once("stall in the body", faults.stall_in_body, SUCCESS, timeout=0.2),
    _always("stall in the body", faults.stall_in_body, _TIMEOUT, **_IMPATIENT),
    _always("slow drip of the head", faults.drip_head, _TIMEOUT, **_IMPATIENT),
    _always("slow drip of the body", faults.drip_body, _TIMEOUT, **_IMPATIENT),
    _always("early hints for 5 s", faults.early_hints, _TIMEOUT, **_IMPATIENT),
)

_STATUSES = (
    _once("429 with Retry-After: 1", faults.status(429, {"retry-after": "1"}), SUCCESS),
    _once(
        "429 with X-RateLimit-Reset: 1",
        faults.status(429, {"x-ratelimit-reset": "1"}),
        SUCCESS,
    ),
    _once("429 with a date in 2 s", faults.retry_at_date(2), SUCCESS),
    _everywhere("429 without Retry-After", faults.status(429), times=2),
    _always("429 without Retry-After", faults.status(429), _TOO_MANY),
    _always("429 with Retry-After: 0", faults.status(429, {"retry-after": "0"}), _TOO_MANY),
    _always("429 with Retry-After: 3600", faults.status(429, {"retry-after": "3600"}), _TOO_MANY),
    _always("429 with Retry-After: soon", faults.status(429, {"retry-after": "soon"}), _TOO_MANY),
    _rate(20, pages=40),
    _rate(5, pages=10),
    _everywhere("503", faults.status(503), times=3),
    _always("503", faults.status(503), _SERVER),
    _once("599", faults.status(599), SUCCESS),
    _always("599", faults.status(599), _SERVER),
    _always("204", faults.status(204), _UNDOCUMENTED),
    _redirect(302, is_elsewhere=True),
    _redirect(307, is_elsewhere=True),
    _redirect(302, is_elsewhere=False),
    _always(
        "302 to a invalid host",
        faults.status(302, {"location": "http://xn--/"}),
        "TransportError",
    ),
)

_GARBAGE = (
    _once("not HTTP", faults.replace_and_end(b"\x16\x03\x01\x02\x00\x01\r\n\r\n"), SUCCESS),
    _always("not HTTP", faults.replace_and_end(b"\x16\x03\x01\x02\x00\x01\r\n\r\n"), _CONNECTION),
    _always("header without end", faults.header_without_end, _CONNECTION),
    _always(
        "bad chunk",
        faults.replace_and_end(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"),
        _CONNECTION,
    ),
    _body("garbage", bytes(range(256)), _DECODING),
    _body("HTML", _HTML, _DECODING, content_type="text/html"),
    _body("truncated JSON", _JSON[: len(_JSON) // 2], _DECODING),
    _body("empty body", b"", _DECODING),
    _body("UTF-16", _JSON.decode().encode("utf-16"), _DECODING),
    _body("Latin-1", _LATIN, _DECODING),
    _body("wrong content type", _JSON, SUCCESS, _DECODING, content_type="text/html"),
    _body("truncated gzip", _GZIP[: len(_GZIP) // 2], _DECODING, content_encoding="gzip"),
    _body("not gzip", _JSON, _DECODING, content_encoding="gzip"),
    _body("Brotli, not requested", bytes(range(256)), _DECODING, content_encoding="br"),
    _always("gzip bomb of 32 MiB", faults.gzip_bomb(1), _DECODING),
    _always("gzip bomb in gzip", faults.gzip_bomb(2), _DECODING),
    _body("2 MiB of 1", _JSON + b" " * 2**21, _DECODING),
    _always("chunks without end", faults.chunked_without_end, _DECODING),
)


def _tls(
    name: str,
    contexts: Callable[[], Contexts],
    outcome: str,
    **options: Any,  # noqa: ANN401
) -> Injection:
    outcomes = frozenset({outcome})
    return Injection(
        f"TLS: {name}", outcomes, lambda _: _ROOMS.handle, contexts=contexts, **options
    )


_TLS = (
    _tls("the right name", right_name, SUCCESS),
    _tls("another name", another_name, _CONNECTION),
    _tls("an unknown authority", unknown_authority, _CONNECTION),
    _tls("no response", no_tls, _TIMEOUT, **_IMPATIENT),
)

_STALLED = faults.at_page(_ROOMS, _PAGE, faults.stall_before)

_STOPS: Mapping[str, Stop] = {
    "the consumer breaks the loop": "break",
    "the consumer closes the pages": "close",
    "the consumer closes the client": "quit",
    "the consumer raises": "raise",
}


def _stops(name: str, stop: Stop) -> Iterator[Injection]:
    outcomes = frozenset({STOPPED})
    yield Injection(name, outcomes, lambda _: _ROOMS.handle, stop=stop)
    title = f"{name}, a page stalled"
    timeout = 20.0 if stop == "quit" else 0.2
    yield Injection(title, outcomes, lambda _: _STALLED, timeout=timeout, stop=stop)


_CONSUMERS = tuple(each for name, stop in _STOPS.items() for each in _stops(name, stop))

INJECTIONS = (
    *_BROKEN_CONNECTIONS,
    *_SLOW_SERVERS,
    *_STATUSES,
    *_GARBAGE,
    *_TLS,
    *_CONSUMERS,
)
