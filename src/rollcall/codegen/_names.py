"""The names in generated code."""

import keyword
import re
from collections.abc import Iterable

from rollcall.spec import is_attribute, snake_name, unique_names, words_of

__all__ = ["class_name", "constant_name", "field_names", "is_class"]

_CLASS = re.compile(r"[A-Z][A-Za-z0-9]*")

_NO_FIELDS = {"attrs", "bool", "date", "dict", "float", "int", "list", "self", "shortened", "str"}
"""The names that a class body uses, and a field would hide."""


def constant_name(name: str) -> str:
    """Convert ``listOrderLines`` into ``LIST_ORDER_LINES``."""
    return snake_name(name, "operation").upper()


def class_name(name: str) -> str:
    """Convert ``order_lines.parcels`` into ``OrderLinesParcels``."""
    return "".join(word[:1].upper() + word[1:] for word in words_of(name))


def field_names(properties: Iterable[str]) -> dict[str, str]:
    """Return the Python names of an object's properties, each once.

    A name that Python can use stays as it is.

    >>> field_names(["id", "displayName", "@odata.nextLink", "class"]).values()
    dict_values(['id', 'display_name', 'odata_next_link', 'class_'])
    """
    return unique_names((each, _field_name(each)) for each in properties)


def _field_name(name: str) -> str:
    found = name if is_attribute(name) else snake_name(name, "field")
    return f"{found}_" if found in _NO_FIELDS else found


def is_class(name: str) -> bool:
    """Return whether a name is valid for a class."""
    return bool(_CLASS.fullmatch(name)) and not keyword.iskeyword(name)
