"""The requests of the client."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from tests.support.client.twilio._participants import BASE, ROOM, Read, Script, body, participant
from tests.support.documented import LARGEST_LINKED, STATUSES
from twilio_video import ArgumentError

_LIST = f"{BASE}/Rooms/{ROOM}/Participants"
_STATUS = " or ".join(map(repr, STATUSES))
_EAST = timezone(timedelta(hours=5, minutes=30))


def test_arguments_on_the_wire(read: Read) -> None:
    """Each argument is sent by its name in the API; arguments left out are not sent."""
    script = Script.of(body())
    read(script)
    read(
        script,
        status="reconnecting",
        identity="in sit & söhne",
        date_created_after=datetime(2017, 1, 1, 0, 0, 1, tzinfo=UTC),
        date_created_before=datetime(2017, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        page_size=LARGEST_LINKED,
    )
    assert script.urls == [
        _LIST,
        (
            f"{_LIST}?Status=reconnecting&Identity=in%20sit%20%26%20s%C3%B6hne"
            "&DateCreatedAfter=2017-01-01T00%3A00%3A01.000000Z"
            f"&DateCreatedBefore=2017-12-31T23%3A59%3A59.999999Z&PageSize={LARGEST_LINKED}"
        ),
    ]


def test_an_instant_keeps_its_meaning(read: Read) -> None:
    """A date-time with another offset is sent in UTC, with microseconds."""
    script = Script.of(body())
    read(script, date_created_after=datetime(2017, 1, 1, 5, 30, 0, 1, tzinfo=_EAST))
    assert script.queries == [{"DateCreatedAfter": ["2017-01-01T00:00:00.000001Z"]}]


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("2017-01-01T05:30:00+05:30", "2017-01-01T00:00:00.000000Z"),
        ("2017-01-01T00:00:00.000001Z", "2017-01-01T00:00:00.000001Z"),
    ],
)
def test_an_instant_may_be_text(read: Read, text: str, sent: str) -> None:
    """The text of an instant is sent as the instant is, in UTC."""
    script = Script.of(body())
    read(script, date_created_after=text)
    assert script.queries == [{"DateCreatedAfter": [sent]}]


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("date_created_after", datetime(2017, 1, 1)),  # noqa: DTZ001 - what is refused
        ("date_created_before", datetime(2017, 1, 1)),  # noqa: DTZ001 - what is refused
        ("date_created_after", date(2017, 1, 1)),
        ("date_created_after", "2017-01-01T00:00:00"),
        ("date_created_after", "2017-01-01 00:00:00Z"),
        ("date_created_after", "20170101T000000Z"),
        ("date_created_after", "2017-01-01T24:00:00Z"),
        ("date_created_after", "2017-02-29T00:00:00Z"),
        ("date_created_after", "0001-01-01T00:00:00+05:30"),
        ("date_created_before", datetime(1, 1, 1, tzinfo=_EAST)),
        ("status", "gone"),
        ("status", "Connected"),
        ("status", ""),
        ("status", True),
        ("identity", 5),
        ("identity", "\ud800"),
        ("page_size", 0),
        ("page_size", LARGEST_LINKED + 1),
        ("page_size", "50"),
        ("page_size", True),
        ("limit", -1),
        ("concurrency", 0),
        ("concurrency", 65),
        ("on_change", "skip"),
    ],
)
def test_invalid_values_are_not_sent(read: Read, argument: str, value: Any) -> None:  # noqa: ANN401
    """An invalid value, such as a naive datetime, raises an error that names the argument."""
    script = Script.of(body())
    with pytest.raises(ArgumentError, match=argument):
        read(script, **{argument: value})
    assert script.urls == []


@pytest.mark.parametrize(
    ("argument", "value", "problem"),
    [
        (
            "date_created_after",
            date(2017, 1, 1),
            "expected a datetime or its text, such as '2021-04-25T13:39:48.535Z', got datetime.d",
        ),
        (
            "date_created_after",
            "2017-01-01",
            "expected an instant, got the day '2017-01-01'; write its start: '2017-01-01T00:00:0",
        ),
        (
            "date_created_after",
            "2017-01-01T00:00:00",
            "'2017-01-01T00:00:00' has no time zone; write that of UTC: '2017-01-01T00:00:00Z'",
        ),
        (
            "date_created_after",
            "yesterday",
            "expected a date-time, such as 2021-04-25T13:39:48.535Z, got 'yesterday'",
        ),
        (
            "status",
            "conected",
            f"expected {_STATUS}, got 'conected'; did you m",
        ),
        ("status", "gone", f"expected {_STATUS}, got 'gone'"),
        ("status", True, f"expected {_STATUS}, got True"),
        ("identity", 5, "expected a str, got 5"),
        ("page_size", "50", "expected an int, got '50'"),
    ],
)
def test_an_error_says_what_is_expected(
    read: Read,
    argument: str,
    value: Any,  # noqa: ANN401
    problem: str,
) -> None:
    """The message names the argument, the expected and the passed value."""
    with pytest.raises(ArgumentError, match=f"^{argument}: {re.escape(problem)}"):
        read(Script.of(body()), **{argument: value})


@pytest.mark.parametrize("size", [1, LARGEST_LINKED])
def test_the_bounds_are_admitted(read: Read, size: int) -> None:
    """The smallest and the largest page can be requested."""
    script = Script.of(body())
    read(script, page_size=size)
    assert script.queries == [{"PageSize": [str(size)]}]


def test_the_empty_identity_is_a_value(read: Read) -> None:
    """A filter with the empty string is sent."""
    script = Script.of(body())
    read(script, identity="")
    assert script.queries == [{"Identity": [""]}]


@pytest.mark.parametrize("argument", ["page", "page_token", "Page", "PageToken"])
def test_parameters_of_links_are_not_arguments(read: Read, argument: str) -> None:
    """Only links have ``Page`` and ``PageToken``."""
    with pytest.raises(TypeError, match=argument):
        read(Script.of(body()), **{argument: "1"})


@pytest.mark.parametrize(
    ("room", "path"),
    [
        ("Daily standup", "Daily%20standup"),
        ("a/b?c#d%2F", "a%2Fb%3Fc%23d%252F"),
        ("../../X", "..%2F..%2FX"),
        ("…", "%E2%80%A6"),
    ],
)
def test_a_room_by_its_name(read: Read, room: str, path: str) -> None:
    """Any name is one segment of the path."""
    script = Script.of(body())
    read(script, room)
    assert script.urls == [f"{BASE}/Rooms/{path}/Participants"]


@pytest.mark.parametrize("room", ["", ".", "..", None, 5, "\ud800"])
def test_no_room(read: Read, room: Any) -> None:  # noqa: ANN401
    """A value that is empty, not a text, or would change the path is refused."""
    script = Script.of(body())
    with pytest.raises(ArgumentError, match="room_sid"):
        read(script, room)
    assert script.urls == []


def test_the_address_of_the_environment(monkeypatch: pytest.MonkeyPatch, read: Read) -> None:
    """The environment variable names another server."""
    monkeypatch.setenv("TWILIO_BASE_URL", "http://127.0.0.1:8080/v1")
    script = Script.of(body(participant()))
    read(script)
    assert script.urls == [f"http://127.0.0.1:8080/v1/Rooms/{ROOM}/Participants"]
