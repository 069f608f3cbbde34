"""The names in generated code."""

import keyword
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType

from openapi_python_client.strings import pascal_case

from rollcall.codegen._reserved import TAKEN
from rollcall.spec import Location, is_attribute, numbered, snake_name, unique_names, words_of

__all__ = [
    "NO_FIELDS",
    "class_name",
    "constant_name",
    "field_names",
    "is_class",
    "reserved_classes",
    "resource_classes",
    "schema_classes",
    "status_class",
]

_CLASS = re.compile(r"[A-Z][A-Za-z0-9]*")

NO_FIELDS = {"attrs", "bool", "date", "dict", "float", "int", "list", "self", "shortened", "str"}
"""The names that a class body uses, and a field would hide."""


def constant_name(name: str) -> str:
    """Convert ``listOrderLines`` into ``LIST_ORDER_LINES``."""
    return snake_name(name, "operation").upper()


def class_name(name: str) -> str:
    """Convert ``order_lines.parcels`` into ``OrderLinesParcels``."""
    return "".join(word[:1].upper() + word[1:] for word in words_of(name))


def field_names(
    properties: Iterable[str],
    reserved: Collection[str] = (),
    chosen: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, str]:
    """Return the Python names of an object's properties, each once.

    A name that Python can use stays as it is, unless it is reserved.

    Args:
        properties: The names in JSON.
        reserved: Names that no property may have.
        chosen: The names that the document chooses, by those in JSON.

    >>> field_names(["id", "displayName", "@odata.nextLink", "class"]).values()
    dict_values(['id', 'display_name', 'odata_next_link', 'class_'])
    """
    names = [*properties]
    others = ((each, _field_name(each)) for each in names if each not in chosen)
    found = {**unique_names(others, {*reserved, *chosen.values()}), **chosen}
    return {each: found[each] for each in names}


def _field_name(name: str) -> str:
    found = name if is_attribute(name) else snake_name(name, "field")
    return f"{found}_" if found in NO_FIELDS else found


def resource_classes(tags: Iterable[str]) -> dict[str, str]:
    """Return the classes of resources by their names; a dot separates the name of a child.

    >>> resource_classes(["orders.lines", "settings"]).values()
    dict_values(['Orders', 'OrdersLines', 'SettingsResource'])
    """
    found: dict[str, str] = {}
    used = {*TAKEN}
    for tag in tags:
        words = tag.split(".")
        for depth in range(1, len(words) + 1):
            name = ".".join(words[:depth])
            stem = class_name(name)
            stem = stem if used.isdisjoint({stem, f"Async{stem}"}) else f"{stem}Resource"
            if name not in found:
                free = (e for e in numbered(stem, "") if used.isdisjoint({e, f"Async{e}"}))
                found[name] = next(free)
                used |= {found[name], f"Async{found[name]}"}
    return found


def reserved_classes(tags: Iterable[str]) -> set[str]:
    """Return the names of the classes that every package has, and of its resources."""
    resources = resource_classes(tags).values()
    return {*TAKEN, *resources, *(f"Async{each}" for each in resources)}


def schema_classes(
    schemas: Iterable[str],
    reserved: Collection[str],
    chosen: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, str]:
    """Return the classes of schemas by their names, each once.

    Args:
        schemas: The names of the schemas.
        reserved: Names that other classes have.
        chosen: The names that the document chooses, by those of the schemas.

    >>> schema_classes(["order_line", "OrderLine", "Error", "3d"], {"Error"}).values()
    dict_values(['OrderLine2', 'OrderLine', 'ErrorModel', 'Model3D'])
    """
    wanted = []
    names = [*schemas]
    for each in (name for name in names if name not in chosen):
        name = pascal_case(each)
        name = name if is_class(name) else pascal_case(f"Model {name}")
        wanted.append((each, f"{name}Model" if name in reserved else name))
    found = {**unique_names(wanted, {*reserved, *chosen.values()}, ""), **chosen}
    return {each: found[each] for each in names}


def status_class(status: str, responses: Sequence[Location]) -> str:
    """Return the exception of a status: its response's name, or that of the status.

    >>> status_class("404", [("components", "responses", "NoSuchOrder")])
    'NoSuchOrderError'
    >>> status_class("404", [])
    'NotFoundError'
    """
    if len(responses) == 1:
        name = class_name(str(responses[0][-1]))
    else:
        phrases = {str(int(each)): each.phrase for each in HTTPStatus}
        name = class_name(phrases.get(status, f"Status {status}").title())
    return name if name.endswith("Error") else f"{name}Error"


def is_class(name: str) -> bool:
    """Return whether a name is valid for a class."""
    return bool(_CLASS.fullmatch(name)) and not keyword.iskeyword(name)
