"""The objects within a value, each with its schema, also those of alternatives and of maps."""

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from rollcall.spec._forms import forms, joined, types_of
from rollcall.spec._pointer import Location, Pointer
from rollcall.spec._spec import Spec

__all__ = [
    "EACH",
    "Described",
    "Part",
    "PartReader",
    "named_schemas",
    "schema_name",
    "schema_parts",
]

EACH = "*"
"""Each element of an array, or each value of a map, in a path."""

_MOST = 500
"""The objects of a schema that are told apart by their paths, at most."""

Schema = Mapping[str, Any]


@attrs.frozen
class Part:
    """A part of a value that is an object, with its schema.

    Attributes:
        name: The name of its schema; empty if the schema has no name.
        schema: Its schema, without references and alternatives.
        value: The part.
        location: The keys and indices that lead to it.
    """

    name: str
    schema: Schema = attrs.field(repr=False)
    value: Mapping[str, Any]
    location: Location = ()


@attrs.frozen
class Described:
    """An object that a schema describes: the schema itself, or one of its alternatives.

    Attributes:
        name: The name of its schema; empty if the schema has no name.
        schema: Its schema, without references and alternatives.
        tags: The values that a discriminator has in it, by the name of the discriminator.
        references: The references that led to it.
    """

    name: str
    schema: Schema = attrs.field(repr=False)
    tags: Mapping[str, Collection[str]] = MappingProxyType({})
    references: frozenset[str] = frozenset()

    def admits(self, spec: Spec, value: Mapping[str, Any]) -> bool:
        """Return whether a value may be this object, by its fields at the top.

        A value that conforms to the schema is always admitted.
        """
        if "object" not in (types_of(self.schema) or {"object"}):
            return False
        if any(value.get(name) not in known for name, known in self.tags.items()):
            return False
        if not all(name in value for name in self.schema.get("required", ())):
            return False
        fields = self.schema.get("properties", {}).items()
        return all(_may_be(spec, inner, value[name]) for name, inner in fields if name in value)


def _may_be(spec: Spec, schema: Schema, value: object) -> bool:
    """Return whether a field may have a value, by its type and its enumeration."""
    kinds = types_of({"const": value})
    kinds |= {"number"} if "integer" in kinds else frozenset()
    for form in forms(spec.raw, schema):
        types, named = types_of(form), form.get("enum", [form["const"]] if "const" in form else [])
        if (not types or types & kinds) and (not named or value in named):
            return True
    return value is None


def schema_name(node: Schema) -> str:
    """Return the name of the referenced schema; empty if the node is not a reference."""
    return str(node.get("$ref", "")).rpartition("/")[2]


def _described(
    spec: Spec, schema: Schema, name: str = "", references: frozenset[str] = frozenset()
) -> Iterator[Described]:
    """Yield the forms of a schema, each with its name: that of the innermost reference."""
    while "$ref" in schema:
        reference = str(schema["$ref"])
        if reference in references:
            return
        name, references = schema_name(schema), references | {reference}
        schema = Pointer(reference[1:]).read(spec.raw)
    keyword = next((each for each in ("oneOf", "anyOf") if schema.get(each)), "")
    if not keyword:
        for form in forms(spec.raw, schema):
            yield Described(name, form, references=references)
        return
    own = {key: each for key, each in schema.items() if key != keyword}
    for each in schema[keyword]:
        tags = _tags(own.get("discriminator"), each)
        for inner in _described(spec, each, name, references):
            for form in forms(spec.raw, own):
                whole = joined((inner.schema, form))
                yield attrs.evolve(inner, schema=whole, tags={**inner.tags, **tags})


def _tags(discriminator: object, alternative: Schema) -> Mapping[str, Collection[str]]:
    """Return the values that a discriminator has in an alternative, by its name."""
    if not isinstance(discriminator, Mapping) or "$ref" not in alternative:
        return {}
    reference, name = str(alternative["$ref"]), schema_name(alternative)
    mapping: Mapping[str, str] = discriminator.get("mapping") or {}
    named = [tag for tag, target in mapping.items() if target in {reference, name}]
    return {str(discriminator["propertyName"]): named or [name]}


@attrs.frozen
class PartReader:
    """Finds the objects in values, and keeps what their schemas describe.

    Attributes:
        spec: The document.
    """

    spec: Spec
    _known: dict[int, tuple[Schema, list[Described]]] = attrs.field(factory=dict, repr=False)

    def parts(self, schema: Schema, value: object, location: Location = ()) -> Iterator[Part]:
        """Yield every object in a value, including the value, with its schema.

        Of the alternatives that a value may be, only what they have in common describes it.
        """
        if isinstance(value, Mapping):
            described = self._described(schema)
            if len(described) > 1:
                described = [each for each in described if each.admits(self.spec, value)]
            if not described:
                return
            whole = _common([each.schema for each in described])
            for name in dict.fromkeys(each.name for each in described):
                if "properties" in whole:
                    yield Part(name, whole, value, location)
            named, more = whole.get("properties", {}), whole.get("additionalProperties")
            for key, each in value.items():
                inner = named.get(key, more)
                if isinstance(inner, Mapping):
                    yield from self.parts(inner, each, (*location, key))
        elif isinstance(value, list):
            arrays = [each.schema for each in self._described(schema) if _is_array(each)]
            for index, each in enumerate(value if len(arrays) == 1 else ()):
                yield from self.parts(arrays[0]["items"], each, (*location, index))

    def _described(self, schema: Schema) -> list[Described]:
        # The schema is kept, so that no other one gets its id.
        if id(schema) not in self._known:
            self._known[id(schema)] = schema, [*_described(self.spec, schema)]
        return self._known[id(schema)][1]


def _is_array(described: Described) -> bool:
    return isinstance(described.schema.get("items"), Mapping)


def _common(schemas: Sequence[Schema]) -> Schema:
    """Return what several alternatives have in common: fields and rules."""
    first, *others = schemas
    if not others:
        return first
    fields = {
        name: each
        for name, each in first.get("properties", {}).items()
        if all(other.get("properties", {}).get(name) == each for other in others)
    }
    rules = [
        each
        for each in first.get("x-invariants", ())
        if all(each in other.get("x-invariants", ()) for other in others)
    ]
    return {"properties": fields, "x-invariants": rules}


def named_schemas(
    spec: Spec, schema: Schema, *, without: Collection[tuple[str, str]] = ()
) -> Iterator[tuple[str, Schema]]:
    """Yield the names and schemas of all objects that a value of a schema may contain.

    Args:
        spec: The document.
        schema: The schema of the value.
        without: Pairs of a schema name and a field that are skipped.
    """
    seen: set[str] = set()
    waiting = deque([schema])
    while waiting:
        described = [*_described(spec, waiting.popleft())]
        new = [each for each in described if not each.references or each.references - seen]
        seen |= {reference for each in described for reference in each.references}
        for each in new:
            if "properties" in each.schema:
                yield each.name, each.schema
            inner = _inner(each.schema)
            waiting += [node for key, node in inner if (each.name, key) not in without]


def schema_parts(spec: Spec, schema: Schema) -> Iterator[tuple[tuple[str, ...], Described]]:
    """Yield the objects that a value of a schema may contain, each with its path; outer ones first.

    A schema is not followed within itself, and a map only if it has no fields of its own. Of a
    schema with very many objects, the inner ones are left out.
    """
    waiting: deque[tuple[tuple[str, ...], Schema, frozenset[str]]] = deque(
        [((), schema, frozenset())]
    )
    count = 0
    while waiting and count < _MOST:
        path, node, references = waiting.popleft()
        for each in _described(spec, node, references=references):
            if "properties" in each.schema:
                count += 1
                yield path, each
            is_map = "properties" not in each.schema
            waiting += [
                ((*path, key), inner, each.references)
                for key, inner in _inner(each.schema)
                if key != EACH or is_map
            ]


def _inner(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Yield the schemas of the fields of an object, and of each element of an array or a map."""
    yield from (schema.get("properties") or {}).items()
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), Mapping):
            yield EACH, schema[keyword]
