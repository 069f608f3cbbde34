"""The options of a client: arguments, the environment, and options of one call."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl

import httpx
import pytest

import telnyx_video
from telnyx_video import ArgumentError, AsyncClient, Client, Error, Retries
from tests.support.rooms import rooms_body

_CLIENTS = pytest.mark.parametrize("client_class", [Client, AsyncClient])


class _Recorder:
    """Responds with one page, and records the requests."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        # The client removes the key from a request after its response.
        sent = httpx.Request(request.method, request.url, headers=request.headers)
        sent.extensions = request.extensions
        self.requests.append(sent)
        return httpx.Response(200, json=rooms_body([1], 1, 20, 1))

    @property
    def last(self) -> httpx.Request:
        return self.requests[-1]


@pytest.fixture
def recorder() -> _Recorder:
    """Return a server that records its requests."""
    return _Recorder()


@contextmanager
def _http(recorder: Callable[[httpx.Request], httpx.Response]) -> Iterator[httpx.Client]:
    with httpx.Client(transport=httpx.MockTransport(recorder)) as http:
        yield http


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TELNYX_API_KEY", raising=False)
    monkeypatch.delenv("TELNYX_BASE_URL", raising=False)


def test_key_and_address_of_the_environment(
    recorder: _Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key and the address are read from the environment if they are not passed."""
    monkeypatch.setenv("TELNYX_API_KEY", "KEY-of-the-environment")
    monkeypatch.setenv("TELNYX_BASE_URL", "http://localhost:1234/v3")
    with _http(recorder) as http:
        Client(http_client=http).rooms.list().first()
    assert recorder.last.headers["authorization"] == "Bearer KEY-of-the-environment"
    assert str(recorder.last.url) == "http://localhost:1234/v3/rooms"


def test_arguments_go_before_the_environment(
    recorder: _Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Values of the environment are not read, so that they may be invalid."""
    monkeypatch.setenv("TELNYX_API_KEY", "bad key")
    monkeypatch.setenv("TELNYX_BASE_URL", "nonsense")
    with _http(recorder) as http:
        Client("key", base_url="http://localhost:1", http_client=http).rooms.list().first()
    assert recorder.last.headers["authorization"] == "Bearer key"
    assert str(recorder.last.url) == "http://localhost:1/rooms"


@_CLIENTS
@pytest.mark.parametrize("value", [None, ""])
def test_no_key(
    client_class: type[Client | AsyncClient], value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client without a key is refused, and the error names the variable."""
    if value is not None:
        monkeypatch.setenv("TELNYX_API_KEY", value)
    with pytest.raises(ArgumentError, match=r"^api_key: .*TELNYX_API_KEY"):
        client_class()


@_CLIENTS
@pytest.mark.parametrize("value", ["KEY\n", " KEY", "KEY\r\nX-Evil: 1", "K\u00c9Y"])
def test_bad_key_of_the_environment(
    client_class: type[Client | AsyncClient], value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key that cannot be sent in a header is refused, and not shown."""
    monkeypatch.setenv("TELNYX_API_KEY", value)
    with pytest.raises(ArgumentError, match=r"^api_key: ") as raised:
        client_class()
    assert "K" not in str(raised.value).replace("api_key", "")


def test_an_empty_variable_is_ignored(recorder: _Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The default address is used."""
    monkeypatch.setenv("TELNYX_BASE_URL", "")
    with _http(recorder) as http:
        Client("key", http_client=http).rooms.list().first()
    assert str(recorder.last.url) == "https://api.telnyx.com/v2/rooms"


def test_user_agent_names_package_and_version(recorder: _Recorder) -> None:
    """The User-Agent header has the package and its version."""
    with _http(recorder) as http:
        Client("key", http_client=http).rooms.list().first()
    assert recorder.last.headers["user-agent"] == f"telnyx_video/{telnyx_video.__version__}"


def test_headers_and_parameters(recorder: _Recorder) -> None:
    """Headers and parameters of the client are sent with each request, those of a call once."""
    with _http(recorder) as http:
        client = Client(
            "key", http_client=http, headers={"X-Team": "a", "Accept": "x/y"}, params={"v": "1&2"}
        )
        client.rooms.list(
            page_size=5,
            extra_headers={"x-team": "b", "x-more": "c"},
            extra_query={"trace": "\u00e9 ="},
        ).first()
        client.rooms.list().first()
    first, second = recorder.requests
    assert (first.headers["x-team"], first.headers["x-more"]) == ("b", "c")
    assert parse_qsl(first.url.query.decode()) == [
        ("page[size]", "5"),
        ("v", "1&2"),
        ("trace", "\u00e9 ="),
    ]
    assert (second.headers["x-team"], second.headers["accept"]) == ("a", "x/y")
    assert "x-more" not in second.headers
    assert parse_qsl(second.url.query.decode()) == [("v", "1&2")]


def test_a_mapping_is_copied(recorder: _Recorder) -> None:
    """Changing the passed mapping does not change the client."""
    headers, params = {"x-a": "1"}, {"p": "1"}
    with _http(recorder) as http:
        client = Client("key", http_client=http, headers=headers, params=params)
        headers["x-a"] = params["p"] = "2"
        client.rooms.list().first()
    assert recorder.last.headers["x-a"] == "1"
    assert recorder.last.url.params["p"] == "1"


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer other"},
        {"host": "evil.example"},
        {"Accept-Encoding": "br"},
        {"content-length": "1"},
        {"x-a": "1\r\nx-b: 2"},
        {"x-a": "\u00e9"},
        {"x-a": " 1"},
        {"x a": "1"},
        {"": "1"},
        {"x-a": 1},
        {1: "x"},
        [("x-a", "1")],
        "x-a",
    ],
)
def test_bad_headers(headers: dict[str, str]) -> None:
    """A header that cannot be sent, or that the client sets itself, is refused."""
    with pytest.raises(ArgumentError, match=r"^headers: "):
        Client("key", headers=headers)
    with Client("key") as client, pytest.raises(ArgumentError, match=r"^extra_headers: "):
        client.rooms.list(extra_headers=headers)


def test_parameters_that_are_arguments() -> None:
    """``extra_query`` refuses a parameter of the operation, which is an argument."""
    problem = r"page\[number\] is the argument page_number"
    with Client("key", params={"page[number]": "2"}) as client:
        with pytest.raises(ArgumentError, match=f"^params: {problem}"):
            client.rooms.list()
        with pytest.raises(ArgumentError, match=r"^extra_query: expected str to str"):
            client.rooms.list(extra_query={"a": 1})  # type: ignore[dict-item]
    with Client("key") as client, pytest.raises(ArgumentError, match=f"^extra_query: {problem}"):
        client.rooms.list(extra_query={"page[number]": "2"})


def test_timeouts(recorder: _Recorder) -> None:
    """There are timeouts for each part by default; a number sets all of them."""

    def sent(client: Client, **options: float | httpx.Timeout) -> dict[str, float]:
        client.rooms.list(**options).first()  # type: ignore[arg-type]
        extension: dict[str, float] = recorder.last.extensions["timeout"]
        return extension

    with _http(recorder) as http:
        client = Client("key", http_client=http)
        parts = {"connect": 10.0, "read": 30.0, "write": 30.0, "pool": 30.0}
        assert sent(client) == parts
        assert sent(client, timeout=3) == dict.fromkeys(parts, 3)
        assert sent(client, timeout=httpx.Timeout(4, read=9)) == {
            **dict.fromkeys(parts, 4),
            "read": 9,
        }
        assert sent(client) == parts
        assert sent(client.with_options(timeout=7)) == dict.fromkeys(parts, 7)
        hurried = sent(client.with_options(total_timeout=2))
        assert all(1 < value <= 2 for value in hurried.values())
        endless = sent(client, timeout=httpx.Timeout(None))
        assert all(200 < value <= 300 for value in endless.values())


@pytest.mark.parametrize("value", [0, -1, True, "5", float("nan"), 1e9])
def test_bad_timeouts(value: float) -> None:
    """The error names the argument."""
    with pytest.raises(ArgumentError, match=r"^total_timeout: "):
        Client("key", total_timeout=value)
    with Client("key") as client, pytest.raises(ArgumentError, match=r"^timeout: "):
        client.rooms.list(timeout=value)


@pytest.mark.parametrize("value", [0, -1, True, 1.5, "5"])
def test_bad_max_body(value: int) -> None:
    """``max_body`` must be a positive number of bytes."""
    with pytest.raises(ArgumentError, match=r"^max_body: "):
        Client("key", max_body=value)


def test_with_options_returns_another_client(recorder: _Recorder) -> None:
    """It shares the connections, and does not close them."""
    with _http(recorder) as http:
        client = Client("key", http_client=http, headers={"x-a": "1"}, params={"p": "1"})
        other = client.with_options(
            api_key="other", base_url="http://localhost:1", headers={"x-b": "2"}, params={}
        )
        assert type(other) is Client
        with other:
            other.rooms.list().first()
        client.rooms.list().first()
    changed, kept = recorder.requests
    assert changed.headers["authorization"] == "Bearer other"
    assert str(changed.url) == "http://localhost:1/rooms"
    assert "x-a" not in changed.headers
    assert changed.headers["x-b"] == "2"
    assert kept.headers["authorization"] == "Bearer key"
    assert str(kept.url) == "https://api.telnyx.com/v2/rooms?p=1"
    assert kept.headers["x-a"] == "1"
    assert "x-b" not in kept.headers


def test_with_options_keeps_the_others(recorder: _Recorder) -> None:
    """Options that are not passed keep their values."""
    with _http(recorder) as http:
        client = Client("key", http_client=http, headers={"x-a": "1"}, params={"p": "1"})
        client.with_options(timeout=7).rooms.list().first()
    assert recorder.last.headers["authorization"] == "Bearer key"
    assert recorder.last.headers["x-a"] == "1"
    assert str(recorder.last.url) == "https://api.telnyx.com/v2/rooms?p=1"


def test_closing_the_other_closes_nothing() -> None:
    """Closing the first client closes the connections of both."""
    client = Client("key", retries=0, base_url="http://localhost:1")
    other = client.with_options(timeout=1)
    other.close()
    with pytest.raises(Error, match=r"refused|failed|attempts"):
        client.rooms.list().first()
    client.close()
    with pytest.raises(Error, match="closed"):
        other.rooms.list().first()


@_CLIENTS
def test_with_options_checks_too(client_class: type[Client | AsyncClient]) -> None:
    """``with_options`` checks the options as a new client does."""
    client = client_class("key")
    for argument, value in (
        ("api_key", ""),
        ("base_url", "nonsense"),
        ("timeout", 0),
        ("total_timeout", 0),
        ("retries", -1),
        ("max_body", 0),
        ("headers", {"host": "x"}),
        ("params", {"a": 1}),
    ):
        with pytest.raises(ArgumentError, match=f"^{argument}: "):
            client.with_options(**{argument: value})  # type: ignore[arg-type]


def test_a_subclass_stays_itself() -> None:
    """``with_options`` of a subclass returns the subclass."""

    class Own(Client):
        """A subclass in an application."""

    with Own("key") as client:
        assert type(client.with_options(retries=Retries(count=1))) is Own


def test_the_logger_has_the_name_of_the_package(caplog: pytest.LogCaptureFixture) -> None:
    """The log has the request and the status, without the key."""
    with caplog.at_level(logging.DEBUG, "telnyx_video"), _http(_Recorder()) as http:
        Client("KEY-secret", http_client=http).rooms.list(filter_unique_name="a b").first()
    assert [each.name for each in caplog.records if each.name == "telnyx_video"] == ["telnyx_video"]
    assert "GET https://api.telnyx.com/v2/rooms?filter%5Bunique_name%5D=a%20b: 200, " in caplog.text
    assert "KEY-secret" not in caplog.text


@pytest.mark.parametrize("texts", [{"a": "\ud800"}, {"\ud800": "a"}])
def test_text_that_is_not_utf_8_is_refused(texts: dict[str, str]) -> None:
    """A lone surrogate is refused before a request."""
    with pytest.raises(ArgumentError, match=r"^params: .* cannot be encoded"):
        Client("key", params=texts)
    with Client("key") as client, pytest.raises(ArgumentError, match=r"^extra_query: "):
        client.rooms.list(extra_query=texts)
