"""Every documented filter, compared with an oracle over all participants."""

from datetime import datetime, timedelta, timezone

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.documented import LARGEST_LINKED, STATUSES
from tests.support.sandbox._http import get
from tests.support.sandbox._oracle import TWILIO_FILTERS
from tests.support.sandbox.twilio._http import Room, walk
from tests.support.sandbox.twilio._oracle import created, expected

_FUZZ = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
_MICROSECOND = timedelta(microseconds=1)
_EDGES = [
    "2023-12-30T23:59:59Z",
    "2023-12-30T23:59:59.999999Z",
    "2023-12-31T00:00:00Z",
    "2023-12-31T00:00:00.000001Z",
    "2024-02-29T12:00:00Z",
    "2023-12-31T12:00:00.5Z",
    "2024-02-29T12:00:00.999999Z",
    "2024-02-29T12:00:01Z",
]


@pytest.mark.parametrize("status", [None, *STATUSES])
def test_status(client: httpx.Client, rooms: list[Room], status: str | None) -> None:
    """Each status is listed alone; the default follows from the state of the room."""
    filters = {} if status is None else {"Status": status}
    found = {room.sid: walk(client, room.path, filters) for room in rooms}
    assert found == {room.sid: expected(room, filters) for room in rooms}
    assert any(found.values())
    assert not all(found.values())


def test_completed_rooms_list_the_disconnected_alone(
    client: httpx.Client, rooms: list[Room]
) -> None:
    """All participants of a completed room are disconnected."""
    completed = [room for room in rooms if room.completed]
    assert any(room.participants for room in completed)
    for room in completed:
        assert {item["status"] for item in room.participants} <= {"disconnected"}
        assert walk(client, room.path) == walk(client, room.path, {"Status": "disconnected"})


@pytest.mark.parametrize("status", ["connected", "disconnected"])
@pytest.mark.parametrize("edge", _EDGES)
def test_bounds_are_strict(
    client: httpx.Client, crowd: Room, rooms: list[Room], edge: str, status: str
) -> None:
    """A participant that was created at the instant is neither after nor before it."""
    room = crowd if status == "connected" else next(each for each in rooms if each.completed)
    instant = datetime.fromisoformat(edge)
    at_it = {item["sid"] for item in expected(room, {"Status": status}) if created(item) == instant}
    assert at_it
    for name in ("DateCreatedAfter", "DateCreatedBefore"):
        for step in (-_MICROSECOND, timedelta(0), _MICROSECOND):
            bound = instant + step
            # A second bound, a minute away, keeps the list short.
            away = timedelta(minutes=1) * (1 if name == "DateCreatedAfter" else -1)
            (other,) = {"DateCreatedAfter", "DateCreatedBefore"} - {name}
            bounds = {name: bound.isoformat(), other: (bound + away).isoformat()}
            filters = {"Status": status, **bounds}
            found = walk(client, room.path, filters)
            assert found == expected(room, filters)
            inside = step < timedelta(0) if name == "DateCreatedAfter" else step > timedelta(0)
            assert at_it & {item["sid"] for item in found} == (at_it if inside else set())


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-29T12:00:00.5Z",
        "2024-02-29t12:00:00.50000000000z",
        "2024-02-29T12:00:00.500000+00:00",
        "2024-02-29T12:00:00.5-00:00",
        "2024-02-29T17:45:00.5+05:45",
        "2024-02-28T12:01:00.5-23:59",
        "2024-03-01T11:59:00.5+23:59",
    ],
)
def test_other_spellings_of_an_instant(client: httpx.Client, crowd: Room, text: str) -> None:
    """The same instant with another offset or other decimals selects the same participants."""
    status = {"Status": "reconnecting"}
    assert "2024-02-29T12:00:00.500Z" in {item["date_created"] for item in expected(crowd, status)}
    for name in ("DateCreatedAfter", "DateCreatedBefore"):
        right = expected(crowd, {name: "2024-02-29T12:00:00.5Z", **status})
        assert walk(client, crowd.path, {name: text, **status}) == right


def test_less_than_a_microsecond(client: httpx.Client, crowd: Room) -> None:
    """Decimals after the sixth are not cut."""
    just_after = "2023-12-31T12:00:00.5000000001Z"
    before = walk(client, crowd.path, {"DateCreatedBefore": just_after})
    assert before == expected(crowd, {"DateCreatedBefore": "2023-12-31T12:00:00.500001Z"})
    after = walk(client, crowd.path, {"DateCreatedAfter": just_after})
    assert after == expected(crowd, {"DateCreatedAfter": "2023-12-31T12:00:00.5Z"})
    assert [item["date_created"] for item in before][:1] == ["2023-12-31T12:00:00.500Z"]


def test_beyond_the_first_and_the_last_day(client: httpx.Client, crowd: Room) -> None:
    """An instant may be outside the calendar in UTC."""
    everybody = expected(crowd, {})
    first, last = "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59.999999-23:59"
    for filters in ({"DateCreatedAfter": first}, {"DateCreatedBefore": last}):
        assert walk(client, crowd.path, filters) == everybody
    for filters in ({"DateCreatedBefore": first}, {"DateCreatedAfter": last}):
        assert walk(client, crowd.path, filters) == []


def test_identities(client: httpx.Client, rooms: list[Room]) -> None:
    """An identity matches exactly, whatever characters it has, under each status."""
    for room in rooms[:3]:
        identities = {item["identity"] for item in room.participants}
        for identity in [one for one in identities if not one.startswith(("guest", "visitor"))]:
            for status in STATUSES:
                filters = {"Identity": identity, "Status": status}
                assert walk(client, room.path, filters) == expected(room, filters), filters


@pytest.mark.parametrize(
    "value",
    ["", "My roo", "my room\x00", "\x00", "MY room", "%%", "M%", "My_Roo_", "guest-", "' OR ''='"],
)
def test_identities_that_are_not_there(client: httpx.Client, crowd: Room, value: str) -> None:
    """A text is neither a pattern nor a prefix nor SQL, and an empty text selects nobody."""
    for status in STATUSES:
        assert walk(client, crowd.path, {"Identity": value, "Status": status}) == []


@_FUZZ
@given(choices=st.data())
def test_filters_combined(client: httpx.Client, rooms: list[Room], choices: st.DataObject) -> None:
    """Combined filters leave the participants that all of them select, in pages of any size."""
    room = choices.draw(st.sampled_from([rooms[0]] * 6 + rooms), "room")
    filters = {}
    for filter_ in TWILIO_FILTERS.values():
        values = [item[filter_.field] for item in room.participants if item[filter_.field]]
        if not values or choices.draw(st.integers(0, 3), filter_.name):
            continue
        value = str(choices.draw(st.sampled_from(values)))
        if filter_.precision == "instant":
            step = choices.draw(st.sampled_from([-1, 0, 1])) * _MICROSECOND
            zone = timezone(timedelta(minutes=choices.draw(st.integers(-1439, 1439))))
            value = (datetime.fromisoformat(value) + step).astimezone(zone).isoformat()
        filters[filter_.name] = value
    size = choices.draw(st.sampled_from([60, LARGEST_LINKED // 4, LARGEST_LINKED]), "size")
    assert walk(client, room.path, filters, size) == expected(room, filters)


@_FUZZ
@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_answered(client: httpx.Client, crowd: Room, text: str) -> None:
    """The filter by identity admits every text of Unicode."""
    found = get(client, crowd.path, {"Identity": text})["participants"]
    assert found == expected(crowd, {"Identity": text})
