"""Parameters are read strictly: an invalid value is refused."""

from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contract_tests.sandbox import Api
from tests.support.documented import LARGEST_LINKED
from tests.support.sandbox._http import Parameters, get
from tests.support.sandbox.twilio._http import Room, error
from tests.support.sandbox.twilio._oracle import expected

_DATES = ("DateCreatedAfter", "DateCreatedBefore")
_NO_INSTANTS = [
    *("", " ", "today", "null", "0", "1714400000", "9" * 40, "2024-02-29", "2024-02-29T12:00Z"),
    *("2024-02-29T12:00:00", "2024-02-29 12:00:00Z", "2024-02-29T12:00:00 02:00", "12:00:00Z"),
    *("2023-02-29T00:00:00Z", "2024-02-30T00:00:00Z", "2024-13-01T00:00:00Z"),
    *("0000-01-01T00:00:00Z", "2024-02-29T24:00:00Z", "2024-02-29T12:60:00Z"),
    *("2024-02-29T12:00:60Z", "2024-02-29T12:00:00.Z", "2024-02-29T12:00:00,5Z"),
    *("2024-02-29T12:00:00+2:00", "2024-02-29T12:00:00+0200", "2024-02-29T12:00:00+24:00"),
    *("2024-02-29T12:00:00+02:60", "2024-02-29T12:00:00+02", "2024-02-29T12:00:00ZZ"),
    *("2024-02-29T12:00:00Z ", " 2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z\n"),
    *("2024-02-29T12:00:00Z\x00", "+2024-02-29T12:00:00Z", "24-02-29T12:00:00Z"),
    *("20240229T120000Z", "2024-W09-4T12:00:00Z", "\uff12024-02-29T12:00:00Z"),
    *("2024-02-29T12:00:0\u0665Z", "2024-2-29T12:00:00Z", "-2024-02-29T12:00:00Z"),
]
_TOO_LARGE = str(LARGEST_LINKED + 1)
_NO_SIZES = [
    *("", " ", "0", _TOO_LARGE, "-1", "+5", " 5", "5 ", "5.0", "5e0", "0x5", "05", "1_0", "five"),
    *("00", "\uff15", "\u0665", "5\n", "5\x00", "9" * 40, "true", "null", "NaN", "inf", "1,0"),
    "[5]",
]
_NO_PAGES = [size for size in _NO_SIZES if size not in {"0", _TOO_LARGE, "9" * 40}] + ["9" * 1001]
_NO_STATUSES = [
    *("", " ", "Connected", "CONNECTED", "connected ", " connected", "connecte", "connected,"),
    *("connected,disconnected", "in-progress", "completed", "null", "%", "connected\x00", "*", "0"),
]


def _refused(client: httpx.Client, room: Room, name: str, value: str) -> None:
    response = client.get(room.path, params={name: value})
    assert error(response, 400, 20001).startswith(f"{name} ")


@pytest.mark.parametrize("value", _NO_INSTANTS)
def test_instants(client: httpx.Client, crowd: Room, value: str) -> None:
    """A date filter admits an RFC 3339 date-time of the calendar, with its offset."""
    for name in _DATES:
        _refused(client, crowd, name, value)


def test_a_plus_sign_that_is_not_encoded(api: Api, client: httpx.Client, crowd: Room) -> None:
    """The message for an offset with a blank says how to encode the plus sign."""
    url = f"{api.base_url}{crowd.path}?DateCreatedAfter=2024-02-29T12:00:00+02:00"
    assert "%2B" in error(client.get(url), 400, 20001)


@pytest.mark.parametrize("value", _NO_SIZES)
def test_page_sizes(client: httpx.Client, crowd: Room, value: str) -> None:
    """A page size is an integer from 1 to the maximum, in ASCII digits."""
    _refused(client, crowd, "PageSize", value)


@pytest.mark.parametrize("value", _NO_PAGES)
def test_pages(client: httpx.Client, crowd: Room, value: str) -> None:
    """A page is an integer from 0, in at most 1000 ASCII digits."""
    _refused(client, crowd, "Page", value)


def test_a_page_without_its_token(client: httpx.Client, crowd: Room) -> None:
    """A page after the first needs its token, and the message says so."""
    message = error(client.get(crowd.path, params={"Page": "1"}), 400, 20001)
    assert message == "Page must be 0 without a PageToken; take both from the links of a page."


@pytest.mark.parametrize("value", _NO_STATUSES)
def test_statuses(client: httpx.Client, crowd: Room, value: str) -> None:
    """A status is one of the three, in lower case."""
    _refused(client, crowd, "Status", value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Status", "connected"),
        ("Identity", "Alice"),
        ("DateCreatedAfter", "2024-01-01T00:00:00Z"),
        ("DateCreatedBefore", "2024-01-01T00:00:00Z"),
        ("PageSize", "5"),
        ("Page", "0"),
        ("PageToken", "x"),
    ],
)
def test_parameters_given_twice(client: httpx.Client, crowd: Room, name: str, value: str) -> None:
    """A parameter that is given twice is refused, even with the same value."""
    response = client.get(crowd.path, params=[(name, value), (name, value)])
    assert f"{name} must be given once" in error(response, 400, 20001)


@pytest.mark.parametrize(
    "name", ["nope", "status", "pagesize", "Status[]", "DateCreated", "filter[Status]", "", "\x00"]
)
def test_unknown_parameters(client: httpx.Client, crowd: Room, name: str) -> None:
    """Any other name is ignored, even twice, and is in no link."""
    params: Parameters = [(name, "1"), (name, "2")]
    response = client.get(crowd.path, params=params)
    assert response.json() == get(client, crowd.path)


def test_one_response_names_all_problems(client: httpx.Client, crowd: Room) -> None:
    """One response names each invalid parameter, and repeats no value."""
    params: Parameters = [
        *(("PageSize", "7777"), ("Page", "x"), ("Status", "secret"), ("Identity", "a")),
        *(("Identity", "a"), ("DateCreatedAfter", "2024-02-30T00:00:00Z")),
    ]
    message = error(client.get(crowd.path, params=params), 400, 20001)
    for name in ("PageSize", "Page", "Status", "Identity", "DateCreatedAfter"):
        assert f"{name} must" in message
    assert "secret" not in message
    assert "7777" not in message


@pytest.mark.parametrize(
    "query",
    [
        *("%", "a=%", "a=%4", "a=%ZZ", "a=%-1", "a=%u0041", "Identity=%+41", "%zz=1"),
        *("Identity=%FF", "Identity=%C3", "a=%C0%80", "a=%ED%A0%80"),
    ],
)
def test_queries_that_cannot_be_read(client: httpx.Client, crowd: Room, query: str) -> None:
    """Broken percent-encoding, and bytes that are not UTF-8, are 400."""
    # As bytes, because httpx would correct the query.
    url = client.base_url.copy_with(raw_path=f"/v1{crowd.path}?{query}".encode())
    error(client.get(url), 400, 20001)


@pytest.mark.parametrize(
    ("query", "identity"),
    [
        ("Identity=My+Room", "My Room"),
        ("Identity=My%20Room", "My Room"),
        ("%49dentity=My%2bRoom", "My+Room"),
        ("Identity=a%26b%3Dc", "a&b=c"),
        ("&&Identity=%61&", "a"),
        ("Identity=a;b", "a;b"),
    ],
)
def test_queries_are_decoded_as_forms(
    client: httpx.Client, crowd: Room, query: str, identity: str
) -> None:
    """A `+` is a blank, and only `&` separates."""
    url = client.base_url.copy_with(
        raw_path=f"/v1{crowd.path}?Status=disconnected&{query}".encode()
    )
    found = client.get(url).json()["participants"]
    assert found
    assert found == expected(crowd, {"Status": "disconnected", "Identity": identity})


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from([*_DATES, "Status", "Identity", "PageSize", "Page", "PageToken", "x"]),
            st.one_of(
                st.sampled_from(["2024-02-29T12:00:00Z", "connected", "5", "0", "%", "%C3%28"]),
                st.text(st.characters(exclude_categories=["Cs"])).map(quote),
            ),
        )
    )
)
def test_no_query_is_a_server_error(
    client: httpx.Client, crowd: Room, pairs: list[tuple[str, str]]
) -> None:
    """The status of any query is 200 or 400."""
    query = "&".join(f"{quote(name)}={value}" for name, value in pairs)
    url = client.base_url.copy_with(raw_path=f"/v1{crowd.path}?{query}".encode())
    response = client.get(url)
    assert response.status_code in {200, 400}, response.text


def test_long_targets_are_read(client: httpx.Client, crowd: Room) -> None:
    """A target of 16,000 bytes is read."""
    assert get(client, crowd.path, {"Identity": "a" * 16_000})["participants"] == []
