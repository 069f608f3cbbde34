"""Operations: from the paths of a spec to the methods that are generated."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from ._document import Document, Location
from ._models import bounds
from ._names import constant_name, is_attribute, is_constant, snake_name
from ._parameters import path_shape
from ._parsed import (
    BooleanProperty,
    DateProperty,
    DateTimeProperty,
    Endpoint,
    GeneratorData,
    IntProperty,
    ListProperty,
    ModelProperty,
    PropertyProtocol,
    StringProperty,
    UuidProperty,
)

__all__ = ["Argument", "Operation", "operations"]

_KINDS: Mapping[type[object], tuple[str, str]] = {
    BooleanProperty: ("Flag", "bool"),
    DateProperty: ("Day", "date"),
    DateTimeProperty: ("Moment", "datetime"),
    IntProperty: ("Whole", "int"),
    StringProperty: ("Text", "str"),
    UuidProperty: ("Identifier", "UUID | str"),
}

_BOUNDS = ("minimum", "maximum")


_SUPPORTED_KEYWORDS = {"type", "format", "default", "description", "example", "examples", *_BOUNDS}


@attrs.frozen
class Argument:
    """One argument of a method.

    Attributes:
        name: Its name in Python.
        wire_name: The parameter's name in the URL.
        annotation: Its type.
        encoder: The expression that builds its Parameter.
        description: What the docstring says of it.
    """

    name: str
    wire_name: str
    annotation: str
    encoder: str
    description: str


@attrs.frozen
class Operation:
    """One list operation.

    Attributes:
        method: The name of its method.
        constant: The name of its ListOperation.
        path: Its path, with the names of its parameters in braces.
        summary: What it does, in a line.
        description: What it does.
        path_arguments: The arguments that fill in its path, in order.
        query_arguments: The arguments that go into the query, in order.
        body: The model of a response body.
        item: The model of an item.
        meta: The model of the page information.
        expressions: How a body's items, meta, echo, total_pages and total_items are read.
        index: The query parameter that asks for a page.
        first: The number of the first page.
    """

    method: str
    constant: str
    path: str
    summary: str
    description: str
    path_arguments: Sequence[Argument]
    query_arguments: Sequence[Argument]
    body: str
    item: str
    meta: str
    expressions: Mapping[str, str]
    index: str
    first: int


def operations(document: Document, data: GeneratorData) -> dict[str, Operation]:
    """Describe every operation, by its operationId."""
    endpoints = {
        (path_shape(endpoint.path.get_untrusted_value()), endpoint.method): endpoint
        for collection in data.endpoint_collections_by_tag.values()
        for endpoint in collection.endpoints
    }
    described: dict[str, Operation] = {}
    constants: dict[str, str] = {}
    for location in document.operations():
        endpoint = endpoints[path_shape(str(location[1])), str(location[2])]
        operation = _operation(document, location, endpoint)
        name = str(document.get((*location, "operationId")))
        other = constants.setdefault(operation.constant, name)
        if not is_constant(operation.constant) or other != name:
            problem = f"{other} and {name} have the same name in Python"
            if other == name:
                problem = f"{name} cannot name an operation: begin with a letter"
            document.fail((*location, "operationId"), problem)
        described[name] = operation
    if not described:
        document.fail(("paths",), "there is no operation")
    return described


def _operation(document: Document, location: Location, endpoint: Endpoint) -> Operation:
    spec = document.get(location)
    if endpoint.method != "get" or "x-list" not in spec:
        document.fail(location, "only list operations are supported: GET, with an x-list")
    properties = {
        prop.name.get_untrusted_value(): prop
        for prop in (*endpoint.path_parameters, *endpoint.query_parameters)
    }
    arguments: dict[str, list[Argument]] = {"path": [], "query": []}
    for place in document.parameters(location):
        parameter = document.get(place)
        arguments[parameter["in"]].append(
            _argument(document, place, properties[str(parameter["name"])])
        )
    _check_names(document, location, [*arguments["path"], *arguments["query"]])
    body = next(
        (item.prop for item in endpoint.responses if item.status_code.pattern == "200"), None
    )
    if not isinstance(body, ModelProperty):
        document.fail((*location, "responses", "200"), "expected an object with the list in it")
    return _list_operation(document, location, arguments, body)


def _list_operation(
    document: Document,
    location: Location,
    arguments: Mapping[str, Sequence[Argument]],
    body: ModelProperty,
) -> Operation:
    spec = document.get(location)
    annotation = (*location, "x-list")
    pagination = spec["x-list"]["pagination"]
    pointers = {
        "items": spec["x-list"]["items"],
        "echo": pagination["pageIndex"].get("echo"),
        "total_pages": pagination.get("totalPages"),
        "total_items": pagination.get("totalItems"),
    }
    for name, pointer in pointers.items():
        if pointer is None:
            document.fail(annotation, f"the client needs to know where to read {name}")
    pointers["meta"] = "/" + pointers["echo"].split("/")[1]
    reached = {name: _follow(document, annotation, body, path) for name, path in pointers.items()}
    for name in ("echo", "total_pages", "total_items"):
        if not isinstance(reached[name], IntProperty):
            document.fail(annotation, f"expected to find an integer at {pointers[name]}")
    items, meta = reached["items"], reached["meta"]
    if not isinstance(items, ListProperty) or not isinstance(items.inner_property, ModelProperty):
        document.fail((*annotation, "items"), "expected to find an array of objects there")
    parent = spec["x-list"].get("parent", {})
    for pointer in filter(None, (spec["x-list"]["identity"], parent.get("field"))):
        _follow(document, annotation, items.inner_property, pointer)
    index = str(pagination["pageIndex"]["parameter"])
    return Operation(
        method="list",
        constant=constant_name(str(spec["operationId"])),
        path=str(location[1]),
        summary=_text(spec.get("summary")),
        description=_text(spec.get("description")),
        path_arguments=arguments["path"],
        query_arguments=arguments["query"],
        body=body.class_info.name,
        item=items.inner_property.class_info.name,
        meta=meta.class_info.name if isinstance(meta, ModelProperty) else body.class_info.name,
        expressions={
            name: "body" + pointer.replace("/", ".")
            for name, pointer in pointers.items()
            if name != "meta" or isinstance(meta, ModelProperty)
        },
        index=index,
        first=_first_page(document, location, index),
    )


def _argument(document: Document, location: Location, prop: PropertyProtocol) -> Argument:
    parameter = document.get(location)
    schema_location = document.resolve((*location, "schema"))
    schema: Mapping[str, Any] = document.get(schema_location)
    for keyword in schema:
        if keyword not in _SUPPORTED_KEYWORDS:
            document.fail((*schema_location, keyword), f"{keyword} is not checked in parameters")
    kind = _KINDS.get(type(prop))
    if kind is None:
        document.fail(schema_location, "a parameter must be a string, an integer or a boolean")
    encoder, annotation = kind
    name = snake_name(str(parameter["name"]))
    limits = [f"{keyword}={schema[keyword]}" for keyword in _BOUNDS if keyword in schema]
    for keyword in _BOUNDS:
        if keyword in schema and not (encoder == "Whole" and isinstance(schema[keyword], int)):
            problem = f"{keyword} is supported for integers, as a whole number"
            document.fail((*schema_location, keyword), problem)
    words = [_text(parameter.get("description")), bounds(schema)]
    if "default" in schema:
        words.append(f"Left out, the server uses {schema['default']}.")
    return Argument(
        name=name,
        wire_name=str(parameter["name"]),
        annotation=annotation,
        encoder=f"{encoder}({', '.join([repr(name), *limits])})",
        description=" ".join(filter(None, words)),
    )


def _check_names(document: Document, location: Location, arguments: Sequence[Argument]) -> None:
    seen: dict[str, str] = {}
    for argument in arguments:
        if not is_attribute(argument.name) or argument.name == "self":
            problem = f"{argument.wire_name} cannot be the name of a Python argument"
            document.fail((*location, "parameters"), problem)
        if argument.name in seen:
            problem = f"{seen[argument.name]} and {argument.wire_name} are both {argument.name}"
            document.fail((*location, "parameters"), f"{problem} in Python")
        seen[argument.name] = argument.wire_name


def _follow(
    document: Document, annotation: Location, body: PropertyProtocol, pointer: str
) -> PropertyProtocol:
    reached = body
    for token in pointer.split("/")[1:]:
        fields = {}
        if isinstance(reached, ModelProperty):
            fields = {
                prop.name.get_untrusted_value(): prop
                for prop in (reached.required_properties or ())
            }
        if token not in fields:
            document.fail(annotation, f"{pointer} leads to no required field")
        reached = fields[token]
    return reached


def _first_page(document: Document, location: Location, index: str) -> int:
    for place in document.parameters(location):
        parameter = document.get(place)
        if parameter["name"] == index:
            return int(parameter["schema"].get("default", parameter["schema"].get("minimum", 1)))
    place = (*location, "x-list", "pagination", "pageIndex")
    return document.fail(place, f"the operation has no parameter {index}")


def _text(value: object) -> str:
    return " ".join(str(value or "").split())
