"""Parameters are read strictly: an invalid value is refused."""

from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.documented import LARGEST_PAGE
from tests.support.sandbox._http import Everything, errors, get
from tests.support.sandbox._oracle import FILTERS, filters_of

_NO_DATES = [
    *("", " ", "2021-02-30", "2021-02-29", "1900-02-29", "2021-13-01", "2021-00-10", "2021-01-00"),
    *("2021-04-31", "2021-4-5", "20210425", "2021-W16-7", "2021-115", "21-04-25", "0000-01-01"),
    *("2021-04-25T00:00:00Z", "2021-04-25T00:00:00", "2021-04-25 ", " 2021-04-25", "+2021-04-25"),
    *("2021/04/25", "25.04.2021", "2021-04-25\n", "2021-04-25\x00", "12021-04-25", "-2021-04-25"),
    *("\uff12021-04-25", "\u0662\u0660\u0662\u0661-04-25", "today", "null", "0", "9" * 40),
]
_TOO_LARGE = str(LARGEST_PAGE + 1)
_NO_SIZES = [
    *("", " ", "0", _TOO_LARGE, "-1", "+5", " 5", "5 ", "5.0", "5e0", "0x5", "05", "1_0", "five"),
    *("\uff15", "\u0665", "5\n", "5\x00", "9" * 40, "true", "null", "NaN", "inf", "1,0", "[5]"),
]
_NO_NUMBERS = [size for size in _NO_SIZES if size not in {_TOO_LARGE, "9" * 40}] + ["9" * 1001]
_NO_BOOLEANS = ["", "maybe", "True", "TRUE", "1", "0", "yes", "on", "null", " true", "true ", "t"]


def _refused(client: httpx.Client, path: str, name: str, value: str) -> None:
    response = client.get(path, params={name: value})
    (error,) = errors(response, 422)
    assert error["source"] == {"parameter": name}
    assert name in error["detail"]


@pytest.mark.parametrize("value", _NO_DATES)
def test_dates(client: httpx.Client, data: Everything, value: str) -> None:
    """A date filter admits a day of the calendar as YYYY-MM-DD."""
    for path, _ in data.largest():
        for filter_ in filters_of(path, "day"):
            _refused(client, path, filter_.name, value)


@pytest.mark.parametrize("value", ["2020-02-29", "2000-02-29", "0001-01-01", "9999-12-31"])
def test_days_that_exist(client: httpx.Client, value: str) -> None:
    """Every day from year 1 to 9999 is admitted."""
    for operator in ("eq", "gte", "lte"):
        get(client, "/rooms", {f"filter[date_created_at][{operator}]": value})


@pytest.mark.parametrize("value", _NO_SIZES)
def test_page_sizes(client: httpx.Client, data: Everything, value: str) -> None:
    """A page size is an integer from 1 to the documented maximum, in ASCII digits."""
    for path, _ in data.largest():
        _refused(client, path, "page[size]", value)


@pytest.mark.parametrize("value", _NO_NUMBERS)
def test_page_numbers(client: httpx.Client, data: Everything, value: str) -> None:
    """A page number is an integer from 1, in at most 1000 ASCII digits."""
    for path, _ in data.largest():
        _refused(client, path, "page[number]", value)


@pytest.mark.parametrize("value", _NO_BOOLEANS)
def test_booleans(client: httpx.Client, data: Everything, value: str) -> None:
    """A boolean is `true` or `false`, in lower case."""
    rooms, sessions, _ = (path for path, _ in data.largest())
    _refused(client, rooms, "include_sessions", value)
    _refused(client, sessions, "include_participants", value)
    for path, _ in data.largest():
        for filter_ in filters_of(path, "exact", "boolean"):
            _refused(client, path, filter_.name, value)


@pytest.mark.parametrize("name", ["page[size]", "include_sessions", *FILTERS["/rooms"]])
def test_parameters_given_twice(client: httpx.Client, name: str) -> None:
    """A parameter that is given twice is refused, even with the same value."""
    value = {"page[size]": "5", "filter[unique_name]": "x"}.get(name, "true")
    response = client.get("/rooms", params=[(name, value), (name, value)])
    (error,) = errors(response, 422)
    assert error["source"] == {"parameter": name}


@pytest.mark.parametrize(
    "name",
    [
        *("filter", "filter[]", "filter[nope]", "filter[date_created_at]", "filter[unique_name][]"),
        *("filter[date_created_at][ne]", "filter[date_created_at][gt]", "filter[unique_name][eq]"),
        *("filter[date_created_at][eq][]", "filter[no\nname]"),
        *("page", "page[]", "page[limit]", "page[Size]", "page[size][]", "page[number]x"),
    ],
)
def test_unknown_filters_and_page_parameters(client: httpx.Client, name: str) -> None:
    """A filter or page parameter that the list does not have is refused."""
    _refused(client, "/rooms", name, "1")


@pytest.mark.parametrize(
    "name", ["nope", "page_size", "sort", "Filter[unique_name]", "filters", "pages", "", "\x00"]
)
def test_other_unknown_parameters(client: httpx.Client, name: str) -> None:
    """Any other unknown name is ignored, even twice."""
    assert get(client, "/rooms", [(name, "1"), (name, "2")]) == get(client, "/rooms")


def test_one_response_names_all_problems(client: httpx.Client) -> None:
    """One response names every parameter that is refused."""
    response = client.get(
        "/rooms",
        params=[
            ("page[size]", "0"),
            ("page[number]", "x"),
            ("filter[nope]", "1"),
            ("include_sessions", "true"),
            ("include_sessions", "true"),
            ("filter[date_created_at][eq]", "2021-02-30"),
        ],
    )
    assert {error["source"]["parameter"] for error in errors(response, 422)} == {
        "page[size]",
        "page[number]",
        "filter[nope]",
        "include_sessions",
        "filter[date_created_at][eq]",
    }


@pytest.mark.parametrize(
    "query",
    [
        *("%", "a=%", "a=%4", "a=%ZZ", "a=%-1", "a=%u0041", "filter[unique_name]=%+41", "%zz=1"),
        *("filter[unique_name]=%FF", "filter[unique_name]=%C3", "a=%C0%80", "a=%ED%A0%80"),
    ],
)
def test_malformed_queries(client: httpx.Client, data: Everything, query: str) -> None:
    """Broken percent-encoding and bytes that are not UTF-8 are 400."""
    for path, _ in data.largest():
        # As bytes, because httpx would correct the query.
        url = client.base_url.copy_with(raw_path=f"/v2{path}?{query}".encode())
        errors(client.get(url), 400)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("filter%5Bunique_name%5D=My+Room", "My Room"),
        ("filter[unique_name]=My%20Room", "My Room"),
        ("filter%5bunique_name%5d=My%2bRoom", "My+Room"),
        ("filter[unique_name]=a%26b%3Dc", "a&b=c"),
        ("&&filter[unique_name]=%61&", "a"),
        ("filter[unique_name]=a%23b", "a#b"),
        ("filter[unique_name]=a;b", "a;b"),
        ("filter[unique_name]=%E2%88%85&x", None),
    ],
)
def test_queries_are_decoded_as_forms(client: httpx.Client, query: str, name: str | None) -> None:
    """A `+` is a blank, only `&` separates, and brackets may be encoded."""
    url = client.base_url.copy_with(raw_path=f"/v2/rooms?{query}".encode())
    found = [room["unique_name"] for room in client.get(url).json()["data"]]
    assert found == ([] if name is None else [name])


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(
                [
                    *(
                        "filter[date_created_at][eq]",
                        "filter[unique_name]",
                        "page[size]",
                        "filter[",
                    ),
                    *("page[number]", "include_sessions", "filter[date_updated_at][lte]", "x"),
                ]
            ),
            st.one_of(
                st.sampled_from(["2021-04-25", "true", "5", "250", "a", "%", "%00", "%C3%28"]),
                st.text(st.characters(exclude_categories=["Cs"])).map(quote),
            ),
        )
    )
)
def test_no_query_is_a_server_error(client: httpx.Client, pairs: list[tuple[str, str]]) -> None:
    """The status of any query is 200, 400 or 422."""
    query = "&".join(f"{quote(name)}={value}" for name, value in pairs)
    url = client.base_url.copy_with(raw_path=f"/v2/rooms?{query}".encode())
    response = client.get(url)
    assert response.status_code in {200, 400, 422}, response.text


def test_long_targets_are_read(client: httpx.Client) -> None:
    """A target of 16,000 bytes is read."""
    assert get(client, f"/rooms?filter[unique_name]={'a' * 16_000}")["data"] == []
