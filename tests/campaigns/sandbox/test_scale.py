"""Lists of many records: filtered pages are those of the oracle."""

from pathlib import Path

from contract_tests.sandbox import build_app
from tests.support.sandbox._command import started
from tests.support.sandbox._http import client_of, get, walk
from tests.support.sandbox._oracle import expected
from tests.support.sandbox.twilio import _http

_MANY = 20_000


def test_many_participants_of_telnyx() -> None:
    """Filtered pages of a large session, early and deep, are those of the oracle."""
    with (
        build_app(rooms=1, sessions=1, participants=_MANY) as app,
        client_of(app.apis("http://sandbox")["telnyx-video"], app) as client,
    ):
        room = get(client, "/rooms")["data"][0]["id"]
        session = get(client, f"/rooms/{room}/sessions")["data"][0]["id"]
        path = f"/room_sessions/{session}/participants"
        items = walk(client, path)
        assert len({item["id"] for item in items}) == _MANY
        for filters in (
            {"filter[date_joined_at][gte]": "2020-12-31"},
            {"filter[date_updated_at][gte]": "2020-02-29", "filter[context]": "Alice"},
            {
                "filter[date_left_at][lte]": "2021-04-25",
                "filter[date_joined_at][gte]": "2020-03-01",
            },
        ):
            right = expected(items, path, filters)
            last = -(-len(right) // 20)
            for number in (1, 2, last // 2, last, last + 1):
                body = get(client, path, filters | {"page[number]": str(number)})
                assert body["data"] == right[(number - 1) * 20 : number * 20]
                assert body["meta"]["total_results"] == len(right)


def test_many_participants_of_twilio() -> None:
    """Pages of a large room, early and deep, hold the expected participants."""
    with build_app(rooms=0, twilio_participants=_MANY) as app:
        api = app.apis("http://sandbox")["twilio-video"]
        with client_of(api, app) as client:
            path = _http.path_of(api.parents["RoomSid"][0])
            everybody = _http.walk(client, path)
            assert len({item["sid"] for item in everybody}) == len(everybody) > _MANY // 2
            bound = everybody[9_000]["date_created"]
            body = get(client, path, {"DateCreatedBefore": bound, "PageSize": "10"})
            start = 1 + max(
                number for number, item in enumerate(everybody) if item["date_created"] == bound
            )
            assert body["participants"] == everybody[start : start + 10]
            named = {"Status": "disconnected", "Identity": "Alice"}
            alone = _http.walk(client, path, named, 7)
            assert alone == _http.walk(client, path, named)
            assert len(alone) > 100


def test_large_file(tmp_path: Path) -> None:
    """A database file holds as many records as the options say."""
    many = ("--rooms", "5000", "--sessions", "1", "--participants", "5000")
    with (
        started(*many, "--database", tmp_path / "many.db") as command,
        client_of(command.sandbox) as client,
    ):
        assert len({room["id"] for room in walk(client, "/rooms")}) == 5000
