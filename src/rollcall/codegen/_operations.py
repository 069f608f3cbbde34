"""The methods of a package, from the operations of a spec."""

from collections.abc import Mapping, Sequence
from functools import partial

import attrs

from rollcall.codegen import _parsed as parsed
from rollcall.codegen._arguments import Argument, argument_of, check_names, in_headers
from rollcall.codegen._dividers import Divider, dividers
from rollcall.codegen._errors import all_of
from rollcall.codegen._pagination import Fields, type_of_body
from rollcall.codegen._parsing import Document
from rollcall.codegen._text import one_line
from rollcall.spec import (
    CursorPaging,
    ListOperation,
    Parameter,
    header_arguments,
)

__all__ = ["Operation", "operations"]


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
        header_arguments: The arguments that go into headers, in order.
        body: The type of a response body.
        item: The model of an item.
        meta: The type of the page information.
        items_at: The names that lead to the array of the items in the body.
        expressions: The code that reads a body's items and meta, and an item's identity.
        pages: The class for the style of paging.
        paging: The arguments of that class, as code.
        identity: The field that identifies an item.
        dividers: The fields that the list can be divided by.
        is_public: Whether its requests carry no credential.
    """

    method: str
    constant: str
    path: str
    summary: str
    description: str
    path_arguments: Sequence[Argument]
    query_arguments: Sequence[Argument]
    header_arguments: Sequence[Argument]
    body: str
    item: str
    meta: str
    items_at: tuple[str, ...]
    expressions: Mapping[str, str]
    pages: str
    paging: Mapping[str, str]
    identity: str
    is_public: bool
    dividers: Sequence[Divider] = ()

    @property
    def arguments(self) -> Sequence[Argument]:
        """The arguments that are passed by name."""
        return (*self.query_arguments, *self.header_arguments)

    @property
    def shared_arguments(self) -> Sequence[Argument]:
        """The arguments that each part of a divided list has, too, beside those in the path."""
        return [each for each in self.arguments if each.is_shared]

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the arguments that each request must have, beside those in the path."""
        return tuple(each.name for each in self.arguments if each.is_required)

    @property
    def has_numbered_pages(self) -> bool:
        """Whether pages can be requested at the same time."""
        return self.pages == "PageNumbers"


def operations(document: Document, constants: Mapping[str, str]) -> dict[str, Operation]:
    """Return every list by its operationId.

    Args:
        document: The parsed document.
        constants: The names of the constants of operations.
    """
    models = {str(model.class_info.name): model for model in document.data.models}
    lists = document.spec.lists
    found = all_of(
        partial(_operation, document, each, models, constants[each.id]) for each in lists
    )
    return {each.id: made for each, made in zip(lists, found, strict=True)}


def _operation(
    document: Document,
    listed: ListOperation,
    models: Mapping[str, parsed.ModelProperty],
    constant: str,
) -> Operation:
    spec, properties = document.spec, document.properties(listed)
    responses = document.endpoint(listed).responses
    token = listed.parameter(listed.paging.token or "")
    # From a token, a caller can continue a list; the opaque part of a link leads nowhere alone.
    starts = [token] if token is not None and isinstance(listed.paging, CursorPaging) else []
    body = next((item.prop for item in responses if item.status_code.pattern == "200"), None)
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
        fields.value(item, "", listed.parent.field)
    arguments: dict[str, list[Argument]] = {"path": [], "query": [], "header": []}
    parameters = (*listed.arguments, *starts, *header_arguments(spec, listed))
    made = all_of(
        partial(_argument, fields, each, properties[each.at], item) for each in parameters
    )
    for parameter, argument in zip(parameters, made, strict=True):
        arguments[parameter.location].append(argument)
    check_names(spec, listed.at, [each for some in arguments.values() for each in some])
    pages, paging = fields.paging()
    meta, meta_type = fields.meta()
    return Operation(
        method=listed.python_name or "list",
        constant=constant,
        path=listed.path,
        summary=one_line(spec.get((*listed.at, "summary"))) or f"List {_words(listed)}.",
        description=one_line(spec.get((*listed.at, "description"))),
        path_arguments=arguments["path"],
        query_arguments=arguments["query"],
        header_arguments=in_headers(arguments["header"]),
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
        dividers=dividers(fields, item),
        is_public=not listed.security,
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
    paging, meaning = fields.operation.paging, parameter.filter or parameter.expand
    limit = ""
    if paging.selector is None and parameter.name == paging.size and "maximum" in parameter.schema:
        limit = f"it is the limit, up to {parameter.schema['maximum']}"
    field = fields.attribute(item, meaning.field) if meaning is not None else ""
    argument = argument_of(fields.spec, parameter, prop, field=field, limit=limit)
    is_shared = parameter.select is None and parameter.name not in {paging.selector, paging.token}
    return attrs.evolve(argument, is_shared=is_shared)
