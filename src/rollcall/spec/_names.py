"""The names by which a generated client calls what a spec names otherwise."""

import keyword
import re
from pathlib import Path

__all__ = ["OPTIONS", "package_name", "python_name", "snake_name", "words_of"]

OPTIONS = frozenset(
    {
        "concurrency",
        "extra_headers",
        "extra_query",
        "limit",
        "on_change",
        "on_shift",
        "self",
        "timeout",
    }
)
"""What every method of a client takes besides the parameters of its operation."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def words_of(name: str) -> list[str]:
    """Return the words that a name is made of.

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
    """Return the argument that stands for a parameter.

    >>> python_name("due_at[gte]")
    'due_at_gte'
    >>> python_name("limit")
    'limit_'
    """
    snake = snake_name(name)
    return f"{snake}_" if snake in OPTIONS else snake


def package_name(spec: Path) -> str:
    """Return the package that is generated from a spec file: its stem, with ``_`` for ``-``."""
    return spec.stem.replace("-", "_")
