"""Numbers as JSON Schema reads them: 10.0 is an integer, and none is changed silently."""

import json
from collections.abc import Callable
from decimal import Decimal

import httpx
import pytest

from telnyx_video import Client, DecodingError, Room, SchemaError, to_dict
from tests.support.rooms import rooms_body


def _read(body: bytes) -> list[Room]:
    """Read the list whose only page has a body."""
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    with httpx.Client(transport=transport) as http, Client("key", http_client=http) as client:
        return [*client.rooms.list(limit=1)]


def _page(change: Callable[[str], str]) -> bytes:
    """Return a page with one room, whose text a function changes."""
    return change(json.dumps(rooms_body([1], 1, 20, 1))).encode()


def _with(number: str) -> bytes:
    """Return a page whose room has a number of participants, as it is spelled."""
    return _page(
        lambda text: text.replace('"max_participants": 50', f'"max_participants": {number}')
    )


@pytest.mark.parametrize(
    ("spelling", "value"),
    [
        ("10.0", 10),
        ("1e1", 10),
        ("1.0E+1", 10),
        ("1000e-2", 10),
        ("-0.0", 0),
        ("12345678901234567890.0", 12345678901234567890),
        ("1e30", 10**30),
        ("100000000000000000000000000000001", 10**32 + 1),
    ],
)
def test_a_number_without_a_fraction_is_an_integer(spelling: str, value: int) -> None:
    """It is read exactly, however it is spelled."""
    (room,) = _read(_with(spelling))
    assert type(room.max_participants) is int
    assert room.max_participants == value
    assert Decimal(str(to_dict(room)["max_participants"])) == value


@pytest.mark.parametrize("spelling", ["10.5", "1e-1", '"10"', '"10.0"', "true", "1e400"])
def test_another_value_is_no_integer(spelling: str) -> None:
    """The error names the place."""
    with pytest.raises(SchemaError) as caught:
        _read(_with(spelling))
    assert caught.value.path == "$.data[0].max_participants"


def test_the_second_problem_of_a_page_is_reported_too() -> None:
    """After 10.0 is read as an integer, the rest of the page is still checked."""
    body = _page(
        lambda text: text.replace("50", "10.0").replace(
            '"total_results": 1', '"total_results": 1.5'
        )
    )
    with pytest.raises(SchemaError) as caught:
        _read(body)
    assert caught.value.path == "$.meta.total_results"
    assert caught.value.got == "float"


def test_a_text_that_looks_like_a_number_is_kept() -> None:
    """Only numbers are read as integers: a text stays as it was sent."""
    name = r"1.0 \" 2.0, 3.0e0: \\"
    body = _page(lambda text: text.replace("50", "50.0").replace("room 1", name))
    (room,) = _read(body)
    assert room.unique_name == json.loads(f'"{name}"')


def test_a_byte_order_mark_is_ignored() -> None:
    """RFC 8259 (section 8.1) lets a parser ignore it."""
    (room,) = _read(b"\xef\xbb\xbf" + _with("10"))
    assert room.max_participants == 10


def test_half_of_a_surrogate_pair_is_named_with_its_place() -> None:
    r"""The JSON text ``"\ud83d"`` is no Unicode text; the error is not about a truncated body."""
    body = _page(lambda text: text.replace("room 1", r"a \ud83d"))
    with pytest.raises(DecodingError) as caught:
        _read(body)
    expected = "has half of a surrogate pair, which is not Unicode, at $.data[0].unique_name"
    assert expected in str(caught.value)
