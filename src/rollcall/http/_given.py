"""The headers and query parameters that every request carries: given by the user, or constant."""

import copy
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Literal

import attrs
import httpx

from rollcall.http._credential import Credential
from rollcall.http._places import cookie_pairs, read_place, write_place
from rollcall.http._redact import REPLACEMENT
from rollcall.http._variable import variable_for
from rollcall.http._variants import Variant, single_variant
from rollcall.spec import ListOperation, Operation, Parameter, Scheme, Spec, UsageError

__all__ = ["add_constants", "bind", "fixed_credentials", "require_given"]

_SECRET = re.compile(
    r"authori[sz]ation|cookie|token|secret|passw|credential|signature|session|api.?key|auth\b",
    re.IGNORECASE,
)
_SHORTEST = 6
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)
_OPTIONS = {"query": "--param ", "header": "--header ", "cookie": "--header Cookie="}
_LOCATIONS: Mapping[str, Literal["header", "query", "cookie"]] = {
    "header": "header",
    "query": "query",
    "cookie": "cookie",
}


def _constant_of(parameter: Parameter) -> str | None:
    """Return the text of a constant outside of the path; None if the parameter is none."""
    value = parameter.constant
    if value is None or parameter.location not in _OPTIONS:
        return None
    return value if isinstance(value, str) else json.dumps(value)


def add_constants(
    request: httpx.Request, operation: Operation, locations: Collection[str] = tuple(_LOCATIONS)
) -> None:
    """Add the constant parameters of an operation that a request does not have.

    Args:
        request: The request.
        operation: The operation.
        locations: Where the parameters are.
    """
    for each in operation.parameters:
        constant = _constant_of(each) if each.location in locations else None
        if constant is not None:
            place = _place(each)
            if read_place(request, place) is None:
                write_place(request, place, constant)


def _place(parameter: Parameter) -> Scheme:
    return Scheme(parameter.name, "key", _LOCATIONS[parameter.location], parameter.name)


def fixed_credentials(
    headers: Mapping[str, str], params: Mapping[str, str]
) -> tuple[Credential, ...]:
    """Return the given values at their places; those that look like credentials are secret.

    Raises:
        UsageError: A header cannot be sent.
    """
    found = []
    for name, value in headers.items():
        is_sendable = value.isprintable() and value.isascii() and value == value.strip()
        if not (_HEADER_NAME.fullmatch(name) and is_sendable):
            raise UsageError(f"--header: {name} has a name or a value that no header can have")
        if name.lower() == "cookie":
            found += [_fixed("cookie", each, text) for each, text, _ in cookie_pairs(value)]
        else:
            found.append(_fixed("header", name, value))
    found += [_fixed("query", name, value) for name, value in params.items()]
    return tuple(found)


def _fixed(location: Literal["header", "query", "cookie"], name: str, value: str) -> Credential:
    scheme = Scheme(name, "key", location, name)
    is_secret = bool(value) and (location == "cookie" or bool(_SECRET.search(name)))
    if not is_secret:
        return Credential(
            scheme, value, {"right": Variant(value, value, value, repr(value))}, (), str
        )
    kind = "param" if location == "query" else location
    # A shorter value may be a common word, which reports need.
    secrets = (value,) if len(value) >= _SHORTEST else ()
    return Credential(scheme, value, single_variant(value, variable_for(kind, name)), secrets, str)


def bind(spec: Spec, fixed: Iterable[Credential]) -> Spec:
    """Return a spec in which the given parameters, and those that request totals, are constants.

    A parameter that every request carries has no other meaning: laws would compare lists that the
    given value restricts.

    Raises:
        UsageError: A list is paged with such a parameter.
    """
    given = {_key(each.scheme.location, each.scheme.field): each.placeholder for each in fixed}
    raw = copy.deepcopy(spec.raw) if given else spec.raw
    operations = tuple(_bound(spec, each, given) for each in spec.operations)
    for before, after in zip(spec.operations, operations, strict=True):
        for old, new in zip(before.parameters, after.parameters, strict=True):
            if old != new or old.schema != new.schema:
                _write(spec, raw, new)
    requesting = tuple(_requesting(each) for each in operations)
    return attrs.evolve(spec, raw=raw, operations=requesting)


def _requesting(operation: Operation) -> Operation:
    """Return an operation in which the parameter that requests the total is a constant.

    The document stays as it is: a generated request may leave the parameter out.
    """
    if not isinstance(operation, ListOperation) or operation.paging.requested is None:
        return operation
    name, value = operation.paging.requested
    parameters = (
        attrs.evolve(each, required=True, schema={"const": value})
        if each.name == name and each.constant is None
        else each
        for each in operation.parameters
    )
    return attrs.evolve(operation, parameters=tuple(parameters))


def _key(location: str, name: str) -> tuple[str, str]:
    return location, name.lower() if location == "header" else name


def _bound(spec: Spec, operation: Operation, given: Mapping[tuple[str, str], str]) -> Operation:
    parameters = []
    for each in operation.parameters:
        held = given.get(_key(each.location, each.name))
        if held is None:
            parameters.append(each)
            continue
        if isinstance(operation, ListOperation) and each.name in _paging_names(operation):
            option = _OPTIONS[each.location].partition(" ")[0]
            raise UsageError(f"{option}: {operation.id} of {spec.path} is paged with {each.name}")
        kept = {"type", "format", "title", "description"}
        schema = {key: value for key, value in each.schema.items() if key in kept}
        schema["const"] = _typed(held, each.schema)
        plain = attrs.evolve(each, filter=None, expand=None, search=None, sort=None, select=None)
        parameters.append(attrs.evolve(plain, required=True, schema=schema))
    return attrs.evolve(operation, parameters=tuple(parameters))


def _paging_names(operation: ListOperation) -> set[str]:
    paging = operation.paging
    return {name for name in (paging.selector, paging.size, *paging.carried) if name is not None}


def _typed(text: str, schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a JSON value
    if text == REPLACEMENT or schema.get("type") not in {"integer", "number", "boolean"}:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _write(spec: Spec, raw: dict[str, Any], parameter: Parameter) -> None:
    """Write a changed parameter into the document, in place of any reference."""
    *above, last = spec.resolve(parameter.at)
    holder: Any = raw
    for each in above:
        holder = holder[each]
    kept = {key: value for key, value in holder[last].items() if key in {"name", "in"}}
    holder[last] = {**kept, "required": True, "schema": dict(parameter.schema)}


def require_given(spec: Spec, operations: Iterable[Operation], fixed: Iterable[Credential]) -> None:
    """Check that the required parameters of operations have a value.

    Raises:
        UsageError: Some have neither a constant nor a given value.
    """
    given = {_key(each.scheme.location, each.scheme.field) for each in fixed}
    problems = [
        f"{operation.id} requires {_place(each).place}; pass {_OPTIONS[each.location]}{each.name}=…"
        for operation in operations
        for each in _required(spec, operation)
        if _key(each.location, each.name) not in given
    ]
    if problems:
        raise UsageError("\n".join(dict.fromkeys(problems)))


def _required(spec: Spec, operation: Operation) -> Iterator[Parameter]:
    paged = _paging_names(operation) if isinstance(operation, ListOperation) else set()
    sent = {str(each.get("name", "")).lower() for each in spec.security_schemes.values()}
    for each in operation.parameters:
        is_sent = each.name.lower() in sent or each.name in paged
        if not each.required or each.location not in _OPTIONS or is_sent:
            continue
        if _constant_of(each) is None:
            yield each
