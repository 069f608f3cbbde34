"""The harbour's server on its own: it does what its document says, whatever the suite thinks."""

import http.client
import json
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import httpx
import pytest

from tests.support.harbour import KEY_HEADER, Harbour, serving

BUSY = "B-3"
EMPTY = "B-4"
VISITS = f"/berths/{BUSY}/visits"
MICROSECOND = timedelta(microseconds=1)

Row = dict[str, Any]


@pytest.fixture(scope="module")
def harbour() -> Iterator[Harbour]:
    """Start a server for the tests of this module."""
    with serving() as running:
        yield running


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _refs(rows: list[Row]) -> list[str]:
    return [row["ref"] for row in rows]


def test_it_prints_its_address_and_its_key_and_ends_when_told_to() -> None:
    """An address on loopback, a key, then it serves; SIGTERM ends it, with exit code 0."""
    with serving("--key", "another-key") as running:
        assert running.base_url == f"http://127.0.0.1:{running.port}/v1"
        assert running.key == "another-key"
        assert running.ask("/berths").status_code == 200
    assert running.process.returncode == 0


def test_one_seed_gives_one_harbour(harbour: Harbour) -> None:
    """The data follow from the seed: the same again for the same, others for another."""
    with serving("--seed", "1") as same, serving("--seed", "2") as other:
        assert same.visits(BUSY) == harbour.visits(BUSY)
        assert other.visits(BUSY) != harbour.visits(BUSY)


@pytest.mark.parametrize("per", [3, 8, 10, 50])
def test_pages_of_berths_join_to_the_list(harbour: Harbour, per: int) -> None:
    """Pages are counted from 0, are full but for the last, and say where they stand."""
    total = harbour.get("/berths")["count"]["berths"]
    pages = -(-total // per)
    found = []
    for p in range(pages):
        body = harbour.get("/berths", per=per, p=p)
        assert body["showing"] == {"p": p, "per": per}
        assert body["count"] == {"berths": total, "pages": pages}
        assert len(body["berths"]) == min(per, total - p * per)
        found += [row["code"] for row in body["berths"]]
    assert found == [*(f"B-{number}" for number in range(1, total)), "b-3"]
    assert harbour.ask("/berths", per=per, p=pages).status_code == 404


def test_what_is_left_out_has_its_default(harbour: Harbour) -> None:
    """Without parameters, the first page of ten is shown."""
    assert harbour.get("/berths") == harbour.get("/berths", p=0, per=10)
    assert harbour.get(VISITS)["limit"] == 10
    assert _refs(harbour.get(VISITS)["visits"]) == _refs(harbour.get(VISITS, limit=10)["visits"])


def test_an_oversized_page_is_clamped(harbour: Harbour) -> None:
    """More than fifty are answered as fifty, on every page."""
    assert harbour.get("/berths", per=51, p=1) == harbour.get("/berths", per=50, p=1)
    assert harbour.get("/berths", per=10**30)["showing"]["per"] == 50
    body = harbour.get(VISITS, limit=51)
    assert (body["limit"], len(body["visits"])) == (50, 50)
    assert harbour.get(body["more"]["onward"])["limit"] == 50


def test_an_empty_list_has_one_page(harbour: Harbour) -> None:
    """Where nothing matches, the first page is empty, and there is no second."""
    body = harbour.get("/berths", quay="nowhere")
    assert body["berths"] == []
    assert body["count"] == {"berths": 0, "pages": 0}
    assert harbour.ask("/berths", quay="nowhere", p=1).status_code == 404
    assert harbour.get(f"/berths/{EMPTY}/visits")["visits"] == []


@pytest.mark.parametrize("limit", [1, 7, 10, 50])
def test_links_lead_through_the_list_and_back(harbour: Harbour, limit: int) -> None:
    """Onward joins the pages to the list, back goes the same way, start and here are true."""
    pages = [harbour.get(VISITS, limit=limit)]
    while pages[-1]["more"]["onward"]:
        pages.append(harbour.get(pages[-1]["more"]["onward"]))
    joined = [ref for page in pages for ref in _refs(page["visits"])]
    assert joined == _refs(harbour.visits(BUSY))
    assert all(len(page["visits"]) == limit for page in pages[:-1])
    assert 0 < len(pages[-1]["visits"]) <= limit
    assert pages[0]["more"]["back"] is None
    for before, page in pairwise(pages):
        assert harbour.get(page["more"]["back"]) == before
    for page in (pages[0], pages[1], pages[-1]):
        assert harbour.get(page["more"]["here"]) == page
        assert harbour.get(page["more"]["start"]) == pages[0]


def test_links_keep_filters_and_size(harbour: Harbour) -> None:
    """What was asked for holds on every page, whatever characters it is made of."""
    query = {"flag": "Antigua & Barbuda + #1", "arrived_after": "2026-02-01T00:00:00+02:00"}
    pages = [harbour.get(VISITS, limit=2, **query)]
    while pages[-1]["more"]["onward"]:
        pages.append(harbour.get(pages[-1]["more"]["onward"]))
    assert len(pages) > 2
    for page in pages:
        assert page["limit"] == 2
        assert {row["flag"] for row in page["visits"]} == {query["flag"]}
        here = httpx.URL(page["more"]["here"]).params
        assert {name: here[name] for name in query} == query


def test_the_latest_arrival_comes_first(harbour: Harbour) -> None:
    """Visits are ordered by instant, whatever time zone they are written in."""
    rows = harbour.visits(BUSY)
    arrivals = [_instant(row["arrived_at"]) for row in rows]
    assert arrivals == sorted(arrivals, reverse=True)
    assert {row["arrived_at"][26:] for row in rows} == {"Z", "+02:00", "-03:30"}


def _moments(rows: list[Row], field: str) -> list[datetime]:
    return sorted({_instant(row[field]) for row in rows if row[field] is not None})


def test_arrived_after_compares_instants(harbour: Harbour) -> None:
    """Later than, to the microsecond and beyond, in whatever time zone."""
    rows = harbour.visits(BUSY)
    moments = _moments(rows, "arrived_at")
    edge = datetime(2026, 3, 1, tzinfo=UTC)
    assert {edge - MICROSECOND, edge, edge + MICROSECOND} <= {*moments}
    for moment in (moments[0], edge - MICROSECOND, edge, edge + MICROSECOND, moments[-1]):
        for asked in (moment - MICROSECOND, moment, moment + MICROSECOND):
            expected = [row["ref"] for row in rows if _instant(row["arrived_at"]) > asked]
            for text in (
                asked.isoformat(timespec="microseconds").replace("+00:00", "Z"),
                asked.astimezone(_instant_zone("+05:45")).isoformat(),
                asked.isoformat(timespec="microseconds").replace("+00:00", "000000z"),
            ):
                assert _refs(harbour.visits(BUSY, arrived_after=text)) == expected, text
    finer = f"{(edge - MICROSECOND).isoformat().removesuffix('+00:00')}5Z"
    expected = [row["ref"] for row in rows if _instant(row["arrived_at"]) > edge - MICROSECOND]
    assert _refs(harbour.visits(BUSY, arrived_after=finer)) == expected


def _instant_zone(offset: str) -> Any:  # noqa: ANN401 - a tzinfo
    return datetime.fromisoformat(f"2026-01-01T00:00:00{offset}").tzinfo


def test_departed_by_compares_days_in_utc(harbour: Harbour) -> None:
    """The last microsecond of a day is that day, midnight the next, and null never matches."""
    rows = harbour.visits(BUSY)
    departed = {row["ref"]: _instant(row["departed_at"]) for row in rows if row["departed_at"]}
    assert 0 < len(departed) < len(rows)
    times = {each.time().isoformat() for each in departed.values()}
    assert {"00:00:00", "23:59:59.999999"} <= times
    days = sorted({each.date() for each in departed.values()})
    for day in (days[0] - timedelta(days=1), *days[:6], days[-1], date.max):
        expected = [ref for ref in _refs(rows) if ref in departed and departed[ref].date() <= day]
        assert _refs(harbour.visits(BUSY, departed_by=day.isoformat())) == expected, day


def test_opened_before_compares_days_in_utc(harbour: Harbour) -> None:
    """Before a day is before its midnight."""
    rows = harbour.get("/berths", per=50)["berths"]
    rows += harbour.get("/berths", per=50, p=1)["berths"]
    opened = {row["code"]: _instant(row["opened_at"]).date() for row in rows}
    for day in sorted({*opened.values()}):
        expected = [code for code in opened if opened[code] < day]
        body = harbour.get("/berths", opened_before=day.isoformat(), per=50)
        assert body["count"]["berths"] == len(expected)
        assert [row["code"] for row in body["berths"]] == expected[:50]


def test_texts_match_exactly(harbour: Harbour) -> None:
    """Case, blanks, accents and their encoding count, nothing is a wildcard, null never matches."""
    rows = harbour.visits(BUSY)
    flags = {row["flag"] for row in rows}
    assert {None, "", "Norway", "norway", "Norway ", "Nor", "Nor%", "Nor_ay"} <= flags
    assert {"\u00c5land", "A\u030aland"} <= flags
    for flag in (flags - {None}) | {"NORWAY", " Norway", "orwa", "%", "null", "*", "日", "\\"}:
        expected = [row["ref"] for row in rows if row["flag"] == flag]
        assert _refs(harbour.visits(BUSY, flag=flag)) == expected, flag
    total = 0
    for quay in {row["quay"] for row in harbour.get("/berths")["berths"]}:
        body = harbour.get("/berths", quay=quay)
        assert {row["quay"] for row in body["berths"]} == {quay}
        total += body["count"]["berths"]
    assert total == harbour.get("/berths")["count"]["berths"]


def test_numbers_and_booleans(harbour: Harbour) -> None:
    """A draught that equals the bound matches, one that was not measured never does."""
    rows = harbour.visits(BUSY)
    draughts = sorted({row["draught"] for row in rows} - {None})
    assert draughts[0] == 0
    for wanted in (0, 1, draughts[1] - 1, *draughts[1:4], draughts[-1], draughts[-1] + 1, 10**30):
        expected = [row["ref"] for row in rows if (row["draught"] or -1) >= wanted]
        if wanted == 0:
            expected = [row["ref"] for row in rows if row["draught"] is not None]
        assert _refs(harbour.visits(BUSY, draught_min=wanted)) == expected, wanted
    for wanted in (True, False):
        expected = [row["ref"] for row in rows if row["fishing"] is wanted]
        assert _refs(harbour.visits(BUSY, fishing=str(wanted).lower())) == expected


def test_filters_hold_together(harbour: Harbour) -> None:
    """Two filters list what both let through."""
    for one, other in (
        ({"fishing": "true"}, {"flag": "Norway"}),
        ({"draught_min": 300}, {"departed_by": "2026-03-10"}),
        ({"arrived_after": "2026-03-01T00:00:00Z"}, {"departed_by": "2026-03-10"}),
    ):
        both = _refs(harbour.visits(BUSY, **one, **other))
        alone = {*_refs(harbour.visits(BUSY, **other))}
        assert both
        assert both == [ref for ref in _refs(harbour.visits(BUSY, **one)) if ref in alone]


@pytest.mark.parametrize("per", [5, 50])
def test_with_visits_adds_the_visits_and_nothing_else(harbour: Harbour, per: int) -> None:
    """Each berth carries all its visits, as they are listed; otherwise none."""
    plain = harbour.get("/berths", per=per)
    assert harbour.get("/berths", per=per, with_visits="false") == plain
    assert not [row for row in plain["berths"] if "visits" in row]
    expanded = harbour.get("/berths", per=per, with_visits="true")
    for row in expanded["berths"]:
        assert row.pop("visits") == harbour.visits(row["code"])
    assert expanded == plain


def test_the_data_hold_what_is_easy_to_get_wrong(harbour: Harbour) -> None:
    """Ties, nulls, an empty parent, more than one largest page, and every rule of the document."""
    berths = harbour.get("/berths", per=50)["berths"]
    assert harbour.get("/berths")["count"]["berths"] > 50
    rows = harbour.visits(BUSY)
    assert len(rows) > 100
    assert len({row["arrived_at"] for row in rows}) < len(rows)
    assert {row["state"] for row in rows} == {"moored", "departed"}
    codes = {f"B-{number}" for number in range(1, 66)}
    for row in rows:
        chain = [row[name] for name in ("arrived_at", "cleared_at", "departed_at") if row[name]]
        assert list(map(_instant, chain)) == sorted(map(_instant, chain))
        assert (row["departed_at"] is None) == (row["state"] == "moored")
        assert row["shifted_from"] in {None, *codes}
        assert len(row["ref"]) == 26
    assert {row["shifted_from"] is None for row in rows} == {True, False}
    assert {row["cleared_at"] is None for row in rows} == {True, False}
    for berth in berths[:5]:
        listed = _refs(harbour.visits(berth["code"]))
        assert berth["latest_visit"] == (listed[0] if listed else None)
    assert harbour.visits(EMPTY) == []
    assert not {*_refs(harbour.visits(BUSY.lower()))} & {*_refs(rows)}


REFUSED = [
    ("/berths?per=0", "per"),
    ("/berths?per=-1", "per"),
    ("/berths?per=", "per"),
    ("/berths?per=ten", "per"),
    ("/berths?per=1.0", "per"),
    ("/berths?per=%D9%A3", "per"),
    ("/berths?per=+5", "per"),
    ("/berths?p=-1", "p"),
    ("/berths?p=1&p=1", "p"),
    ("/berths?with_visits=True", "with_visits"),
    ("/berths?with_visits=1", "with_visits"),
    ("/berths?with_visits=", "with_visits"),
    ("/berths?opened_before=2026-02-30", "opened_before"),
    ("/berths?opened_before=20260228", "opened_before"),
    ("/berths?opened_before=2026-02-28T00:00:00Z", "opened_before"),
    ("/berths?opened_after=2026-02-28", "opened_after"),
    ("/berths?quay=a&quay=b", "quay"),
    (f"{VISITS}?limit=0", "limit"),
    (f"{VISITS}?arrived_after=2026-03-01", "arrived_after"),
    (f"{VISITS}?arrived_after=2026-03-01T00:00:00", "arrived_after"),
    (f"{VISITS}?arrived_after=2026-03-01T24:00:00Z", "arrived_after"),
    (f"{VISITS}?arrived_after=2026-03-01T00:00:00+02:00", "arrived_after"),
    (f"{VISITS}?arrived_after=2026-02-29T00:00:00Z", "arrived_after"),
    (f"{VISITS}?departed_by=yesterday", "departed_by"),
    (f"{VISITS}?draught_min=-1", "draught_min"),
    (f"{VISITS}?draught_min=1e2", "draught_min"),
    (f"{VISITS}?fishing=yes", "fishing"),
    (f"{VISITS}?from=nonsense", "from"),
    (f"{VISITS}?from=%E2%82%AC", "from"),
    ("/berths?quay=%", None),
    ("/berths?quay=%zz", None),
    ("/berths?quay=%FF", None),
    ("/berths?%00=1", None),
    ("/berths/%00/visits", None),
    ("/berths/%FF/visits", None),
    (f"/berths?quay={'a' * 9_000}", None),
    (f"/berths?quay={'a' * 200_000}", None),
    (f"{VISITS}?draught_min={'9' * 5_000}", "draught_min"),
    (f"{VISITS}?arrived_after=2026-03-01T00:00:00.{'9' * 5_000}Z", "arrived_after"),
]


def _raw(
    harbour: Harbour, method: str, path: str, headers: dict[str, str] | None = None
) -> tuple[int, dict[str, str], Any]:
    """Send a target as it is, and give status, headers and body."""
    connection = http.client.HTTPConnection("127.0.0.1", harbour.port, timeout=20)
    try:
        sent = {KEY_HEADER: harbour.key} if headers is None else headers
        connection.request(method, f"/v1{path}", headers=sent)
        response = connection.getresponse()
        received = {name.lower(): value for name, value in response.getheaders()}
        content = response.read()
    finally:
        connection.close()
    assert received["content-type"] == "application/json"
    return response.status, received, json.loads(content) if content else None


@pytest.mark.parametrize(("path", "parameter"), REFUSED, ids=lambda value: str(value)[:50])
def test_what_is_not_admitted_is_refused(
    harbour: Harbour, path: str, parameter: str | None
) -> None:
    """A value that is none, an unknown name, a malformed address: 400, and why."""
    status, _, body = _raw(harbour, "GET", path)
    assert status == 400
    assert body["problem"]["parameter"] == parameter
    assert body["problem"]["reason"]


@pytest.mark.parametrize(
    "path",
    [
        "/berths/B-99/visits",
        "/berths/b-4/visits",
        "/berths/B-3%20/visits",
        "/berths/%F0%9F%9B%A5/visits",
        "/berths//visits",
        "/berths/B-3",
        "/berths/B-3/visits/",
        "/quays",
        "",
        "/berths?p=7",
        f"/berths?p={10**30}",
    ],
)
def test_what_is_not_there_is_not_found(harbour: Harbour, path: str) -> None:
    """An unknown berth, path or page is 404."""
    status, _, body = _raw(harbour, "GET", path)
    assert status == 404
    assert body["problem"]["reason"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_only_get_is_answered(harbour: Harbour, method: str) -> None:
    """Every other method is 405, and Allow says which one is not."""
    status, headers, body = _raw(harbour, method, "/berths")
    assert (status, headers["allow"]) == (405, "GET")
    assert "GET" in body["problem"]["reason"]
    assert _raw(harbour, "HEAD", "/berths")[0] == 405


KEYS: dict[str, Callable[[str], dict[str, str]]] = {
    "none": lambda _: {},
    "empty": lambda _: {KEY_HEADER: ""},
    "wrong": lambda _: {KEY_HEADER: "wrong"},
    "beginning": lambda key: {KEY_HEADER: key[:-1]},
    "more": lambda key: {KEY_HEADER: f"{key}x"},
    "case": lambda key: {KEY_HEADER: key.upper()},
    "twice": lambda key: {KEY_HEADER: key, KEY_HEADER.lower(): key},
    "bearer": lambda key: {"Authorization": f"Bearer {key}"},
    "scheme": lambda key: {KEY_HEADER: f"Bearer {key}"},
    "not ASCII": lambda key: {KEY_HEADER: f"{key}\u00ff"},
}


@pytest.mark.parametrize("headers", KEYS.values(), ids=KEYS)
@pytest.mark.parametrize("path", ["/berths", VISITS, "/quays", "/berths?per=0"])
def test_only_the_key_opens(
    harbour: Harbour, headers: Callable[[str], dict[str, str]], path: str
) -> None:
    """Without exactly the key, everything is 401, and the key is in no answer."""
    status, received, body = _raw(harbour, "GET", path, headers(harbour.key))
    assert status == 401
    assert received["www-authenticate"]
    assert harbour.key not in json.dumps([received, body])


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/3.0\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"GET /v1/berths?quay=a b HTTP/1.1\r\n\r\n",
        b"GET /v1/berths HTTP/1.1\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
    ],
    ids=["version", "nonsense", "blank", "long header"],
)
def test_what_is_no_http_is_refused(harbour: Harbour, sent: bytes) -> None:
    """Even so, the answer is one of HTTP, with a problem in JSON, and none is 5xx."""
    with socket.create_connection(("127.0.0.1", harbour.port), timeout=20) as connection:
        connection.sendall(sent)
        received = b""
        while chunk := connection.recv(65_536):
            received += chunk
    head, _, content = received.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"Content-Type: application/json" in head
    assert json.loads(content)["problem"]["parameter"] is None


def test_a_body_is_not_taken_for_the_next_request(harbour: Harbour) -> None:
    """What a request carries beside its address is neither read as a request nor kept."""
    smuggled = f"GET /v1/quays HTTP/1.1\r\n{KEY_HEADER}: {harbour.key}\r\n\r\n".encode()
    with httpx.Client(headers={KEY_HEADER: harbour.key}, timeout=20) as client:
        for method, status in (("GET", 200), ("POST", 405)):
            response = client.request(method, f"{harbour.base_url}/berths", content=smuggled)
            assert response.status_code == status
            assert client.get(f"{harbour.base_url}/berths").status_code == 200
