"""Requests with custom transports and hooks, several threads, and cancelled tasks."""

import asyncio
import itertools
import pickle
import ssl
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

import anyio
import httpx
import pytest

from telnyx_video import (
    AsyncClient,
    Client,
    ConnectionFailedError,
    Retries,
    SchemaError,
    StatusError,
    TimeoutExceededError,
    TransportError,
)
from tests.support.client_command import wait_until
from tests.support.rooms import Rooms, rooms_body

_SECONDS = 60.0


def _page(_request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=rooms_body([1], 1, 20, 1))


def _responding(status: int, **parts: Any) -> httpx.MockTransport:  # noqa: ANN401
    return httpx.MockTransport(lambda _: httpx.Response(status, **parts))


def _raising(error: Exception) -> httpx.MockTransport:
    def answer(_request: httpx.Request) -> httpx.Response:
        raise error

    return httpx.MockTransport(answer)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError("no route"), ConnectionFailedError),
        (ssl.SSLError("bad record"), ConnectionFailedError),
        (EOFError("ended"), ConnectionFailedError),
        (anyio.BrokenResourceError(), ConnectionFailedError),
        (anyio.ClosedResourceError(), TransportError),
        (RuntimeError("of a transport"), TransportError),
        (httpx.CookieConflict("two cookies"), TransportError),
        (UnicodeError("label too long"), TransportError),
    ],
)
def test_transport_exceptions_are_wrapped(error: Exception, kind: type[TransportError]) -> None:
    """An exception of a custom transport is the cause of an error of the package."""
    with httpx.Client(transport=_raising(error)) as http:
        client = Client("key", http_client=http, retries=0)
        with pytest.raises(kind) as raised:
            client.rooms.list().first()
    assert raised.value.cause is error
    # A traceback leads to the exception of a transport, but not to one that httpx raises itself.
    assert raised.value.__cause__ is (None if isinstance(error, httpx.CookieConflict) else error)
    assert pickle.loads(pickle.dumps(raised.value)).cause is None  # noqa: S301 - our own


def test_exceptions_of_hooks_are_wrapped() -> None:
    """A hook that calls ``raise_for_status`` does not raise an error of httpx to the caller."""

    def check(response: httpx.Response) -> None:
        response.raise_for_status()

    transport = httpx.MockTransport(lambda _: httpx.Response(503))
    with httpx.Client(transport=transport, event_hooks={"response": [check]}) as http:
        client = Client("key", http_client=http, retries=0)
        with pytest.raises(TransportError, match="503"):
            client.rooms.list().first()


def test_errors_have_the_number_of_attempts() -> None:
    """It is 0 for a closed client."""
    answers = iter([503, 503, 200])
    transport = httpx.MockTransport(lambda _: httpx.Response(next(answers), content=b"{}"))
    with httpx.Client(transport=transport) as http:
        client = Client("key", http_client=http, retries=Retries(backoff=0))
        with pytest.raises(SchemaError) as raised:
            client.rooms.list().first()
        assert raised.value.attempts == 3
    with pytest.raises(TransportError) as closed:
        client.rooms.list().first()
    assert closed.value.attempts == 0


def test_a_page_does_not_hold_the_key() -> None:
    """The response of a page does not hold the key."""
    with httpx.Client(transport=httpx.MockTransport(_page)) as http:
        found = next(Client("KEY-secret", http_client=http).rooms.list().pages())
    assert "authorization" not in found.response.request.headers


def test_a_location_is_a_redirect_only_with_its_status() -> None:
    """A Location header with the status 503 is not a redirect."""
    headers = {"location": "/elsewhere"}
    for status, is_redirect in ((302, True), (503, False)):
        with (
            httpx.Client(transport=_responding(status, headers=headers)) as http,
            pytest.raises(StatusError) as raised,
        ):
            Client("key", http_client=http, retries=0).rooms.list().first()
        assert ("redirect" in str(raised.value)) is is_redirect


def test_secrets_that_overlap() -> None:
    """The longer of two secrets is replaced first; short and harmless values are kept."""
    headers = {"x-token": "secret-and-more", "x-key": "a", "x-monkey": "elsewhere"}
    transport = _responding(400, content=b"secret secret-and-more elsewhere")
    with httpx.Client(transport=transport) as http, pytest.raises(StatusError) as raised:
        Client("secret", http_client=http, headers=headers).rooms.list().first()
    assert str(raised.value).endswith(": [redacted] [redacted] elsewhere")


def test_one_rate_limit_does_not_hold_up_another(caplog: pytest.LogCaptureFixture) -> None:
    """Requests with another key do not wait behind those of the first key."""
    rooms = Rooms(10)

    def answer(request: httpx.Request) -> httpx.Response:
        found = rooms(request)
        is_first = request.headers["authorization"] == "Bearer one"
        is_refused = is_first and request.url.params.get("page[number]") == "3"
        return httpx.Response(429, headers={"retry-after": "60"}) if is_refused else found

    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        one = Client("one", http_client=http)
        pages = one.rooms.list(concurrency=2).pages()
        next(pages)
        next(pages)
        wait_until(lambda: "retry 1 of 3" in caplog.text)
        with pytest.raises(TimeoutExceededError, match="others wait for the rate limit"):
            one.with_options(total_timeout=0.1).rooms.list().first()
        assert one.with_options(api_key="other").rooms.list().first() is not None
        pages.close()


def test_unneeded_requests_leave_the_line() -> None:
    """Waiting requests are not sent after the reader has left the loop."""
    rooms = Rooms(40)
    refused = threading.Event()

    def answer(request: httpx.Request) -> httpx.Response:
        found = rooms(request)
        if int(request.url.params.get("page[number]", "1")) <= 3:
            return found
        refused.set()
        return httpx.Response(429, headers={"retry-after": "40"})

    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        pages = Client("key", http_client=http).rooms.list(concurrency=6).pages()
        next(pages)
        next(pages)
        assert refused.wait(_SECONDS)
        waiting = [each for each in threading.enumerate() if each.name == "prefetch"]
        assert waiting
        pages.close()
        for each in waiting:
            each.join(_SECONDS)
            assert not each.is_alive()
        assert len(rooms.asked) == len({*rooms.asked})


def test_an_interrupt_does_not_block_later_requests() -> None:
    """The client still works after an exception at any line of the connection."""
    calls = itertools.count()

    def answer(request: httpx.Request) -> httpx.Response:
        is_refused = next(calls) % 2
        return httpx.Response(429, headers={"retry-after": "0"}) if is_refused else _page(request)

    class InterruptedTestError(Exception):
        """The exception of a signal handler."""

    def interrupt_at(line: int) -> Callable[..., Any]:
        lines = itertools.count(1)

        def trace(frame: FrameType, event: str, _argument: object) -> Any:  # noqa: ANN401
            modules = ("_connection.py", "_sending.py", "_deadlines.py")
            if not frame.f_code.co_filename.endswith(modules):
                return None
            if event == "line" and next(lines) == line:
                raise InterruptedTestError
            return trace

        return trace

    retries = Retries(backoff=0)
    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        client = Client("key", http_client=http, retries=retries, total_timeout=20)
        before = sys.gettrace()
        for line in itertools.count(1):
            sys.settrace(interrupt_at(line))
            try:
                client.rooms.list().first()
                break
            except InterruptedTestError:
                pass
            finally:
                sys.settrace(before)
            assert client.rooms.list().first() is not None
        assert line > 50


def test_closing_cancels_the_requests_of_a_list() -> None:
    """No request of an abandoned list continues after the client is closed."""
    rooms = Rooms(100, held=frozenset(range(3, 60)))

    async def run(take: Callable[[AsyncClient], object]) -> None:
        transport = httpx.MockTransport(rooms.asynchronously)
        async with httpx.AsyncClient(transport=transport) as http:
            client = AsyncClient("key", http_client=http, retries=0)
            pages = client.rooms.list(concurrency=4).pages()
            await anext(pages)
            await anext(pages)
            assert rooms.under_way == 3
            take(client)
            await client.aclose()
            assert rooms.under_way == 0
            with pytest.raises(TransportError, match="closed"):
                await anext(pages)
            rooms.release()

    asyncio.run(run(lambda client: client))


def test_a_transport_without_sockets() -> None:
    """A connection without a known socket works, too."""

    class Stream(httpx.SyncByteStream):
        """A stream without a socket."""

        def get_extra_info(self, _name: str) -> None:
            """Return no socket."""

    def answer(request: httpx.Request) -> httpx.Response:
        trace = request.extensions["trace"]
        trace("connection.connect_tcp.complete", {"return_value": Stream()})
        response = _page(request)
        response.extensions["network_stream"] = Stream()
        return response

    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        assert Client("key", http_client=http).rooms.list().first() is not None
