"""Servers whose lists and items are odd."""

import random
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import attrs

from tests.support.odd._odd import BOOKS, FIELDS, ITEMS, Odd, changes, sends

__all__ = ["LISTS"]


def _has(**members: Any) -> Odd:  # noqa: ANN401 - the attributes of an Api
    """Return the server with other attributes."""
    return Odd(attrs.evolve(BOOKS, **members))


def _field(name: str, schema: object, value: Callable[[int], object], **members: Any) -> Odd:  # noqa: ANN401
    """Return the server whose items have a field with these values, by their numbers."""
    items = [{**item, name: value(number)} for number, item in enumerate(ITEMS)]
    return _has(items=items, fields={**FIELDS, name: schema}, **members)


def _in_sequence(*values: Any) -> Callable[[dict[str, Any]], object]:  # noqa: ANN401
    """Return a change that gives the price 0 another representation in each response."""
    turns = count()

    def change(body: dict[str, Any]) -> None:
        value = values[next(turns) % len(values)]
        for item in body["books"]:
            item["price"] = value if item["price"] == 0 else item["price"]

    return change


def _shuffled(items: Sequence[Any]) -> list[Any]:
    return random.Random(4).sample(items, len(items))  # noqa: S311 - no secret


_ID = {"type": "integer"}
_UUID = {"type": "string", "format": "uuid"}
_TIME = {"type": "string", "format": "date-time"}
_TEXTS = ("", " ", "Ünï", "日本", "a\nb", "O'Neil", "50%", "\U0001f50d", "null", "a,b", "x" * 400)

LISTS: Mapping[str, Odd] = {
    "an empty list": _has(items=[]),
    "a list of one item": _has(items=ITEMS[:1]),
    "a list of exactly one page": _has(items=ITEMS[:5]),
    "a list of exactly two large pages": _has(items=ITEMS[:20]),
    "the newest item comes first": _has(items=ITEMS[::-1]),
    "a stable order without a rule": _has(items=_shuffled(ITEMS)),
    "items that are equal but for their ids": _has(
        items=[{**ITEMS[0], "id": each["id"]} for each in ITEMS]
    ),
    "ids are numbers": _field("id", _ID, lambda number: number),
    "ids are integers beyond 2^53": _field("id", _ID, lambda number: 2**53 + number),
    "ids have slashes and blanks": _field("id", FIELDS["id"], lambda number: f"a/{number} %?#ü"),
    "ids are UUIDs in capitals": _field(
        "id", _UUID, lambda number: str(uuid5(NAMESPACE_URL, str(number))).upper()
    ),
    "times have offsets": _field(
        "at", _TIME, lambda number: f"2026-03-{number + 1:02}T00:30:00+02:00"
    ),
    "times have fractions": _field(
        "at", _TIME, lambda number: f"2026-03-01T00:00:{number:02}.1234567Z"
    ),
    "times have small letters": _field(
        "at", _TIME, lambda number: f"2026-03-01t00:00:{number:02}z"
    ),
    "texts of all kinds, with a filter": _field(
        "text",
        {"type": "string"},
        lambda number: _TEXTS[number % len(_TEXTS)],
        filters={"text": ("text", "eq")},
    ),
    "a field is null now and then": _field(
        "note", {"type": ["string", "null"]}, lambda number: None if number % 2 else "x"
    ),
    "items have children": _field(
        "parts", {"type": "array", "items": _ID}, lambda number: [*range(number % 4)]
    ),
    "a number is 10.0 for 10": sends(
        changes(lambda body: [item.update(price=float(item["price"])) for item in body["books"]])
    ),
    "0 is 0, 0.0 or -0.0": sends(changes(_in_sequence(0, 0.0, -0.0))),
    "a body and items have more fields": sends(
        changes(
            lambda body: body.update(took_ms=3, books=[{**b, "etag": 1} for b in body["books"]])
        )
    ),
    "fields come in another order each time": sends(
        changes(
            lambda body: body.update(books=[dict(_shuffled([*b.items()])) for b in body["books"]])
        )
    ),
}
