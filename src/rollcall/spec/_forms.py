"""The forms of a schema: its references followed, ``allOf`` joined, alternatives apart, no null."""

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import product
from math import prod
from types import MappingProxyType
from typing import Any

import attrs

from rollcall.spec._pointer import Pointer

__all__ = ["Reached", "described", "forms", "joined", "reach", "types_of"]

Schema = Mapping[str, Any]

_TYPES: Mapping[type[object], str] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    dict: "object",
    list: "array",
    type(None): "null",
}
_ANY: Schema = {}
_OPEN = ("patternProperties", "if", "not", "dependentSchemas", "$dynamicRef")
"""The keywords that may describe more fields than ``properties``."""
_MOST = 1000
"""The combinations of alternatives that are told apart, at most."""


def types_of(schema: Schema) -> frozenset[str]:
    """Return the types that a schema admits; empty if it admits any.

    >>> sorted(types_of({"enum": ["a", None]}))
    ['null', 'string']
    """
    named = schema.get("type")
    if named is not None:
        names = [named] if isinstance(named, str) else named
        return frozenset(each for each in names if each in _TYPES.values())
    for values in (schema.get("enum"), [schema["const"]] if "const" in schema else None):
        if isinstance(values, list):
            return frozenset(_TYPES[type(each)] for each in values)
    if "properties" in schema:
        return frozenset(["object"])
    return frozenset(["array"] if "items" in schema else [])


def described(types: Collection[str]) -> str:
    """Return the names of types in words.

    >>> described({"string", "integer"})
    'an integer or a string'
    """
    return " or ".join(f"{'an' if each[0] in 'aio' else 'a'} {each}" for each in sorted(types))


def forms(raw: Schema, schema: object, seen: tuple[str, ...] = ()) -> tuple[Schema, ...]:
    """Return the forms of a schema: the value has one of them, unless it is null.

    A form has no ``$ref``, ``allOf``, ``anyOf`` and ``oneOf`` at its top. A schema that admits
    every value, cannot be followed or has too many forms has the form ``{}``.
    """
    if not isinstance(schema, Mapping):
        return (_ANY,)
    own = {key: each for key, each in schema.items() if key not in _COMBINING}
    parts: list[tuple[Schema, ...]] = [(own,)]
    if "$ref" in schema:
        reference = str(schema["$ref"])
        target = Pointer(reference[1:]).read(raw) if reference[:1] == "#" else None
        if target is None or reference in seen:
            return (_ANY,)
        parts.append(forms(raw, target, (*seen, reference)))
    parts += [forms(raw, each, seen) for each in schema.get("allOf") or ()]
    for keyword in ("anyOf", "oneOf"):
        if schema.get(keyword):
            parts.append(tuple(f for each in schema[keyword] for f in forms(raw, each, seen)))
    if prod(map(len, parts)) > _MOST:
        return (_ANY,)
    found = (_without_null(joined(each)) for each in product(*parts))
    return tuple(each for each in found if each is not None)


_COMBINING = {"$ref", "allOf", "anyOf", "oneOf"}


def joined(schemas: tuple[Schema, ...]) -> Schema:
    """Return the schema of the values that several schemas describe together."""
    found: dict[str, Any] = {}
    for each in reversed(schemas):
        for key, value in each.items():
            both = _JOINED.get(key) if key in found else None
            found[key] = value if both is None else both(value, found[key])
    return found


def _united(some: list[Any], others: list[Any]) -> list[Any]:
    return [*some, *(each for each in others if each not in some)]


def _shared(some: list[Any], others: list[Any]) -> list[Any]:
    """Return the values of both lists; the first list if there are none."""
    return [each for each in some if each in others] or some


def _narrower(some: object, others: object) -> object:
    """Return the types that two values of ``type`` admit together; the first if there are none."""
    one, other = types_of({"type": some}), types_of({"type": others})
    found = one & other
    if "integer" in one | other and "number" in one | other:
        found |= {"integer"}
    return (sorted(found) if len(found) > 1 else min(found)) if found else some


def _both(some: Schema, others: Schema) -> Schema:
    shared = {
        name: {"allOf": [some[name], others[name]]}
        for name in some.keys() & others.keys()
        if some[name] != others[name]
    }
    return {**some, **others, **shared}


_JOINED: Mapping[str, Callable[[Any, Any], Any]] = MappingProxyType(
    {
        "properties": _both,
        "required": _united,
        "x-invariants": _united,
        "enum": _shared,
        "type": _narrower,
        **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems"), max),
        **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems"), min),
    }
)
"""How two values of a keyword are joined; of others, the first one counts."""


def _without_null(form: Schema) -> Schema | None:
    """Return a form without null; None if it admits nothing else."""
    types = types_of(form)
    if "null" not in types:
        return form
    others = [each for each in sorted(types) if each != "null"]
    if not others:
        return None
    found = dict(form)
    if "type" in found:
        found["type"] = others[0] if len(others) == 1 else others
    if "enum" in found:
        found["enum"] = [each for each in found["enum"] if each is not None]
    return found


@attrs.frozen
class Reached:
    """What a pointer leads to.

    Attributes:
        forms: The forms of the value; empty if no schema has it.
        missing: The pointer, up to the first part that no schema has; empty if all do.
        known: The pointers that lead to a part beside the missing one.
        above: The types of the value that lacks the missing part.
    """

    forms: tuple[Schema, ...] = ()
    missing: str = ""
    known: tuple[str, ...] = ()
    above: frozenset[str] = frozenset()

    @property
    def types(self) -> frozenset[str]:
        """The types of the value; empty if it may have any."""
        return _types_of_all(self.forms)


def reach(raw: Schema, schema: object, pointer: Pointer) -> Reached:
    """Follow a pointer from a value of a schema.

    An open schema, such as an object without properties, has every name.
    """
    here, above = forms(raw, schema), ""
    for name in pointer.location:
        below = [form for each in here for form in _inner(raw, each, name)]
        if not below:
            known = dict.fromkeys(
                f"{above}{Pointer.at([k])}" for each in here for k in _names(each)
            )
            missing = f"{above}{Pointer.at([name])}"
            return Reached((), missing, tuple(known), _types_of_all(here))
        here, above = tuple(below), f"{above}{Pointer.at([name])}"
    return Reached(here)


def _types_of_all(found: tuple[Schema, ...]) -> frozenset[str]:
    types = [types_of(each) for each in found]
    return frozenset().union(*types) if all(types) else frozenset()


def _inner(raw: Schema, form: Schema, name: str) -> Iterator[Schema]:
    types = types_of(form)
    if name in _names(form):
        yield from forms(raw, form["properties"][name])
    elif types == {"array"}:
        if name.isdigit():
            yield from forms(raw, form.get("items"))
    elif not types or "object" in types:
        more = form.get("additionalProperties")
        if isinstance(more, Mapping):
            yield from forms(raw, more)
        elif more or not _names(form) or any(each in form for each in _OPEN):
            yield _ANY


def _names(form: Schema) -> Schema:
    found: Schema = form.get("properties") or {}
    return found
