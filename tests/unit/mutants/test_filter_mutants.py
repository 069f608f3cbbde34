"""A mutant of a filter changes the responses that its sentence names, and no others."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import pytest

from rollcall.mutants import Proxy, ServerMutant
from rollcall.mutants.server import _filters, _texts, _values
from rollcall.spec import Spec
from tests.support.mutants import BUSY, EXAMPLE, Page, follow, open_proxy, page, request

LARGEST = 50
Row = Mapping[str, Any]


def derived(spec: Spec) -> dict[str, ServerMutant]:
    """Return the mutants of all filters, by id."""
    found = [
        mutant
        for operation in spec.lists
        for family in (_filters, _texts, _values)
        for mutant in family.mutants(spec, operation)
    ]
    assert len({each.id for each in found}) == len(found)
    return {each.id: each for each in found}


MUTANTS = derived(EXAMPLE)


@pytest.fixture(scope="module")
def proxy() -> Proxy:
    """Return a proxy that all tests of this module share."""
    return open_proxy()


def visits_page(proxy: Proxy, query: Mapping[str, object]) -> Page:
    """Return the first page of visits."""
    return page(proxy, request(proxy.upstream, "listVisits", query, parent=BUSY))


def berths_page(proxy: Proxy, query: Mapping[str, object]) -> Page:
    """Return a page of berths."""
    return page(proxy, request(proxy.upstream, "listBerths", query))


def visits(proxy: Proxy, query: Mapping[str, object]) -> list[Row]:
    """Return the visits of all pages."""
    asked = request(proxy.upstream, "listVisits", {"limit": LARGEST, **query}, parent=BUSY)
    return [row for each in follow(proxy, asked) for row in each.items]


def instant(text: str) -> datetime:
    """Parse a date-time."""
    return datetime.fromisoformat(text).astimezone(UTC)


def departure_date(row: Row, hours: int) -> str:
    """Return the date of a departure in a time zone."""
    return (instant(row["departed_at"]) + timedelta(hours=hours)).date().isoformat()


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
        lambda row: row["departed_at"] is None or departure_date(row, 0) <= DAY,
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
            row["cleared_at"] is not None and instant(row["cleared_at"]).date().isoformat() <= DAY
        ),
    ),
    (
        "filter.day-of-utc-5",
        "departed_by",
        DAY,
        lambda row: row["departed_at"] is not None and departure_date(row, -5) <= DAY,
    ),
    (
        "filter.day-of-utc+9",
        "departed_by",
        OTHER,
        lambda row: row["departed_at"] is not None and departure_date(row, 9) <= OTHER,
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
            row["departed_at"] is not None and instant(row["departed_at"]) <= instant(INSTANT)
        ),
    ),
    (
        "filter.as-gte",
        "arrived_after",
        INSTANT,
        lambda row: instant(row["arrived_at"]) >= instant(INSTANT),
    ),
    (
        "filter.offset-ignored",
        "arrived_after",
        "2026-03-01T00:00:00+02:00",
        lambda row: instant(row["arrived_at"]) > instant(INSTANT),
    ),
    (
        "filter.cut-to-seconds",
        "arrived_after",
        INSTANT,
        lambda row: instant(row["arrived_at"]).replace(microsecond=0) > instant(INSTANT),
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
def test_a_mutated_filter_lists_the_rows_of_its_sentence(
    proxy: Proxy, kind: str, name: str, value: object, holds: Callable[[Row], bool]
) -> None:
    """All pages together hold these rows in their order; other lists do not change."""
    proxy.take(None)
    rows, unmutated = visits(proxy, {}), visits(proxy, {name: value})
    proxy.take(MUTANTS[f"listVisits {kind} {name}"])
    mutated = visits(proxy, {name: value})
    assert mutated == [row for row in rows if holds(row)]
    assert mutated != unmutated
    assert visits(proxy, {}) == rows


def test_a_filter_is_lost_after_the_first_page(proxy: Proxy) -> None:
    """The first page is filtered; the second page, by its link, is not."""
    proxy.take(None)
    rows = visits(proxy, {})
    fishing = [row for row in rows if row["fishing"]]
    proxy.take(MUTANTS["listVisits filter.first-page-only fishing"])
    query = {"fishing": "true", "limit": 10}
    asked = request(proxy.upstream, "listVisits", query, parent=BUSY)
    first, second = islice(follow(proxy, asked), 2)
    assert (first.items, second.items) == (fishing[:10], rows[10:20])


@pytest.mark.parametrize(
    ("kind", "query", "holds"),
    [
        (
            "filter.ored",
            {"fishing": "true", "flag": "Norway"},
            lambda row: row["fishing"] or row["flag"] == "Norway",
        ),
        (
            "filter.dropped-beside-others",
            {"fishing": "true", "flag": "Norway"},
            lambda row: row["flag"] == "Norway",
        ),
        ("filter.dropped-beside-others", {"fishing": "true"}, lambda row: row["fishing"]),
        (
            "filter.dropped-among-three",
            {"fishing": "true", "flag": "Norway"},
            lambda row: row["fishing"] and row["flag"] == "Norway",
        ),
    ],
)
def test_a_mutant_of_combined_filters_changes_that_combination_only(
    proxy: Proxy, kind: str, query: Mapping[str, object], holds: Callable[[Row], bool]
) -> None:
    """The mutant does not affect one filter, or two if it needs three."""
    proxy.take(None)
    rows = visits(proxy, {})
    proxy.take(MUTANTS[f"listVisits {kind} fishing"])
    assert visits(proxy, query) == [row for row in rows if holds(row)]


def test_the_total_ignores_the_filter(proxy: Proxy) -> None:
    """The items are right; the totals are those of the list without the filter."""
    proxy.take(None)
    query = {"quay": "Pier 1", "per": 3}
    filtered, full = berths_page(proxy, query), berths_page(proxy, {"per": 3})
    proxy.take(MUTANTS["listBerths filter.not-counted quay"])
    mutated = berths_page(proxy, query)
    assert mutated.items == filtered.items
    assert mutated.body["count"] == full.body["count"] != filtered.body["count"]


def test_the_mutated_list_determines_which_pages_exist(proxy: Proxy) -> None:
    """A page after the last one is not found; an added page has its number in the body."""
    query = {"quay": "Pier 1", "per": 5}
    proxy.take(MUTANTS["listBerths filter.first-page-alone quay"])
    assert berths_page(proxy, {**query, "p": 0}).status == 200
    assert berths_page(proxy, {**query, "p": 1}).status == 404
    proxy.take(MUTANTS["listBerths filter.ignored quay"])
    later = berths_page(proxy, {**query, "p": 9})
    assert later.status == 200
    assert later.items
    assert later.body["showing"] == {"p": 9, "per": 5}


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
def test_an_invalid_value_is_read_as_another_value(
    proxy: Proxy, kind: str, name: str, text: str, meant: dict[str, str]
) -> None:
    """The correct server refuses the value; the mutant lists the matches of another value."""
    proxy.take(None)
    assert visits_page(proxy, {name: text}).status == 400
    expected = visits_page(proxy, meant).items
    proxy.take(MUTANTS[f"listVisits {kind} {name}"])
    mutated = visits_page(proxy, {name: text})
    assert (mutated.status, mutated.items) == (200, expected)


@pytest.mark.parametrize(
    ("kind", "status"),
    [("value.empties", 200), ("value.fails", 500), ("value.refused-otherwise", 404)],
)
def test_an_invalid_value_gets_an_empty_list_or_another_status(
    proxy: Proxy, kind: str, status: int
) -> None:
    """The mutant does not refuse the value with the status of the correct server."""
    proxy.take(MUTANTS[f"listBerths {kind} opened_before"])
    mutated = berths_page(proxy, {"opened_before": "2026-02-30"})
    assert (mutated.status, mutated.items) == (status, [])


def test_a_mutant_of_a_filter_does_not_change_other_requests(proxy: Proxy) -> None:
    """A list without the filter does not change, nor a request with an invalid page size."""
    queries: tuple[Mapping[str, object], ...] = ({}, {"per": 7, "p": 2}, {"per": 0})
    for mutant in MUTANTS.values():
        if mutant.operation == "listBerths":
            proxy.take(mutant)
            for query in (*queries, {mutant.subject: "2021-02-30", "per": 0}):
                berths_page(proxy, query)
            assert proxy.changed == 0, mutant.id


def test_each_filter_has_mutants() -> None:
    """A parameter has mutants of filters if and only if it is a filter."""
    for operation in EXAMPLE.lists:
        for parameter in operation.parameters:
            own = {(operation.id, parameter.name)} & {
                (each.operation, each.subject) for each in MUTANTS.values()
            }
            assert bool(own) == (parameter.filter is not None)
