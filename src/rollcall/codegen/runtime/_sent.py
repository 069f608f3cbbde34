"""The JSON that a model was decoded from, of which its typed values need not show everything.

A datetime has no digits after the microsecond, a float has 17 at most, and a model has no
undocumented fields. So each decoded model knows its place in the body, which is read again when the
JSON is needed.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

from ._types import Holders

__all__ = ["json_of", "keep"]

# msgspec encodes no attribute that begins with an underscore, and no field has a blank.
_KEY: Final = "_as sent"

_read_object: Callable[[bytes], dict[str, msgspec.Raw]]
_read_object = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_read_array: Callable[[bytes], list[msgspec.Raw]]
_read_array = msgspec.json.Decoder(list[msgspec.Raw]).decode


class _Body:
    """A body, or the JSON of one model that was copied out of its body.

    Attributes:
        content: The JSON.
        arrays: The array that was read last, by its depth: its place, and its items.
    """

    __slots__ = ("arrays", "content")

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.arrays: dict[int, tuple[object, str, list[msgspec.Raw]]] = {}

    def __reduce__(self) -> tuple[object, ...]:
        return _Body, (self.content,)


class _Place(msgspec.Struct, frozen=True, eq=False, gc=False):
    """A place in a body, which is in no reference cycle.

    Attributes:
        holder: The place of the object that has the field.
        field: The name of the field in JSON; empty if the holder is the array or the map.
        step: The position in its array, or the key in its map; None if it is neither.
    """

    holder: "_Place | _Body"
    field: str
    step: int | str | None = None

    def __reduce__(self) -> tuple[object, ...]:
        # A pickled model takes its own JSON along, not the whole body.
        return _Body, (_content(self),)


def keep(body: object, content: bytes, holders: Holders) -> None:
    """Attach the JSON of a decoded body to its models.

    Args:
        body: The body: a model, or an array or a map of models.
        content: The JSON that it was decoded from.
        holders: The models that may be in it.
    """
    _keep(body, _Body(content), "", holders)


def _keep(
    value: Any,  # noqa: ANN401 - a field of any type
    holder: "_Place | _Body",
    field: str,
    holders: Holders,
) -> None:
    kind = value.__class__
    if kind is list:
        _keep_items(value, holder, field, holders)
    elif kind is dict:
        for key, each in value.items():
            _keep(each, _Place(holder, field, key), "", holders)
    elif kind in holders:
        place = value.__dict__[_KEY] = _Place(holder, field) if field else holder
        for name, inner in holders[kind]:
            _keep(getattr(value, name), place, inner, holders)


def _keep_items(items: list[Any], holder: "_Place | _Body", field: str, holders: Holders) -> None:
    # Each page takes this time: the class of an item is looked up once for all of one class.
    kind: type[object] = list
    fields: Sequence[tuple[str, str]] | None = None
    index = 0
    for each in items:
        if each.__class__ is not kind:
            kind = each.__class__
            fields = holders.get(kind)
        place = _Place(holder, field, index)
        index += 1
        if fields is None:
            _keep(each, place, "", holders)
            continue
        each.__dict__[_KEY] = place
        for name, inner in fields:
            value = getattr(each, name)
            if not value:
                continue
            if value.__class__ is list:
                _keep_items(value, place, inner, holders)
            elif holders.get(value.__class__) == ():
                value.__dict__[_KEY] = _Place(place, inner)
            else:
                _keep(value, place, inner, holders)


def json_of(model: object) -> bytes | None:
    """Return the JSON that a model was decoded from; None if it was made otherwise."""
    place = getattr(model, "__dict__", {}).get(_KEY)
    return None if place is None else _content(place)


def _content(place: _Place | _Body) -> bytes:
    steps: list[_Place] = []
    while isinstance(place, _Place):
        steps.append(place)
        place = place.holder
    content = place.content
    for depth, each in enumerate(reversed(steps)):
        if not isinstance(each.step, int):
            content = _field(content, each)
            continue
        holder, field, items = place.arrays.get(depth, (None, "", []))
        if holder is not each.holder or field != each.field:
            items = _read_array(_field(content, each))
            place.arrays[depth] = each.holder, each.field, items
        content = bytes(items[each.step])
    return content


def _field(content: bytes, place: _Place) -> bytes:
    for name in (place.field, place.step):
        if isinstance(name, str) and name:
            content = bytes(_read_object(content)[name])
    return content
