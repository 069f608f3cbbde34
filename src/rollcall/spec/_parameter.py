"""The parameters of an operation."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import attrs

from rollcall.spec._annotations import Expand, Filter
from rollcall.spec._forms import reach
from rollcall.spec._names import argument_names, python_name
from rollcall.spec._searching import Search
from rollcall.spec._selection import Select
from rollcall.spec._sorting import Sort
from rollcall.spec._source import Location, Source

__all__ = ["Parameter", "read_parameters", "states_of", "with_field_types"]


_OF_TEXTS = frozenset({"pattern", "minLength", "maxLength"})
"""The keywords of a schema that limit a text as a whole."""
_BOUNDS = frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})
_CHECKED: Mapping[str, frozenset[str]] = {
    "boolean": frozenset(),
    "integer": _BOUNDS,
    "number": _BOUNDS,
    "string": frozenset({"minLength", "maxLength", "pattern"}),
}
"""The keywords that a client checks, by type."""
_PYTHON: Mapping[str, set[type[object]]] = {
    "boolean": {bool},
    "integer": {int},
    "number": {int, float},
    "string": {str},
}
"""The types of values in Python, by type."""
_FORMATS = {"date", "date-time", "uuid"}
"""The formats of texts that a client checks, without further keywords."""
_DELIMITERS = {"form": ",", "pipeDelimited": "|", "spaceDelimited": " "}
_NUMERIC = ("integer", "number")
_PROSE = {"title", "description", "default", "deprecated", "example", "examples"}


@attrs.frozen
class Parameter:
    """One parameter of an operation.

    Attributes:
        name: The name on the wire.
        location: The part of the request that has it.
        required: Whether every request has it.
        schema: The JSON Schema of its value; of one value, if it takes several.
        text: The JSON Schema of the text that has several values, or a value with an operator;
            empty: it is that of the value.
        filter: The filter, if it is one.
        expand: The expansion, if it is one.
        search: The search, if it is one.
        sort: The order that it chooses, if it does.
        select: The selection of fields, if it is one.
        at: The location in the spec.
        delimiter: What stands between the values of a parameter that takes several; empty: each
            is sent with the name of the parameter; None: it takes one.
        python_name: The name of the argument in a generated client.
    """

    name: str
    location: Literal["path", "query", "header", "cookie"]
    required: bool
    schema: Mapping[str, Any] = attrs.field(repr=False, eq=False)
    filter: Filter | None = None
    expand: Expand | None = None
    search: Search | None = None
    sort: Sort | None = None
    select: Select | None = None
    at: Location = attrs.field(default=(), repr=False, eq=False)
    delimiter: str | None = None
    text: Mapping[str, Any] = attrs.field(factory=dict, repr=False, eq=False)
    python_name: str = attrs.field(repr=False, eq=False)

    @python_name.default
    def _named(self) -> str:
        return python_name(self.name)

    @property
    def takes_one(self) -> bool:
        """Whether its value is one value, without an operator."""
        return self.delimiter is None and not (self.filter and self.filter.prefixes)

    @property
    def may_be_reference(self) -> bool:
        """Whether it is a filter by a number or a UUID that a server may look up, such as an id."""
        is_free = self.schema.get("type") == "integer" or self.schema.get("format") == "uuid"
        is_closed = bool({"enum", "const"} & self.schema.keys())
        is_equal = self.filter is not None and self.filter.operator == "eq"
        return is_free and not is_closed and is_equal and self.takes_one

    def texts_of(self, text: str) -> list[str]:
        """Return the texts of the values that are written as one text."""
        return text.split(self.delimiter) if self.delimiter else [text]

    @property
    def is_plain(self) -> bool:
        """Whether a client can check all values of the parameter before it sends them."""
        kind = str(self.schema.get("type"))
        if kind not in _CHECKED:
            return False
        has_format = kind == "string" and self.schema.get("format") in _FORMATS
        checked = {"type", "format", "enum", "const", *(() if has_format else _CHECKED[kind])}
        keywords = {each for each in self.schema if not each.startswith("x-")}
        named = [self.schema["const"]] if "const" in self.schema else self.schema.get("enum", ())
        return keywords <= checked | _PROSE and {*map(type, named)} <= _PYTHON[kind]

    @property
    def constant(self) -> str | int | float | bool | None:
        """The value of a required parameter whose schema admits no other; None if there is none."""
        return self.states[0] if self.required and self.has_one_value else None

    @property
    def has_one_value(self) -> bool:
        """Whether the schema admits one value only."""
        is_closed = bool({"const", "enum"} & self.schema.keys())
        return is_closed and len(self.states) == 1

    @property
    def states(self) -> tuple[Any, ...]:
        """The values that the schema names, without duplicates; an open enumeration has more.

        Null, arrays and objects are left out, because a request cannot express them as one text.
        """
        return states_of(self.schema)


def read_parameters(source: Source, operation: Location) -> tuple[Parameter, ...]:
    """Return the parameters of an operation, each with a Python name that no other has.

    Raises:
        SpecError: A parameter has no name or no place.
    """
    found = (_parameter(source, each) for each in source.parameter_locations(operation))
    # A parameter of the operation replaces that of its path item.
    unique = {(each.location, each.name): each for each in found}
    return _named(source, tuple(_spread(source, each) for each in unique.values()))


def _named(source: Source, parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
    """Return the parameters of an operation, each with a Python name that no other has."""
    chosen = (source.get(source.annotation(each.at, "x-name")) for each in parameters)
    operators = (each.filter.operator if each.filter is not None else "eq" for each in parameters)
    names = argument_names(
        zip((each.name for each in parameters), operators, strict=True),
        {index: name for index, name in enumerate(chosen) if name is not None},
    )
    pairs = zip(parameters, names, strict=True)
    return tuple(attrs.evolve(each, python_name=name) for each, name in pairs)


def _parameter(source: Source, at: Location) -> Parameter:
    node = source.get(at)
    for key in ("name", "in"):
        if not isinstance(node, Mapping) or key not in node:
            source.fail(at, f"the parameter has no {key}")
    keys = ("x-filter", "x-expand", "x-search", "x-sort", "x-select")
    found = (source.get(source.annotation(at, each)) for each in keys)
    narrows, expands, searches, sorts, selects = found
    filter_ = Filter.read(narrows) if narrows else None
    select = Select.read(selects) if selects is not None else None
    parameter = Parameter(
        name=str(node["name"]),
        location=node["in"],
        required=bool(node.get("required", False)),
        schema=source.get(source.resolve((*at, "schema"))) or {},
        filter=filter_,
        expand=Expand.read(expands) if expands else None,
        search=Search.read(searches) if searches is not None else None,
        sort=Sort.read(sorts) if sorts else None,
        select=select,
        at=at,
    )
    several = select if filter_ is None or not filter_.takes_several else filter_
    separator = several.separator if several is not None else ""
    if separator or (filter_ is not None and filter_.prefixes):
        parts = {key: each for key, each in parameter.schema.items() if key not in _OF_TEXTS}
        parameter = attrs.evolve(parameter, schema=parts, text=parameter.schema)
    return parameter if several is None else _several(source, parameter, separator)


def _spread(source: Source, parameter: Parameter) -> Parameter:
    """Return a parameter of an array of plain values as one of several values.

    An annotation says itself how many values its parameter takes.
    """
    keys = ("filter", "expand", "search", "sort", "select")
    if any(getattr(parameter, each) is not None for each in keys):
        return parameter
    style = source.get(parameter.at).get("style", "form")
    is_array = parameter.location == "query" and parameter.schema.get("type") == "array"
    if not is_array or style not in _DELIMITERS:
        return parameter
    found = _several(source, parameter, "")
    return found if found.is_plain else parameter


def _several(source: Source, parameter: Parameter, separator: str) -> Parameter:
    """Return a parameter of several values, with the schema of one of them."""
    if separator:
        return attrs.evolve(parameter, delimiter=separator)
    node, schema_at = source.get(parameter.at), source.resolve((*parameter.at, "schema"))
    style = node.get("style", "form")
    is_repeated = node.get("explode", style == "form")
    return attrs.evolve(
        parameter,
        schema=source.get(source.resolve((*schema_at, "items"))) or {},
        delimiter="" if is_repeated else _DELIMITERS[style],
    )


def with_field_types(source: Source, item: object, parameter: Parameter) -> Parameter:
    """Return a filter whose text has more than a value, with the type of the field it reads."""
    filter_ = parameter.filter
    if filter_ is None or filter_.precision != "exact":
        return parameter
    if not filter_.separator and not filter_.prefixes:
        return parameter
    field = reach(source.raw, item, filter_.field)
    types = [each for each in _NUMERIC if each in field.types]
    values = [each.get("enum", ()) for each in field.forms if each.get("type") != "null"]
    if not types and filter_.separator and values and all(values):
        # The schema of the text cannot enumerate the values.
        enum = [*dict.fromkeys(each for some in values for each in some)]
        return attrs.evolve(parameter, schema={"type": "string", "enum": enum})
    if not types:
        return parameter
    if filter_.prefixes:
        filter_ = attrs.evolve(filter_, precision="decimal")
    return attrs.evolve(parameter, schema={"type": types[0]}, filter=filter_)


def states_of(schema: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the scalars that a schema names, without duplicates."""
    scalars = (each for each in _states(schema) if isinstance(each, str | int | float))
    return tuple(dict.fromkeys(scalars))


def _states(schema: Mapping[str, Any]) -> Iterator[Any]:
    yield from [schema["const"]] if "const" in schema else schema.get("enum", ())
    if schema.get("type") == "boolean" and not {"const", "enum"} & schema.keys():
        yield from (True, False)
    # An open enumeration documents these values, and accepts others.
    for keyword in ("anyOf", "oneOf"):
        for branch in schema.get(keyword, ()):
            yield from _states(branch)
