"""The behaviour of the sandbox that needs a socket: connections, threads, malformed requests."""

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from random import Random
from socket import IPPROTO_TCP
from urllib.parse import urlsplit

import httpx
import pytest

from contract_tests.sandbox import Sandbox
from rollcall.http import bound_socket
from tests.support.sandbox._http import client_of, credentials, everything, get
from tests.support.sandbox._oracle import expected


def test_requests_at_once(sandbox: Sandbox) -> None:
    """Threads that send different requests at once get the expected items."""
    with client_of(sandbox) as client:
        lists = everything(client).largest()

    def request(number: int) -> None:
        random = Random(number)  # noqa: S311 - a choice of cases, no secret
        with client_of(sandbox) as client:
            for _ in range(10):
                path, items = random.choice(lists)
                day = f"20{random.choice((20, 21))}-{random.randint(1, 12):02}-01"
                filters = {f"filter[date_updated_at][{random.choice(('gte', 'lte'))}]": day}
                right = expected(items, path, filters)
                body = get(client, path, filters)
                assert body["data"] == right[:20]
                assert body["meta"]["total_results"] == len(right)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(request, range(8)))


def test_connection_is_kept(sandbox: Sandbox) -> None:
    """Requests share a connection, errors included."""
    with client_of(sandbox) as client:
        streams = set()
        for target in ("/rooms", "/rooms?page[size]=0", "/nowhere", "/rooms"):
            response = client.get(target)
            streams.add(response.extensions["network_stream"].get_extra_info("client_addr"))
        assert len(streams) == 1


def test_listening_socket_names_its_protocol() -> None:
    """Only then does asyncio turn off Nagle's algorithm, which delays each response by 40 ms."""
    with bound_socket("127.0.0.1", 0) as listener:
        assert listener.proto == IPPROTO_TCP


@pytest.mark.parametrize("size", [16_385, 70_000, 1_000_000])
@pytest.mark.parametrize("name", ["telnyx-video", "twilio-video"])
def test_overlong_targets(sandbox: Sandbox, name: str, size: int) -> None:
    """A target of more than 16 KiB, up to a megabyte, is 414."""
    api = sandbox.apis[name]
    address = urlsplit(api.base_url)
    # httpx refuses to send more than 65,536 characters.
    with closing(HTTPConnection(address.netloc, timeout=30)) as connection:
        headers = {"authorization": credentials(api.token)}
        connection.request("GET", f"{address.path}/x?Identity={'a' * size}", headers=headers)
        response = connection.getresponse()
        assert response.status == httpx.codes.REQUEST_URI_TOO_LONG
        assert b"16384 bytes" in response.read()


@pytest.mark.parametrize(
    "request_line",
    [b"GET /v2/rooms?a=\xff HTTP/1.1", b"GET  /v2/rooms HTTP/1.1", b"\x16\x03\x01\x02"],
)
def test_malformed_requests(sandbox: Sandbox, request_line: bytes) -> None:
    """The HTTP library responds to a malformed request with 400, in plain text."""
    address = urlsplit(sandbox.base_url)
    with socket.create_connection((address.hostname, address.port), timeout=30) as connection:
        connection.sendall(request_line + b"\r\nhost: x\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 400 ")
