"""The encoders of parameters, from their schemas."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil, floor
from typing import Any

from rollcall.codegen import _parsed as parsed
from rollcall.codegen._media import FORM
from rollcall.spec import Location, Parameter, Spec

__all__ = ["encoder_of"]

_KINDS: Mapping[type[object], tuple[str, str]] = {
    parsed.BooleanProperty: ("BooleanParameter", "bool"),
    parsed.DateProperty: ("DateParameter", "date | str"),
    parsed.DateTimeProperty: ("DateTimeParameter", "datetime | str"),
    parsed.FloatProperty: ("NumberParameter", "Decimal | float"),
    parsed.IntProperty: ("IntegerParameter", "int"),
    parsed.StringProperty: ("Text", "str"),
    parsed.UuidProperty: ("Identifier", "UUID | str"),
}

_LENGTHS = {"minLength": "shortest", "maxLength": "longest", "pattern": "pattern"}
_BOUNDS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "above",
    "exclusiveMaximum": "below",
}
_LIMITS: Mapping[str, Mapping[str, str]] = {
    "Text": _LENGTHS,
    "IntegerParameter": _BOUNDS,
    "NumberParameter": _BOUNDS,
}
"""The arguments of encoders by the keywords of schemas."""

_IGNORED = {
    *("type", "format", "enum"),
    *("title", "description", "default", "deprecated", "example", "examples"),
}


def encoder_of(
    spec: Spec, parameter: Parameter, prop: parsed.PropertyProtocol
) -> tuple[str, str, Sequence[str | int]]:
    """Return the code that encodes one value, its type, and the valid values if they are known.

    Raises:
        SpecError: The type of the parameter, or a keyword of its schema, is not supported.
    """
    if spec.get((*parameter.at, FORM)) == "file":
        return f"FileParameter({parameter.python_name!r})", "File", ()
    schema, place = parameter.schema, spec.resolve((*parameter.at, "schema"))
    if parameter.select is not None and parameter.select.fields:
        names = tuple(parameter.select.fields)
        return f"Choice({parameter.python_name!r}, {names!r})", _literal(names), names
    if parameter.delimiter is not None and isinstance(prop, parsed.ListProperty):
        prop, place = prop.inner_property, spec.resolve((*place, "items"))
    encoder, annotation = _kind(spec, place, parameter, prop)
    choices = parameter.states if encoder == "Choice" else ()
    arguments = [repr(parameter.python_name), *([repr(choices)] if choices else [])]
    known = _LIMITS.get(encoder, {})
    # The values of a choice say more than its other keywords.
    keywords = schema if encoder != "Choice" else ()
    for keyword in (each for each in keywords if not each.startswith("x-")):
        if keyword in known:
            arguments.append(_limit(encoder, known[keyword], keyword, schema[keyword]))
        elif keyword not in _IGNORED:
            spec.fail((*place, keyword), f"{keyword} is not supported for {_named(schema)}")
    return f"{encoder}({', '.join(arguments)})", annotation, choices


def _literal(values: Iterable[object]) -> str:
    """Return the type of some texts."""
    return f"Literal[{', '.join(repr(str(value)) for value in values)}]"


def _limit(encoder: str, argument: str, keyword: str, value: Any) -> str:  # noqa: ANN401 - JSON
    """Return an argument of an encoder, as code; an integer has inclusive bounds."""
    if encoder != "IntegerParameter":
        return f"{argument}={value!r}"
    match keyword:
        case "minimum":
            return f"minimum={ceil(value)}"
        case "maximum":
            return f"maximum={floor(value)}"
        case "exclusiveMinimum":
            return f"minimum={floor(value) + 1}"
    return f"maximum={ceil(value) - 1}"


def _named(schema: Mapping[str, Any]) -> str:
    """Return the type of a parameter in words."""
    form = f" with the format {schema['format']}" if "format" in schema else ""
    return f"a parameter of type {schema.get('type')}{form}"


def _kind(
    spec: Spec, place: Location, parameter: Parameter, prop: parsed.PropertyProtocol
) -> tuple[str, str]:
    """Return the class that encodes a parameter, and the type of its argument."""
    if isinstance(parameter.constant, str | int):
        return "Choice", f"Literal[{parameter.constant!r}]"
    if isinstance(prop, parsed.LiteralEnumProperty):
        values = spec.get((*place, "enum"))
        if all(type(value) is int for value in values):
            # A framework lists the keys of today's rows.
            return _KINDS[parsed.IntProperty]
        if not all(isinstance(value, str) for value in values):
            spec.fail((*place, "enum"), "the values of a parameter's enum must be strings")
        return "Choice", _literal(values)
    if parameter.delimiter is not None and parameter.schema.get("type") == "integer":
        # The schema of a text with a separator is that of the field.
        return _KINDS[parsed.IntProperty]
    if type(prop) not in _KINDS:
        spec.fail(place, "a parameter must be a string, a number, an integer or a boolean")
    return _KINDS[type(prop)]
