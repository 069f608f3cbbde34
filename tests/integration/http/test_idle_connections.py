"""Servers that close idle connections, as uvicorn does after five seconds, or all connections."""

import asyncio
import socket
import struct
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from rollcall.http import AsyncClientTransport, StaleConnectionError, Transport, Unanswered
from rollcall.http import serving as serving_app
from rollcall.mutants import Proxy, Request, Upstream
from rollcall.spec import Operation, Spec, parse_text
from tests.support.api import Api
from tests.support.wire import Responder, serving

_BODY = b'{"books": []}'
_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
_SPEC = """
openapi: 3.1.1
info: { title: Desk, version: 1.0.0 }
paths:
  /books:
    get: { operationId: listBooks, responses: { "200": { description: Books. } } }
"""
_REQUESTS = 12


@pytest.fixture(name="spec", scope="module")
def parsed_spec() -> Spec:
    """Return a spec with one operation."""
    return parse_text(Path("desk.yaml"), _SPEC)


def _close(connection: socket.socket) -> None:
    connection.close()


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _responds_once(end: Callable[[socket.socket], None]) -> Responder:
    """Return a server that ends each connection as soon as it is used again."""
    used: set[object] = set()

    def respond(connection: socket.socket, _over: threading.Event) -> None:
        peer = connection.getpeername()
        if peer in used:
            end(connection)
            return
        used.add(peer)
        length = f"content-length: {len(_BODY)}\r\n\r\n".encode()
        connection.sendall(_HEAD + length + _BODY)

    return respond


def _send(transport: Transport, operation: Operation) -> int:
    return transport.send(transport.request(operation, {}), operation).status_code


def _send_for_client(transport: Transport, _operation: Operation) -> int:
    with httpx.Client(transport=transport.client_transport(lambda _: None)) as http:
        return http.get(f"{transport.base_url}/books").status_code


def _send_for_async_client(transport: Transport, _operation: Operation) -> int:
    async def get() -> int:
        sending = AsyncClientTransport(transport.client_transport(lambda _: None))
        async with httpx.AsyncClient(transport=sending) as http:
            return (await http.get(f"{transport.base_url}/books")).status_code

    return asyncio.run(get())


@pytest.mark.parametrize("end", [_close, _reset])
@pytest.mark.parametrize(
    "send", [_send, _send_for_client, _send_for_async_client], ids=["http", "sync", "async"]
)
def test_a_closed_idle_connection_is_unnoticed(
    end: Callable[[socket.socket], None],
    send: Callable[[Transport, Operation], int],
    spec: Spec,
) -> None:
    """The request is sent again on a new connection, also if several were idle."""
    with serving(_responds_once(end), keeps_connections=True) as server:
        transport = Transport(server.url)
        with ThreadPoolExecutor(4) as pool:
            sent = [pool.submit(send, transport, spec.operations[0]) for _ in range(_REQUESTS)]
            assert [each.result() for each in sent] == [200] * _REQUESTS
        transport.close()
    assert len(server.received) > _REQUESTS


@pytest.mark.parametrize("end", [_close, _reset])
def test_the_proxy_of_a_mutation_run_sends_a_request_again(
    end: Callable[[socket.socket], None], spec: Spec
) -> None:
    """A mutation run does not end with the idle connection."""
    with serving(_responds_once(end), keeps_connections=True) as server:
        proxy = Proxy(Upstream(spec, server.url, ""))
        requests = [Request("GET", "/books", f"n={number}", ()) for number in range(_REQUESTS)]
        assert [proxy.respond(each).status for each in requests] == [200] * _REQUESTS
        assert proxy.problem is None
        proxy.upstream.close()
    assert len(server.received) > _REQUESTS


def test_a_server_that_is_restarted_is_asked_on_a_new_connection(spec: Spec) -> None:
    """While it is down, a request has no response; later ones have one again."""
    (operation,) = spec.operations
    with serving_app(Api().app) as origin:
        transport = Transport(origin)
        assert _send(transport, operation) == 200
    with pytest.raises(Unanswered, match="the connection was refused"):
        _send(transport, operation)
    with serving_app(Api().app, port=int(origin.rpartition(":")[2])):
        assert _send(transport, operation) == 200
    transport.close()


def test_a_request_that_changes_data_is_not_sent_again(spec: Spec) -> None:
    """The server may have received it before it closed the connection."""
    with serving(_responds_once(_close), keeps_connections=True) as server:
        proxy = Proxy(Upstream(spec, server.url, ""))
        assert proxy.respond(Request("GET", "/books", "", ())).status == 200
        assert proxy.respond(Request("POST", "/books", "", ())).status == 502
        assert StaleConnectionError.__name__ in (proxy.problem or "")
        proxy.upstream.close()
    assert len(server.received) == 2


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n",
        _HEAD + b"connection: close\r\n\r\n",
        _HEAD + b"connection: close\r\ncontent-length: 13\r\n\r\n",
    ],
    ids=["http 1.0", "without a length", "with a length"],
)
def test_a_server_without_persistent_connections(head: bytes, spec: Spec) -> None:
    """The end of the connection is the end of the body, and each request has its own."""
    with serving(head + _BODY) as server:
        transport = Transport(server.url)
        operation = spec.operations[0]
        for _ in range(3):
            response = transport.send(transport.request(operation, {}), operation)
            assert response.content == _BODY
        transport.close()
    assert len(server.received) == 3
