"""The arguments of methods, from the parameters of operations."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from rollcall.codegen import _parsed as parsed
from rollcall.codegen._encoders import encoder_of
from rollcall.codegen._models import bounds
from rollcall.codegen._text import one_line
from rollcall.spec import Location, Parameter, Spec

__all__ = ["Argument", "argument_of", "check_names", "in_headers"]

_FLAGS = {
    "base_url",
    "concurrency",
    "fields",
    "format",
    "help",
    "limit",
    "on_change",
    "on_invalid",
    "on_shift",
    "retries",
    "timeout",
}
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
        default: Its only value, as code; empty if it has others.
        is_required: Whether each request must have it.
        is_shared: Whether it has a meaning for a part of the list: it neither chooses the page to
            begin with, nor the fields of an item.
    """

    name: str
    wire_name: str
    annotation: str
    encoder: str
    description: str
    field: str
    choices: Sequence[str | int]
    element: str = ""
    default: str = ""
    is_required: bool = False
    is_shared: bool = True

    @property
    def signature(self) -> str:
        """Its type, and what it is if it is left out."""
        if self.default:
            return f"{self.annotation} = {self.default}"
        return self.annotation if self.is_required else f"{self.annotation} | None = None"

    @property
    def type(self) -> str:
        """The type of its value on the command line."""
        if self.choices:
            return type(self.choices[0]).__name__
        return (self.element or self.annotation).split(" ")[0]

    @property
    def is_prefixed(self) -> bool:
        """Whether its option has a prefix, because every command has one of its name."""
        return self.name.strip("_") in _FLAGS

    @property
    def options(self) -> Sequence[str]:
        """Its options on the command line."""
        name = f"{'api-' if self.is_prefixed else ''}{self.name.strip('_').replace('_', '-')}"
        return [f"--{name}", f"--no-{name}"] if self.annotation == "bool" else [f"--{name}"]


def argument_of(
    spec: Spec,
    parameter: Parameter,
    prop: parsed.PropertyProtocol,
    *,
    field: str = "",
    limit: str = "",
) -> Argument:
    """Return the argument for a parameter.

    Args:
        spec: The document.
        parameter: The parameter.
        prop: Its parsed schema.
        field: The field of an item that it filters by or adds.
        limit: What is known of its value when it is left out, in words.

    Raises:
        SpecError: Its schema is not supported.
    """
    schema, value = parameter.schema, parameter.constant
    encoder, annotation, choices = encoder_of(spec, parameter, prop)
    is_list = parameter.delimiter is not None
    if is_list:
        options = ["count=2"] if parameter.filter and parameter.filter.operator == "between" else []
        if parameter.select is not None and parameter.select.needed:
            options.append(f"always={parameter.select.needed!r}")
        encoder = f"Several({', '.join([encoder, repr(parameter.delimiter), *options])})"
    description = one_line(spec.get((*parameter.at, "description")))
    description = description or f"The parameter ``{parameter.name}``."
    words = [description, bounds(schema), _left_out(schema, limit), _unselected(parameter)]
    return Argument(
        name=parameter.python_name,
        wire_name=parameter.name,
        annotation=f"Sequence[{annotation}]" if is_list else annotation,
        encoder=encoder,
        description=" ".join(filter(None, words)),
        field=field,
        choices=choices,
        element=annotation if is_list else "",
        # What fills in the path has a position, and no default.
        default="" if value is None or parameter.location == "path" else repr(value),
        is_required=parameter.required,
    )


def in_headers(arguments: Iterable[Argument]) -> list[Argument]:
    """Return arguments in headers, whose names are in lower case."""
    return [attrs.evolve(each, wire_name=each.wire_name.lower()) for each in arguments]


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


def check_names(spec: Spec, location: Location, arguments: Sequence[Argument]) -> None:
    """Check that the names of arguments and of command-line options are unique.

    Raises:
        SpecError: Two are alike.
    """
    seen: dict[str, str] = {}
    for argument in arguments:
        options = [f"{option} on the command line" for option in argument.options]
        for taken in (f"{argument.name} in Python", *options):
            if taken in seen:
                problem = f"{seen[taken]} and {argument.wire_name} are both {taken}"
                spec.fail((*location, "parameters"), problem)
            seen[taken] = argument.wire_name
