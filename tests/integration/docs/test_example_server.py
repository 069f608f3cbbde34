"""The example API's server on a socket."""

import json
import socket
from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.support.example_api import KEY_HEADER, RunningExample, serving


@pytest.fixture(scope="module")
def server() -> Iterator[RunningExample]:
    """Start a server for the tests of this module."""
    with serving() as running:
        yield running


def test_the_command_serves_until_sigterm() -> None:
    """It prints its base URL and its key, and exits with 0."""
    with serving("--key", "another-key", "--seed", "2") as running:
        assert running.base_url == f"http://127.0.0.1:{running.port}/v1"
        assert running.key == "another-key"
        assert running.send("/berths").status_code == 200
    assert running.process.returncode == 0


@pytest.mark.parametrize("method", ["POST", "BREW", "HEAD"])
def test_another_method_is_refused(server: RunningExample, method: str) -> None:
    """The response names the allowed method; that to HEAD has no body."""
    headers = {KEY_HEADER: server.key}
    response = server.client.request(method, f"{server.base_url}/berths", headers=headers)
    assert (response.status_code, response.headers["allow"]) == (405, "GET")
    assert bool(response.content) == (method != "HEAD")


KEYS: dict[str, Callable[[str], list[tuple[str, str]]]] = {
    "absent": lambda _: [],
    "twice": lambda key: [(KEY_HEADER, key), (KEY_HEADER.lower(), key)],
    "as a bearer token": lambda key: [("Authorization", f"Bearer {key}")],
    "not ASCII": lambda key: [(KEY_HEADER, f"{key}\u00ff")],
}


@pytest.mark.parametrize("headers", KEYS.values(), ids=KEYS)
def test_a_request_without_the_key_is_refused(
    server: RunningExample, headers: Callable[[str], list[tuple[str, str]]]
) -> None:
    """The response has a challenge, and never the key."""
    sent = [(name, value.encode("latin-1")) for name, value in headers(server.key)]
    response = server.client.get(
        f"{server.base_url}/berths", headers=[(name.encode(), value) for name, value in sent]
    )
    assert response.status_code == 401
    assert response.headers["www-authenticate"]
    assert server.key not in f"{response.headers}{response.text}"


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/3.0\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"GET /v1/berths?quay=a b HTTP/1.1\r\n\r\n",
        b"GET /v1/berths?quay=" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET /v1/berths HTTP/1.1\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
    ],
    ids=["version", "nonsense", "blank", "long target", "long header"],
)
def test_a_malformed_request_is_refused(server: RunningExample, sent: bytes) -> None:
    """The response is 400, with headers and a body in JSON."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as connection:
        connection.sendall(sent)
        received = b""
        while chunk := connection.recv(65_536):
            received += chunk
    head, _, content = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"Content-Type: application/json" in head
    assert json.loads(content)["problem"]["parameter"] is None


def test_a_request_body_is_not_read_as_a_request(server: RunningExample) -> None:
    """The server closes a connection after a request with a body."""
    smuggled = f"GET /v1/quays HTTP/1.1\r\n{KEY_HEADER}: {server.key}\r\n\r\n".encode()
    with httpx.Client(headers={KEY_HEADER: server.key}, timeout=60) as client:
        for method, status in (("GET", 200), ("POST", 405)):
            response = client.request(method, f"{server.base_url}/berths", content=smuggled)
            assert response.status_code == status
            assert client.get(f"{server.base_url}/berths").status_code == 200
