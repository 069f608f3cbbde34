"""The methods of a package, from the operations of a spec."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from rollcall.codegen import _parsed as parsed
from rollcall.codegen._models import bounds
from rollcall.codegen._names import constant_name, is_attribute, is_constant
from rollcall.codegen._pagination import Fields, expression, type_of_body
from rollcall.codegen._text import one_line
from rollcall.codegen._validation import path_shape
from rollcall.spec import OPTIONS, CursorPaging, ListOperation, Location, Parameter, Spec

__all__ = ["Argument", "Operation", "operations"]

_KINDS: Mapping[type[object], tuple[str, str]] = {
    parsed.BooleanProperty: ("BooleanParameter", "bool"),
    parsed.DateProperty: ("DateParameter", "date"),
    parsed.DateTimeProperty: ("DateTimeParameter", "datetime"),
    parsed.IntProperty: ("IntegerParameter", "int"),
    parsed.StringProperty: ("Text", "str"),
    parsed.UuidProperty: ("Identifier", "UUID | str"),
}

_BOUNDS = ("minimum", "maximum")


_FLAGS = {*OPTIONS, "base_url", "format", "help", "retries"}
"""The options of a command beside the parameters of its operation."""

_PROSE = ("type", "format", "default", "title", "description", "deprecated", "example", "examples")

_SUPPORTED_KEYWORDS = {*_PROSE, *_BOUNDS, "enum", "minLength"}


@attrs.frozen
class Argument:
    """An argument of a method.

    Attributes:
        name: Its name in Python.
        wire_name: The parameter's name in the URL.
        annotation: Its type.
        encoder: The expression that builds its Parameter.
        description: Its description in the docstring.
        field: The field of an item that it filters by or adds; empty if it does neither.
        choices: The valid values, if the spec names them.
        element: The type of one of several values; empty if it takes one.
    """

    name: str
    wire_name: str
    annotation: str
    encoder: str
    description: str
    field: str
    choices: Sequence[str]
    element: str = ""

    @property
    def type(self) -> str:
        """The type of its value on the command line."""
        return "str" if self.choices else (self.element or self.annotation).split(" ")[0]


@attrs.frozen
class Operation:
    """A list operation.

    Attributes:
        method: The name of its method.
        constant: The name of its ListOperation.
        path: Its path, with the names of its parameters in braces.
        summary: A line about it.
        description: Its description.
        path_arguments: The arguments that fill in its path, in order.
        query_arguments: The arguments that go into the query, in order.
        body: The type of a response body.
        item: The model of an item.
        meta: The type of the page information.
        items_at: The names that lead to the array of the items in the body.
        expressions: The code that reads a body's items and meta, and an item's identity.
        pages: The class for the style of paging.
        paging: The arguments of that class, as code.
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
    items_at: tuple[str, ...]
    expressions: Mapping[str, str]
    pages: str
    paging: Mapping[str, str]
    identity: str

    @property
    def has_numbered_pages(self) -> bool:
        """Whether pages can be requested at the same time."""
        return self.pages == "PageNumbers"


def operations(spec: Spec, data: parsed.GeneratorData) -> dict[str, Operation]:
    """Return every operation by its operationId."""
    endpoints = {
        (path_shape(endpoint.path.get_untrusted_value()), endpoint.method): endpoint
        for collection in data.endpoint_collections_by_tag.values()
        for endpoint in collection.endpoints
    }
    models = {str(model.class_info.name): model for model in data.models}
    described: dict[str, Operation] = {}
    constants: dict[str, str] = {}
    for each in spec.operations:
        if each.method != "GET" or not isinstance(each, ListOperation):
            spec.fail(each.at, "only GET operations with x-list are supported")
        operation = _operation(spec, each, endpoints[path_shape(each.path), "get"], models)
        other = constants.setdefault(operation.constant, each.id)
        if not is_constant(operation.constant) or other != each.id:
            problem = f"{other} and {each.id} have the same name in Python"
            if other == each.id:
                problem = f"{each.id} cannot name an operation: use a letter first"
            spec.fail((*each.at, "operationId"), problem)
        described[each.id] = operation
    if not described:
        spec.fail(("paths",), "the document has no operations")
    return described


def _operation(
    spec: Spec,
    listed: ListOperation,
    endpoint: parsed.Endpoint,
    models: Mapping[str, parsed.ModelProperty],
) -> Operation:
    properties = {
        prop.name.get_untrusted_value(): prop
        for prop in (*endpoint.path_parameters, *endpoint.query_parameters)
    }
    arguments: dict[str, list[Argument]] = {"path": [], "query": []}
    token = listed.parameter(listed.paging.token or "")
    # From a token, a caller can continue a list; the opaque part of a link leads nowhere alone.
    starts = [token] if token is not None and isinstance(listed.paging, CursorPaging) else []
    for parameter in (*listed.arguments, *starts):
        argument = _argument(spec, listed, parameter, properties[parameter.name])
        arguments[parameter.location].append(argument)
    _check_names(spec, listed.at, [*arguments["path"], *arguments["query"]])
    body = next(
        (item.prop for item in endpoint.responses if item.status_code.pattern == "200"), None
    )
    if not isinstance(body, parsed.ModelProperty | parsed.ListProperty):
        place = (*listed.at, "responses", "200")
        spec.fail(place, "expected an object that contains the list, or the list")
    fields = Fields(spec, listed, body, models)
    items = fields.required(body, listed.items)
    if not isinstance(items, parsed.ListProperty) or not isinstance(
        items.inner_property, parsed.ModelProperty
    ):
        place = (*listed.at, "x-list", "items")
        spec.fail(place, "expected an array of objects at this pointer")
    item = items.inner_property
    if listed.parent is not None:
        fields.required(item, listed.parent.field)
    pages, paging = fields.paging()
    meta, meta_type = fields.meta()
    return Operation(
        method="list",
        constant=constant_name(listed.id),
        path=listed.path,
        summary=one_line(spec.get((*listed.at, "summary"))),
        description=one_line(spec.get((*listed.at, "description"))),
        path_arguments=arguments["path"],
        query_arguments=arguments["query"],
        body=type_of_body(body),
        item=item.class_info.name,
        meta=meta_type,
        items_at=tuple(map(str, listed.items.location)),
        expressions={
            "items": expression("body", listed.items),
            "identity": repr(fields.identity(item)),
            "meta": meta,
        },
        pages=pages,
        paging=paging,
        identity=listed.identity.location[0],
    )


def _argument(
    spec: Spec, operation: ListOperation, parameter: Parameter, prop: parsed.PropertyProtocol
) -> Argument:
    schema = parameter.schema
    encoder, annotation, choices = _encoder(spec, parameter, prop)
    is_list = parameter.delimiter is not None
    if is_list:
        count = ["count=2"] if parameter.filter and parameter.filter.operator == "between" else []
        encoder = f"Several({', '.join([encoder, repr(parameter.delimiter), *count])})"
    of_limit = ""
    is_size = operation.paging.selector is None and parameter.name == operation.paging.size
    if is_size and "maximum" in schema:
        of_limit = f"it is the limit, up to {schema['maximum']}"
    description = one_line(spec.get((*parameter.at, "description")))
    words = [description, bounds(schema), _left_out(schema, of_limit)]
    meaning = parameter.filter or parameter.expand
    return Argument(
        name=parameter.python_name,
        wire_name=parameter.name,
        annotation=f"Sequence[{annotation}]" if is_list else annotation,
        encoder=encoder,
        description=" ".join(filter(None, words)),
        field=meaning.field.location[0] if meaning is not None else "",
        choices=choices,
        element=annotation if is_list else "",
    )


def _encoder(
    spec: Spec, parameter: Parameter, prop: parsed.PropertyProtocol
) -> tuple[str, str, Sequence[str]]:
    """Return the code that encodes one value, its type, and the valid values if they are known."""
    schema, place = parameter.schema, spec.resolve((*parameter.at, "schema"))
    if parameter.delimiter is not None and isinstance(prop, parsed.ListProperty):
        prop, place = prop.inner_property, spec.resolve((*place, "items"))
    unknown = {each for each in schema if not each.startswith("x-")} - _SUPPORTED_KEYWORDS
    for keyword in sorted(unknown):
        spec.fail((*place, keyword), f"{keyword} is not supported in parameters")
    kind = _kind(spec, place, prop)
    if kind is None:
        spec.fail(place, "a parameter must be a string, an integer or a boolean")
    if parameter.delimiter is not None and schema.get("type") == "integer":
        # The schema of a text with a separator is that of the field.
        kind = _KINDS[parsed.IntProperty]
    encoder, annotation = kind
    limits = [f"{keyword}={schema[keyword]}" for keyword in _BOUNDS if keyword in schema]
    choices = tuple(schema["enum"]) if encoder == "Choice" else ()
    if choices:
        limits = [repr(choices)]
    elif "minLength" in schema:
        if encoder != "Text":
            spec.fail(
                (*place, "minLength"), "minLength is supported only for strings without format"
            )
        limits = [f"shortest={schema['minLength']}"]
    for keyword in _BOUNDS:
        is_integer = encoder == "IntegerParameter" and isinstance(schema.get(keyword), int)
        if keyword in schema and not is_integer:
            problem = f"{keyword} is supported only for integers, and must be an integer"
            spec.fail((*place, keyword), problem)
    code = f"{encoder}({', '.join([repr(parameter.python_name), *limits])})"
    return code, annotation, choices


def _left_out(schema: Mapping[str, Any], of_limit: str) -> str:
    """Return a sentence about the value of an absent argument, if it is known."""
    of_server = f"the server uses {schema['default']}" if "default" in schema else ""
    text = ", and without a limit ".join(filter(None, (of_limit, of_server)))
    return f"Left out, {text}." if text else ""


def _kind(spec: Spec, location: Location, prop: parsed.PropertyProtocol) -> tuple[str, str] | None:
    """Return the class that encodes a parameter, and the type of its argument."""
    if not isinstance(prop, parsed.LiteralEnumProperty):
        return _KINDS.get(type(prop))
    values = spec.get((*location, "enum"))
    if not all(isinstance(value, str) for value in values):
        spec.fail((*location, "enum"), "the values of a parameter's enum must be strings")
    return "Choice", f"Literal[{', '.join(repr(str(value)) for value in values)}]"


def _check_names(spec: Spec, location: Location, arguments: Sequence[Argument]) -> None:
    """Check that the names of arguments and of command-line options are unique."""
    seen: dict[str, str] = {}
    for argument in arguments:
        if not is_attribute(argument.name):
            problem = f"{argument.wire_name} cannot be the name of a Python argument"
            spec.fail((*location, "parameters"), problem)
        name = argument.name.strip("_")
        flags = [f"api_{name}" if name in _FLAGS else name]
        if argument.annotation == "bool":
            flags.append(f"no_{flags[0]}")
        options = [f"--{flag.replace('_', '-')} on the command line" for flag in flags]
        for taken in (f"{argument.name} in Python", *options):
            if taken in seen:
                problem = f"{seen[taken]} and {argument.wire_name} are both {taken}"
                spec.fail((*location, "parameters"), problem)
            seen[taken] = argument.wire_name
