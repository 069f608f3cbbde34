"""The made-up records of Twilio: the same for the same seed, consistent, and with hard cases."""

import re
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from contract_tests.sandbox.twilio import Shape, account_sid, seeded, varied
from contract_tests.sandbox.twilio._tables import Participant, Room
from tests.support.documented import LARGEST_LINKED, STATUSES
from tests.support.sandbox._http import JsonObject
from tests.support.sandbox.twilio import _http


def _made(shape: Shape, seed: int) -> tuple[list[Room], list[Participant]]:
    records = seeded(shape, seed)
    return [*records.rooms], [*records.participants]


def _by_identity(room: _http.Room) -> list[list[JsonObject]]:
    stays = defaultdict(list)
    for item in room.participants:
        stays[item["identity"]].append(item)
    return [
        sorted(
            each,
            # Of two participants that begin at one instant, one has also ended at it.
            key=lambda item: (
                datetime.fromisoformat(item["date_created"]),
                item["status"] != "disconnected",
            ),
        )
        for each in stays.values()
    ]


def test_same_seed_same_records() -> None:
    """The records depend on nothing but the shape and the seed."""
    assert _made(Shape(100), 1) == _made(Shape(100), 1)


def test_known_room(rooms: list[_http.Room]) -> None:
    """A release does not change the records, because tests may use their values."""
    assert rooms[0].sid == "RM1526419491b96e63e5883d434e6f200d"


def test_another_seed_gives_other_records() -> None:
    """Another seed changes SIDs, the account and instants, and keeps the cases."""
    (mine, people), (other, others) = _made(Shape(), 1), _made(Shape(), 2)
    assert account_sid(1) != account_sid(2)
    assert not {room.sid for room in mine} & {room.sid for room in other}
    assert not {each.sid for each in people} & {each.sid for each in others}
    assert {each.identity for each in people} == {each.identity for each in others}


@pytest.mark.parametrize("participants", [0, 1, 5, 50, LARGEST_LINKED + 1])
def test_shapes(participants: int) -> None:
    """The first room has as many participants as the shape says."""
    made = seeded(Shape(participants), 7)
    assert [room.number for room in made.rooms] == list(range(9))
    found = [each for each in made.participants if each.room == 0]
    assert len(found) == participants
    assert len({each.sid for each in found}) == participants
    if participants >= 50:
        assert {each.status for each in found} == set(STATUSES)


def test_sizes_vary_with_the_seed() -> None:
    """A seed determines the size; the sizes range from empty to more than the largest page."""
    shapes = [varied(seed) for seed in range(1, 101)]
    assert shapes == [varied(seed) for seed in range(1, 101)]
    sizes = {shape.participants for shape in shapes}
    assert min(sizes) == 0
    assert max(sizes) > LARGEST_LINKED
    assert len(sizes) > 10
    assert len({shape.rooms for shape in shapes}) > 2


def test_rows_have_the_documented_form(rooms: list[_http.Room]) -> None:
    """SIDs are a prefix and 32 hexadecimal digits; nothing is missing, and nothing is null."""
    account = rooms[0].participants[0]["account_sid"]
    assert re.fullmatch("AC[0-9a-f]{32}", account)
    sids = [item["sid"] for room in rooms for item in room.participants]
    assert len(set(sids)) == len(sids)
    for room in rooms:
        assert re.fullmatch("RM[0-9a-f]{32}", room.sid)
        for item in room.participants:
            assert re.fullmatch("PA[0-9a-f]{32}", item["sid"])
            assert (item["room_sid"], item["account_sid"]) == (room.sid, account)
            assert item["status"] in STATUSES
            assert isinstance(item["identity"], str)
            assert set(item) == {
                *("sid", "room_sid", "account_sid", "status", "identity", "date_created"),
                *("date_updated", "start_time", "end_time", "duration", "url", "links"),
            }


def test_rows_are_consistent(rooms: list[_http.Room]) -> None:
    """Instants are in order; the end and the duration are null while the participant is present."""
    for item in (item for room in rooms for item in room.participants):
        instants = [
            datetime.fromisoformat(item[name])
            for name in ("date_created", "start_time", "end_time", "date_updated")
            if item[name] is not None
        ]
        assert instants == sorted(instants)
        if item["status"] == "disconnected":
            assert item["duration"] == (instants[2] - instants[1]) // timedelta(seconds=1)
        else:
            assert item["end_time"] is item["duration"] is None


def test_nobody_is_there_twice(rooms: list[_http.Room]) -> None:
    """The stays of one identity do not overlap."""
    rejoining = 0
    for room in rooms:
        for stays in _by_identity(room):
            for earlier, later in pairwise(stays):
                assert earlier["status"] == "disconnected"
                assert datetime.fromisoformat(earlier["end_time"]) <= datetime.fromisoformat(
                    later["date_created"]
                )
                rejoining += later["status"] != "disconnected"
    assert rejoining > 20, "no participant who is present was there before"


def test_instants_are_utc_with_the_decimals_they_need(rooms: list[_http.Room]) -> None:
    """Seconds have no decimals, milliseconds three, all others six; all end in Z."""
    kinds = set()
    for item in (item for room in rooms for item in room.participants):
        for name in ("date_created", "date_updated", "start_time", "end_time"):
            if item[name] is not None:
                found = re.fullmatch(
                    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.(\d{3}|\d{6}))?Z", item[name]
                )
                assert found is not None, item[name]
                kinds.add(len(found[2] or ""))
                assert not (found[2] or "1").endswith("000")
    assert kinds == {0, 3, 6}


def test_cases(rooms: list[_http.Room], crowd: _http.Room) -> None:
    """The records have the values that a defective server treats wrongly."""
    by_status = {
        status: [item for item in crowd.participants if item["status"] == status]
        for status in STATUSES
    }
    assert len(by_status["connected"]) > LARGEST_LINKED
    assert all(by_status.values())
    awkward = {"My Room", "my room", "My Room ", "My Roo", "100%", "My_Room", "O'Brien", '"quoted"'}
    awkward |= {"caf\u00e9", "cafe\u0301", "%", "_", "a&b=c", "a\nb"}
    assert awkward <= {item["identity"] for item in crowd.participants}
    completed = next(room for room in rooms if room.completed and room.participants)
    assert awkward - {"a\nb"} <= {item["identity"] for item in completed.participants}
    for day in ("2023-12-31", "2024-02-29", "2024-03-31"):
        present = [item for item in crowd.participants if item["status"] != "disconnected"]
        for found in (present, completed.participants):
            instants = [item["date_created"] for item in found]
            assert {f"{day}T00:00:00Z", f"{day}T00:00:00.000001Z", f"{day}T12:00:01Z"} <= set(
                instants
            )
            assert instants.count(f"{day}T12:00:00Z") == 2, "no tie"
    created = {item["date_created"] for item in crowd.participants}
    assert "2024-02-28T23:59:59.999999Z" in created
    gone = by_status["disconnected"]
    assert min(item["duration"] for item in gone) == 0
    assert len({item["identity"] for item in gone}) < len(gone), "no identity occurs twice"
    assert any(item["date_created"] != item["start_time"] for item in gone)


def test_rooms(rooms: list[_http.Room]) -> None:
    """There are rooms of every kind: the largest first, empty rooms last."""
    sizes = [len(room.participants) for room in rooms]
    assert sizes[0] == max(sizes)
    assert sizes[-2:] == [0, 0]
    assert 0 not in sizes[:-2]
    assert [room.completed for room in rooms[:3]] == [False, False, True]
    kinds = {
        (room.completed, frozenset(item["status"] for item in room.participants)) for room in rooms
    }
    gone = frozenset({"disconnected"})
    assert {
        *((False, frozenset(STATUSES)), (False, gone), (True, gone)),
        (False, frozenset({"connected"})),
        *((False, frozenset[str]()), (True, frozenset[str]())),
    } <= kinds
    statuses = [found for completed, found in kinds if not completed]
    assert any("connected" not in found and len(found) > 1 for found in statuses)
