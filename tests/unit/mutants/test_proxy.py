"""A proxy responds as the server behind it, but for one mutant; no request uses a socket."""

import json
from collections.abc import Mapping
from urllib.parse import urlsplit

import attrs
import httpx
import pytest

from rollcall.http import Budget, Spent
from rollcall.mutants import Proxy, Request, Response, Upstream, relisted, server_mutants
from tests.support.example_api import local
from tests.support.mutants import BUSY, EXAMPLE, follow, made_up, open_proxy, page, request


@pytest.fixture(scope="module")
def proxy() -> Proxy:
    """Return a proxy that all tests of this module share."""
    return open_proxy()


def test_a_mutant_changes_its_own_operation_only(proxy: Proxy) -> None:
    """Requests of other operations and of unknown paths get the responses of the server."""
    proxy.take(made_up("listVisits", lambda _request, _upstream: Response(418, (), b"")))
    berths = request(proxy.upstream, "listBerths")
    unknown = attrs.evolve(berths, path="/nothing", operation=None)
    assert [proxy.respond(each).status for each in (berths, unknown)] == [200, 404]
    assert proxy.changed == 0
    assert proxy.respond(request(proxy.upstream, "listVisits", parent=BUSY)).status == 418
    assert (proxy.requests, proxy.changed) == (3, 1)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"per": 7},
        {"per": 7, "p": 9},
        {"p": 9000},
        {"per": 250},
        {"opened_before": "1999-03-01", "per": 3, "p": 2},
        {"quay": "Pier 1"},
        {"quay": "no such quay"},
        {"with_visits": "true", "per": 4},
        {"with_visits": "true", "opened_before": "1999-03-01"},
        {"per": 0},
        {"opened_before": "2021-02-30"},
    ],
    ids=str,
)
def test_listing_the_matching_rows_changes_nothing(
    proxy: Proxy, query: Mapping[str, object]
) -> None:
    """A page that a mutant builds from these rows is the page of the server."""
    proxy.take(made_up("listBerths", relisted(lambda listed: listed.matching)))
    proxy.respond(request(proxy.upstream, "listBerths", query))
    assert (proxy.requests, proxy.changed, proxy.problem) == (1, 0, None)


def test_totals_count_the_rows_of_the_mutant(proxy: Proxy) -> None:
    """A list without its last row has one row less in its total."""
    asked = request(proxy.upstream, "listBerths", {"per": 1})
    proxy.take(None)
    total = page(proxy, asked).body["count"]["berths"]
    proxy.take(made_up("listBerths", relisted(lambda listed: listed.matching[:-1])))
    assert page(proxy, asked).body["count"] == {"berths": total - 1, "pages": total - 1}


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"limit": 3},
        {"limit": 7, "fishing": "true"},
        {"arrived_after": "2026-01-01T00:00:00Z"},
    ],
    ids=str,
)
def test_links_of_the_mutant_lead_through_its_rows(
    query: Mapping[str, object],
) -> None:
    """They have the origin of the proxy, not that of the server."""
    proxy = open_proxy()
    proxy.base_url = "http://127.0.0.1:1/v1"
    asked = request(proxy.upstream, "listVisits", query, parent=BUSY)

    def listed() -> list[Mapping[str, object]]:
        return [row for each in follow(proxy, asked) for row in each.items]

    unmutated = listed()
    assert unmutated
    proxy.take(made_up("listVisits", relisted(lambda listed: listed.matching)))
    assert listed() == unmutated
    proxy.take(made_up("listVisits", relisted(lambda listed: listed.matching[:-1])))
    assert listed() == unmutated[:-1]


@pytest.mark.parametrize("query", [{}, {"limit": 50}, {"limit": 50, "flag": "none"}], ids=str)
def test_relative_and_null_links_stay_as_they_are(query: Mapping[str, object]) -> None:
    """Only links that name the origin of the server change."""
    proxy = open_proxy()
    proxy.base_url = "http://127.0.0.1:1/v1"
    asked = request(proxy.upstream, "listVisits", query, parent=BUSY)
    links = page(proxy, asked).body["more"]
    assert links == proxy.upstream.send(asked).json()["more"]
    assert links["back"] is None
    assert not urlsplit(links["here"]).netloc


def test_rows_are_those_of_all_pages(proxy: Proxy) -> None:
    """They do not depend on the page and the filters of a request, but on its flags."""
    upstream = proxy.upstream
    berths = request(upstream, "listBerths", {"per": 3, "p": 2, "quay": "x"})
    total = upstream.send(request(upstream, "listBerths")).json()["count"]["berths"]
    assert len(upstream.rows(berths)) == total
    assert not any("visits" in row for row in upstream.rows(berths))
    flagged = upstream.rows(berths.having("with_visits", "true"))
    visits = request(upstream, "listVisits", {"limit": 1}, parent=BUSY)
    parents = upstream.parents(visits)
    assert [str(each) for each in parents] == [row["code"] for row in flagged]
    assert [[*upstream.rows(visits, each)] for each in parents] == [
        row["visits"] for row in flagged
    ]


def answering(respond: httpx.Response | Exception) -> Upstream:
    """Return a server that sends the same response to each request, or none."""

    def handle(_request: httpx.Request) -> httpx.Response:
        if isinstance(respond, Exception):
            raise respond
        return respond

    client = httpx.Client(transport=httpx.MockTransport(handle))
    return Upstream(EXAMPLE, "http://localhost/v1", "", client=client)


def test_duplicate_rows_are_kept() -> None:
    """The rows that mutants choose from are the rows that the server lists."""
    row = {"code": "B-1"}
    upstream = answering(httpx.Response(200, json={"berths": [row, row]}))
    assert upstream.rows(request(upstream, "listBerths")) == (row, row)


def test_an_error_of_a_mutant_names_the_mutant(proxy: Proxy) -> None:
    """The proxy responds with 500, and keeps the error until it takes another mutant."""

    def respond(_request: Request, _upstream: Upstream) -> Response:
        raise ZeroDivisionError

    proxy.take(made_up("listBerths", respond))
    assert proxy.respond(request(proxy.upstream, "listBerths")).status == 500
    assert proxy.problem is not None
    assert "filter.made-up" in proxy.problem
    assert "ZeroDivisionError" in proxy.problem
    proxy.take(None)
    assert proxy.problem is None


def test_without_a_server_the_proxy_responds_with_502() -> None:
    """The problem says that the server did not respond."""
    proxy = Proxy(answering(httpx.ConnectError("refused")))
    assert proxy.respond(request(proxy.upstream, "listBerths")).status == 502
    assert proxy.problem is not None
    assert "did not respond: ConnectError: refused" in proxy.problem


def test_equal_requests_are_sent_once() -> None:
    """Only different requests use the budget; once it is spent, the proxy says so."""
    api = local()
    budget = Budget(max_requests=2)
    proxy = Proxy(Upstream(EXAMPLE, api.base_url, api.key, budget, client=api.client))

    def status(size: int) -> int:
        return proxy.respond(request(proxy.upstream, "listBerths", {"per": size})).status

    assert [status(size) for size in (1, 1, 1, 2)] == [200] * 4
    assert budget.spent == 2
    assert proxy.halted is None
    assert status(3) == 502
    assert isinstance(proxy.halted, Spent)


@pytest.mark.parametrize(("kind", "encoding"), [("utf16", "utf-16"), ("mark", "utf-8-sig")])
def test_a_body_in_another_encoding_is_not_corrected(
    proxy: Proxy, kind: str, encoding: str
) -> None:
    """Python's JSON parser accepts UTF-16 and byte order marks, which JSON on the wire excludes."""
    (mutant,) = (
        each for each in server_mutants(EXAMPLE) if each.id == f"listVisits status.body-{kind} 200"
    )
    proxy.take(mutant)
    body = proxy.respond(request(proxy.upstream, "listVisits", parent=BUSY)).body
    assert json.loads(body.decode(encoding))["visits"]
    with pytest.raises((UnicodeDecodeError, json.JSONDecodeError)):
        json.loads(body.decode("utf-8"))
    assert proxy.changed == 1
