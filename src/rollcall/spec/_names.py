"""The Python names of a generated client."""

import keyword
import re
from pathlib import Path

__all__ = ["OPTIONS", "package_name", "python_name", "resource_name", "snake_name", "words_of"]

OPTIONS = frozenset(
    {
        "concurrency",
        "extra_headers",
        "extra_query",
        "limit",
        "on_change",
        "on_invalid",
        "on_shift",
        "self",
        "timeout",
    }
)
"""The arguments of every method beside the parameters of its operation."""

_METHODS = frozenset({"aclose", "close", "list"})
"""The names that clients and resources define."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def words_of(name: str) -> list[str]:
    """Return the words of a name.

    >>> words_of("listHTTPOrders[gte]")
    ['list', 'HTTP', 'Orders', 'gte']
    """
    return _WORD.findall(name)


def snake_name(name: str) -> str:
    """Return a name in snake case, with ``_`` after a keyword.

    >>> snake_name("due_at[gte]")
    'due_at_gte'
    >>> snake_name("PageSize")
    'page_size'
    """
    snake = "_".join(words_of(name)).lower()
    return f"{snake}_" if keyword.iskeyword(snake) else snake


def python_name(name: str) -> str:
    """Return the name of the argument for a parameter.

    >>> python_name("due_at[gte]")
    'due_at_gte'
    >>> python_name("limit")
    'limit_'
    """
    snake = snake_name(name)
    return f"{snake}_" if snake in OPTIONS else snake


def resource_name(tag: str) -> str:
    """Return the resource of a tag; a dot separates the name of a child.

    >>> resource_name("Order Lines.parcels")
    'order_lines.parcels'
    """
    names = [snake_name(each) for each in tag.split(".")]
    return ".".join(f"{each}_" if each in _METHODS else each for each in names if each)


def package_name(spec: Path) -> str:
    """Return the package name of a spec file: its stem, with ``_`` for ``-``."""
    return spec.stem.replace("-", "_")
