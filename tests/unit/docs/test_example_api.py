"""The code of the example API's server conforms to its document, without the laws."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import httpx
import pytest

from tests.support.example_api import KEY, KEY_HEADER, ExampleApi, local

BUSY = "B-3"
EMPTY = "B-4"
VISITS = f"/berths/{BUSY}/visits"
MICROSECOND = timedelta(microseconds=1)
MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)

Row = dict[str, Any]


@pytest.fixture(scope="module")
def api() -> ExampleApi:
    """Return an API that all tests of this module share."""
    return local()


@pytest.fixture(scope="module")
def berths(api: ExampleApi) -> list[Row]:
    """Return all berths."""
    return [row for p in range(2) for row in api.get("/berths", per=50, p=p)["berths"]]


@pytest.fixture(scope="module")
def visits(api: ExampleApi) -> list[Row]:
    """Return all visits to the berth with most of them."""
    return api.visits(BUSY)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _refs(rows: list[Row]) -> list[str]:
    return [row["ref"] for row in rows]


def _pages(api: ExampleApi, **query: str | int) -> list[Any]:
    pages = [api.get(VISITS, **query)]
    while pages[-1]["more"]["onward"]:
        pages.append(api.get(pages[-1]["more"]["onward"]))
    return pages


def test_the_seed_determines_the_data(visits: list[Row]) -> None:
    """Equal seeds give equal data."""
    assert local(1).visits(BUSY) == visits
    assert local(2).visits(BUSY) != visits


@pytest.mark.parametrize("per", [3, 10, 50])
def test_numbered_pages_join_to_the_list(api: ExampleApi, per: int) -> None:
    """Pages count from 0, are full except the last one, and echo their position."""
    total = api.get("/berths")["count"]["berths"]
    pages = -(-total // per)
    found = []
    for p in range(pages):
        body = api.get("/berths", per=per, p=p)
        assert body["showing"] == {"p": p, "per": per}
        assert body["count"] == {"berths": total, "pages": pages}
        assert len(body["berths"]) == min(per, total - p * per)
        found += [row["code"] for row in body["berths"]]
    assert found == [*(f"B-{number}" for number in range(1, total)), "b-3"]
    assert api.send("/berths", per=per, p=pages).status_code == 404


@pytest.mark.parametrize("limit", [1, 7, 50])
def test_linked_pages_join_to_the_list(api: ExampleApi, visits: list[Row], limit: int) -> None:
    """`onward` leads to the end, `back` to the page before, `start` and `here` to their pages."""
    pages = _pages(api, limit=limit)
    assert [ref for page in pages for ref in _refs(page["visits"])] == _refs(visits)
    assert all(len(page["visits"]) == limit for page in pages[:-1])
    assert 0 < len(pages[-1]["visits"]) <= limit
    assert pages[0]["more"]["back"] is None
    for before, page in pairwise(pages):
        assert api.get(page["more"]["back"]) == before
    for page in (pages[0], pages[1], pages[-1]):
        assert api.get(page["more"]["here"]) == page
        assert api.get(page["more"]["start"]) == pages[0]


def test_links_keep_filters_and_page_size(api: ExampleApi) -> None:
    """Every link repeats the query, with its reserved characters encoded."""
    query = {"flag": "Antigua & Barbuda + #1", "arrived_after": "2026-02-01T00:00:00+02:00"}
    pages = _pages(api, limit=2, **query)
    assert len(pages) > 2
    for page in pages:
        assert page["limit"] == 2
        assert {row["flag"] for row in page["visits"]} == {query["flag"]}
        here = httpx.URL(page["more"]["here"]).params
        assert {name: here[name] for name in query} == query


def test_absent_parameters_have_their_defaults(api: ExampleApi) -> None:
    """The default page is the first one, of ten items."""
    assert api.get("/berths") == api.get("/berths", p=0, per=10)
    assert api.get(VISITS)["limit"] == 10
    assert api.get(VISITS)["visits"] == api.get(VISITS, limit=10)["visits"]


def test_an_oversized_page_is_clamped(api: ExampleApi) -> None:
    """A page size above 50 counts as 50, on linked pages too."""
    assert api.get("/berths", per=51, p=1) == api.get("/berths", per=50, p=1)
    assert api.get("/berths", per=10**30)["showing"]["per"] == 50
    body = api.get(VISITS, limit=51)
    assert (body["limit"], len(body["visits"])) == (50, 50)
    assert api.get(body["more"]["onward"])["limit"] == 50


def test_an_empty_list_has_one_page(api: ExampleApi) -> None:
    """The first page of an empty list is empty, and the second is not found."""
    body = api.get("/berths", quay="nowhere")
    assert body["berths"] == []
    assert body["count"] == {"berths": 0, "pages": 0}
    assert api.send("/berths", quay="nowhere", p=1).status_code == 404
    assert api.get(f"/berths/{EMPTY}/visits")["visits"] == []


def test_arrived_after_compares_instants(api: ExampleApi, visits: list[Row]) -> None:
    """The comparison is strict and exact, in every time zone and with any number of digits."""
    arrivals = [_instant(row["arrived_at"]) for row in visits]
    for bound in (min(arrivals), MIDNIGHT - MICROSECOND, MIDNIGHT, max(arrivals)):
        for value in (bound - MICROSECOND, bound, bound + MICROSECOND):
            expected = [row["ref"] for row in visits if _instant(row["arrived_at"]) > value]
            utc = value.isoformat(timespec="microseconds").removesuffix("+00:00")
            zone = datetime.fromisoformat("2026-01-01T00:00:00+05:45").tzinfo
            for text in (f"{utc}Z", f"{utc}000000z", value.astimezone(zone).isoformat()):
                assert _refs(api.visits(BUSY, arrived_after=text)) == expected, text
    before = MIDNIGHT - MICROSECOND
    expected = [row["ref"] for row in visits if _instant(row["arrived_at"]) > before]
    text = f"{before.isoformat().removesuffix('+00:00')}5Z"
    assert _refs(api.visits(BUSY, arrived_after=text)) == expected


def test_departed_by_compares_dates_in_utc(api: ExampleApi, visits: list[Row]) -> None:
    """The last microsecond of a date belongs to it, midnight to the next; null never matches."""
    departed = {row["ref"]: _instant(row["departed_at"]) for row in visits if row["departed_at"]}
    dates = sorted({each.date() for each in departed.values()})
    for day in (dates[0] - timedelta(days=1), *dates[:6], dates[-1], date.max):
        expected = [ref for ref in _refs(visits) if ref in departed and departed[ref].date() <= day]
        assert _refs(api.visits(BUSY, departed_by=day.isoformat())) == expected, day


def test_opened_before_compares_dates_in_utc(api: ExampleApi, berths: list[Row]) -> None:
    """A berth matches if it was opened before midnight of the date."""
    opened = {row["code"]: _instant(row["opened_at"]).date() for row in berths}
    for day in sorted({*opened.values()}):
        expected = [code for code in opened if opened[code] < day]
        body = api.get("/berths", opened_before=day.isoformat(), per=50)
        assert body["count"]["berths"] == len(expected)
        assert [row["code"] for row in body["berths"]] == expected[:50]


def test_texts_match_exactly(api: ExampleApi, visits: list[Row], berths: list[Row]) -> None:
    """Case, blanks and the encoding of accents count; there are no wildcards."""
    flags = {row["flag"] for row in visits if row["flag"] is not None}
    for flag in flags | {"NORWAY", " Norway", "orwa", "%", "null", "*", "日", "\\"}:
        expected = [row["ref"] for row in visits if row["flag"] == flag]
        assert _refs(api.visits(BUSY, flag=flag)) == expected, flag
    for quay in {row["quay"] for row in berths}:
        expected = [row["code"] for row in berths if row["quay"] == quay]
        assert [row["code"] for row in api.get("/berths", quay=quay)["berths"]] == expected[:10]


def test_numbers_and_booleans_match(api: ExampleApi, visits: list[Row]) -> None:
    """An equal number satisfies `draught_min`; null never does."""
    draughts = sorted({row["draught"] for row in visits} - {None})
    for bound in (0, 1, draughts[1] - 1, *draughts[1:4], draughts[-1], draughts[-1] + 1, 10**30):
        expected = [
            row["ref"] for row in visits if row["draught"] is not None and row["draught"] >= bound
        ]
        assert _refs(api.visits(BUSY, draught_min=bound)) == expected, bound
    for value in (True, False):
        expected = [row["ref"] for row in visits if row["fishing"] is value]
        assert _refs(api.visits(BUSY, fishing=str(value).lower())) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"fishing": "true"}, {"flag": "Norway"}),
        ({"draught_min": 300}, {"departed_by": "2026-03-10"}),
        ({"arrived_after": "2026-03-01T00:00:00Z"}, {"departed_by": "2026-03-10"}),
    ],
)
def test_two_filters_return_the_intersection(
    api: ExampleApi, one: dict[str, str | int], other: dict[str, str | int]
) -> None:
    """An item is listed if it matches both filters."""
    both = _refs(api.visits(BUSY, **one, **other))
    others = {*_refs(api.visits(BUSY, **other))}
    assert both
    assert both == [ref for ref in _refs(api.visits(BUSY, **one)) if ref in others]


@pytest.mark.parametrize("per", [5, 50])
def test_with_visits_adds_only_the_visits(api: ExampleApi, per: int) -> None:
    """Each berth includes all its visits, as they are listed; without the parameter, none."""
    plain = api.get("/berths", per=per)
    assert api.get("/berths", per=per, with_visits="false") == plain
    assert not [row for row in plain["berths"] if "visits" in row]
    expanded = api.get("/berths", per=per, with_visits="true")
    for row in expanded["berths"]:
        assert row.pop("visits") == api.visits(row["code"])
    assert expanded == plain


def test_the_data_have_boundary_cases(
    api: ExampleApi, berths: list[Row], visits: list[Row]
) -> None:
    """The laws need ties, nulls, neighbours of midnight, an empty parent and several pages."""
    assert len(berths) > 50
    assert len(visits) > 100
    arrivals = [_instant(row["arrived_at"]) for row in visits]
    assert arrivals == sorted(arrivals, reverse=True)
    assert len({*arrivals}) < len(arrivals)
    assert {MIDNIGHT - MICROSECOND, MIDNIGHT, MIDNIGHT + MICROSECOND} <= {*arrivals}
    assert {row["arrived_at"][26:] for row in visits} == {"Z", "+02:00", "-03:30"}
    times = {
        _instant(row["departed_at"]).time().isoformat() for row in visits if row["departed_at"]
    }
    assert {"00:00:00", "23:59:59.999999"} <= times
    flags = {
        "",
        "Norway",
        "norway",
        "Norway ",
        "Nor",
        "Nor%",
        "Nor_ay",
        "\u00c5land",
        "A\u030aland",
    }
    assert flags <= {row["flag"] for row in visits}
    assert min(row["draught"] for row in visits if row["draught"] is not None) == 0
    for field in ("flag", "draught", "shifted_from", "cleared_at", "departed_at"):
        assert {row[field] is None for row in visits} == {True, False}, field
    assert api.visits(EMPTY) == []
    assert not {*_refs(api.visits(BUSY.lower()))} & {*_refs(visits)}


def test_the_data_satisfy_the_invariants(
    api: ExampleApi, berths: list[Row], visits: list[Row]
) -> None:
    """Dates are in order, references lead to items, and moored vessels have not departed."""
    codes = {row["code"] for row in berths}
    assert {row["state"] for row in visits} == {"moored", "departed"}
    for row in visits:
        chain = [row[name] for name in ("arrived_at", "cleared_at", "departed_at") if row[name]]
        assert list(map(_instant, chain)) == sorted(map(_instant, chain))
        assert (row["departed_at"] is None) == (row["state"] == "moored")
        assert row["shifted_from"] in {None, *codes}
        assert len(row["ref"]) == 26
    for berth in berths[:5]:
        assert berth["latest_visit"] == next(iter(_refs(api.visits(berth["code"]))), None)


def _refusal(
    api: ExampleApi, target: str, method: str = "GET", key: str | None = KEY
) -> tuple[int, str | None]:
    """Send a target as it is, and return the status and the parameter of the refusal."""
    response = api.client.request(
        method,
        api.base_url,
        headers={} if key is None else {KEY_HEADER: key},
        extensions={"target": f"/v1{target}".encode()},
    )
    problem = response.json()["problem"]
    assert problem["reason"]
    return response.status_code, problem["parameter"]


INVALID = [
    *[(f"/berths?per={value}", "per") for value in ("0", "-1", "", "ten", "1.0", "%D9%A3", "+5")],
    ("/berths?p=-1", "p"),
    ("/berths?p=1&p=1", "p"),
    *[(f"/berths?with_visits={value}", "with_visits") for value in ("True", "1", "")],
    *[
        (f"/berths?opened_before={value}", "opened_before")
        for value in ("2026-02-30", "20260228", "2026-02-28T00:00:00Z")
    ],
    ("/berths?opened_after=2026-02-28", "opened_after"),
    ("/berths?quay=a&quay=b", "quay"),
    (f"{VISITS}?limit=0", "limit"),
    *[
        (f"{VISITS}?arrived_after={value}", "arrived_after")
        for value in (
            "2026-03-01",
            "2026-03-01T00:00:00",
            "2026-03-01T24:00:00Z",
            "2026-03-01T00:00:00+02:00",
            "2026-02-29T00:00:00Z",
            f"2026-03-01T00:00:00.{'9' * 5_000}Z",
        )
    ],
    (f"{VISITS}?departed_by=yesterday", "departed_by"),
    *[(f"{VISITS}?draught_min={value}", "draught_min") for value in ("-1", "1e2", "9" * 5_000)],
    (f"{VISITS}?fishing=yes", "fishing"),
    *[(f"{VISITS}?from={value}", "from") for value in ("nonsense", "%E2%82%AC")],
    *[(f"/berths?quay={value}", None) for value in ("%", "%zz", "%FF", "a" * 9_000)],
    ("/berths?%00=1", None),
    ("/berths/%00/visits", None),
    ("/berths/%FF/visits", None),
]


@pytest.mark.parametrize(("target", "parameter"), INVALID, ids=lambda value: str(value)[:50])
def test_an_invalid_request_is_refused(api: ExampleApi, target: str, parameter: str | None) -> None:
    """An invalid value, an unknown name or a malformed target is 400."""
    assert _refusal(api, target) == (400, parameter)


@pytest.mark.parametrize(
    "target",
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
def test_an_unknown_path_or_page_is_not_found(api: ExampleApi, target: str) -> None:
    """An unknown berth, path or page is 404."""
    assert _refusal(api, target)[0] == 404


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS", "BREW"])
def test_only_get_is_accepted(api: ExampleApi, method: str) -> None:
    """Every other method is 405."""
    assert _refusal(api, "/berths", method) == (405, None)


KEYS: dict[str, Callable[[str], str | None]] = {
    "absent": lambda _: None,
    "empty": lambda _: "",
    "wrong": lambda _: "wrong",
    "prefix": lambda key: key[:-1],
    "longer": lambda key: f"{key}x",
    "upper case": lambda key: key.upper(),
    "scheme": lambda key: f"Bearer {key}",
}


@pytest.mark.parametrize("change", KEYS.values(), ids=KEYS)
@pytest.mark.parametrize("target", ["/berths", VISITS, "/quays", "/berths?per=0"])
def test_only_the_key_gives_access(
    api: ExampleApi, change: Callable[[str], str | None], target: str
) -> None:
    """Without the exact key, every request is 401."""
    assert _refusal(api, target, key=change(KEY)) == (401, None)
