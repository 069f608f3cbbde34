"""The names by which a generated client calls what a spec names otherwise."""

import keyword
import re
from pathlib import Path

__all__ = ["package_name", "python_name"]

# What every method of a client takes besides the parameters of its operation.
_OPTIONS = frozenset(
    {"concurrency", "extra_headers", "extra_query", "limit", "on_shift", "self", "timeout"}
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def python_name(name: str) -> str:
    """Return the argument that stands for a parameter.

    >>> python_name("due_at[gte]")
    'due_at_gte'
    >>> python_name("PageSize")
    'page_size'
    >>> python_name("limit")
    'limit_'
    """
    snake = "_".join(word.lower() for word in _WORD.findall(name))
    return f"{snake}_" if keyword.iskeyword(snake) or snake in _OPTIONS else snake


def package_name(spec: Path) -> str:
    """Return the package that is generated from a spec file: its stem, with ``_`` for ``-``."""
    return spec.stem.replace("-", "_")
