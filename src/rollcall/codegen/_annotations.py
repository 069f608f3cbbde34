"""The types of fields, as code, from the parsed schemas."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil, floor
from typing import Any

import attrs

from rollcall.codegen import _parsed as parsed
from rollcall.codegen._choices import TOLD_BY
from rollcall.codegen._parsing import is_map, is_open
from rollcall.spec import Location, Spec

__all__ = ["Schemas", "annotations", "referred"]

_PLAIN: Mapping[type[object], str] = {
    parsed.AnyProperty: "Any",
    parsed.BooleanProperty: "bool",
    parsed.DateProperty: "date",
    parsed.DateTimeProperty: "Instant",
    parsed.IntProperty: "int",
    parsed.NoneProperty: "None",
    parsed.StringProperty: "str",
    parsed.UuidProperty: "UUID",
}

_CONSTRAINTS = {
    "minimum": "ge",
    "maximum": "le",
    "exclusiveMinimum": "gt",
    "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
    "minLength": "min_length",
    "maxLength": "max_length",
    "pattern": "pattern",
    "minItems": "min_length",
    "maxItems": "max_length",
}

_ROUNDED: Mapping[str, Callable[[float], int]] = {
    "minimum": ceil,
    "maximum": floor,
    "exclusiveMinimum": floor,
    "exclusiveMaximum": ceil,
}
"""The bound of an integer that admits the same integers as a bound with a fraction."""

_APPLIES_TO: Mapping[type[object], frozenset[str]] = {
    parsed.IntProperty: frozenset(list(_CONSTRAINTS)[:5]),
    parsed.FloatProperty: frozenset(list(_CONSTRAINTS)[:5]),
    parsed.StringProperty: frozenset(list(_CONSTRAINTS)[5:8]),
    parsed.ListProperty: frozenset(list(_CONSTRAINTS)[8:]),
}


@attrs.frozen
class Schemas:
    """The document, and the names of the schemas that become classes; other objects are dicts.

    Attributes:
        spec: The document.
        models: The names of all classes.
        above: The names of the classes above the one that is written.
    """

    spec: Spec
    models: frozenset[str]
    above: frozenset[str] = frozenset()

    def is_custom(self, annotation: str) -> bool:
        """Return whether a type is decoded by the hook of the package."""
        schema = self.spec.get(("components", "schemas", annotation))
        return schema is not None and (TOLD_BY in schema or is_open(schema))


def annotations(schemas: Schemas, location: Location, prop: parsed.PropertyProtocol) -> list[str]:
    """Return the alternatives of the type of a property, as code; null is the last one."""
    found = dict.fromkeys(_annotations(schemas, location, prop))
    is_nullable = found.pop("None", ...) is None
    if any(map(schemas.is_custom, found)) and not (
        len(found) == 1 and TOLD_BY in schemas.spec.get(("components", "schemas", *found))
    ):
        found = {f"Custom[{' | '.join(found)}]": None}
    return [*found, *(["None"] if is_nullable else [])]


def _annotations(schemas: Schemas, location: Location, prop: parsed.PropertyProtocol) -> list[str]:
    location = schemas.spec.resolve(location)
    if isinstance(prop, parsed.UnionProperty):
        return [
            annotation
            for place, inner in _alternatives(schemas.spec, location, prop)
            for annotation in _annotations(schemas, place, inner)
        ]
    if TOLD_BY in schemas.spec.get(location):
        return [str(location[-1])]
    return [_single_annotation(schemas, location, prop)]


def _single_annotation(schemas: Schemas, location: Location, prop: parsed.PropertyProtocol) -> str:
    spec = schemas.spec
    schema = spec.get(location)
    if isinstance(prop, parsed.ModelProperty):
        name = str(prop.class_info.name)
        return name if name in schemas.models else "dict[str, Any]"
    if isinstance(prop, parsed.ConstProperty):
        return _literals(spec, (*location, "const"), [schema["const"]])
    if isinstance(prop, parsed.LiteralEnumProperty):
        return _literals(spec, (*location, "enum"), sorted(prop.values, key=str))
    if isinstance(prop, parsed.ListProperty):
        key, kind = ("additionalProperties", "dict[str, ") if is_map(schema) else ("items", "list[")
        inner = annotations(schemas, (*location, key), prop.inner_property)
        return _constrained(spec, location, prop, f"{kind}{' | '.join(inner)}]")
    if isinstance(prop, parsed.FloatProperty):
        # An integer stays one: as a float, it would be rounded beyond 2^53.
        return " | ".join(_constrained(spec, location, prop, each) for each in ("int", "float"))
    plain = _PLAIN.get(type(prop))
    if plain is None:
        spec.fail(location, f"a {type(prop).__name__} is not supported")
    return _constrained(spec, location, prop, plain)


def referred(spec: Spec, location: Location) -> Iterator[str]:
    """Yield the names of the schemas in the type of a schema: of objects, and of unions of some."""
    location = spec.resolve(location)
    schema: Mapping[str, Any] = spec.get(location)
    if TOLD_BY in schema or schema.get("properties"):
        yield str(location[-1])
        return
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), Mapping):
            yield from referred(spec, (*location, key))
    for key in ("anyOf", "oneOf"):
        for index in range(len(schema.get(key, ()))):
            yield from referred(spec, (*location, key, index))


def _alternatives(
    spec: Spec, location: Location, prop: parsed.UnionProperty
) -> Iterator[tuple[Location, parsed.PropertyProtocol]]:
    schema = spec.get(location)
    inner = list(prop.inner_properties)
    if isinstance(schema.get("type"), Sequence) and not isinstance(schema["type"], str):
        yield from ((location, item) for item in inner)
        return
    keyword = "anyOf" if "anyOf" in schema else "oneOf"
    places = [(*location, keyword, index) for index in range(len(schema.get(keyword, ())))]
    if len(places) != len(inner):
        spec.fail(location, "two alternatives of this union are of the same type")
    yield from zip(places, inner, strict=True)


def _constrained(spec: Spec, location: Location, prop: parsed.PropertyProtocol, plain: str) -> str:
    schema = spec.get(location)
    applicable = _APPLIES_TO.get(type(prop), frozenset())
    constraints = [
        f"{argument}={_literal(_bound(keyword, schema[keyword], plain))}"
        for keyword, argument in _CONSTRAINTS.items()
        if keyword in schema and keyword in applicable
        # Of binary fractions, even 19.99 is no multiple of 0.01.
        if keyword != "multipleOf" or schema[keyword] % 1 == 0
    ]
    return f"Annotated[{plain}, Meta({', '.join(constraints)})]" if constraints else plain


def _bound(keyword: str, value: object, plain: str) -> object:
    """Return the value of a constraint in the type that it constrains."""
    if plain != "int" or not isinstance(value, float):
        return value
    return _ROUNDED.get(keyword, int)(value)


def _literals(spec: Spec, location: Location, values: Sequence[object]) -> str:
    for value in values:
        if isinstance(value, bool | float) or not isinstance(value, str | int):
            spec.fail(location, f"{value} is neither a string nor an integer")
    # A server may send values that are not documented yet.
    others = sorted({type(value).__name__ for value in values}, reverse=True)
    return " | ".join([f"Literal[{', '.join(_literal(value) for value in values)}]", *others])


def _literal(value: object) -> str:
    return repr(str(value)) if isinstance(value, str) else str(value)
