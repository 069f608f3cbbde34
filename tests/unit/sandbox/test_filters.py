"""Every documented filter, compared with an oracle over all records."""

from datetime import date, timedelta

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.documented import LARGEST_PAGE
from tests.support.sandbox._http import Everything, get, walk
from tests.support.sandbox._oracle import FILTERS, Filter, days_of, expected, filters_of

_FUZZ = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
_EDGES = [
    date(2020, 2, 28),
    date(2020, 2, 29),
    date(2020, 3, 1),
    date(2020, 12, 30),
    date(2020, 12, 31),
    date(2021, 1, 1),
    date(2021, 4, 24),
    date(2021, 4, 25),
    date(2021, 4, 26),
    date.min,
    date.max,
]


_DAYS = [(path, each) for path in FILTERS for each in filters_of(path, "day")]


@pytest.mark.parametrize(("kind", "filter_"), _DAYS, ids=lambda each: getattr(each, "name", each))
def test_days(client: httpx.Client, data: Everything, kind: str, filter_: Filter) -> None:
    """A day is a calendar day in UTC, a range includes its ends, and null is never selected."""
    path, items = next(each for each in data.largest() if each[0].endswith(kind))
    discriminating = 0
    for day in _EDGES:
        filters = {filter_.name: day.isoformat()}
        right = expected(items, path, filters)
        assert walk(client, path, filters) == right, filters
        discriminating += 0 < len(right) < len(items)
    assert discriminating >= 3, "the records do not distinguish correct results from wrong ones"


def test_microsecond_edges_of_a_day_are_in_the_data(data: Everything) -> None:
    """The data has the first and the last microsecond of a day, and those beside them."""
    for path, items in data.largest():
        for field in {each.field for each in filters_of(path, "day")}:
            instants = {item[field] for item in items}
            assert {
                "2021-04-24T23:59:59.999999Z",
                "2021-04-25T00:00:00.000000Z",
                "2021-04-25T23:59:59.999999Z",
                "2021-04-26T00:00:00.000000Z",
            } <= instants, (path, field)


def test_texts(client: httpx.Client, data: Everything) -> None:
    """Texts match exactly, whatever characters they have."""
    for path, items in data.largest():
        for filter_ in filters_of(path, "exact", "string"):
            for value in {item[filter_.field] for item in items}:
                filters = {filter_.name: value}
                assert walk(client, path, filters) == expected(items, path, filters), filters


@pytest.mark.parametrize(
    "value", ["", "My roo", "my room\x00", "\x00", "MY room", "%", "%%", "M%", "My_Roo_", "*", "'"]
)
def test_texts_like_those_in_the_data(client: httpx.Client, data: Everything, value: str) -> None:
    """A text is neither a pattern nor a prefix nor SQL, and NUL does not end it."""
    for path, items in data.largest():
        for filter_ in filters_of(path, "exact", "string"):
            filters = {filter_.name: value}
            assert walk(client, path, filters) == expected(items, path, filters)


@pytest.mark.parametrize("value", ["true", "false"])
def test_booleans(client: httpx.Client, data: Everything, value: str) -> None:
    """A boolean filter divides every list, and both parts of the largest list have items."""
    for path, items in data.lists():
        for filter_ in filters_of(path, "exact", "boolean"):
            filters = {filter_.name: value}
            assert walk(client, path, filters) == expected(items, path, filters)
    for path, items in data.largest():
        for filter_ in filters_of(path, "exact", "boolean"):
            assert expected(items, path, {filter_.name: value})


@_FUZZ
@given(choices=st.data())
def test_filters_combined(client: httpx.Client, data: Everything, choices: st.DataObject) -> None:
    """Combined filters of a list leave the items that all of them select, on any page."""
    path, items = choices.draw(st.sampled_from(data.largest() * 8 + data.lists()), "list")
    filters = {}
    for filter_ in FILTERS[path[path.rindex("/") :]].values():
        if choices.draw(st.integers(0, 3), filter_.name):
            continue
        if filter_.precision == "day":
            step = timedelta(days=choices.draw(st.integers(-1, 1)))
            days = [*days_of(items, filter_.field), *_EDGES[:9]]
            filters[filter_.name] = (choices.draw(st.sampled_from(days)) + step).isoformat()
        else:
            values = [_written(item[filter_.field]) for item in items]
            filters[filter_.name] = choices.draw(st.sampled_from(values))
    size = choices.draw(st.sampled_from([1, 2, 7, 20, LARGEST_PAGE]), "size")
    number = choices.draw(st.integers(1, 4), "number")
    right = expected(items, path, filters)
    page = {"page[size]": str(size), "page[number]": str(number)}
    body = get(client, path, filters | page)
    assert body["data"] == right[(number - 1) * size : number * size]
    assert body["meta"] == {
        "page_number": number,
        "page_size": size,
        "total_pages": -(-len(right) // size),
        "total_results": len(right),
    }


def _written(value: object) -> str:
    """Return a value as a query has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


@_FUZZ
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_answered(client: httpx.Client, data: Everything, text: str) -> None:
    """A filter by text admits every text of Unicode."""
    for path, items in data.largest():
        for filter_ in filters_of(path, "exact", "string"):
            filters = {filter_.name: text}
            assert get(client, path, filters)["data"] == expected(items, path, filters)[:20]


@pytest.mark.parametrize("other", ["gte", "lte"])
def test_filters_of_one_field_combined(client: httpx.Client, data: Everything, other: str) -> None:
    """A wider filter does not undo a narrower filter of the same field, whichever comes first."""
    wider = {"gte": "2020-03-01", "lte": "2021-06-01"}[other]
    for path, items in data.largest():
        for filter_ in filters_of(path, "day"):
            if filter_.operator != "eq":
                continue
            second = filter_.name.replace("[eq]", f"[{other}]")
            pairs = [(filter_.name, "2021-04-25"), (second, wider)]
            right = expected(items, path, dict(pairs[:1]))
            assert 0 < len(right) < len(expected(items, path, dict(pairs[1:])))
            for ordered in (pairs, pairs[::-1]):
                assert walk(client, path, dict(ordered)) == right


def test_filters_of_one_parent_do_not_see_another(client: httpx.Client, data: Everything) -> None:
    """A filter lists no records of other parents."""
    for path, items in data.lists():
        first = filters_of(path, "day")[0]
        day = days_of(items, first.field)[0].isoformat()
        filters = {first.name: day, "filter[date_updated_at][gte]": day}
        assert walk(client, path, filters) == expected(items, path, filters)
