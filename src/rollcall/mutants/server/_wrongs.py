"""Invalid values of a schema, derived from valid ones."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import attrs

from rollcall.mutants.server._places import Change, Place, holders

__all__ = ["UNFIT", "Spoil", "Wrong", "spoils", "types_of", "without", "wrongs"]

UNFIT: Final = object()
"""The result for a value that a change does not apply to."""

Spoil = tuple[str, str, Change]
"""The name of a defect of a field, its sentence and the change."""

_FOREIGN = "never-documented"
_NUMBER = 7


@attrs.frozen
class Wrong:
    """A way to violate a schema.

    Attributes:
        kind: The name of the defect.
        sentence: The description, with a field as its subject.
        make: Returns an invalid value for a valid one, or ``UNFIT``.
    """

    kind: str
    sentence: str
    make: Callable[[Any], Any] = attrs.field(repr=False, eq=False)


def spoils(place: Place) -> Iterator[Spoil]:
    """Yield the ways to violate the schema of a field, or that of its object."""
    if place.is_required:
        yield "missing", "The field is missing.", without(place)
    for wrong in wrongs(place.schema):
        yield wrong.kind, wrong.sentence, _with(place, wrong)


def without(place: Place) -> Change:
    """Return a change that removes a field."""
    name = place.path[-1]

    def change(value: object) -> bool:
        found = [each for each in holders(value, place.path) if name in each]
        for each in found:
            del each[name]
        return bool(found)

    return change


def _with(place: Place, wrong: Wrong) -> Change:
    name = place.path[-1]

    def change(value: object) -> bool:
        is_changed = False
        for each in holders(value, place.path):
            made = wrong.make(each[name]) if each.get(name) is not None else UNFIT
            if made is not UNFIT:
                each[name] = made
                is_changed = True
        return is_changed

    return change


def types_of(schema: Mapping[str, Any]) -> frozenset[str]:
    """Return the types of a schema; empty if it has none."""
    named = schema.get("type", ())
    return frozenset([named] if isinstance(named, str) else named)


def wrongs(schema: Mapping[str, Any]) -> Iterator[Wrong]:
    """Yield the ways to violate a schema, null and other types first.

    They do not include other constants and missing fields.
    """
    types = types_of(schema)
    if types:
        yield from _other_types(types)
    if "string" in types:
        for kind, sentence, make in _FORMATS.get(str(schema.get("format")), ()):
            yield Wrong(kind, sentence, _for_text(make))
    if "enum" in schema:
        yield Wrong(
            "unknown-value",
            "The field has an undocumented value.",
            lambda value: _FOREIGN if isinstance(value, str) else UNFIT,
        )
    yield from _beyond(schema)
    yield from _of_other_length(schema)


def _other_types(types: frozenset[str]) -> Iterator[Wrong]:
    if "null" not in types:
        yield Wrong("null", "The field is null.", lambda _: None)
    if not types & {"integer", "number"}:
        yield Wrong(
            "number",
            "The field is a number.",
            lambda value: int(value) if isinstance(value, bool) else _NUMBER,
        )
    if "integer" in types and "number" not in types:
        yield Wrong("fraction", "The field is not an integer.", lambda value: value + 0.5)
    if "string" not in types:
        yield Wrong("text", "The field is a string that contains its value.", _as_text)
    if "boolean" not in types:
        yield Wrong("boolean", "The field is true.", lambda _: True)
    if "object" not in types:
        yield Wrong("object", "The field is an object.", lambda value: {"value": value})
    if "array" not in types:
        yield Wrong("array", "The field is an array.", lambda value: [value])


def _as_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _for_text(make: Callable[[str], Any]) -> Callable[[Any], Any]:
    """Return a change of strings; it does not apply to other values."""

    def made(value: object) -> object:
        if not isinstance(value, str):
            return UNFIT
        try:
            return make(value)
        except ValueError:
            return UNFIT

    return made


def _always(value: object) -> Callable[[Any], Any]:
    return lambda _: value


def _beyond(schema: Mapping[str, Any]) -> Iterator[Wrong]:
    """Yield numbers outside the bounds."""
    for keyword, step in (("minimum", -1), ("exclusiveMinimum", 0)):
        if keyword in schema:
            low = schema[keyword] + step
            yield Wrong("too-small", "The field is below its minimum.", _always(low))
    for keyword, step in (("maximum", 1), ("exclusiveMaximum", 0)):
        if keyword in schema:
            high = schema[keyword] + step
            yield Wrong("too-large", "The field is above its maximum.", _always(high))


def _of_other_length(schema: Mapping[str, Any]) -> Iterator[Wrong]:
    """Yield strings and arrays that are too short or too long."""
    if (least := schema.get("minLength", 0)) > 0:
        yield Wrong("empty", "The field is an empty string.", _for_text(lambda _: ""))
        if least > 1:
            yield Wrong(
                "too-short",
                "The field is shorter than its minimum length.",
                _for_text(lambda text: text[: least - 1]),
            )
    if (most := schema.get("maxLength")) is not None:
        yield Wrong(
            "too-long",
            "The field is longer than its maximum length.",
            _for_text(lambda text: text.ljust(most + 1, "x")),
        )
    if schema.get("minItems", 0) > 0:
        yield Wrong("no-items", "The field is an empty array.", lambda _: [])


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _without_offset(text: str) -> str:
    return _instant(text).replace(tzinfo=None).isoformat()


_Made = tuple[str, str, Callable[[str], Any]]

_FORMATS: Mapping[str, tuple[_Made, ...]] = {
    "date-time": (
        ("naive", "The date-time has no offset.", _without_offset),
        (
            "blank",
            "The date-time has a space instead of its T.",
            lambda text: text.replace("T", " "),
        ),
        ("date", "The date-time is a date without a time.", lambda text: text[:10]),
        ("epoch", "The date-time is a number.", lambda text: int(_instant(text).timestamp())),
        (
            "epoch-text",
            "The date-time is a string that contains a number.",
            lambda text: str(int(_instant(text).timestamp())),
        ),
        (
            "compact",
            "The date-time has no hyphens and no colons.",
            lambda text: text.replace("-", "").replace(":", ""),
        ),
        (
            "http-date",
            "The date-time has the format of HTTP headers.",
            lambda text: _instant(text).strftime("%a, %d %b %Y %H:%M:%S GMT"),
        ),
        (
            "impossible",
            "The date-time is on the 32nd of a month.",
            lambda text: f"{text[:8]}32{text[10:]}",
        ),
        ("empty", "The date-time is an empty string.", lambda _: ""),
    ),
    "date": (
        ("impossible", "The date is the 32nd of a month.", lambda text: f"{text[:8]}32"),
        ("slashes", "The date has slashes.", lambda text: text.replace("-", "/")),
        ("empty", "The date is an empty string.", lambda _: ""),
    ),
    "uuid": (
        ("other-form", "The identifier is not a UUID.", lambda text: text[:8]),
        ("no-hyphens", "The UUID has no hyphens.", lambda text: text.replace("-", "")),
        ("braces", "The UUID is in braces.", lambda text: f"{{{text}}}"),
        ("empty", "The identifier is an empty string.", lambda _: ""),
    ),
    "uri": (
        ("no-scheme", "The URL has no scheme.", lambda text: text.partition("://")[2] or "x"),
        ("blank-inside", "The URL has a space.", lambda text: f"{text}/a b"),
        ("empty", "The URL is an empty string.", lambda _: ""),
    ),
    "uri-reference": (("blank-inside", "The URL has a space.", lambda text: f"{text}/a b"),),
    "email": (("no-at", "The email address has no @.", lambda text: text.replace("@", " ")),),
}
