"""Retries of requests."""

import asyncio
import contextlib
import itertools
import logging
import re
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import httpx
import pytest
import trio
import trio.testing

from telnyx_video import (
    ArgumentError,
    AsyncClient,
    Client,
    ConnectionFailedError,
    DecodingError,
    NotFoundError,
    RequestError,
    Retries,
    Room,
    ServerError,
    TimeoutExceededError,
    TooManyRequestsError,
    TransportError,
)
from tests.support.rooms import rooms_body

_AT_ONCE = Retries(count=3, backoff=0)

Respond = Callable[[httpx.Request], httpx.Response]
List = Callable[..., list[Room]]
ReadWaits = Callable[..., list[float]]


def _page(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=rooms_body([1], 1, 20, 1))


def _status(status: int, **headers: str) -> Respond:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: httpx.Response(status, headers=named)


def _failure(kind: type[httpx.RequestError]) -> Respond:
    def respond(request: httpx.Request) -> httpx.Response:
        message = "scripted error"
        raise kind(message, request=request)

    return respond


class _Server:
    """A server that returns one response after the other, and repeats the last one."""

    def __init__(self, *responses: Respond) -> None:
        self._responses = responses
        self.count = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.count += 1
        return self._responses[min(self.count, len(self._responses)) - 1](request)


def _list(server: Respond, **options: object) -> list[Room]:
    with (
        httpx.Client(transport=httpx.MockTransport(server)) as http,
        Client(**{"api_key": "key", "http_client": http, **options}) as client,  # type: ignore[arg-type]
    ):
        return list(client.rooms.list())


async def _list_in_loop(server: Respond, **options: object) -> list[Room]:
    async with (
        httpx.AsyncClient(transport=httpx.MockTransport(server)) as http,
        AsyncClient(**{"api_key": "key", "http_client": http, **options}) as client,  # type: ignore[arg-type]
    ):
        return [each async for each in client.rooms.list()]


def _list_async(server: Respond, **options: object) -> list[Room]:
    return asyncio.run(_list_in_loop(server, **options))


_BOTH = pytest.mark.parametrize("list_all", [_list, _list_async], ids=["sync", "async"])


def _logged_waits(server: Respond, **options: object) -> list[float]:
    """List rooms, and return in seconds the waits that the synchronous client logs."""
    waits: list[float] = []

    def record(entry: logging.LogRecord) -> bool:
        if isinstance(entry.args, tuple) and "retry" in entry.msg:
            waits.append(float(str(entry.args[-1])))
        return True

    logger = logging.getLogger("telnyx_video")
    logger.addFilter(record)
    try:
        with contextlib.suppress(RequestError):
            _list(server, **options)
    finally:
        logger.removeFilter(record)
    return waits


def _virtual_waits(server: Respond, **options: object) -> list[float]:
    """List rooms, and return in virtual seconds how long the asynchronous client waits."""
    times: list[float] = []

    def respond(request: httpx.Request) -> httpx.Response:
        times.append(trio.current_time())
        return server(request)

    async def run() -> None:
        with contextlib.suppress(RequestError):
            await _list_in_loop(respond, **options)

    trio.run(run, clock=trio.testing.MockClock(autojump_threshold=0))
    return [later - earlier for earlier, later in itertools.pairwise(times)]


_BOTH_WAITS = pytest.mark.parametrize(
    ("read_waits", "second"),
    [pytest.param(_logged_waits, 0.001, id="sync"), pytest.param(_virtual_waits, 1.0, id="async")],
)
"""Both clients, and the length of a second: the synchronous one really waits."""


@_BOTH
@pytest.mark.parametrize(
    "failure",
    [
        _failure(httpx.ConnectError),
        _failure(httpx.ConnectTimeout),
        _failure(httpx.ReadTimeout),
        _failure(httpx.WriteTimeout),
        _failure(httpx.ReadError),
        _failure(httpx.RemoteProtocolError),
        *map(_status, (408, 429, 500, 501, 502, 503, 504, 599)),
    ],
)
def test_retryable_failures_are_retried(list_all: List, failure: Respond) -> None:
    """A broken connection, a timeout, 408, 429 and 5xx are retried until a request succeeds."""
    server = _Server(failure, failure, _page)
    assert len(list_all(server, retries=_AT_ONCE)) == 1
    assert server.count == 3


@_BOTH
@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (_failure(httpx.ConnectError), ConnectionFailedError),
        (_failure(httpx.ReadTimeout), TimeoutExceededError),
        (_status(503), ServerError),
        (_status(429), TooManyRequestsError),
    ],
)
def test_error_after_the_last_retry(
    list_all: List, failure: Respond, error: type[RequestError]
) -> None:
    """After the last retry, the error is raised with the number of attempts."""
    server = _Server(failure)
    with pytest.raises(error) as raised:
        list_all(server, retries=_AT_ONCE)
    assert server.count == raised.value.attempts == 1 + 3
    assert raised.value.retryable


@_BOTH
def test_the_last_error_names_each_attempt(list_all: List) -> None:
    """The message has the number of attempts, their time, and how each has ended."""
    server = _Server(
        _status(503), _failure(httpx.ConnectTimeout), _status(429), _status(502), _page
    )
    with pytest.raises(RequestError) as raised:
        list_all(server, retries=_AT_ONCE)
    times = r"\(after 4 attempts in \d+\.\d s: 503, ConnectTimeout, 429, 502\)"
    assert re.search(f"502 Bad Gateway.* {times}$", str(raised.value))


@_BOTH
def test_a_final_refusal_names_the_retries_before(list_all: List) -> None:
    """An error that is not retried names the attempts before it; a single attempt is not named."""
    server = _Server(_status(503), _status(404))
    with pytest.raises(RequestError, match=r"after 2 attempts in .* s: 503, 404\)$"):
        list_all(server, retries=_AT_ONCE)
    with pytest.raises(RequestError) as raised:
        list_all(server, retries=_AT_ONCE)
    assert "attempts" not in str(raised.value)


@_BOTH
@pytest.mark.parametrize(
    "failure",
    [
        *map(_status, (201, 204, 302, 400, 401, 403, 404, 409, 422)),
        lambda _: httpx.Response(200, content=b"<html>"),
        lambda _: httpx.Response(200, content=b'{"data": 1}'),
        lambda _: httpx.Response(200, json=rooms_body([1], 2, 20, 1)),
        _failure(httpx.UnsupportedProtocol),
        _failure(httpx.PoolTimeout),
        _failure(httpx.LocalProtocolError),
    ],
)
def test_other_failures_are_not_retried(list_all: List, failure: Respond) -> None:
    """Other errors are not retried."""
    server = _Server(failure)
    with pytest.raises(RequestError) as raised:
        list_all(server, retries=_AT_ONCE)
    assert server.count == raised.value.attempts == 1
    assert not raised.value.retryable


@_BOTH
def test_an_untrusted_certificate_is_not_retried(list_all: List) -> None:
    """The next attempt would get the same certificate."""

    def respond(request: httpx.Request) -> httpx.Response:
        message = "certificate verify failed"
        raise httpx.ConnectError(message, request=request) from ssl.SSLCertVerificationError()

    server = _Server(respond)
    with pytest.raises(ConnectionFailedError, match="certificate") as raised:
        list_all(server, retries=_AT_ONCE)
    assert server.count == 1
    assert not raised.value.retryable


@_BOTH
@pytest.mark.parametrize("retries", [0, Retries(count=0)])
def test_no_retries(list_all: List, retries: int | Retries) -> None:
    """``retries=0`` disables retries."""
    server = _Server(_status(503))
    with pytest.raises(ServerError):
        list_all(server, retries=retries)
    assert server.count == 1


@_BOTH_WAITS
@pytest.mark.parametrize(
    ("status", "seconds"),
    [
        (429, {"retry-after": 9}),
        (503, {"retry-after": 9}),
        (429, {"x-ratelimit-reset": 9}),
        (429, {"retry-after": 0, "x-ratelimit-reset": 9}),
        (429, {"retry-after": 9, "x-ratelimit-reset": 0}),
    ],
)
def test_the_longer_of_two_waits_is_obeyed(
    read_waits: ReadWaits, second: float, status: int, seconds: dict[str, int]
) -> None:
    """If two headers name a wait, the longer one is used."""
    headers = {name: str(value * second) for name, value in seconds.items()}
    server = _Server(_status(status, **headers), _page)
    waits = read_waits(server, retries=Retries(backoff=0, max_wait=9 * second))
    assert waits == [pytest.approx(9 * second)]
    assert server.count == 2


def test_a_date_is_waited_for() -> None:
    """``Retry-After`` may be an HTTP date."""
    date = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    server = _Server(_status(503, retry_after=date), _page)
    waits = _virtual_waits(server, retries=Retries(max_wait=7200), total_timeout=9000)
    assert waits == [pytest.approx(7200, abs=600)]


@_BOTH
@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        ({"retry-after": "61"}, 61.0),
        ({"x-ratelimit-reset": "3600"}, 3600.0),
        ({"retry-after": "Fri, 31 Dec 9999 23:59:59 GMT"}, 2.5e11),
    ],
)
def test_a_wait_beyond_the_cap_is_raised_at_once(
    list_all: List, headers: dict[str, str], asked: float
) -> None:
    """The error of a wait longer than ``max_wait`` has the wait in ``retry_after``."""
    server = _Server(lambda _: httpx.Response(429, headers=headers))
    with pytest.raises(TooManyRequestsError) as raised:
        list_all(server, retries=Retries(max_wait=60))
    assert server.count == 1
    assert raised.value.retry_after == pytest.approx(asked, rel=0.02)
    assert "max_wait" in raised.value.__notes__[0]


@_BOTH
@pytest.mark.parametrize(
    "value", ["soon", "", "-1", "1e3", "nan", "inf", "\u0661", "Fri, 99 Dec 2026 00:00:00 GMT", "."]
)
def test_malformed_waits_are_ignored(list_all: List, value: str) -> None:
    """An invalid header is ignored."""
    headers = [(b"retry-after", value.encode()), (b"x-ratelimit-reset", value.encode())]
    server = _Server(lambda _: httpx.Response(429, headers=headers), _page)
    assert len(list_all(server, retries=_AT_ONCE)) == 1


_FAR_EAST = timezone(timedelta(hours=14))


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        ("5.", None),
        (".5", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 -0000", 2.5e11),
        pytest.param(
            format_datetime(datetime.now(_FAR_EAST) + timedelta(days=9)), 9 * 86_400, id="in 9 days"
        ),
    ],
)
def test_an_error_holds_the_wait_that_is_asked_for(value: str, asked: float | None) -> None:
    """A date may be in the past, with or without an offset; a number may have decimals."""
    server = _Server(_status(503, retry_after=value))
    with pytest.raises(ServerError) as raised:
        _list(server, retries=0)
    assert raised.value.retry_after == (asked and pytest.approx(asked, rel=0.02))


@_BOTH
def test_the_reset_of_a_rate_limit_counts_for_429_only(list_all: List) -> None:
    """The reset of other responses is ignored: their limit is not reached."""
    server = _Server(_status(503, x_ratelimit_reset="3600"), _page)
    assert len(list_all(server, retries=_AT_ONCE)) == 1


@_BOTH
def test_time_runs_out(list_all: List) -> None:
    """A wait that would exceed the total timeout is not begun."""
    server = _Server(_status(503, retry_after="7"))
    with pytest.raises(ServerError) as raised:
        list_all(server, retries=Retries(count=5, max_wait=60), total_timeout=5)
    assert server.count == 1
    assert raised.value.retry_after == 7.0
    assert "total_timeout" in raised.value.__notes__[0]


@_BOTH_WAITS
def test_waits_grow_and_differ(read_waits: ReadWaits, second: float) -> None:
    """Each wait is a random part of a bound that doubles up to ``max_backoff``."""
    retries = Retries(count=6, backoff=second, max_backoff=4 * second)
    runs = [read_waits(_Server(_status(500)), retries=retries) for _ in range(24)]
    by_repetition = [[wait / second for wait in waits] for waits in zip(*runs, strict=True)]
    longest = [max(each) for each in by_repetition]
    assert all(found <= bound for found, bound in zip(longest, [1, 2, 4, 4, 4, 4], strict=True))
    assert longest[0] > 0.5
    assert longest[2] > 1
    assert len({*by_repetition[5]}) > 6


def test_every_repetition_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """The log has the error, the number of the retry and the wait, without secrets."""
    with caplog.at_level(logging.DEBUG, "telnyx_video"):
        _list(
            _Server(_status(503), _failure(httpx.ReadTimeout), _page),
            retries=_AT_ONCE,
            params={"sign_key": "hush-hush"},
            api_key="KEY0123-secret",
        )
    warnings = [each.getMessage() for each in caplog.records if each.levelno == logging.WARNING]
    address = "GET https://api.telnyx.com/v2/rooms?sign_key=[redacted]"
    assert warnings == [
        f"{address}: 503 Service Unavailable; retry 1 of 3 in 0.00 s",
        f"{address}: the server sent nothing in time; retry 2 of 3 in 0.00 s",
    ]
    assert f"{address}: 200, " in caplog.text
    assert "hush-hush" not in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": -1},
        {"count": 101},
        {"count": 1.5},
        {"count": True},
        {"backoff": -1},
        {"backoff": "1"},
        {"max_backoff": float("nan")},
        {"max_wait": float("inf")},
        {"max_wait": None},
    ],
)
def test_bad_retries(wrong: dict[str, object]) -> None:
    """The error names the number."""
    with pytest.raises(ArgumentError, match=r"^retries: "):
        Retries(**wrong)  # type: ignore[arg-type]


def test_bounds_of_retries() -> None:
    """The bounds themselves are valid, and an error names them."""
    Retries(count=100, backoff=86_400, max_backoff=86_400, max_wait=86_400)
    with pytest.raises(ArgumentError, match=r"expected a count from 0 to 100, got 101$"):
        Retries(count=101)
    with pytest.raises(ArgumentError, match=r"max_wait: expected seconds, .* a day, got -1$"):
        Retries(max_wait=-1)


@pytest.mark.parametrize("retries", ["3", 2.0, True, -1])
def test_bad_count(retries: int) -> None:
    """A wrong number of retries is refused when the client is created."""
    with pytest.raises(ArgumentError, match=r"^retries: "):
        Client("key", retries=retries)


_LIMITED = 12


class _Limit:
    """Admits a number of requests in each window, and refuses the others."""

    def __init__(self, per_window: int, seconds: float) -> None:
        self._per_window = per_window
        self._seconds = seconds
        self._lock = threading.Lock()
        self._ends = 0.0
        self._left = 0
        self.refused: Counter[int] = Counter()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("page[number]", "1"))
        with self._lock:
            now = time.monotonic()
            if now >= self._ends:
                self._ends, self._left = now + self._seconds, self._per_window
            self._left -= 1
            if self._left < 0:
                self.refused[number] += 1
                reset = f"{self._ends - now + 0.001:.3f}"
                return httpx.Response(429, headers={"x-ratelimit-reset": reset})
        return httpx.Response(200, json=rooms_body([number], number, 1, _LIMITED))


@_BOTH
def test_prefetch_at_a_rate_limit(list_all: List) -> None:
    """Refused requests are retried one at a time, so that no request uses up its retries."""
    limit = _Limit(2, 0.1)
    retries = Retries(count=2, backoff=0)
    if list_all is _list:
        with (
            httpx.Client(transport=httpx.MockTransport(limit)) as http,
            Client("key", http_client=http, retries=retries) as client,
        ):
            read = list(client.rooms.list(concurrency=8, page_size=1))
    else:

        async def run() -> list[Room]:
            async with (
                httpx.AsyncClient(transport=httpx.MockTransport(limit)) as http,
                AsyncClient("key", http_client=http, retries=retries) as client,
            ):
                return [each async for each in client.rooms.list(concurrency=8, page_size=1)]

        read = asyncio.run(run())
    assert [each.unique_name for each in read] == [
        f"room {number}" for number in range(1, _LIMITED + 1)
    ]
    assert limit.refused
    assert max(limit.refused.values()) <= 2


def test_a_client_can_be_used_in_one_event_loop_after_another() -> None:
    """A client can be used in one event loop after another."""
    server = _Server(*[_status(429), _page] * 2)
    http = httpx.AsyncClient(transport=httpx.MockTransport(server))
    client = AsyncClient("key", http_client=http, retries=_AT_ONCE)

    async def run() -> list[Room]:
        return [each async for each in client.rooms.list()]

    assert len(asyncio.run(run())) == len(asyncio.run(run())) == 1
    asyncio.run(http.aclose())


def test_errors_are_told_apart() -> None:
    """A DecodingError and a StatusError are not TransportErrors."""
    assert not issubclass(DecodingError, TransportError)
    assert not issubclass(NotFoundError, TransportError)


def test_requests_wait_in_line_under_trio() -> None:
    """Refused requests are retried one at a time under trio, too."""
    limit = _Limit(1, 0.05)
    read: list[Room] = []

    async def respond(request: httpx.Request) -> httpx.Response:
        await trio.lowlevel.checkpoint()
        return limit(request)

    async def run() -> None:
        retries = Retries(count=2, backoff=0)
        async with (
            httpx.AsyncClient(transport=httpx.MockTransport(respond)) as http,
            AsyncClient("key", http_client=http, retries=retries) as client,
            trio.open_nursery() as nursery,
        ):

            async def load(number: int) -> None:
                page = client.rooms.list(page_number=number, limit=1)
                read.extend([each async for each in page])

            for number in range(1, 7):
                nursery.start_soon(load, number)

    trio.run(run)
    assert sorted(each.unique_name for each in read) == [f"room {n}" for n in range(1, 7)]
    assert limit.refused
