"""The operations of a spec and their parameters."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

import attrs

from rollcall.spec._annotations import Expand, Filter, Parent
from rollcall.spec._bodies import body_location, success_status
from rollcall.spec._conventions import Strictness
from rollcall.spec._forms import reach
from rollcall.spec._names import argument_names, numbered, python_name, resource_name, snake_name
from rollcall.spec._paging import Paging, read_paging
from rollcall.spec._place import body_pointer
from rollcall.spec._pointer import Pointer
from rollcall.spec._searching import Search
from rollcall.spec._selection import Select
from rollcall.spec._sorting import Sort, SortKey
from rollcall.spec._source import Location, Source

__all__ = ["ListOperation", "Operation", "Parameter", "read_operations", "states_of"]


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


@attrs.frozen
class Operation:
    """One operation of the API.

    Attributes:
        id: The operationId.
        method: The HTTP method, in capitals.
        path: The path, with the names of its parameters in braces.
        tag: The first tag: the name of the resource, with a dot before the name of a child.
        parameters: Its parameters, those of its path item included.
        security: The names of the security schemes that it accepts.
        requirements: The alternatives of its security, each the names of the schemes that a request
            needs together; an empty one: none is needed.
        at: The location in the spec.
        python_name: The name of the method in a generated client, if the document chooses one.
    """

    id: str
    method: str
    path: str
    tag: str | None
    parameters: tuple[Parameter, ...] = attrs.field(repr=False)
    security: tuple[str, ...] = ()
    requirements: tuple[tuple[str, ...], ...] = ()
    at: Location = attrs.field(default=(), repr=False, eq=False)
    python_name: str = attrs.field(default="", repr=False, eq=False)

    @property
    def needs_credential(self) -> bool:
        """Whether a request without a credential must be refused."""
        return bool(self.requirements) and () not in self.requirements

    @property
    def label(self) -> str:
        """The method and the path."""
        return f"{self.method} {self.path}"

    @property
    def arguments(self) -> tuple[Parameter, ...]:
        """The parameters that a caller may set."""
        return self.parameters

    @property
    def filters(self) -> tuple[Parameter, ...]:
        """The parameters that are filters."""
        return tuple(each for each in self.parameters if each.filter is not None)

    @property
    def sorts(self) -> Mapping[str, Sort]:
        """The orders by the names of the parameters that choose them."""
        return {each.name: each.sort for each in self.parameters if each.sort is not None}

    @property
    def selects(self) -> Mapping[str, Select]:
        """The selections by the names of their parameters."""
        return {each.name: each.select for each in self.parameters if each.select is not None}

    @property
    def flags(self) -> Mapping[str, Expand]:
        """The expansions by the names of their parameters."""
        return {each.name: each.expand for each in self.parameters if each.expand is not None}

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of this name, or None."""
        return next((each for each in self.parameters if each.name == name), None)


@attrs.frozen(kw_only=True)
class ListOperation(Operation):
    """An operation that returns a list (``x-list``).

    Attributes:
        items: The pointer to the items in a body.
        identity: The pointer to the identity in an item.
        paging: The style of paging and its parameters.
        parent: The parent of the items, if they have one.
        strictness: The behaviour where API guidelines differ.
        order: The keys of the documented order; empty if none is documented.
    """

    items: Pointer
    identity: Pointer
    paging: Paging
    parent: Parent | None = None
    strictness: Strictness = attrs.field(factory=Strictness)
    order: tuple[SortKey, ...] = ()

    @property
    def arguments(self) -> tuple[Parameter, ...]:
        """The parameters that a caller of a client may set.

        Those that occur only in links are left out, and those that no annotation explains if a
        client cannot check their values.
        """
        unexplained = self.unexplained
        return tuple(
            each
            for each in self.parameters
            if each.name not in self.paging.carried
            and each.location in {"path", "query"}
            and (each.is_plain or each not in unexplained)
        )

    @property
    def unexplained(self) -> tuple[Parameter, ...]:
        """The parameters of the query whose effect no annotation explains, so no law judges it."""
        chosen = {name for each in self.sorts.values() for name in each.parameters}
        chosen |= {self.paging.requested[0]} if self.paging.requested is not None else set()
        return tuple(
            each
            for each in self.parameters
            if each.location == "query"
            and each.name not in {*self.paging.parameters, *chosen}
            and each.filter is None
            and each.expand is None
            and each.search is None
            and each.sort is None
            and each.select is None
            and each.constant is None
        )

    @property
    def page_size(self) -> Parameter | None:
        """The parameter that limits the items of a page, if there is one."""
        return self.parameter(self.paging.size) if self.paging.size else None

    @property
    def page_selector(self) -> Parameter | None:
        """The parameter that selects the page, if there is one."""
        return self.parameter(self.paging.selector) if self.paging.selector else None

    @property
    def first_index(self) -> int:
        """The number or the offset of the first page."""
        return self._position("minimum", "default")

    @property
    def default_index(self) -> int:
        """The number or the offset of the page that a request without one returns."""
        return self._position("default", "minimum")

    def _position(self, *keywords: str) -> int:
        schema = self.page_selector.schema if self.page_selector is not None else {}
        known = (int(schema[each]) for each in keywords if each in schema)
        return next(known, self.paging.origin)

    def position(self, start: int, size: int) -> int:
        """Return the value of the parameter that selects a page.

        Args:
            start: The number of items before the page.
            size: The page size, at least 1.
        """
        return self.first_index + start * self.paging.step(size) // size

    def start(self, position: int, size: int) -> int:
        """Return the number of items before a page, by the parameter that selects it."""
        return (position - self.first_index) * size // max(1, self.paging.step(size))


def read_operations(source: Source) -> tuple[Operation, ...]:
    """Parse the operations of a spec with valid annotations.

    Raises:
        SpecError: A parameter has no name or no place.
    """
    found = [_operation(source, each) for each in source.operation_locations()]
    taken: set[str | None] = set()
    for index, each in enumerate(found):
        if isinstance(each, ListOperation):
            tag = next(name for name in _resources(each) if name not in taken)
            taken.add(tag)
            found[index] = attrs.evolve(each, tag=tag)
    return tuple(found)


def _resources(operation: ListOperation) -> Iterator[str]:
    """Yield names for the resource of a list, from its tag, its path and its operationId."""
    words = [each for each in operation.path.split("/") if each and "{" not in each]
    last = resource_name(words[-1].replace(".", "_")) if words else ""
    tag = resource_name(operation.tag or "") or last or "items"
    yield tag
    yield f"{tag}.{last or 'items'}"
    yield from numbered(f"{tag}.{snake_name(operation.id)}")


def _operation(source: Source, at: Location) -> Operation:
    node = source.get(at)
    parameters: dict[tuple[str, str], Parameter] = {}
    for place in source.parameter_locations(at):
        parameter = _parameter(source, place)
        parameters[parameter.location, parameter.name] = parameter
    security = node.get("security", source.raw.get("security")) or ()
    spread = tuple(_spread(source, each) for each in parameters.values())
    operation = Operation(
        id=node["operationId"],
        method=str(at[-1]).upper(),
        path=str(at[1]),
        tag=next(iter(node.get("tags") or ()), None),
        parameters=_named(source, spread),
        security=tuple(dict.fromkeys(name for each in security for name in each)),
        requirements=tuple(tuple(each) for each in security),
        at=at,
        python_name=str(node.get("x-name", "")),
    )
    annotation = node.get("x-list")
    if annotation is None:
        return operation
    parent = annotation.get("parent")
    items = body_pointer(annotation["items"]) or Pointer("")
    listed = ListOperation(
        **attrs.asdict(operation, recurse=False),
        items=items,
        identity=Pointer(annotation["identity"]),
        paging=read_paging(annotation["pagination"]),
        parent=Parent.read(parent) if parent else None,
        strictness=Strictness.read(
            source.raw.get("x-strictness", {}), annotation.get("strictness", {})
        ),
        order=tuple(map(SortKey.read, annotation.get("order", ()))),
    )
    return _with_fields(source, listed)


def _with_fields(source: Source, operation: ListOperation) -> ListOperation:
    """Return a list whose parameters know the fields of its items."""
    body = body_location(source, operation.at, success_status(source, operation.at))
    schema = source.get(body) if body is not None else None
    reached = reach(source.raw, schema, operation.items)
    item = next((each["items"] for each in reached.forms if "items" in each), None)
    parent = operation.parent.field if operation.parent is not None else None
    needed = (operation.identity, parent, operation.paging.token_field)
    read = [each for each in needed if each is not None]
    parameters = [_typed(source, item, each) for each in operation.parameters]
    for index, each in enumerate(parameters):
        if each.select is not None:
            select = each.select.completed(source.raw, item, each.states, read)
            parameters[index] = attrs.evolve(each, select=select)
    return attrs.evolve(operation, parameters=tuple(parameters))


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


def states_of(schema: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the scalars that a schema names, without duplicates."""
    scalars = (each for each in _states(schema) if isinstance(each, str | int | float))
    return tuple(dict.fromkeys(scalars))


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


def _typed(source: Source, item: object, parameter: Parameter) -> Parameter:
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


def _states(schema: Mapping[str, Any]) -> Iterator[Any]:
    yield from [schema["const"]] if "const" in schema else schema.get("enum", ())
    if schema.get("type") == "boolean" and not {"const", "enum"} & schema.keys():
        yield from (True, False)
    # An open enumeration documents these values, and accepts others.
    for keyword in ("anyOf", "oneOf"):
        for branch in schema.get(keyword, ()):
            yield from _states(branch)
