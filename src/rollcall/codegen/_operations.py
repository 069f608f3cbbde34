"""The methods of a package, from the operations of a spec."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import attrs

from rollcall.codegen import _parsed as parsed
from rollcall.codegen._encoders import encoder_of
from rollcall.codegen._errors import all_of
from rollcall.codegen._models import bounds
from rollcall.codegen._names import constant_name
from rollcall.codegen._pagination import Fields, type_of_body
from rollcall.codegen._parsing import number_of, parameter_numbers
from rollcall.codegen._text import one_line
from rollcall.codegen._validation import path_shape
from rollcall.spec import (
    OPTIONS,
    CursorPaging,
    ListOperation,
    Location,
    Parameter,
    Spec,
    SpecError,
    unique_names,
)

__all__ = ["Argument", "Operation", "operations"]

_FLAGS = {*OPTIONS, "base_url", "format", "help", "retries"}
"""The options of a command beside the parameters of its operation."""


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
        is_required: Whether each request must have it.
    """

    name: str
    wire_name: str
    annotation: str
    encoder: str
    description: str
    field: str
    choices: Sequence[str]
    element: str = ""
    is_required: bool = False

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
    def required(self) -> tuple[str, ...]:
        """The names of the query's parameters that each request must have."""
        return tuple(each.wire_name for each in self.query_arguments if each.is_required)

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
    constants = unique_names((each.id, constant_name(each.id)) for each in spec.operations)
    wrong = [
        spec.error(each.at, "only GET operations with x-list are supported")
        for each in spec.operations
        if each.method != "GET" or not isinstance(each, ListOperation)
    ]
    if wrong:
        raise SpecError.of(wrong)
    shapes = {each.id: path_shape(each.path) for each in spec.lists}
    found = all_of(
        partial(
            _operation, spec, each, endpoints[shapes[each.id], "get"], models, constants[each.id]
        )
        for each in spec.lists
    )
    return {each.id: made for each, made in zip(spec.lists, found, strict=True)}


def _operation(
    spec: Spec,
    listed: ListOperation,
    endpoint: parsed.Endpoint,
    models: Mapping[str, parsed.ModelProperty],
    constant: str,
) -> Operation:
    numbers = parameter_numbers(spec)
    properties = {
        number_of(prop): prop for prop in (*endpoint.path_parameters, *endpoint.query_parameters)
    }
    token = listed.parameter(listed.paging.token or "")
    # From a token, a caller can continue a list; the opaque part of a link leads nowhere alone.
    starts = [token] if token is not None and isinstance(listed.paging, CursorPaging) else []
    body = next(
        (item.prop for item in endpoint.responses if item.status_code.pattern == "200"), None
    )
    if not isinstance(body, parsed.ModelProperty | parsed.ListProperty):
        place = (*listed.at, "responses", "200")
        spec.fail(place, "expected an object that contains the list, or the list")
    fields = Fields(spec, listed, body, models)
    items = fields.required(body, "body", listed.items)
    if not isinstance(items.prop, parsed.ListProperty) or not isinstance(
        items.prop.inner_property, parsed.ModelProperty
    ):
        place = (*listed.at, "x-list", "items")
        spec.fail(place, "expected an array of objects at this pointer")
    item = items.prop.inner_property
    if listed.parent is not None:
        fields.required(item, "", listed.parent.field)
    arguments: dict[str, list[Argument]] = {"path": [], "query": []}
    parameters = (*listed.arguments, *starts)
    made = all_of(
        partial(_argument, fields, each, properties[numbers[each.at]], item) for each in parameters
    )
    for parameter, argument in zip(parameters, made, strict=True):
        arguments[parameter.location].append(argument)
    _check_names(spec, listed.at, [*arguments["path"], *arguments["query"]])
    pages, paging = fields.paging()
    meta, meta_type = fields.meta()
    return Operation(
        method="list",
        constant=constant,
        path=listed.path,
        summary=one_line(spec.get((*listed.at, "summary"))) or f"List {_words(listed)}.",
        description=one_line(spec.get((*listed.at, "description"))),
        path_arguments=arguments["path"],
        query_arguments=arguments["query"],
        body=type_of_body(body),
        item=item.class_info.name,
        meta=meta_type,
        items_at=tuple(map(str, listed.items.location)),
        expressions={
            "items": items.code,
            "identity": repr(fields.identity(item)),
            "meta": meta,
        },
        pages=pages,
        paging=paging,
        identity=fields.attribute(item, listed.identity),
    )


def _words(operation: ListOperation) -> str:
    """Return what an operation lists, in words."""
    return str(operation.tag).rpartition(".")[2].strip("_").replace("_", " ")


def _argument(
    fields: Fields,
    parameter: Parameter,
    prop: parsed.PropertyProtocol,
    item: parsed.ModelProperty,
) -> Argument:
    spec, operation, schema = fields.spec, fields.operation, parameter.schema
    encoder, annotation, choices = encoder_of(spec, parameter, prop)
    is_list = parameter.delimiter is not None
    if is_list:
        options = ["count=2"] if parameter.filter and parameter.filter.operator == "between" else []
        if parameter.select is not None and parameter.select.needed:
            options.append(f"always={parameter.select.needed!r}")
        encoder = f"Several({', '.join([encoder, repr(parameter.delimiter), *options])})"
    of_limit = ""
    is_size = operation.paging.selector is None and parameter.name == operation.paging.size
    if is_size and "maximum" in schema:
        of_limit = f"it is the limit, up to {schema['maximum']}"
    description = one_line(spec.get((*parameter.at, "description")))
    description = description or f"The parameter ``{parameter.name}``."
    words = [description, bounds(schema), _left_out(schema, of_limit), _unselected(parameter)]
    meaning = parameter.filter or parameter.expand
    return Argument(
        name=parameter.python_name,
        wire_name=parameter.name,
        annotation=f"Sequence[{annotation}]" if is_list else annotation,
        encoder=encoder,
        description=" ".join(filter(None, words)),
        field=fields.attribute(item, meaning.field) if meaning is not None else "",
        choices=choices,
        element=annotation if is_list else "",
        is_required=parameter.required,
    )


def _left_out(schema: Mapping[str, Any], of_limit: str) -> str:
    """Return a sentence about the value of an absent argument, if it is known."""
    of_server = f"the server uses {schema['default']}" if "default" in schema else ""
    text = ", and without a limit ".join(filter(None, (of_limit, of_server)))
    return f"Left out, {text}." if text else ""


def _unselected(parameter: Parameter) -> str:
    """Return a sentence about the fields that a selection leaves out; empty if it is none."""
    if parameter.select is None:
        return ""
    always = parameter.select.needed
    named = f", but for {', '.join(always)}" if always else ""
    return f"Fields of an item that it does not name are unset{named}."


def _check_names(spec: Spec, location: Location, arguments: Sequence[Argument]) -> None:
    """Check that the names of arguments and of command-line options are unique."""
    seen: dict[str, str] = {}
    for argument in arguments:
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
