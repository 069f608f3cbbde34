"""The keywords of a JSON Schema: whether a change of one admits more values, or fewer."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal

from rollcall.spec import types_of

__all__ = ["PROSE", "Step", "compared_types", "keyword_steps", "names_of", "shown"]

Schema = Mapping[str, Any]
Step = tuple[Literal["narrowed", "widened", "changed"], str]
"""What a change does to the values that a schema admits, and the change in words."""

PROSE = frozenset(
    {
        *("title", "description", "example", "examples", "externalDocs", "xml", "$comment"),
        *("default", "deprecated", "readOnly", "writeOnly", "x-name"),
    }
)
"""The keywords that describe a value, but do not limit it."""
_STRUCTURE = frozenset(
    {
        *("type", "enum", "const", "properties", "required", "items", "additionalProperties"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "discriminator"),
    }
)
_WIDER_FORMATS = {("int32", "int64"), ("float", "double")}
_LONGEST = 60


def shown(value: object) -> str:
    """Return a value in a line, shortened."""
    text = "none" if value is None else str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def names_of(values: object) -> str:
    """Return some values in a line."""
    return shown(", ".join(map(str, values)) if isinstance(values, list | tuple) else values)


def compared_types(before: Schema, after: Schema) -> Step | None:
    """Return how the types of a schema changed; an integer is a number."""
    old, new = types_of(before) - {"null"}, types_of(after) - {"null"}
    if old == new:
        return None
    words = f"type {_types(old)} → {_types(new)}"
    wide_old, wide_new = _wide(old), _wide(new)
    if not new or (old and wide_old < wide_new):
        return "widened", words
    return ("narrowed" if not old or wide_new < wide_old else "changed"), words


def _types(types: frozenset[str]) -> str:
    return " or ".join(sorted(types)) or "any"


def _wide(types: frozenset[str]) -> frozenset[str]:
    return types | {"integer"} if "number" in types else types


def keyword_steps(before: Schema, after: Schema) -> Iterator[Step]:
    """Yield the changes of the keywords that limit a value itself, not its parts."""
    yield from _bounds(before, after, "minimum", "exclusiveMinimum", 1)
    yield from _bounds(before, after, "maximum", "exclusiveMaximum", -1)
    keys = {*before, *after} - PROSE - _STRUCTURE
    for key in sorted(each for each in keys if not each.startswith("x-")):
        old, new = before.get(key), after.get(key)
        if old != new:
            kind = _KEYWORDS.get(key, _other)(old, new)
            if kind is not None:
                yield kind, f"{key} {shown(old)} → {shown(new)}"


def _bounds(
    before: Schema, after: Schema, inclusive: str, exclusive: str, sign: int
) -> Iterator[Step]:
    """Yield the change of a limit of a number, which has two keywords."""
    old, new = (_bound(each, inclusive, exclusive, sign) for each in (before, after))
    if old != new:
        is_narrower = old is None or (new is not None and new > old)
        words = " → ".join(_bound_text(each, inclusive, exclusive) for each in (before, after))
        yield ("narrowed" if is_narrower else "widened"), f"{inclusive} {words}"


def _bound(
    schema: Schema, inclusive: str, exclusive: str, sign: int
) -> tuple[Fraction, bool] | None:
    """Return a limit so that a greater one admits fewer values; None if there is none."""
    found = [
        (Fraction(str(schema[key])) * sign, is_exclusive)
        for key, is_exclusive in ((inclusive, False), (exclusive, True))
        if isinstance(schema.get(key), int | float)
    ]
    if not found:
        return None
    value, is_exclusive = max(found)
    if is_exclusive and types_of(schema) == {"integer"} and value.denominator == 1:
        return value + 1, False
    return value, is_exclusive


def _bound_text(schema: Schema, inclusive: str, exclusive: str) -> str:
    if exclusive in schema:
        return f"{schema[exclusive]} (exclusive)"
    return shown(schema.get(inclusive))


def _least(old: object, new: object) -> str:
    return "narrowed" if (new or 0) > (old or 0) else "widened"  # type: ignore[operator]


def _most(old: object, new: object) -> str:
    if old is None or new is None:
        return "narrowed" if old is None else "widened"
    return "narrowed" if new < old else "widened"  # type: ignore[operator]


def _limit(old: object, new: object) -> str:
    """Return the kind of a keyword of which two values cannot be compared."""
    if old is None or new is None:
        return "narrowed" if old is None else "widened"
    return "changed"


def _format(old: object, new: object) -> str:
    if (old, new) in _WIDER_FORMATS:
        return "widened"
    return "narrowed" if (new, old) in _WIDER_FORMATS else _limit(old, new)


def _multiple(old: object, new: object) -> str:
    if old is None or new is None:
        return _limit(old, new)
    ratio = Fraction(str(new)) / Fraction(str(old))
    if ratio.denominator == 1:
        return "narrowed"
    return "widened" if ratio.numerator == 1 else "changed"


def _flag(old: object, new: object) -> str | None:
    return None if bool(old) is bool(new) else ("narrowed" if new else "widened")


def _other(_old: object, _new: object) -> str:
    """Return the kind of a keyword that is not understood: it may break everybody."""
    return "changed"


_KEYWORDS: Mapping[str, Callable[[Any, Any], Any]] = MappingProxyType(
    {
        **dict.fromkeys(("minLength", "minItems", "minProperties"), _least),
        **dict.fromkeys(("maxLength", "maxItems", "maxProperties"), _most),
        **dict.fromkeys(("pattern", "contentEncoding", "contentMediaType", "not"), _limit),
        "format": _format,
        "multipleOf": _multiple,
        "uniqueItems": _flag,
    }
)
"""How two values of a keyword compare; of others, any change may break everybody."""
