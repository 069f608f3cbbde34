"""The records that are made up: the same for the same seed, consistent, and awkward."""

from datetime import datetime
from uuid import RFC_4122, UUID

import httpx
import pytest

from contract_tests.sandbox import Sandbox, serve
from tests.support.sandbox._http import Everything, client_of, everything, walk

_RANDOM = 4


def _read(
    rooms: int = 300, sessions: int = 260, participants: int = 260, seed: int = 1
) -> Everything:
    with (
        serve(rooms=rooms, sessions=sessions, participants=participants, seed=seed) as sandbox,
        client_of(sandbox) as client,
    ):
        return everything(client)


def test_same_seed_same_records(data: Everything) -> None:
    """Ids, dates and all else depend on nothing but the arguments."""
    assert _read(seed=1) == data


def test_known_record(data: Everything) -> None:
    """Records stay the same from one release to the next: tests may name them."""
    assert data.rooms[0]["id"] == "02ece2ad-235b-4e97-bf79-d5fe99e244c6"


def test_another_seed_gives_other_records(data: Everything) -> None:
    """Another seed changes the ids and dates, and not the cases."""
    other = _read(seed=2)
    assert not {room["id"] for room in other.rooms} & {room["id"] for room in data.rooms}
    assert other.rooms[-1]["created_at"] != data.rooms[-1]["created_at"]
    assert {room["unique_name"] for room in other.rooms} == {
        room["unique_name"] for room in data.rooms
    }


@pytest.mark.parametrize(
    ("rooms", "sessions", "participants"), [(0, 260, 260), (1, 0, 5), (1, 1, 0), (60, 3, 1000)]
)
def test_shapes(rooms: int, sessions: int, participants: int) -> None:
    """There are as many records as asked for."""
    made = _read(rooms=rooms, sessions=sessions, participants=participants)
    assert len(made.rooms) == rooms
    if rooms:
        assert len(made.sessions[made.rooms[0]["id"]]) == sessions
    if sessions and rooms:
        assert max(map(len, made.participants.values())) == participants


def test_records_are_consistent(data: Everything) -> None:
    """References resolve, instants are in order, and active sessions are what they should be."""
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
    """What distinguishes a right server from a wrong one is there."""
    expected: dict[str, set[object]] = {
        "webhook_timeout_secs": {None, 0, 30},
        "webhook_event_failover_url": {None},
        "active_session_id": {None},
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
    assert len({one["context"] for one in crowd}) < len(crowd), "nobody joins twice"
    months = {room["created_at"][:7] for room in data.rooms}
    assert {"2020-02", "2020-03", "2020-12", "2021-01", "2021-04"} <= months


def test_every_list_kind_is_longer_than_the_largest_page(data: Everything) -> None:
    """By default there are more than 250 rooms, sessions of a room, participants of a session."""
    assert all(len(items) > 250 for _, items in data.largest())


def test_two_sandboxes_at_once(sandbox: Sandbox, client: httpx.Client) -> None:
    """Sandboxes in one process do not share their records."""
    before = walk(client, "/rooms")
    with serve(rooms=3, seed=9) as other, client_of(other) as speaking:
        assert other.base_url != sandbox.base_url
        assert len(walk(speaking, "/rooms")) == 3
        assert walk(client, "/rooms") == before
    assert walk(client, "/rooms") == before
