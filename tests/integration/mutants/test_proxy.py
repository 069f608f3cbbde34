"""The proxy says what the server behind it says, but for its one mutant."""

import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import quote, urlsplit

import attrs
import pytest

from contract_tests.sandbox import serve
from rollcall.http import Budget, Spent
from rollcall.mutants import (
    Answerer,
    Proxy,
    Request,
    Response,
    ServerMutant,
    Upstream,
    proxied,
    relisted,
)
from rollcall.mutants.server import server_mutants
from rollcall.spec import Spec, read_spec
from tests.support.checks import ROOT
from tests.support.example_api import SPEC as HARBOUR
from tests.support.example_api import serving

TELNYX = ROOT / "openapi" / "telnyx-video.yaml"
BERTH_OF_MOST = "B-1"


@attrs.frozen
class Got:
    """A response, as it came over the socket."""

    status: int
    headers: dict[str, str]
    body: bytes

    def __eq__(self, other: object) -> bool:
        """Compare what is said, not when."""
        assert isinstance(other, Got)
        mine, others = ({**each.headers, "date": ""} for each in (self, other))
        return (self.status, mine, self.body) == (other.status, others, other.body)

    __hash__ = None  # type: ignore[assignment]


def ask(base_url: str, target: str, token: str = "", method: str = "GET") -> Got:
    """Send a request whose target is written as it is."""
    parts = urlsplit(base_url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection._validate_path = lambda _path: None  # type: ignore[attr-defined] # noqa: SLF001 - malformed ones too
    headers = {"Authorization": f"Bearer {token}", "X-Example-Key": token} if token else {}
    try:
        connection.request(method, parts.path + target, headers=headers)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Got(response.status, found, response.read())
    finally:
        connection.close()


@pytest.fixture(scope="module")
def telnyx() -> Iterator[Proxy]:
    """Serve a proxy before the sandbox."""
    with serve(rooms=45, sessions=30, participants=25) as sandbox:
        upstream = Upstream(read_spec(TELNYX), sandbox.base_url, sandbox.token)
        with proxied(upstream) as proxy:
            yield proxy


@pytest.fixture(scope="module")
def harbour() -> Iterator[Proxy]:
    """Serve a proxy before a server whose pages are linked."""
    with serving() as server:
        upstream = Upstream(read_spec(HARBOUR), server.base_url, server.key)
        with proxied(upstream) as proxy:
            yield proxy


def mutant(spec: Spec, operation: str, answer: Answerer) -> ServerMutant:
    """Return a mutant of an operation."""
    name = spec.operation(operation).id
    return ServerMutant("filter.made-up", name, "", "It is made up.", ("filter.sound",), answer)


TARGETS = (
    "/rooms",
    "/rooms?page[size]=7&page[number]=3",
    "/rooms?page%5Bsize%5D=7&filter[unique_name]=Room+1%20",
    "/rooms?page[size]=0",
    "/rooms?filter[unique_name]=%zz",
    "/rooms?filter[unique_name]=a&filter[unique_name]=b",
    "/rooms?filter[unique_name]=%00",
    "/rooms/",
    "/rooms/../rooms",
    "/rooms/%2e%2e/x/sessions",
    "/rooms/00000000-0000-4000-8000-000000000000/sessions",
    "/nothing",
    f"/rooms?filter[unique_name]={'x' * 9000}",
)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
@pytest.mark.parametrize("target", TARGETS, ids=lambda each: each[:40])
@pytest.mark.parametrize("is_known", [True, False], ids=["token", "no token"])
def test_without_a_mutant_nothing_differs(
    telnyx: Proxy, method: str, target: str, *, is_known: bool
) -> None:
    """Status, headers and content are the server's own, however odd the request is."""
    telnyx.take(None)
    token = telnyx.upstream.token if is_known else ""
    sound = ask(telnyx.upstream.base_url, target, token, method)
    assert ask(telnyx.base_url, target, token, method) == sound
    assert telnyx.problem is None


def test_a_mutant_touches_its_operation_alone(telnyx: Proxy) -> None:
    """What belongs to another operation, or to none, is answered as it should be."""
    spec, token = telnyx.upstream.spec, telnyx.upstream.token
    teapot = Response(418, (), b"")
    telnyx.take(mutant(spec, "listRoomSessions", lambda _request, _upstream: teapot))
    assert ask(telnyx.base_url, "/rooms", token).status == 200
    assert ask(telnyx.base_url, "/nothing", token).status == 404
    assert telnyx.changed == 0
    assert ask(telnyx.base_url, "/rooms/x/sessions?page[size]=1", token).status == 418
    assert (telnyx.requests, telnyx.changed) == (3, 1)


QUERIES: tuple[dict[str, str], ...] = (
    {},
    {"page[size]": "7"},
    {"page[size]": "7", "page[number]": "7"},
    {"page[number]": "9000"},
    {"page[size]": "250"},
    {"filter[date_created_at][gte]": "2020-02-29"},
    {"filter[date_created_at][gte]": "2020-02-29", "page[size]": "3", "page[number]": "2"},
    {"filter[date_created_at][lte]": "2021-04-25", "filter[date_updated_at][gte]": "2020-01-01"},
    {"filter[unique_name]": "room-0"},
    {"filter[unique_name]": "no such name"},
    {"include_sessions": "true", "page[size]": "4"},
    {"include_sessions": "true", "filter[date_created_at][eq]": "2021-04-25"},
    {"page[size]": "0"},
    {"filter[date_created_at][eq]": "2021-02-30"},
)


def query_of(values: dict[str, str]) -> str:
    """Write a query."""
    return "&".join(f"{quote(name)}={quote(value)}" for name, value in values.items())


@pytest.mark.parametrize("values", QUERIES, ids=str)
def test_a_list_made_anew_is_the_list(telnyx: Proxy, values: dict[str, str]) -> None:
    """Listing the rows that match, as they should, gives the answer of the sound server."""
    telnyx.take(mutant(telnyx.upstream.spec, "listRooms", relisted(lambda listed: listed.matching)))
    target, token = f"/rooms?{query_of(values)}", telnyx.upstream.token
    sound, mutated = (ask(each, target, token) for each in _both(telnyx))
    assert sound.status == mutated.status
    assert json.loads(sound.body) == json.loads(mutated.body)
    assert (telnyx.requests, telnyx.changed, telnyx.problem) == (1, 0, None)


def _both(proxy: Proxy) -> tuple[str, str]:
    return proxy.upstream.base_url, proxy.base_url


def _listed(base_url: str, target: str, token: str, origin: str) -> list[object]:
    """Follow the links of a list from its first page, on the origin that they were asked of."""
    found: list[object] = []
    for _ in range(100):
        body = json.loads(ask(base_url, target, token).body)
        found += body["visits"]
        onward = body["more"]["onward"]
        if not onward:
            return found
        assert urlsplit(onward).netloc in {"", origin}
        target = onward[onward.index("/berths") :]
    raise AssertionError("the links do not end")


@pytest.mark.parametrize(
    "query", ["", "limit=3", "limit=7&fishing=true", "arrived_after=2026-01-01T00:00:00Z"]
)
def test_a_linked_list_made_anew_is_the_list(harbour: Proxy, query: str) -> None:
    """Linked pages that are made up lead through the same rows, on the proxy's own origin."""
    spec, token = harbour.upstream.spec, harbour.upstream.token
    origins = [urlsplit(each).netloc for each in _both(harbour)]
    target = f"/berths/{BERTH_OF_MOST}/visits?{query}"
    harbour.take(None)
    sound = _listed(harbour.upstream.base_url, target, token, origins[0])
    assert sound
    assert _listed(harbour.base_url, target, token, origins[1]) == sound
    harbour.take(mutant(spec, "listVisits", relisted(lambda listed: listed.matching)))
    assert _listed(harbour.base_url, target, token, origins[1]) == sound
    harbour.take(mutant(spec, "listVisits", relisted(lambda listed: listed.matching[:-1])))
    assert _listed(harbour.base_url, target, token, origins[1]) == sound[:-1]
    assert harbour.problem is None


@pytest.mark.parametrize("query", ["", "limit=50", "limit=50&flag=none"])
def test_links_that_name_no_origin_are_left_alone(harbour: Proxy, query: str) -> None:
    """A link that leads to the same server wherever it is, or that is null, stays as it is."""
    harbour.take(None)
    target = f"/berths/{BERTH_OF_MOST}/visits?{query}"
    asked = [json.loads(ask(each, target, harbour.upstream.token).body) for each in _both(harbour)]
    assert asked[0]["more"] == asked[1]["more"]
    assert asked[0]["more"]["back"] is None


def test_rows_are_the_whole_list(telnyx: Proxy) -> None:
    """The rows that a mutant chooses from are those of all pages, whatever was asked for."""
    upstream = telnyx.upstream
    spec = upstream.spec
    headers = (("authorization", f"Bearer {upstream.token}"),)
    rooms = Request(
        "GET",
        "/rooms",
        "page[size]=3&page[number]=2&filter[unique_name]=x",
        headers,
        operation=spec.operation("listRooms"),
    )
    assert len(upstream.rows(rooms)) == 45
    assert not any(row.get("sessions") for row in upstream.rows(rooms))
    assert any(row["sessions"] for row in upstream.rows(rooms.having("include_sessions", "true")))
    participants = spec.operation("listRoomSessionParticipants")
    below = attrs.evolve(rooms, operation=participants, query="page[number]=2")
    parents = upstream.parents(below)
    assert len(parents) == len({*parents}) > 45
    assert sum(len(upstream.rows(below, each)) for each in parents) > 25


def test_rows_that_come_twice_are_kept(telnyx: Proxy) -> None:
    """A server that lists a row twice has it twice in the list that mutants are made from."""
    spec, token = telnyx.upstream.spec, telnyx.upstream.token
    headers = (("authorization", f"Bearer {token}"),)
    rooms = Request("GET", "/rooms", "", headers, operation=spec.operation("listRooms"))
    doubling = relisted(lambda listed: [*listed.matching, *listed.matching[:2]])
    telnyx.take(mutant(spec, "listRooms", doubling))
    with closing(Upstream(spec, telnyx.base_url, token)) as upstream:
        assert len(upstream.rows(rooms)) == 47


def test_an_error_of_a_mutant_is_told(telnyx: Proxy) -> None:
    """What a mutant does wrong in its own code is kept, with its name, for whoever runs it."""

    def answer(_request: Request, _upstream: Upstream) -> Response:
        raise ZeroDivisionError("made up")

    telnyx.take(mutant(telnyx.upstream.spec, "listRooms", answer))
    assert ask(telnyx.base_url, "/rooms", telnyx.upstream.token).status == 500
    assert telnyx.problem is not None
    assert "filter.made-up" in telnyx.problem
    assert "ZeroDivisionError" in telnyx.problem
    telnyx.take(None)
    assert telnyx.problem is None


@contextmanager
def before_nobody() -> Iterator[Proxy]:
    """Serve a proxy before a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with proxied(Upstream(read_spec(TELNYX), f"http://127.0.0.1:{port}/v2", "x")) as proxy:
        yield proxy


def test_a_server_that_is_gone_is_said() -> None:
    """Where no answer comes, the proxy says so, and does not make one up."""
    with before_nobody() as proxy:
        assert ask(proxy.base_url, "/rooms", "x").status == 502
        assert proxy.problem is not None
        assert "gave no answer" in proxy.problem


def test_the_budget_is_that_of_the_server() -> None:
    """What is asked twice is sent once; what may not be sent any more is not, and is said."""
    with serve(rooms=3) as sandbox:
        upstream = Upstream(
            read_spec(TELNYX), sandbox.base_url, sandbox.token, Budget(max_requests=2)
        )
        with proxied(upstream) as proxy:
            for _ in range(3):
                assert ask(proxy.base_url, "/rooms", sandbox.token).status == 200
            assert ask(proxy.base_url, "/rooms?page[size]=1", sandbox.token).status == 200
            assert upstream.budget.spent == 2
            assert proxy.halted is None
            assert ask(proxy.base_url, "/rooms?page[size]=2", sandbox.token).status == 502
            assert isinstance(proxy.halted, Spent)


@pytest.mark.parametrize(("kind", "encoding"), [("utf16", "utf-16"), ("mark", "utf-8-sig")])
def test_a_body_that_is_no_json_stays_so(harbour: Proxy, kind: str, encoding: str) -> None:
    """Python reads JSON that is not UTF-8, or has a byte order mark; the proxy does not mend it."""
    found = {each.id: each for each in server_mutants(harbour.upstream.spec)}
    harbour.take(found[f"listVisits status.body-{kind} 200"])
    target = f"/berths/{BERTH_OF_MOST}/visits"
    body = ask(harbour.base_url, target, harbour.upstream.token).body
    assert json.loads(body.decode(encoding))["visits"]
    with pytest.raises((UnicodeDecodeError, json.JSONDecodeError)):
        json.loads(body.decode("utf-8"))
    assert harbour.changed == 1
