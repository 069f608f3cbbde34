"""Mutants of filters do what they say, to the requests that they are about, and nothing else."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urljoin

import attrs
import pytest

from contract_tests.sandbox import serve
from rollcall.mutants import Proxy, ServerMutant, Upstream, proxied
from rollcall.mutants.server import _filters, _texts, _values
from rollcall.spec import read_spec
from tests.integration.mutants.test_proxy import ask
from tests.support.checks import ROOT
from tests.support.example_api import SPEC as HARBOUR
from tests.support.example_api import serving

TELNYX = ROOT / "openapi" / "telnyx-video.yaml"
VISITS = "/berths/B-3/visits"
BERTHS = "/berths"
LARGEST = 50
Row = Mapping[str, Any]


@pytest.fixture(scope="module")
def harbour() -> Iterator[Proxy]:
    """Serve a proxy before a server with linked pages, and pages from 0."""
    with serving() as server:
        upstream = Upstream(read_spec(HARBOUR), server.base_url, server.key)
        with proxied(upstream) as proxy:
            yield proxy


@pytest.fixture(scope="module")
def telnyx() -> Iterator[Proxy]:
    """Serve a proxy before the sandbox."""
    with serve(rooms=45, sessions=30, participants=25) as sandbox:
        upstream = Upstream(read_spec(TELNYX), sandbox.base_url, sandbox.token)
        with proxied(upstream) as proxy:
            yield proxy


def derived(proxy: Proxy) -> dict[str, ServerMutant]:
    """Derive the mutants of all filters, by their ids."""
    spec = proxy.upstream.spec
    found = [
        mutant
        for operation in spec.operations
        for family in (_filters, _texts, _values)
        for mutant in family.mutants(spec, operation)
    ]
    assert len({each.id for each in found}) == len(found)
    return {each.id: each for each in found}


@attrs.frozen
class Page:
    """A page, as it came over the socket."""

    status: int
    items: list[Row]
    body: Any


def page(proxy: Proxy, path: str, values: Mapping[str, object]) -> Page:
    """Ask for a page."""
    query = "&".join(f"{quote(name)}={quote(str(value))}" for name, value in values.items())
    return got(proxy, f"{path}?{query}")


def got(proxy: Proxy, target: str) -> Page:
    """Ask for a page by what its address ends with."""
    answer = ask(proxy.base_url, target, proxy.upstream.token)
    assert proxy.problem is None
    body = json.loads(answer.body)
    items = body.get("visits") or body.get("berths") or body.get("data") or []
    return Page(answer.status, items, body)


def visits(proxy: Proxy, values: Mapping[str, object]) -> list[Row]:
    """List visits, following the links."""
    answer = page(proxy, VISITS, {"limit": LARGEST, **values})
    assert answer.status == 200
    found = answer.items
    while link := answer.body["more"]["onward"]:
        target = urljoin(f"{proxy.base_url}{VISITS}", link).removeprefix(proxy.base_url)
        answer = got(proxy, target)
        found = found + answer.items
    return found


def moment(text: str) -> datetime:
    """Read an instant with microseconds."""
    return datetime.fromisoformat(text).astimezone(UTC)


def on_day(row: Row, hours: int) -> str:
    """Return the day of a departure in a time zone."""
    return (moment(row["departed_at"]) + timedelta(hours=hours)).date().isoformat()


DAY = "2026-03-01"
OTHER = "2026-03-04"
INSTANT = "2026-03-01T00:00:00.000000Z"
SELECTIONS: tuple[tuple[str, str, object, Callable[[Row], bool]], ...] = (
    ("filter.ignored", "fishing", "true", lambda _: True),
    ("filter.inverted", "flag", "Norway", lambda row: row["flag"] not in {"Norway", None}),
    ("filter.inverted-with-unset", "flag", "Norway", lambda row: row["flag"] != "Norway"),
    ("filter.empties", "fishing", "true", lambda _: False),
    (
        "filter.unset-matches",
        "departed_by",
        DAY,
        lambda row: row["departed_at"] is None or on_day(row, 0) <= DAY,
    ),
    (
        "filter.unset-as-zero",
        "draught_min",
        0,
        lambda _: True,
    ),
    ("filter.as-gt", "draught_min", 250, lambda row: (row["draught"] or 0) > 250),
    ("filter.one-less", "draught_min", 251, lambda row: (row["draught"] or 0) >= 250),
    (
        "filter.number-as-text",
        "draught_min",
        90,
        lambda row: row["draught"] is not None and str(row["draught"]) >= "90",
    ),
    (
        "filter.reads-cleared_at",
        "departed_by",
        DAY,
        lambda row: (
            row["cleared_at"] is not None and moment(row["cleared_at"]).date().isoformat() <= DAY
        ),
    ),
    (
        "filter.day-of-utc-5",
        "departed_by",
        DAY,
        lambda row: row["departed_at"] is not None and on_day(row, -5) <= DAY,
    ),
    (
        "filter.day-of-utc+9",
        "departed_by",
        OTHER,
        lambda row: row["departed_at"] is not None and on_day(row, 9) <= OTHER,
    ),
    (
        "filter.day-as-written",
        "departed_by",
        OTHER,
        lambda row: row["departed_at"] is not None and row["departed_at"][:10] <= OTHER,
    ),
    (
        "filter.day-at-midnight",
        "departed_by",
        DAY,
        lambda row: (
            row["departed_at"] is not None and moment(row["departed_at"]) <= moment(INSTANT)
        ),
    ),
    (
        "filter.as-gte",
        "arrived_after",
        INSTANT,
        lambda row: moment(row["arrived_at"]) >= moment(INSTANT),
    ),
    (
        "filter.offset-ignored",
        "arrived_after",
        "2026-03-01T00:00:00+02:00",
        lambda row: moment(row["arrived_at"]) > moment(INSTANT),
    ),
    (
        "filter.cut-to-seconds",
        "arrived_after",
        INSTANT,
        lambda row: moment(row["arrived_at"]).replace(microsecond=0) > moment(INSTANT),
    ),
    ("text.case-folded", "flag", "NORWAY", lambda row: row["flag"] in {"Norway", "norway"}),
    ("text.prefix", "flag", "Nor", lambda row: (row["flag"] or "").startswith("Nor")),
    ("text.percent", "flag", "Nor%", lambda row: (row["flag"] or "").startswith("Nor")),
    ("text.empty-ignored", "flag", "", lambda _: True),
    ("text.null-finds-unset", "flag", "null", lambda row: row["flag"] is None),
    ("text.trimmed", "flag", " Norway", lambda row: (row["flag"] or "").strip() == "Norway"),
)


@pytest.mark.parametrize(
    ("kind", "name", "value", "holds"), SELECTIONS, ids=[each[0] for each in SELECTIONS]
)
def test_a_mutated_filter_lists_what_its_sentence_says(
    harbour: Proxy, kind: str, name: str, value: object, holds: Callable[[Row], bool]
) -> None:
    """The rows are those that the mutant lets through, in their order, on all pages."""
    harbour.take(None)
    rows = visits(harbour, {})
    sound = visits(harbour, {name: value})
    harbour.take(derived(harbour)[f"listVisits {kind} {name}"])
    mutated = visits(harbour, {name: value})
    assert mutated == [row for row in rows if holds(row)]
    assert mutated != sound
    assert visits(harbour, {}) == rows


def test_a_filter_is_lost_after_the_first_page(harbour: Proxy) -> None:
    """The first page is filtered, and those that its links lead to are not."""
    harbour.take(None)
    rows = visits(harbour, {})
    fishing = [row for row in rows if row["fishing"]]
    harbour.take(derived(harbour)["listVisits filter.first-page-only fishing"])
    first = page(harbour, VISITS, {"fishing": "true", "limit": 10})
    assert first.items == fishing[:10]
    link = urljoin(f"{harbour.base_url}{VISITS}", first.body["more"]["onward"])
    assert got(harbour, link.removeprefix(harbour.base_url)).items == rows[10:20]


@pytest.mark.parametrize(
    ("kind", "values", "kept"),
    [
        ("filter.ored", {"fishing": "true", "flag": "Norway"}, "either"),
        ("filter.dropped-beside-others", {"fishing": "true", "flag": "Norway"}, "flag"),
        ("filter.dropped-beside-others", {"fishing": "true"}, "fishing"),
        ("filter.dropped-among-three", {"fishing": "true", "flag": "Norway"}, "both"),
    ],
)
def test_a_filter_is_lost_beside_another(
    harbour: Proxy, kind: str, values: dict[str, str], kept: str
) -> None:
    """With another filter, and then only, the one is ignored, or either will do."""
    harbour.take(None)
    rows = visits(harbour, {})
    harbour.take(derived(harbour)[f"listVisits {kind} fishing"])
    holds: dict[str, Callable[[Row], bool]] = {
        "either": lambda row: row["fishing"] or row["flag"] == "Norway",
        "flag": lambda row: row["flag"] == "Norway",
        "fishing": lambda row: row["fishing"],
        "both": lambda row: row["fishing"] and row["flag"] == "Norway",
    }
    assert visits(harbour, values) == [row for row in rows if holds[kept](row)]


def test_a_total_counts_what_the_filter_holds_back(harbour: Proxy) -> None:
    """The items are right, and the totals are those of the list without the filter."""
    harbour.take(None)
    sound = page(harbour, BERTHS, {"quay": "Pier 1", "per": 3})
    whole = page(harbour, BERTHS, {"per": 3})
    harbour.take(derived(harbour)["listBerths filter.not-counted quay"])
    mutated = page(harbour, BERTHS, {"quay": "Pier 1", "per": 3})
    assert mutated.items == sound.items
    assert mutated.body["count"] == whole.body["count"] != sound.body["count"]


def test_pages_end_where_the_mutated_list_does(harbour: Proxy) -> None:
    """A page after the last is not found, and says which page it is when it is there."""
    values = {"quay": "Pier 1", "per": 5}
    harbour.take(derived(harbour)["listBerths filter.first-page-alone quay"])
    assert page(harbour, BERTHS, {**values, "p": 0}).status == 200
    assert page(harbour, BERTHS, {**values, "p": 1}).status == 404
    harbour.take(derived(harbour)["listBerths filter.ignored quay"])
    beyond = page(harbour, BERTHS, {**values, "p": 9})
    assert beyond.status == 200
    assert beyond.items
    assert beyond.body["showing"] == {"p": 9, "per": 5}


REFUSED: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("value.ignored", "departed_by", "2026-02-30", {}),
    ("value.day-rolled-over", "departed_by", "2026-02-30", {"departed_by": "2026-03-02"}),
    ("value.day-clamped", "departed_by", "2026-02-30", {"departed_by": "2026-02-28"}),
    ("value.month-rolled-over", "departed_by", "2025-13-01", {"departed_by": "2026-01-01"}),
    ("value.without-zeros", "departed_by", "2026-3-1", {"departed_by": "2026-03-01"}),
    ("value.without-dashes", "departed_by", "20260301", {"departed_by": "2026-03-01"}),
    ("value.instant-for-day", "departed_by", INSTANT, {"departed_by": "2026-03-01"}),
    ("value.week-date", "departed_by", "2026-W09-7", {"departed_by": "2026-03-01"}),
    ("value.day-for-instant", "arrived_after", DAY, {"arrived_after": INSTANT}),
    ("value.without-offset", "arrived_after", f"{DAY}T00:00:00", {"arrived_after": INSTANT}),
    (
        "value.offset-dropped",
        "arrived_after",
        f"{DAY}T00:00:00+99:00",
        {"arrived_after": INSTANT},
    ),
    ("value.anything-is-true", "fishing", "maybe", {"fishing": "true"}),
    ("value.fraction-cut", "draught_min", "250.5", {"draught_min": "250"}),
    ("value.below-bounds", "draught_min", "-1", {"draught_min": "0"}),
    ("value.empty-ignored", "draught_min", "", {}),
)


@pytest.mark.parametrize(
    ("kind", "name", "text", "meant"), REFUSED, ids=[each[0] for each in REFUSED]
)
def test_a_value_that_should_be_refused_is_taken_for_another(
    harbour: Proxy, kind: str, name: str, text: str, meant: dict[str, str]
) -> None:
    """The value is refused by the sound server, and by the mutanty one means what it says."""
    harbour.take(None)
    assert page(harbour, VISITS, {name: text}).status == 400
    wanted = page(harbour, VISITS, meant).items
    harbour.take(derived(harbour)[f"listVisits {kind} {name}"])
    mutated = page(harbour, VISITS, {name: text})
    assert (mutated.status, mutated.items) == (200, wanted)


@pytest.mark.parametrize(
    ("kind", "status", "count"),
    [("value.empties", 200, 0), ("value.fails", 500, 0), ("value.refused-otherwise", 404, 0)],
)
def test_a_value_that_should_be_refused_is_answered_otherwise(
    harbour: Proxy, kind: str, status: int, count: int
) -> None:
    """The list is empty, or the status is one that does not refuse a value."""
    harbour.take(derived(harbour)[f"listBerths {kind} opened_before"])
    answer = page(harbour, BERTHS, {"opened_before": "2026-02-30"})
    assert (answer.status, len(answer.items)) == (status, count)


def test_other_requests_are_answered_as_they_should_be(telnyx: Proxy) -> None:
    """No mutant of a filter touches a list without it, or what is refused for something else."""
    queries: tuple[dict[str, int], ...] = (
        {},
        {"page[size]": 7, "page[number]": 2},
        {"page[size]": 0},
    )
    for mutant in derived(telnyx).values():
        if mutant.operation != "listRooms":
            continue
        telnyx.take(mutant)
        for values in queries:
            page(telnyx, "/rooms", values)
        page(telnyx, "/rooms", {mutant.subject: "2021-02-30", "page[size]": 0})
        assert telnyx.changed == 0, mutant.id


@pytest.mark.parametrize("name", ["telnyx", "harbour"])
def test_every_filter_has_mutants_that_can_be_read(
    name: str, request: pytest.FixtureRequest
) -> None:
    """Each filter has some; the same kind has the same sentence, and laws that should notice."""
    proxy: Proxy = request.getfixturevalue(name)
    found = derived(proxy).values()
    sentences: dict[str, set[str]] = {}
    for mutant in found:
        sentences.setdefault(mutant.kind, set()).add(mutant.sentence)
        assert mutant.laws
        assert mutant.sentence.endswith(".")
    assert not {kind: each for kind, each in sentences.items() if len(each) > 1}
    for operation in proxy.upstream.spec.operations:
        for parameter in operation.parameters:
            own = [
                each
                for each in found
                if (each.operation, each.subject) == (operation.id, parameter.name)
            ]
            assert bool(own) == (parameter.filter is not None)
