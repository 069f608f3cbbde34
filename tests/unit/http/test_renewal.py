"""Tokens that expire in the middle of a run."""

import pickle
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from attrs import define, field

from rollcall.http import (
    Redactor,
    Target,
    TokenCommand,
    TokenRefused,
    TokenSource,
    Transport,
    as_curl,
    keyring_of,
)
from rollcall.spec import UsageError
from tests.support.guarded import Guarded, given_at, guarded

_GUARDED = guarded("query", lambda _: True)
_LIFE = 3


@define
class Issuer:
    """Issues tokens, each of which the server accepts a few times.

    Attributes:
        life: How often a token is accepted.
        issued: How many tokens were issued.
        uses: How often each token was accepted.
        status: The status of a refusal.
        received: The tokens of all requests.
    """

    life: int = _LIFE
    issued: int = 0
    uses: Counter[str] = field(factory=Counter)
    status: int = 401
    received: list[str | None] = field(factory=list)
    _lock: threading.Lock = field(factory=threading.Lock, init=False)

    def issue(self) -> str:
        """Return a new token."""
        self.issued += 1
        return f"token-{self.issued}"

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        with self._lock:
            given = given_at("query", request)
            self.received.append(given)
            if given != f"token-{self.issued}" or self.uses[given] >= self.life:
                return httpx.Response(self.status, json={})
            if "forbidden" in request.url.params:
                return httpx.Response(self.status, json={})
            self.uses[given] += 1
            return httpx.Response(200, json={})


def _transport(issuer: Issuer, fetch: Callable[[], str] | None = None) -> Transport:
    target = Target("http://api.test", fetch or issuer.issue)
    sending = httpx.MockTransport(issuer.respond)
    return Transport(target.base_url, keyring_of(_GUARDED.spec, target.token), transport=sending)


def _status(transport: Transport, variant: str = "right", **query: str) -> int:
    (operation,) = _GUARDED.spec.lists
    request = transport.request(operation, {}, query.items(), variant=variant)
    response = transport.send(request, operation)
    assert "token-" not in str(request.url)
    return response.status_code


@pytest.mark.parametrize("status", [401, 403])
def test_an_expired_token_is_renewed_once(status: int) -> None:
    """A request that the token's end meets is sent again, and each new token is fetched once.

    A new token is tried once before it is used.
    """
    issuer = Issuer(status=status)
    transport = _transport(issuer)
    assert [_status(transport) for _ in range(6)] == [200] * 6
    assert issuer.issued == 3
    assert issuer.uses == {"token-1": 3, "token-2": 3, "token-3": 2}


def test_requests_that_are_refused_for_themselves_renew_nothing() -> None:
    """A wrong token, or a request that the right token does not open, needs no new token."""
    issuer = Issuer(life=99)
    transport = _transport(issuer)
    assert _status(transport, forbidden="1") == 401
    assert _status(transport) == 200
    for variant in ("none", "wrong", "shortened", "extended", "cased", "empty"):
        assert _status(transport, variant) == 401
    before = len(issuer.received)
    assert _status(transport, forbidden="1") == 401
    assert issuer.received[before:] == ["token-1", "token-1"]
    assert issuer.issued == 1


def test_a_refused_token_without_a_command_is_one_end() -> None:
    """The end has a type, and names the request and the option."""
    issuer = Issuer()
    transport = _transport(issuer)
    transport.keyring = keyring_of(_GUARDED.spec, issuer.issue())
    transport = Transport("http://api.test", transport.keyring, transport=transport.transport)
    assert [_status(transport) for _ in range(_LIFE)] == [200] * _LIFE
    match = r"accepted before \(401 to GET /books\); --token-command prints a new token"
    with pytest.raises(TokenRefused, match=match):
        _status(transport)


@pytest.mark.parametrize(
    ("tokens", "problem"),
    [
        (["token-1", "token-1"], "the old one was returned again"),
        (["token-1", "another"], "and the new token too"),
        (["token-1", ""], "there is no new token: token: the function returned str, not a token"),
        (["token-1"], "there is no new token: token: the function raised IndexError"),
    ],
    ids=["same", "wrong", "empty", "raises"],
)
def test_a_new_token_that_is_no_help_is_one_end(tokens: list[str], problem: str) -> None:
    """The function is called once for it."""
    issuer = Issuer(issued=1)
    given = [*tokens]
    transport = _transport(issuer, lambda: given.pop(0))
    assert [_status(transport) for _ in range(_LIFE)] == [200] * _LIFE
    with pytest.raises(TokenRefused, match=problem):
        _status(transport)
    assert not given


def test_threads_share_a_new_token() -> None:
    """A token is fetched once, however many requests the end of the old one meets."""
    issuer = Issuer(life=10)
    transport = _transport(issuer)
    with ThreadPoolExecutor(8) as pool:
        found = [pool.submit(_status, transport) for _ in range(45)]
        assert {each.result() for each in found} == {200}
    assert issuer.issued == 5


def test_a_client_gets_the_new_token() -> None:
    """The request of a client, which holds the old token, is sent with the new one."""
    issuer = Issuer()
    header = guarded("bearer", lambda _: True)

    def respond(request: httpx.Request) -> httpx.Response:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        return issuer.respond(
            httpx.Request("GET", request.url.copy_with(params={"api key": token}))
        )

    keyring = keyring_of(header.spec, Target("http://api.test", issuer.issue).token)
    transport = Transport("http://api.test", keyring, transport=httpx.MockTransport(respond))
    client = keyring.client
    assert client is not None
    seen: list[httpx.Response | None] = []
    headers = {"Authorization": client.value}
    sending = transport.client_transport(seen.append, header.spec.lists[0])
    with httpx.Client(transport=sending, headers=headers) as http:
        statuses = [http.get("http://api.test/books").status_code for _ in range(7)]
    assert statuses == [200] * 7
    shown = [each.request.headers["authorization"] for each in seen if each is not None]
    assert shown == ["Bearer [token]"] * 7


def test_earlier_tokens_stay_secret() -> None:
    """A redactor learns each new token, and reproductions never have one."""
    source = TokenSource(iter(["first-token", "second-token"]).__next__)
    keyring = keyring_of(_GUARDED.spec, source)
    redactor = Redactor.of(*keyring.secrets())
    assert redactor.text("first-token second-token") == "[token] second-token"
    source.renew("first-token")
    redactor.learn(*keyring.secrets())
    assert redactor.text("first-token second-token") == "[token] [token]"
    transport = Transport("http://api.test", keyring)
    (operation,) = _GUARDED.spec.lists
    curl = as_curl(transport.request(operation, {}), transport.credentials(operation))
    assert '"api%20key=$ROLLCALL_TOKEN"' in curl


def test_a_source_that_fails_at_the_start_is_a_usage_error() -> None:
    """The message says what the function did, and a command how it ended."""
    for fetch, problem in (
        (lambda: None, "the function returned NoneType, not a token"),
        (lambda: "tw o\n", "expected printable ASCII"),
        (lambda: 1 // 0, "the function raised ZeroDivisionError"),
    ):
        with pytest.raises(UsageError, match=problem):
            TokenSource(fetch).token()


def test_a_source_is_pickled_with_its_token() -> None:
    """A worker process begins with the token of the main process."""
    source = TokenSource(TokenCommand("exit 3"), ["known"])
    again = pickle.loads(pickle.dumps(source))  # noqa: S301 - pickled above
    assert again.token() == "known"
    assert again.fetch == source.fetch


def test_named_tokens_may_be_functions() -> None:
    """Each scheme has its own source."""
    issuer = Issuer()
    api = Guarded(security=[{"query": [], "cookie": []}])
    target = Target("http://api.test", {"query": issuer.issue, "cookie": "fixed"})
    keyring = keyring_of(api.spec, target.token)
    first, second = keyring.credentials(api.spec.lists[0]).parts
    assert (first.value, second.value) == ("token-1", "fixed")
    keyring.renew(first)
    assert keyring.credentials(api.spec.lists[0]).parts[0].value == "token-2"
    with pytest.raises(TokenRefused, match="--token-command"):
        keyring.renew(second)
