"""The made-up records of Telnyx: the same for the same seed, consistent, and with hard cases."""

from datetime import datetime
from uuid import RFC_4122, UUID

import pytest
from attrs import astuple

from contract_tests.sandbox.telnyx import Shape, seeded
from contract_tests.sandbox.telnyx._tables import Participant, Room, Session
from tests.support.documented import LARGEST_PAGE, MOST_SECONDS, NULLABLE, SECONDS
from tests.support.sandbox._http import Everything

_RANDOM = 4


def _made(shape: Shape, seed: int) -> tuple[list[Room], list[Session], list[Participant]]:
    records = seeded(shape, seed)
    return [*records.rooms], [*records.sessions], [*records.participants]


def test_same_seed_same_records() -> None:
    """The records depend on nothing but the shape and the seed."""
    assert _made(Shape(60, 60, 60), 1) == _made(Shape(60, 60, 60), 1)


def test_known_record(data: Everything) -> None:
    """A release does not change the records, because tests may use their values."""
    assert data.rooms[0]["id"] == "02ece2ad-235b-4e97-bf79-d5fe99e244c6"


def test_another_seed_gives_other_records() -> None:
    """Another seed changes ids and dates, and keeps the cases."""
    mine, other = (_made(Shape(60, 0, 0), seed)[0] for seed in (1, 2))
    assert not {room.id for room in mine} & {room.id for room in other}
    assert mine[-1].created_at != other[-1].created_at
    assert [room.unique_name for room in mine] == [room.unique_name for room in other]


@pytest.mark.parametrize(
    "shape", [Shape(0, 260, 260), Shape(1, 0, 5), Shape(1, 1, 0), Shape(60, 3, 1000)], ids=astuple
)
def test_shapes(shape: Shape) -> None:
    """There are as many records as the shape says."""
    rooms, sessions, participants = _made(shape, 1)
    assert len(rooms) == shape.rooms
    first = [each.id for each in sessions if rooms and each.room_id == rooms[0].id]
    assert len(first) == (shape.sessions if rooms else 0)
    crowd = [each for each in participants if each.session_id in first[:1]]
    assert len(crowd) == (shape.participants if first else 0)


def test_records_are_consistent(data: Everything) -> None:
    """References resolve, instants are in order, and the active session is that of the room."""
    assert len({room["unique_name"] for room in data.rooms}) == len(data.rooms)
    ids = [item["id"] for _, items in data.lists() for item in items]
    assert len(set(ids)) == len(ids)
    assert {(UUID(each).version, UUID(each).variant) for each in ids} == {(_RANDOM, RFC_4122)}
    for room in data.rooms:
        assert room["record_type"] == "room"
        assert room["created_at"] <= room["updated_at"]
        active = [own["id"] for own in data.sessions[room["id"]] if own["active"]]
        assert active == ([] if room["active_session_id"] is None else [room["active_session_id"]])
        for session in data.sessions[room["id"]]:
            assert session["record_type"] == "room_session"
            assert session["room_id"] == room["id"]
            assert room["created_at"] <= session["created_at"] <= session["updated_at"]
            assert session["active"] == (session["ended_at"] is None)
            assert session["created_at"] <= (session["ended_at"] or session["updated_at"])
            for participant in data.participants[session["id"]]:
                assert participant["record_type"] == "room_participant"
                assert participant["session_id"] == session["id"]
                assert session["created_at"] <= participant["joined_at"]
                assert participant["joined_at"] <= participant["updated_at"]
                left = participant["left_at"]
                assert left is not None or session["active"]
                assert participant["joined_at"] <= (left or participant["updated_at"])
                assert (left or "") <= (session["ended_at"] or "9")


def test_instants_have_microseconds_and_utc(data: Everything) -> None:
    """Instants are always written as 2021-04-16T09:46:20.954863Z."""
    for _, items in data.lists():
        for item in items:
            for field in item:
                if field.endswith("_at") and item[field] is not None:
                    instant = datetime.fromisoformat(item[field]).replace(tzinfo=None)
                    assert item[field] == instant.isoformat(timespec="microseconds") + "Z"


def test_cases(data: Everything) -> None:
    """The records have the values that a defective server treats wrongly."""
    expected: dict[str, set[object]] = {
        **{name: {None} for name in NULLABLE},
        SECONDS: {None, 0, MOST_SECONDS},
        "enable_recording": {True, False},
        "unique_name": {"My Room", "my room", "My Room ", "caf\u00e9", "cafe\u0301", "a&b=c", "%"},
    }
    for field, cases in expected.items():
        assert cases <= {room[field] for room in data.rooms}
    assert any(not own for own in data.sessions.values())
    assert any(not own for own in data.participants.values())
    crowd = data.largest()[2][1]
    assert {"", "My Room", "my room"} <= {one["context"] for one in crowd}
    assert None in {one["left_at"] for one in crowd}
    assert len({one["context"] for one in crowd}) < len(crowd), "no context occurs twice"
    months = {room["created_at"][:7] for room in data.rooms}
    assert {"2020-02", "2020-03", "2020-12", "2021-01", "2021-04"} <= months


def test_default_lists_are_longer_than_the_largest_page() -> None:
    """By default each kind of list has more items than a page."""
    assert min(astuple(Shape())) > LARGEST_PAGE
