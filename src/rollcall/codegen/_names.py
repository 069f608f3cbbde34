"""The names in generated code."""

import keyword
import re

from rollcall.spec import snake_name, words_of

__all__ = ["class_name", "constant_name", "is_attribute", "is_class", "is_constant"]

_ATTRIBUTE = re.compile(r"[a-z][a-z0-9_]*")
_CLASS = re.compile(r"[A-Z][A-Za-z0-9]*")
_CONSTANT = re.compile(r"[A-Z][A-Z0-9_]*")


def constant_name(name: str) -> str:
    """Convert ``listOrderLines`` into ``LIST_ORDER_LINES``."""
    return snake_name(name).upper()


def class_name(name: str) -> str:
    """Convert ``order_lines.parcels`` into ``OrderLinesParcels``."""
    return "".join(word[:1].upper() + word[1:] for word in words_of(name))


def is_attribute(name: str) -> bool:
    """Return whether a name is valid for an attribute or an argument."""
    return bool(_ATTRIBUTE.fullmatch(name)) and not keyword.iskeyword(name)


def is_class(name: str) -> bool:
    """Return whether a name is valid for a class."""
    return bool(_CLASS.fullmatch(name)) and not keyword.iskeyword(name)


def is_constant(name: str) -> bool:
    """Return whether a name is valid for a constant."""
    return bool(_CONSTANT.fullmatch(name))
