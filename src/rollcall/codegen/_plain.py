"""The methods of operations that are not lists: one request, and the value of its response."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import attrs

from rollcall.codegen._arguments import Argument, argument_of, in_headers
from rollcall.codegen._errors import all_of
from rollcall.codegen._media import FORM, RAW
from rollcall.codegen._models import annotation_of
from rollcall.codegen._parsing import Document
from rollcall.codegen._resource_names import chosen_methods, method_names
from rollcall.codegen._support import is_list
from rollcall.codegen._text import one_line
from rollcall.spec import Operation, Spec, json_media_type, numbered

__all__ = ["Body", "PlainOperation", "plain_operations"]


@attrs.frozen
class Body:
    """The body of a request, which is no form.

    Attributes:
        argument: The name of its argument.
        type: Its type, as code; ``bytes`` and ``PlainText`` if it is no JSON.
        media_type: Its media type.
        is_required: Whether each request must have it.
        description: Its description in the docstring.
    """

    argument: str
    type: str
    media_type: str
    is_required: bool
    description: str

    @property
    def annotation(self) -> str:
        """The type of its argument, as code."""
        return {"bytes": "File", "PlainText": "str"}.get(self.type, self.type)


@attrs.frozen
class PlainOperation:
    """An operation that is not a list.

    Attributes:
        method: The name of its method.
        constant: The name of its PlainOperation.
        verb: The HTTP method.
        path: Its path, with the names of its parameters in braces.
        summary: A line about it.
        description: Its description.
        path_arguments: The arguments that fill in its path, in order.
        query_arguments: The arguments that go into the query, in order.
        header_arguments: The arguments that go into headers, in order.
        form_arguments: The arguments that go into a form, in order.
        form: The media type of the form that is the body of a request; empty: it has none.
        body: The body of a request; None if it has none, or is a form.
        results: The types of the bodies of responses by status, as code.
        accept: The media types of these bodies.
        is_public: Whether its requests carry no credential.
    """

    method: str
    constant: str
    verb: str
    path: str
    summary: str
    description: str
    path_arguments: Sequence[Argument]
    query_arguments: Sequence[Argument]
    header_arguments: Sequence[Argument]
    form_arguments: Sequence[Argument]
    form: str
    body: Body | None
    results: Mapping[str, str]
    accept: str
    is_public: bool

    @property
    def arguments(self) -> Sequence[Argument]:
        """The arguments that are passed by name."""
        return (*self.query_arguments, *self.header_arguments, *self.form_arguments)

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the arguments that each request must have, beside those in the path."""
        return tuple(each.name for each in self.arguments if each.is_required)

    @property
    def result(self) -> str:
        """The type of the value that the method returns."""
        found = ("str" if each == "PlainText" else each for each in self.results.values())
        types = sorted(dict.fromkeys(found), key=lambda each: each == "None")
        return "Any" if "Any" in types else " | ".join(types)

    @property
    def is_command(self) -> bool:
        """Whether it is a command of the command line: it reads, and its options are unique."""
        options = [option for each in self.arguments for option in each.options]
        is_written = self.body is not None or self.form or "bytes" in self.results.values()
        return self.verb == "GET" and not is_written and len({*options}) == len(options)

    @property
    def types(self) -> tuple[str, ...]:
        """The types of its bodies, as code."""
        return (*self.results.values(), *((self.body.type,) if self.body is not None else ()))


def plain_operations(document: Document, constants: Mapping[str, str]) -> dict[str, PlainOperation]:
    """Return every operation that is not a list by its operationId.

    Args:
        document: The parsed document.
        constants: The names of the constants of operations.
    """
    found = [each for each in document.spec.operations if not is_list(each)]
    names = _names(document.spec, found)
    made = all_of(
        partial(_operation, document, each, names[each.id], constants[each.id]) for each in found
    )
    return {each.id: one for each, one in zip(found, made, strict=True)}


def _names(spec: Spec, operations: Iterable[Operation]) -> dict[str, str]:
    """Return the names of all methods by their operationIds."""
    by_tag: dict[str, list[Operation]] = {}
    for each in spec.operations:
        by_tag.setdefault(str(each.tag), []).append(each)
    plain = {each.id for each in operations}
    found: dict[str, str] = {}
    for tag, here in by_tag.items():
        children = {
            each[len(tag) + 1 :].split(".")[0] for each in by_tag if each.startswith(f"{tag}.")
        }
        chosen = chosen_methods(spec, here, tag, children)
        others = [each for each in here if each.id in plain - chosen.keys()]
        found |= chosen | method_names(others, tag, {*children, *chosen.values()})
    return found


def _operation(
    document: Document, operation: Operation, method: str, constant: str
) -> PlainOperation:
    spec, properties = document.spec, document.properties(operation)
    made = all_of(
        partial(argument_of, spec, each, properties[each.at]) for each in operation.parameters
    )
    arguments: dict[str, list[Argument]] = {"path": [], "query": [], "header": [], FORM: []}
    for parameter, argument in zip(operation.parameters, made, strict=True):
        is_form = spec.get((*parameter.at, FORM)) is not None
        arguments[FORM if is_form else parameter.location].append(argument)
    summary = one_line(spec.get((*operation.at, "summary")))
    results, accept = _results(document, operation)
    return PlainOperation(
        method=method,
        constant=constant,
        verb=operation.method,
        path=operation.path,
        summary=summary or f"Send {operation.method} {operation.path}.",
        description=one_line(spec.get((*operation.at, "description"))),
        path_arguments=arguments["path"],
        query_arguments=arguments["query"],
        header_arguments=in_headers(arguments["header"]),
        form_arguments=arguments[FORM],
        form=spec.get((*operation.at, FORM)) or "",
        body=_body(document, operation, {each.name for each in made}),
        results=results,
        accept=accept,
        is_public=not operation.security,
    )


def _body(document: Document, operation: Operation, taken: set[str]) -> Body | None:
    spec, data = document.spec, document.data
    place = (*operation.at, "requestBody")
    raw = spec.get((*operation.at, RAW))
    node = spec.get(place) if raw is None else raw
    if node is None:
        return None
    if raw is not None:
        media_type, kind = raw["media"], raw["type"]
    else:
        (media_type,) = node["content"]
        prop = document.endpoint(operation).bodies[0].prop
        kind = annotation_of(spec, data, (*place, "content", media_type, "schema"), prop)
    return Body(
        argument=next(each for each in numbered("body") if each not in taken),
        type=kind,
        media_type=media_type,
        is_required=bool(node.get("required")),
        description=one_line(node.get("description")) or "The body of the request.",
    )


def _results(document: Document, operation: Operation) -> tuple[dict[str, str], str]:
    """Return the types of the bodies of success by status, and their media types."""
    spec, data = document.spec, document.data
    responses = document.endpoint(operation).responses
    parsed_by_status = {each.status_code.pattern: each.prop for each in responses}
    found: dict[str, str] = {}
    accept: dict[str, None] = {}
    for status in spec.get((*operation.at, "responses")):
        if not status.startswith("2"):
            continue
        place = spec.resolve((*operation.at, "responses", status))
        if (raw := spec.get((*place, RAW))) is not None:
            found[status] = raw["type"]
            accept[raw["media"]] = None
            continue
        content = (*place, "content")
        media_type = json_media_type(spec.get(content) or ())
        if media_type is None or operation.method == "HEAD":
            found[status] = "None"
            continue
        accept[media_type] = None
        place = (*content, media_type, "schema")
        is_known = spec.get(place) is not None
        prop = parsed_by_status[status]
        found[status] = annotation_of(spec, data, place, prop) if is_known else "Any"
    return found, ", ".join(accept)
