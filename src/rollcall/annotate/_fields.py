"""The fields of a schema, and the words of their names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from rollcall.spec import Pointer, forms, types_of

__all__ = ["Field", "arrays_of", "field_named", "fields_of", "singular", "snake"]

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_DEPTH = 3
_ENDINGS = ("_at", "_on", "_date", "_time", "_id", "_name", "_gid")
"""What a name of a field often has in addition to that of its parameter."""
_WRAPPERS = {"attributes", "properties", "fields"}
"""Objects that hold the fields of an item."""
_LETTERS = 4
"""The letters of a word that may be the end of the name of a field, at least."""
_SURE = 4
"""The least rank of a match that is hardly anything else."""


@attrs.frozen
class Field:
    """A field of a value.

    Attributes:
        pointer: The pointer to it.
        types: Its types; empty if it may have any.
        format: The format of its texts; empty if it has none.
        states: The values that it can have, if the schema names them.
        is_required: Whether it and the objects around it are required.
    """

    pointer: Pointer
    types: frozenset[str]
    format: str = ""
    states: tuple[Any, ...] = ()
    is_required: bool = False

    @property
    def name(self) -> str:
        """Its own name, in snake case."""
        return snake(str(self.pointer.location[-1])) if self.pointer.location else ""

    @property
    def path(self) -> str:
        """The names that lead to it, in snake case."""
        return "_".join(snake(str(each)) for each in self.pointer.location)

    @property
    def depth(self) -> int:
        """The number of names that lead to it."""
        return len(self.pointer.location)

    def is_a(self, *types: str) -> bool:
        """Return whether the schema says that it is of one of some types."""
        return bool(self.types) and self.types <= {*types}


def snake(name: str) -> str:
    """Return the words of a name in lower case, joined by underscores.

    >>> snake("filter[createdAt][gte]"), snake("$orderby"), snake("X-Total-Count")
    ('filter_created_at_gte', 'orderby', 'x_total_count')
    """
    return "_".join(_WORD.findall(name)).lower()


def singular(words: str) -> str:
    """Return words in snake case with the last one in the singular.

    >>> singular("service_ids"), singular("statuses"), singular("categories"), singular("status")
    ('service_id', 'status', 'category', 'status')
    """
    if words.endswith("ies"):
        return f"{words[:-3]}y"
    if words.endswith(("ses", "xes", "ches", "shes")):
        return words[:-2]
    return words[:-1] if words.endswith("s") and not words.endswith(("ss", "us", "is")) else words


def field_named(fields: Iterable[Field], words: str) -> tuple[Field, bool] | None:
    """Return the scalar field that words in snake case are about, and whether that is sure."""
    scalars = [each for each in fields if not each.is_a("array", "object")]
    ranked = [(_rank(each, words), -each.depth, each) for each in scalars]
    rank, _, found = max(ranked, key=lambda each: each[:2], default=(0, 0, None))
    return (found, rank >= _SURE) if found is not None and rank else None


def _rank(field: Field, words: str) -> int:
    """Return how much words seem to name a field; 0: not at all."""
    alone = singular(words)
    if field.path in {words, alone}:
        return 6
    if field.name in {words, alone}:
        return 5 if snake(str(field.pointer.location[0])) in _WRAPPERS else 2
    if field.path in {f"is_{words}", *(f"{words}{end}" for end in _ENDINGS)}:
        return 4
    if field.format == "date-time" and words in {f"{field.path}_date", f"date_{field.path}"}:
        return 4
    is_end = field.path.endswith((f"_{words}", f"_{alone}"))
    return int(is_end and len(words) >= _LETTERS)


def fields_of(raw: Mapping[str, Any], schema: object) -> list[Field]:
    """Return the fields of an object, and of the objects in it, outer ones first."""
    return sorted(_fields(raw, schema, (), is_required=True), key=lambda each: each.depth)


def arrays_of(raw: Mapping[str, Any], schema: object) -> list[tuple[Pointer, object]]:
    """Return the arrays of objects of a body, each with the schema of its items."""
    places = [Pointer("")]
    places += [each.pointer for each in fields_of(raw, schema) if "array" in each.types]
    found = []
    for place in places:
        inner = next(
            (each["items"] for each in _forms_at(raw, schema, place) if "items" in each), None
        )
        if inner is not None and any(each.get("properties") for each in forms(raw, inner)):
            found.append((place, inner))
    return found


def _forms_at(
    raw: Mapping[str, Any], schema: object, place: Pointer
) -> Sequence[Mapping[str, Any]]:
    found = forms(raw, schema)
    for name in place.location:
        found = tuple(
            form
            for each in found
            if name in (each.get("properties") or {})
            for form in forms(raw, each["properties"][name])
        )
    return found


def _fields(
    raw: Mapping[str, Any], schema: object, above: tuple[str, ...], *, is_required: bool
) -> Iterator[Field]:
    seen: dict[str, None] = {}
    for form in forms(raw, schema):
        for name, inner in (form.get("properties") or {}).items():
            if name in seen:
                continue
            seen[name] = None
            location = (*above, name)
            inside = forms(raw, inner)
            types = [types_of(each) for each in inside]
            needed = is_required and name in (form.get("required") or ())
            yield Field(
                pointer=Pointer.at(location),
                types=frozenset().union(*types) if all(types) else frozenset(),
                format=next((str(each["format"]) for each in inside if "format" in each), ""),
                states=tuple(value for each in inside for value in each.get("enum") or ()),
                is_required=needed,
            )
            if len(location) < _DEPTH and any(each.get("properties") for each in inside):
                yield from _fields(raw, inner, location, is_required=needed)
