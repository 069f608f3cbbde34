"""A model keeps the JSON that it was decoded from beside its values."""

import copy
import json
import pickle
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import httpx
import pytest

from telnyx_video import Client, DecodingError, InexactError, Room, SchemaError, to_dict, to_json
from tests.support.client.generated import import_client
from tests.support.rooms import rooms_body
from tests.support.specs import SHELF, write


def _page(**fields: str) -> bytes:
    """Return a page with one room, some of whose fields are written as given."""
    body = rooms_body([1], 1, 20, 1)
    (room,) = body["data"]  # type: ignore[misc]
    texts = {name: json.dumps(each) for name, each in room.items()} | fields  # type: ignore[has-type]
    item = ", ".join(f'"{name}": {text}' for name, text in texts.items())
    return f'{{"data": [{{{item}}}], "meta": {json.dumps(body["meta"])}}}'.encode()


def _read(content: bytes, **options: Any) -> Any:  # noqa: ANN401 - an option of a list
    """Return the only page of a list."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=content))
    with httpx.Client(transport=transport) as http, Client("key", http_client=http) as client:
        return next(client.rooms.list(**options).pages())


def _room(**fields: str) -> Room:
    (room,) = _read(_page(**fields)).items
    assert isinstance(room, Room)
    return room


@pytest.mark.parametrize(
    "text",
    [
        "2021-04-16T09:46:20.238Z",
        "2021-04-16T09:46:20.500000Z",
        "2021-04-16T09:46:20.000Z",
        "2021-04-16T09:46:20.123456789Z",
        "2021-04-16t09:46:20z",
        "2021-04-16T09:46:20+00:00",
        "2021-04-16T15:16:20.238+05:30",
        "0001-01-01T00:00:00+05:00",
        "9999-12-31T23:59:59-05:00",
    ],
)
def test_a_date_time_comes_back_as_it_was_written(text: str) -> None:
    """Its attribute is the instant, rounded to the microsecond."""
    room = _room(created_at=json.dumps(text))
    assert to_dict(room)["created_at"] == text
    assert json.loads(to_json(room))["created_at"] == text
    exact = datetime.fromisoformat(text.upper())
    assert abs((room.created_at - exact).total_seconds()) <= 1e-6
    assert room.created_at.utcoffset() == exact.utcoffset()


@pytest.mark.parametrize(
    "text",
    [
        "2016-12-31T23:59:60Z",
        "0000-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.9999999Z",
    ],
)
def test_an_instant_that_python_lacks_loses_no_page(text: str) -> None:
    """The error names its place, and only its item can be skipped."""
    content = _page(created_at=json.dumps(text))
    with pytest.raises(SchemaError) as caught:
        _read(content)
    assert caught.value.path == "$.data[0].created_at"
    page = _read(content, on_invalid="skip")
    assert page.items == []
    assert text in page.skipped[0].content.decode()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", 0.1),
        ("-0.0", -0.0),
        ("0.1000000000000000055511151231257827", Decimal("0.1000000000000000055511151231257827")),
        ("1e400", Decimal("1e400")),
        ("-1e-400", Decimal("-1e-400")),
        ("18446744073709551617", 2**64 + 1),
        ("9007199254740993.0", Decimal("9007199254740993.0")),
        ("7" * 5000, Decimal("7" * 5000)),
    ],
)
def test_an_undocumented_number_keeps_its_digits(text: str, value: object) -> None:
    """It is a float only if the shortest spelling of that float is the same number."""
    room = _room(price=text)
    found = to_dict(room)["price"]
    assert (type(found), str(found)) == (type(value), str(value))
    assert f'"price":{text}'.encode() in to_json(room)


def test_a_name_that_occurs_twice_is_told() -> None:
    """The attribute has the last value, as in Python's json; ``to_json`` has both."""
    room = _room(unique_name='"a", "unique_name": "b"')
    assert room.unique_name == "b"
    assert b'"unique_name":"a","unique_name":"b"' in to_json(room)
    with pytest.raises(InexactError, match=r"^Room: .unique_name. occurs twice"):
        to_dict(room)


def test_a_number_that_python_lacks_is_told() -> None:
    """No Decimal has this exponent."""
    with pytest.raises(InexactError, match=r"^Room: .* exponent of 1e9999999999999999999999"):
        to_dict(_room(price="1e9999999999999999999999"))


@pytest.mark.parametrize(
    "value", [b'"\xff"', b'"\xed\xa0\x80"', rb'"\ud83d"', b"NaN", b"-Infinity"]
)
def test_an_undocumented_field_must_be_json(value: bytes) -> None:
    """A body that is not Unicode, or not JSON, is refused as a whole."""
    content = _page(price="0").replace(b'"price": 0', b'"price": ' + value)
    with pytest.raises(DecodingError):
        _read(content)


def test_deep_json_is_read_or_refused() -> None:
    """An undocumented field may be as deep as the stack admits."""
    assert _room(deep="[" * 200 + "]" * 200).record_type == "room"
    with pytest.raises(DecodingError):
        _room(deep="[" * 100_000 + "]" * 100_000)


def test_models_inside_of_models_keep_their_json() -> None:
    """So does the page information."""
    session = {
        "id": "7B61621F62E04AADAB119FD19E272E73",
        "room_id": "7b61621f-62e0-4aad-ab11-9fd19e272e73",
        "active": True,
        "created_at": "2021-04-16T09:46:20.5Z",
        "updated_at": "2021-04-16T09:46:20.50Z",
        "record_type": "room_session",
        "x": [{"y": None}],
    }
    sessions = [session, {**session, "x": 2}]
    page = _read(_page(sessions=json.dumps(sessions)))
    (room,) = page.items
    assert [to_dict(each) for each in room.sessions] == sessions
    assert to_dict(attrs.evolve(room, unique_name="other"))["sessions"] == sessions
    assert to_dict(page.meta) == rooms_body([1], 1, 20, 1)["meta"]


def test_a_changed_model_is_written_from_its_values() -> None:
    """It never returns JSON that is not its own; equality and hash are those of the values."""
    room = _room(created_at='"2021-04-16T09:46:20.238Z"', price="1.50")
    changed = attrs.evolve(room, unique_name="other")
    assert to_dict(changed)["unique_name"] == "other"
    assert to_dict(changed)["created_at"] == "2021-04-16T09:46:20.238000Z"
    assert "price" not in to_dict(changed)
    same = _room(created_at='"2021-04-16T09:46:20.238000+00:00"')
    assert same == room
    assert hash(same) == hash(room)
    assert repr(same) == repr(room)
    assert room.created_at == datetime(2021, 4, 16, 9, 46, 20, 238000, UTC)


def test_a_pickle_has_the_json_of_its_model_alone() -> None:
    """Not that of the whole page."""
    body = rooms_body([*range(200)], 1, 200, 200)
    room = _read(json.dumps(body).encode(), page_size=200).items[7]
    pickled = pickle.dumps(room)
    assert len(pickled) < 4096
    for other in (pickle.loads(pickled), copy.copy(room), copy.deepcopy(room)):  # noqa: S301
        assert other == room
        assert to_dict(other) == to_dict(room)


@pytest.fixture(scope="module", name="package")
def client_with_other_names(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Return a package whose models are Structs, since JSON has other names."""
    folder: Path = tmp_path_factory.mktemp("sent")
    return import_client(
        write(
            folder / "sent_structs.yaml",
            {
                f"{SHELF}/madeOn": {"type": "string", "format": "date-time"},
                f"{SHELF}/madeBy": {
                    "type": "object",
                    "properties": {"fullName": {"type": "string"}},
                },
            },
        )
    )


def test_models_with_other_names_keep_their_json(package: ModuleType) -> None:
    """They are Structs of msgspec, which copy and pickle differently."""
    shelf = {
        "id": "7b61621f-62e0-4aad-ab11-9fd19e272e73",
        "label": "a",
        "created_at": "2021-04-16T09:46:20.5Z",
        "madeOn": "2021-04-16T09:46:20.50+00:00",
        "madeBy": {"fullName": "Ada", "x": 1},
        "y": None,
    }
    content = {"shelves": [shelf], "meta": {"page": 1, "pages": 1, "total": 1}}
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=content))
    with httpx.Client(transport=transport) as http:
        found = package.Client("key", http_client=http).shelves.list().first()
    for other in (found, copy.copy(found), copy.deepcopy(found)):
        assert other == found
        assert package.to_dict(other) == shelf
    rebuild, arguments, state = found.__reduce__()
    other = rebuild(*arguments)
    assert "y" not in package.to_dict(other)
    other.__dict__.update(state)
    assert package.to_dict(other) == shelf
