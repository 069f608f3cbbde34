"""The transport: the bytes that it sends, its bounds, and the responses."""

import asyncio
import gzip
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from rollcall.http import (
    AsyncClientTransport,
    Budget,
    Halted,
    Spent,
    Transport,
    Unanswered,
    build_request,
    keyring_of,
    request_url,
)
from rollcall.spec import Operation, Spec, parse_text
from tests.support.wire import STALL, Responder, Server, serving

_TOKEN = "s3cret"  # noqa: S105 - no one's
_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
_MIB = b" " * 2**20
_SPEC = """
openapi: 3.1.1
info: { title: Desk, version: 1.0.0 }
paths:
  /desks/{desk}/books:
    parameters:
      - { name: desk, in: path, required: true, schema: { type: string } }
    get:
      operationId: listBooks
      security: [{ key: [] }]
      responses: { "200": { description: Books. } }
components:
  securitySchemes:
    key: { type: http, scheme: bearer }
"""


@pytest.fixture(name="spec", scope="module")
def parsed_spec() -> Spec:
    """Return a spec with one operation below a parent."""
    return parse_text(Path("desk.yaml"), _SPEC)


@pytest.fixture(name="operation", scope="module")
def only_operation(spec: Spec) -> Operation:
    """Return that operation."""
    return spec.operations[0]


def _ok(body: bytes = b"{}", head: bytes = _HEAD) -> bytes:
    return head + f"content-length: {len(body)}\r\n\r\n".encode() + body


@contextmanager
def _connected(
    spec: Spec, *replies: bytes | Responder, keeps: bool = True, **options: object
) -> Iterator[tuple[Transport, Server]]:
    with serving(*replies, keeps_connections=keeps) as server:
        transport = Transport(server.url, keyring_of(spec, _TOKEN), **options)  # type: ignore[arg-type]
        try:
            yield transport, server
        finally:
            transport.close()


def test_the_sent_request(spec: Spec, operation: Operation) -> None:
    """The request has exactly its target and headers; only the sent bytes have the token."""
    with _connected(spec, _ok()) as (transport, server):
        query = [("a b", "ü+&="), ("c[d]", "")]
        request = transport.request(operation, {"desk": "x/..?#é"}, query, suffix="&lone=%")
        response = transport.send(request, operation)
    line, *_ = server.requests[0].split("\r\n")
    target = "/v2/desks/x%2F..%3F%23%C3%A9/books?a+b=%C3%BC%2B%26%3D&c%5Bd%5D=&lone=%"
    assert line == f"GET {target} HTTP/1.1"
    assert request_url(response.request) == server.url.removesuffix("/v2") + target
    assert server.values("authorization") == [f"Bearer {_TOKEN}"]
    assert response.request.headers["authorization"] == "Bearer [token]"
    assert server.values("accept-encoding") == ["gzip, deflate"]
    assert not server.values("cookie")
    assert not server.values("content-length")


@pytest.mark.parametrize("desk", [".", ".."])
def test_dots_in_a_path_are_encoded(desk: str, spec: Spec, operation: Operation) -> None:
    """A parent ``..`` would otherwise select another path."""
    with _connected(spec, _ok()) as (transport, server):
        transport.send(transport.request(operation, {"desk": desk}), operation)
    assert f"/v2/desks/{desk.replace('.', '%2E')}/books " in server.requests[0]


@pytest.mark.parametrize("key", ["none", "wrong", "empty", "shortened", "scheme"])
def test_credential_variants(key: str, spec: Spec, operation: Operation) -> None:
    """The variant is sent, and the kept request has a placeholder."""
    with _connected(spec, _ok()) as (transport, server):
        request = transport.request(operation, {"desk": "1"}, variant=key)
        transport.send(request, operation)
        credential = transport.credentials(operation).first
    assert credential is not None
    variant = credential.variants.get(key)
    assert server.values("authorization") == ([variant.sent] if variant else [])
    assert request.headers.get("authorization") == (variant.shown if variant else None)


def test_long_and_odd_requests(spec: Spec, operation: Operation) -> None:
    """A URL that httpx refuses is sent; blanks around a header's value are removed."""
    with _connected(spec, _ok()) as (transport, server):
        url = f"{transport.base_url}/books?q={'x' * 70_000}#fragment"
        transport.send(build_request("GET", url, [("X-Odd", " é\t")]), operation)
    assert f"q={'x' * 70_000} HTTP/1.1" in server.requests[0]
    assert server.values("x-odd") == ["é"]


def test_an_invalid_header_name_is_a_protocol_error(spec: Spec, operation: Operation) -> None:
    """It is not reported as a missing response of the server."""
    with _connected(spec, _ok()) as (transport, server):
        request = build_request("GET", f"{transport.base_url}/books", [("filter[x]", "1")])
        with pytest.raises(httpx.LocalProtocolError, match="Illegal header name"):
            transport.send(request, operation)
    assert not server.received


def test_no_redirect_is_followed(spec: Spec, operation: Operation) -> None:
    """The redirect is the response."""
    moved = _ok(head=b"HTTP/1.1 302 Found\r\nlocation: /elsewhere\r\n")
    with _connected(spec, moved) as (transport, server):
        response = transport.send(transport.request(operation, {"desk": "1"}), operation)
    assert response.status_code == 302
    assert len(server.received) == 1


def test_no_proxy_is_used_for_this_machine(
    spec: Spec, operation: Operation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy that the environment names cannot reach the loopback interface."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with _connected(spec, _ok()) as (transport, server):
        transport.send(transport.request(operation, {"desk": "1"}), operation)
    assert len(server.received) == 1


def test_only_safe_methods_are_sent(spec: Spec, operation: Operation) -> None:
    """A run changes nothing on the server."""
    with _connected(spec, _ok()) as (transport, server):
        request = transport.request(operation, {"desk": "1"}, method="DELETE")
        with pytest.raises(Halted, match="DELETE was not sent"):
            transport.send(request, operation)
    assert not server.received


# The bounds.


def _drip(connection: socket.socket, over: threading.Event) -> None:
    for _ in range(300):
        if over.wait(0.05):
            return
        connection.sendall(b" ")


def _drips_its_body(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(_HEAD + b"content-length: 100000\r\n\r\n")
    _drip(connection, over)


def _drips_its_headers(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(_HEAD + b"x-slow: ")
    _drip(connection, over)


def _drips_a_chunk_size(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(_HEAD + b"transfer-encoding: chunked\r\n\r\n5")
    _drip(connection, over)


def _never_ends(connection: socket.socket, over: threading.Event) -> None:
    connection.sendall(_HEAD + b"connection: close\r\n\r\n")
    for _ in range(200):
        if over.is_set():
            return
        connection.sendall(_MIB)


def _breaks_off(connection: socket.socket, _over: threading.Event) -> None:
    connection.sendall(_HEAD + b'content-length: 1000\r\n\r\n{"data":')
    connection.close()


def _closes(connection: socket.socket, _over: threading.Event) -> None:
    connection.close()


def _resets(connection: socket.socket, _over: threading.Event) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _speaks_no_http(connection: socket.socket, _over: threading.Event) -> None:
    connection.sendall(b"220 ready when you are\r\n\r\n")


_GZIP = _HEAD + b"content-encoding: gzip\r\n"


def _send(transport: Transport, operation: Operation) -> None:
    transport.send(transport.request(operation, {"desk": "1"}), operation)


def _send_for_client(transport: Transport, _operation: Operation) -> None:
    with httpx.Client(transport=transport.client_transport(lambda _: None), timeout=0.3) as http:
        http.get(f"{transport.base_url}/books")


def _send_for_async_client(transport: Transport, _operation: Operation) -> None:
    async def get() -> None:
        sending = AsyncClientTransport(transport.client_transport(lambda _: None))
        async with httpx.AsyncClient(transport=sending, timeout=0.3) as http:
            await http.get(f"{transport.base_url}/books")

    asyncio.run(get())


_SENDERS = pytest.mark.parametrize(
    "send", [_send, _send_for_client, _send_for_async_client], ids=["http", "sync", "async"]
)
_Send = Callable[[Transport, Operation], None]
_STALLS: list[tuple[bytes | Responder, str, type[httpx.TransportError]]] = [
    (_drips_its_body, "it was not complete after 0.9 s", httpx.ReadTimeout),
    (_drips_its_headers, "it was not complete after 0.9 s", httpx.ReadTimeout),
    (_drips_a_chunk_size, "it was not complete after 0.9 s", httpx.ReadTimeout),
    (STALL, "it timed out", httpx.ReadTimeout),
    (_breaks_off, "the response is incomplete or cannot", httpx.RemoteProtocolError),
    (_closes, "the connection was closed", httpx.RemoteProtocolError),
    (_resets, "the connection was closed", httpx.ReadError),
    (_speaks_no_http, "the response is not HTTP", httpx.RemoteProtocolError),
]


@_SENDERS
@pytest.mark.parametrize(
    "stalled",
    _STALLS,
    ids=[getattr(each, "__name__", "stalls").strip("_") for each, _, _ in _STALLS],
)
def test_a_request_that_stalls_ends(
    stalled: tuple[bytes | Responder, str, type[httpx.TransportError]],
    send: _Send,
    spec: Spec,
    operation: Operation,
) -> None:
    """A request that stalls ends with a reason, and for a client with an error of httpx."""
    stall, reason, error = stalled
    kind = Unanswered if send is _send else error
    match = reason if send is _send else None
    with (
        _connected(spec, stall, keeps=False, timeout=0.3) as (transport, _),
        pytest.raises(kind, match=match) as raised,
    ):
        send(transport, operation)
    if isinstance(raised.value, Unanswered):
        assert raised.value.request.headers["authorization"] == "Bearer [token]"


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (_ok(b"{}", _GZIP), "the response is incomplete or cannot be decoded"),
        (_ok(gzip.compress(_MIB * 200), _GZIP), "its body is longer than 64 MiB"),
    ],
    ids=["no gzip", "bomb"],
)
def test_content_that_cannot_be_decoded(
    reply: bytes, reason: str, spec: Spec, operation: Operation
) -> None:
    """Content in another encoding, or too long, is not a complete response."""
    with (
        _connected(spec, reply, timeout=10.0) as (transport, _),
        pytest.raises(Unanswered, match=reason),
    ):
        _send(transport, operation)


@_SENDERS
def test_an_endless_body_ends(send: _Send, spec: Spec, operation: Operation) -> None:
    """The transport stops reading at the maximum length."""
    with (
        _connected(spec, _never_ends, timeout=10) as (transport, _),
        pytest.raises((Unanswered, httpx.ReadError), match="body is longer than 64 MiB"),
    ):
        send(transport, operation)


def test_a_refused_connection(operation: Operation) -> None:
    """The message says that the connection was refused."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    transport = Transport(f"http://127.0.0.1:{port}")
    with pytest.raises(Unanswered, match="the connection was refused"):
        _send(transport, operation)


def test_an_unknown_host(operation: Operation, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message differs from that for a server that is down."""
    monkeypatch.setenv("NO_PROXY", "*")
    transport = Transport("http://nowhere.invalid")
    with pytest.raises(Unanswered, match="the name of the host is not known"):
        _send(transport, operation)


def test_content_is_decoded(spec: Spec, operation: Operation) -> None:
    """A compressed body is decoded for the checks; a client gets the original one."""
    noted: list[bytes] = []
    with _connected(spec, _ok(gzip.compress(b'{"data": []}'), _GZIP)) as (transport, _):
        response = transport.send(transport.request(operation, {"desk": "1"}), operation)

        def note(seen: httpx.Response | None) -> None:
            assert seen is not None
            noted.append(seen.content)

        with httpx.Client(transport=transport.client_transport(note)) as http:
            given = http.get(f"{transport.base_url}/books")
    assert response.content == given.content == b'{"data": []}'
    assert noted == [b'{"data": []}']
    assert response.headers["content-encoding"] == given.headers["content-encoding"] == "gzip"


@_SENDERS
def test_a_stale_connection_is_replaced(send: _Send, spec: Spec, operation: Operation) -> None:
    """If the server closes an idle connection, the request is sent once more."""
    with _connected(spec, _ok(), _closes, _ok()) as (transport, server):
        send(transport, operation)
        send(transport, operation)
        assert transport.budget.spent == 3
    assert len(server.received) == 3


# Waits after status 429, and the budget.

_THROTTLED = _ok(head=b"HTTP/1.1 429 Slow down\r\nretry-after: 0\r\n")


@_SENDERS
def test_a_throttled_request_is_sent_again(send: _Send, spec: Spec, operation: Operation) -> None:
    """After status 429, the request is sent again after the requested wait."""
    waits: list[float] = []
    with _connected(spec, _THROTTLED, _THROTTLED, _ok(), on_wait=waits.append) as (
        transport,
        server,
    ):
        send(transport, operation)
    assert len(server.received) == 3
    assert waits == [0, 0]


def test_throttled_responses_are_kept(spec: Spec, operation: Operation) -> None:
    """The final response has the earlier ones of status 429 as its history."""
    asked: list[str] = []
    with _connected(
        spec, _THROTTLED, _ok(), on_response=lambda operation: asked.append(operation.id)
    ) as (transport, _):
        response = transport.send(transport.request(operation, {"desk": "1"}), operation)
    assert [each.status_code for each in (*response.history, response)] == [429, 200]
    assert asked == ["listBooks", "listBooks"]


@_SENDERS
def test_repeated_429_ends_the_run(send: _Send, spec: Spec, operation: Operation) -> None:
    """The run ends at the fifth response of status 429 to a request."""
    with (
        _connected(spec, _THROTTLED) as (transport, server),
        pytest.raises(Halted, match="429 to 5 attempts"),
    ):
        send(transport, operation)
    assert len(server.received) == 5


@_SENDERS
def test_a_wait_that_is_too_long_ends(send: _Send, spec: Spec, operation: Operation) -> None:
    """A wait longer than the maximum ends the run."""
    later = _ok(head=b"HTTP/1.1 429 Slow down\r\nretry-after: 30\r\n")
    with (
        _connected(spec, later, max_wait=20.0) as (transport, _),
        pytest.raises(Halted, match=r"wait is 20 s \(--max-wait\)"),
    ):
        send(transport, operation)


@_SENDERS
def test_a_budget_that_is_spent(send: _Send, spec: Spec, operation: Operation) -> None:
    """No request is sent beyond the budget."""
    with _connected(spec, _ok(), budget=Budget(max_requests=1)) as (transport, server):
        send(transport, operation)
        with pytest.raises(Spent, match="1 request was sent"):
            send(transport, operation)
    assert len(server.received) == 1
