"""Operations: from the paths of a spec to the methods that are generated."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from rollcall.codegen._models import bounds
from rollcall.codegen._names import constant_name, is_attribute, is_constant, snake_name
from rollcall.codegen._pagination import (
    Fields,
    expression,
    identity_of,
    meta_of,
    of_links,
    paging_of,
    size_of_links,
)
from rollcall.codegen._parameters import path_shape
from rollcall.codegen._parsed import (
    BooleanProperty,
    DateProperty,
    DateTimeProperty,
    Endpoint,
    GeneratorData,
    IntProperty,
    ListProperty,
    LiteralEnumProperty,
    ModelProperty,
    PropertyProtocol,
    StringProperty,
    UuidProperty,
)
from rollcall.codegen._spec import Location, Spec

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


_TAKEN = {
    "concurrency",
    "extra_headers",
    "extra_query",
    "limit",
    "on_shift",
    "self",
    "timeout",
}
"""What a method has as arguments beside the operation's parameters."""

_FLAGS = {*_TAKEN, "base_url", "format", "help", "retries"}
"""What a command has as options beside the operation's parameters."""

_PROSE = ("type", "format", "default", "description", "example", "examples")

_SUPPORTED_KEYWORDS = {*_PROSE, *_BOUNDS, "enum", "minLength"}


@attrs.frozen
class Argument:
    """One argument of a method.

    Attributes:
        name: Its name in Python.
        wire_name: The parameter's name in the URL.
        annotation: Its type.
        encoder: The expression that builds its Parameter.
        description: What the docstring says of it.
        field: The field of an item that it filters by, or adds; empty where it does neither.
        choices: The values that it admits, where the API names them.
    """

    name: str
    wire_name: str
    annotation: str
    encoder: str
    description: str
    field: str
    choices: Sequence[str]

    @property
    def type(self) -> str:
        """The type of what a command line gives for it."""
        return "str" if self.choices else self.annotation.split(" ")[0]


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
        expressions: How a body's items and meta are read, and an item's identity.
        pages: The class that says how to get from one page to the next.
        paging: What that class is given, by name.
        identity: The field that identifies an item.
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
    pages: str
    paging: Mapping[str, str]
    identity: str

    @property
    def has_numbered_pages(self) -> bool:
        """Whether pages can be asked for before the one before them has come."""
        return self.pages == "PageNumbers"


def operations(spec: Spec, data: GeneratorData) -> dict[str, Operation]:
    """Describe every operation, by its operationId."""
    endpoints = {
        (path_shape(endpoint.path.get_untrusted_value()), endpoint.method): endpoint
        for collection in data.endpoint_collections_by_tag.values()
        for endpoint in collection.endpoints
    }
    models = {str(model.class_info.name): model for model in data.models}
    described: dict[str, Operation] = {}
    constants: dict[str, str] = {}
    for location in spec.operations():
        endpoint = endpoints[path_shape(str(location[1])), str(location[2])]
        operation = _operation(spec, location, endpoint, models)
        name = str(spec.get((*location, "operationId")))
        other = constants.setdefault(operation.constant, name)
        if not is_constant(operation.constant) or other != name:
            problem = f"{other} and {name} have the same name in Python"
            if other == name:
                problem = f"{name} cannot name an operation: begin with a letter"
            spec.fail((*location, "operationId"), problem)
        described[name] = operation
    if not described:
        spec.fail(("paths",), "there is no operation")
    return described


def _operation(
    spec: Spec,
    location: Location,
    endpoint: Endpoint,
    models: Mapping[str, ModelProperty],
) -> Operation:
    node = spec.get(location)
    if endpoint.method != "get" or "x-list" not in node:
        spec.fail(location, "only list operations are supported: GET, with an x-list")
    properties = {
        prop.name.get_untrusted_value(): prop
        for prop in (*endpoint.path_parameters, *endpoint.query_parameters)
    }
    size = size_of_links(node["x-list"])
    arguments: dict[str, list[Argument]] = {"path": [], "query": []}
    for place in spec.parameters(location):
        parameter = spec.get(place)
        if str(parameter["name"]) not in of_links(node["x-list"]):
            arguments[parameter["in"]].append(
                _argument(spec, place, properties[str(parameter["name"])], size)
            )
    _check_names(spec, location, [*arguments["path"], *arguments["query"]])
    body = next(
        (item.prop for item in endpoint.responses if item.status_code.pattern == "200"), None
    )
    if not isinstance(body, ModelProperty):
        spec.fail((*location, "responses", "200"), "expected an object with the list in it")
    fields = Fields(spec, (*location, "x-list"), models)
    return _list_operation(spec, location, arguments, fields, body)


def _list_operation(
    spec: Spec,
    location: Location,
    arguments: Mapping[str, Sequence[Argument]],
    fields: Fields,
    body: ModelProperty,
) -> Operation:
    node = spec.get(location)
    items = fields.required(body, node["x-list"]["items"])
    if not isinstance(items, ListProperty) or not isinstance(items.inner_property, ModelProperty):
        spec.fail((*fields.annotation, "items"), "expected to find an array of objects there")
    item = items.inner_property
    if "parent" in node["x-list"]:
        fields.required(item, node["x-list"]["parent"]["field"])
    pages, paging = paging_of(fields, location, body)
    meta, meta_model = meta_of(fields, body)
    return Operation(
        method="list",
        constant=constant_name(str(node["operationId"])),
        path=str(location[1]),
        summary=_text(node.get("summary")),
        description=_text(node.get("description")),
        path_arguments=arguments["path"],
        query_arguments=arguments["query"],
        body=body.class_info.name,
        item=item.class_info.name,
        meta=meta_model.class_info.name,
        expressions={
            "items": expression("body", node["x-list"]["items"]),
            "identity": repr(identity_of(fields, item, node["x-list"]["identity"])),
            "meta": meta,
        },
        pages=pages,
        paging=paging,
        identity=_first_token({"field": node["x-list"]["identity"]}),
    )


def _argument(spec: Spec, location: Location, prop: PropertyProtocol, size: str | None) -> Argument:
    parameter = spec.get(location)
    schema_location = spec.resolve((*location, "schema"))
    schema: Mapping[str, Any] = spec.get(schema_location)
    for keyword in schema:
        if keyword not in _SUPPORTED_KEYWORDS:
            spec.fail((*schema_location, keyword), f"{keyword} is not checked in parameters")
    kind = _kind(spec, schema_location, prop)
    if kind is None:
        spec.fail(schema_location, "a parameter must be a string, an integer or a boolean")
    encoder, annotation = kind
    name = snake_name(str(parameter["name"]))
    name = f"{name}_" if name in _TAKEN else name
    limits = [f"{keyword}={schema[keyword]}" for keyword in _BOUNDS if keyword in schema]
    choices = tuple(map(str, schema["enum"])) if encoder == "Choice" else ()
    if choices:
        limits = [repr(choices)]
    elif "minLength" in schema:
        if encoder != "Text":
            spec.fail((*schema_location, "minLength"), "minLength is supported for plain text")
        limits = [f"shortest={schema['minLength']}"]
    for keyword in _BOUNDS:
        if keyword in schema and not (encoder == "Whole" and isinstance(schema[keyword], int)):
            problem = f"{keyword} is supported for integers, as a whole number"
            spec.fail((*schema_location, keyword), problem)
    of_limit = ""
    if parameter["name"] == size and "maximum" in schema:
        of_limit = f"it is the limit, up to {schema['maximum']}"
    words = [_text(parameter.get("description")), bounds(schema), _left_out(schema, of_limit)]
    return Argument(
        name=name,
        wire_name=str(parameter["name"]),
        annotation=annotation,
        encoder=f"{encoder}({', '.join([repr(name), *limits])})",
        description=" ".join(filter(None, words)),
        field=_first_token(parameter.get("x-filter") or parameter.get("x-expand")),
        choices=choices,
    )


def _left_out(schema: Mapping[str, Any], of_limit: str) -> str:
    """Return what holds where an argument is not passed, if that is known."""
    of_server = f"the server uses {schema['default']}" if "default" in schema else ""
    text = ", and without a limit ".join(filter(None, (of_limit, of_server)))
    return f"Left out, {text}." if text else ""


def _kind(spec: Spec, location: Location, prop: PropertyProtocol) -> tuple[str, str] | None:
    """Name the class that encodes a parameter, and the type of its argument."""
    if not isinstance(prop, LiteralEnumProperty):
        return _KINDS.get(type(prop))
    values = spec.get((*location, "enum"))
    if not all(isinstance(value, str) for value in values):
        spec.fail((*location, "enum"), "the values of a parameter's enum are strings")
    return "Choice", f"Literal[{', '.join(repr(str(value)) for value in values)}]"


def _first_token(annotation: Mapping[str, Any] | None) -> str:
    return str(annotation["field"]).split("/")[1] if annotation else ""


def _check_names(spec: Spec, location: Location, arguments: Sequence[Argument]) -> None:
    seen: dict[str, str] = {}
    for argument in arguments:
        if not is_attribute(argument.name):
            problem = f"{argument.wire_name} cannot be the name of a Python argument"
            spec.fail((*location, "parameters"), problem)
        if argument.name in seen:
            problem = f"{seen[argument.name]} and {argument.wire_name} are both {argument.name}"
            spec.fail((*location, "parameters"), f"{problem} in Python")
        seen[argument.name] = argument.wire_name
    _check_flags(spec, location, arguments)


def _check_flags(spec: Spec, location: Location, arguments: Sequence[Argument]) -> None:
    """Check that no two options of the command line have the same name."""
    seen: dict[str, str] = {}
    for argument in arguments:
        name = argument.name.strip("_")
        flags = [f"api_{name}" if name in _FLAGS else name]
        if argument.annotation == "bool":
            flags.append(f"no_{flags[0]}")
        for flag in flags:
            if flag in seen:
                option = f"--{flag.replace('_', '-')}"
                problem = f"{seen[flag]} and {argument.wire_name} are both {option}"
                spec.fail((*location, "parameters"), f"{problem} on the command line")
            seen[flag] = argument.wire_name


def _text(value: object) -> str:
    return " ".join(str(value or "").split())
