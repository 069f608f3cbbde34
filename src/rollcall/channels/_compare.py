"""Compares the data that a client returns with the data that a server sent."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ulp
from typing import Any
from uuid import UUID

from rollcall.spec import Spec, forms, instant_of

__all__ = ["differences", "is_same_json"]


def is_same_json(one: object, other: object) -> bool:
    """Return whether two JSON values are equal: 0 and 0.0 are, 1 and true are not."""
    return one == other and _has_same_booleans(one, other)


def _has_same_booleans(one: object, other: object) -> bool:
    """Return whether equal values have booleans at the same places: in Python, 1 equals True."""
    if isinstance(one, dict) and isinstance(other, dict):
        return all(_has_same_booleans(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return all(map(_has_same_booleans, one, other))
    return isinstance(one, bool) == isinstance(other, bool)


def differences(
    spec: Spec, schema: Mapping[str, Any], sent: object, got: object, at: str = "$"
) -> Iterator[str]:
    """Yield the places where two JSON values differ in meaning, by their schema.

    Fields that the schema does not name are not compared. UUIDs are the same in any case,
    date-times in any offset, and a fraction of a second is compared to the microsecond.
    """
    every = [[*_of_form(spec, each, sent, got, at)] for each in forms(spec.raw, schema) or ({},)]
    yield from min(every, key=len)


def _of_form(
    spec: Spec, schema: Mapping[str, Any], sent: object, got: object, at: str
) -> Iterator[str]:
    if isinstance(sent, dict) and isinstance(got, dict) and "properties" in schema:
        yield from _of_objects(spec, schema["properties"], sent, got, at)
    elif isinstance(sent, list) and isinstance(got, list) and "items" in schema:
        if len(sent) != len(got):
            yield f"{at}: {len(sent)} items were sent, the client returned {len(got)}"
        for index, pair in enumerate(zip(sent, got, strict=False)):
            yield from differences(spec, schema["items"], *pair, f"{at}[{index}]")
    elif not _same(schema.get("format"), sent, got):
        yield f"{at}: {sent!r} was sent, the client returned {got!r}"


def _of_objects(
    spec: Spec,
    fields: Mapping[str, Mapping[str, Any]],
    sent: Mapping[str, object],
    got: Mapping[str, object],
    at: str,
) -> Iterator[str]:
    for name in sorted({*got} - {*fields}):
        yield f"{at}.{name}: was not sent"
    for name, field in fields.items():
        if (name in sent) != (name in got):
            yield f"{at}.{name}: {'was lost' if name in sent else 'was not sent'}"
        elif name in sent:
            yield from differences(spec, field, sent[name], got[name], f"{at}.{name}")


def _same(form: str | None, sent: object, got: object) -> bool:
    if isinstance(sent, str) and isinstance(got, str):
        if form == "uuid":
            return UUID(sent) == UUID(got)
        if form == "date-time":
            return abs(instant_of(sent) - instant_of(got)) * 1_000_000 <= Fraction(1, 2)
    if isinstance(sent, float) and sent.is_integer() and type(got) is int:
        # A text such as 1e23 is read as the nearest float here, and exactly by a client.
        return abs(int(sent) - got) * 2 <= ulp(sent)
    return is_same_json(sent, got)
