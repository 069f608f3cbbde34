"""The arguments of a client: valid, invalid and secret ones."""

import asyncio
import math
import threading
import time
import traceback
from pathlib import Path

import httpx
import pytest

import telnyx_video
from telnyx_video import ArgumentError, AsyncClient, Client, Error, TransportError
from tests.support.wire import STALL, Server, page, reply, serving

_CLIENTS = pytest.mark.parametrize("client_class", [Client, AsyncClient])


@_CLIENTS
@pytest.mark.parametrize(
    "key", ["", " ", "se cret", "secret\n", "a\r\nX: y", "\x00", "clé", None, 5, b"k"]
)
def test_bad_key(client_class: type[Client | AsyncClient], key: str) -> None:
    """A missing key is refused, and a key that cannot be sent in a header."""
    with pytest.raises(ArgumentError, match=r"^api_key: ") as raised:
        client_class(key)
    assert "secret" not in str(raised.value)


@_CLIENTS
@pytest.mark.parametrize(
    "base_url",
    [
        "",
        "api.example.com",
        "//api.example.com",
        "ftp://api.example.com",
        "https://",
        "https:///v2",
        "https://h:port",
        "https://h\n",
        "https://xn--a",
        "https://user:pass@example.com",
        "https://example.com/v2?",
        "https://example.com/v2?a=b",
        "https://example.com/v2#",
        "https://example.com/v2#a",
        httpx.URL("https://example.com"),
    ],
)
def test_bad_base_url(client_class: type[Client | AsyncClient], base_url: str) -> None:
    """A base URL must be absolute, without a query and a fragment."""
    with pytest.raises(ArgumentError, match=r"^base_url: ") as raised:
        client_class("key", base_url=base_url)
    assert "pass" not in str(raised.value)


@_CLIENTS
@pytest.mark.parametrize("timeout", [0, -1, math.nan, math.inf, 1e300, True, "5"])
def test_bad_timeout(client_class: type[Client | AsyncClient], timeout: float) -> None:
    """A timeout must be a positive number of seconds, and not too long to wait."""
    with pytest.raises(ArgumentError, match=r"^timeout: "):
        client_class("key", timeout=timeout)


def test_base_url_with_slash() -> None:
    """A slash at the end of the address is not doubled."""
    with serving(page(1)) as server, Client("key", base_url=f"{server.url}/") as client:
        assert len(list(client.rooms.list())) == 1
    assert server.targets == ["/v2/rooms"]


def test_default_base_url() -> None:
    """The default is the documented address, over TLS."""
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return httpx.Response(500)

    with (
        httpx.Client(transport=httpx.MockTransport(answer)) as http,
        Client("key", http_client=http, retries=0) as client,
        pytest.raises(Error),
    ):
        client.rooms.list().first()
    assert seen == ["https://api.telnyx.com/v2/rooms"]


def test_own_connections_are_closed() -> None:
    """The end of the ``with`` block closes the connections; later requests raise an error."""
    with serving(page(1)) as server:
        with Client("key", base_url=server.url) as client:
            client.rooms.list().first()
        with pytest.raises(TransportError, match="the client is closed"):
            client.rooms.list().first()


def test_own_connections_are_closed_async() -> None:
    """The end of the ``async with`` block closes the connections."""

    async def run(base_url: str) -> None:
        async with AsyncClient("key", base_url=base_url) as client:
            await client.rooms.list().first()
        with pytest.raises(TransportError, match="the client is closed"):
            await client.rooms.list().first()

    with serving(page(1)) as server:
        asyncio.run(run(server.url))


def _until_received(server: Server) -> None:
    while not server.received:
        time.sleep(0.01)


def test_a_client_closed_during_a_read_says_so() -> None:
    """The thread that waits for a response gets an error of the client at once."""
    caught: list[BaseException] = []

    def read(client: Client) -> None:
        try:
            client.rooms.list().first()
        except BaseException as error:  # noqa: BLE001 - checked below
            caught.append(error)

    with serving(STALL) as server:
        client = Client("key", base_url=server.url)
        reading = threading.Thread(target=read, args=[client])
        reading.start()
        _until_received(server)
        client.close()
        reading.join(60)
        assert not reading.is_alive()
    (error,) = caught
    assert isinstance(error, TransportError)
    assert "the client is closed" in str(error)


def test_a_client_closed_during_an_asynchronous_read_says_so() -> None:
    """The task that waits for a response gets an error of the client, too."""

    async def run(server: Server) -> None:
        client = AsyncClient("key", base_url=server.url)
        reading = asyncio.ensure_future(client.rooms.list().first())
        await asyncio.to_thread(_until_received, server)
        await client.aclose()
        with pytest.raises(TransportError, match="the client"):
            await asyncio.wait_for(reading, 60)

    with serving(STALL) as server:
        asyncio.run(run(server))


def test_callers_http_client_stays_open() -> None:
    """A caller's own HTTP client is used, and is left open."""
    with serving(page(1)) as server, httpx.Client(headers={"x-trace": "abc"}) as http:
        with Client("key", base_url=server.url, http_client=http) as client:
            client.rooms.list().first()
        assert not http.is_closed
    assert "x-trace: abc" in server.requests[0]


def test_callers_async_http_client_stays_open() -> None:
    """A caller's own asynchronous HTTP client is used, and is left open."""

    async def run(base_url: str) -> None:
        async with httpx.AsyncClient() as http:
            async with AsyncClient("key", base_url=base_url, http_client=http) as client:
                await client.rooms.list().first()
            assert not http.is_closed

    with serving(page(1)) as server:
        asyncio.run(run(server.url))


def test_callers_credentials_do_not_replace_the_key() -> None:
    """The key replaces the credentials of the caller's HTTP client."""
    with serving(page(1)) as server, httpx.Client(auth=("user", "pass")) as http:
        Client("key", base_url=server.url, http_client=http).rooms.list().first()
    assert "authorization: bearer key" in server.requests[0].lower()
    assert server.requests[0].lower().count("authorization:") == 1


@_CLIENTS
def test_key_is_not_shown(client_class: type[Client | AsyncClient]) -> None:
    """The reprs of a client and of its parts do not show the key."""
    client = client_class("KEY-secret")
    parts = [client, client.rooms, client.rooms.list(), *vars(client).values()]
    parts += [value for part in parts for value in getattr(part, "__dict__", {}).values()]
    assert "https://api.telnyx.com/v2" in repr(client)
    assert "KEY-secret" not in f"{parts!r} {parts!s}"


def test_key_is_not_in_a_traceback() -> None:
    """The traceback of a failed request and of its causes does not show the key."""
    with serving(b"HTTP/1.1 nonsense\r\n\r\n") as server:
        client = Client("KEY-secret", base_url=server.url, retries=0)
        with client, pytest.raises(TransportError) as raised:
            client.rooms.list().first()
    assert raised.value.cause is not None
    errors = (raised.value, raised.value.cause)
    text = "".join(line for each in errors for line in traceback.format_exception(each))
    assert "httpx" in text
    assert "KEY-secret" not in text


@pytest.mark.parametrize(
    "answer", [b"nonsense\r\n\r\n", reply(b"", 503), reply(b"<h1>"), reply({"data": 1})]
)
def test_key_is_not_in_the_variables_of_a_traceback(answer: bytes) -> None:
    """The local variables of the package's frames do not show the key."""
    with serving(answer) as server:
        client = Client("KEY-secret", base_url=server.url, retries=0)
        with client, pytest.raises(Error) as raised:
            client.rooms.list().first()
    package = str(Path(telnyx_video.__file__).parent)
    seen = 0
    errors = (raised.value, getattr(raised.value, "cause", None))
    frames = [
        frame for each in errors if each for frame, _ in traceback.walk_tb(each.__traceback__)
    ]
    for frame in frames:
        if frame.f_code.co_filename.startswith(package):
            seen += 1
            assert "KEY-secret" not in repr(frame.f_locals)
    assert seen >= 3


def test_a_client_with_invalid_arguments_has_a_repr() -> None:
    """A debugger shows the repr of the half-built client."""
    with pytest.raises(ArgumentError) as raised:
        Client("key", base_url="nonsense")
    shown = [repr(frame.f_locals) for frame, _ in traceback.walk_tb(raised.value.__traceback__)]
    assert any("<Client of no address>" in each for each in shown)


@pytest.mark.parametrize(
    "base_url",
    [
        "http://a..b/v2",
        f"http://{'a' * 64}.example/v2",
        "http://h ost/v2",
        "http://localhost:99999/v2",
        "http://localhost:0/v2",
    ],
)
def test_impossible_addresses(base_url: str) -> None:
    """An address that cannot be resolved or connected to is refused."""
    with pytest.raises(ArgumentError, match=r"^base_url: "):
        Client("key", base_url=base_url)


def test_http_client_of_the_other_kind() -> None:
    """A synchronous client refuses an asynchronous HTTP client, and vice versa."""
    with pytest.raises(ArgumentError, match=r"^http_client: expected an httpx\.Client, got "):
        Client("key", http_client=httpx.AsyncClient())  # type: ignore[arg-type]
    with (
        httpx.Client() as http,
        pytest.raises(ArgumentError, match=r"^http_client: expected an httpx\.AsyncClient, got "),
    ):
        AsyncClient("key", http_client=http)  # type: ignore[arg-type]


@_CLIENTS
@pytest.mark.parametrize(
    ("variable", "value"),
    [("HTTP_PROXY", "foo://proxy"), ("ALL_PROXY", "http://[::1"), ("SSL_CERT_FILE", "/no/such")],
)
def test_wrong_proxies_and_certificates_in_the_environment(
    client_class: type[Client | AsyncClient],
    variable: str,
    value: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An invalid proxy or file of certificates raises an error of the package."""
    monkeypatch.setenv(variable, value)
    monkeypatch.setenv("NO_PROXY", "")

    client = client_class("key", retries=0)
    with pytest.raises(TransportError, match=r"no HTTP client can be made"):
        _load_first(client)


def _load_first(client: Client | AsyncClient) -> None:
    if isinstance(client, Client):
        client.rooms.list().first()
    else:
        asyncio.run(_await_first(client))


async def _await_first(client: AsyncClient) -> None:
    await client.rooms.list().first()
