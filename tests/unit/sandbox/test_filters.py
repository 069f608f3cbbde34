"""Every filter, against an oracle over all records."""

from datetime import date, timedelta

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.sandbox._http import Everything, get, walk
from tests.support.sandbox._oracle import DAY_FIELDS, EXACT_FIELDS, days_of, expected, kind

_FUZZ = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
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


@pytest.mark.parametrize("operator", ["eq", "gte", "lte"])
@pytest.mark.parametrize(
    ("list_kind", "name"), [(kind_, name) for kind_, names in DAY_FIELDS.items() for name in names]
)
def test_days(
    client: httpx.Client, data: Everything, list_kind: str, name: str, operator: str
) -> None:
    """Days are whole days in UTC, both ends included, and null is on no day."""
    path, items = next(each for each in data.largest() if kind(each[0]) == list_kind)
    discriminating = 0
    for day in _EDGES:
        filters = {f"filter[{name}][{operator}]": day.isoformat()}
        right = expected(items, path, filters)
        assert walk(client, path, filters) == right, filters
        discriminating += 0 < len(right) < len(items)
    assert discriminating >= 3, "the records do not tell right from wrong"


def test_microsecond_edges_of_a_day_are_in_the_data(data: Everything) -> None:
    """The last microsecond before a day, its first and last one, and the first one after it."""
    for path, items in data.largest():
        for field in DAY_FIELDS[kind(path)].values():
            instants = {item[field] for item in items}
            assert {
                "2021-04-24T23:59:59.999999Z",
                "2021-04-25T00:00:00.000000Z",
                "2021-04-25T23:59:59.999999Z",
                "2021-04-26T00:00:00.000000Z",
            } <= instants, (path, field)


def test_texts(client: httpx.Client, data: Everything) -> None:
    """Names and contexts match exactly, whatever characters they have."""
    for path, items in data.largest():
        field = EXACT_FIELDS[kind(path)]
        for value in {item[field] for item in items}:
            if isinstance(value, str):
                filters = {f"filter[{field}]": value}
                assert walk(client, path, filters) == expected(items, path, filters), filters


@pytest.mark.parametrize(
    "value", ["", "My roo", "my room\x00", "\x00", "MY room", "%", "%%", "M%", "My_Roo_", "*", "'"]
)
def test_texts_like_those_in_the_data(client: httpx.Client, data: Everything, value: str) -> None:
    """A text is no pattern, no prefix and no piece of SQL, and NUL does not end it."""
    for path, items in data.largest():
        if (field := EXACT_FIELDS[kind(path)]) != "active":
            filters = {f"filter[{field}]": value}
            assert walk(client, path, filters) == expected(items, path, filters)


@pytest.mark.parametrize("value", ["true", "false"])
def test_active(client: httpx.Client, data: Everything, value: str) -> None:
    """`active` splits the sessions of every room."""
    for room, items in data.sessions.items():
        path, filters = f"/rooms/{room}/sessions", {"filter[active]": value}
        assert walk(client, path, filters) == expected(items, path, filters)


@_FUZZ
@given(choices=st.data())
def test_filters_combined(client: httpx.Client, data: Everything, choices: st.DataObject) -> None:
    """Any filters of any list, combined, leave what meets all of them, on any page."""
    path, items = choices.draw(st.sampled_from(data.largest() * 8 + data.lists()), "list")
    filters = {}
    for name, field in DAY_FIELDS[kind(path)].items():
        days = [*days_of(items, field), *_EDGES[:9]]
        for operator in choices.draw(st.sets(st.sampled_from(["eq", "gte", "lte"])), name):
            step = timedelta(days=choices.draw(st.integers(-1, 1)))
            day = choices.draw(st.sampled_from(days)) + step
            filters[f"filter[{name}][{operator}]"] = day.isoformat()
    if choices.draw(st.booleans(), "exact"):
        field = EXACT_FIELDS[kind(path)]
        values = ["true", "false"] if field == "active" else [item[field] for item in items]
        filters[f"filter[{field}]"] = choices.draw(st.sampled_from(values), field)
    size = choices.draw(st.sampled_from([1, 2, 7, 20, 250]), "size")
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


@_FUZZ
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_answered(client: httpx.Client, data: Everything, text: str) -> None:
    """Every text of Unicode gets a true answer."""
    for path, items in (data.largest()[0], data.largest()[2]):
        filters = {f"filter[{EXACT_FIELDS[kind(path)]}]": text}
        assert get(client, path, filters)["data"] == expected(items, path, filters)[:20]


@pytest.mark.parametrize("other", ["gte", "lte"])
def test_filters_of_one_field_combined(client: httpx.Client, data: Everything, other: str) -> None:
    """A wider filter does not undo a narrower one of the same field, whichever comes first."""
    wider = {"gte": "2020-03-01", "lte": "2021-06-01"}[other]
    for path, items in data.largest():
        for name in DAY_FIELDS[kind(path)]:
            pairs = [(f"filter[{name}][eq]", "2021-04-25"), (f"filter[{name}][{other}]", wider)]
            right = expected(items, path, dict(pairs[:1]))
            assert 0 < len(right) < len(expected(items, path, dict(pairs[1:])))
            for ordered in (pairs, pairs[::-1]):
                assert walk(client, path, dict(ordered)) == right


def test_filters_of_one_parent_do_not_see_another(client: httpx.Client, data: Everything) -> None:
    """A filter that others' records meet, too, stays within the parent."""
    for path, items in data.lists():
        field = next(iter(DAY_FIELDS[kind(path)].items()))
        day = days_of(items, field[1])[0].isoformat()
        filters = {f"filter[{field[0]}][eq]": day, "filter[date_updated_at][gte]": day}
        assert walk(client, path, filters) == expected(items, path, filters)
