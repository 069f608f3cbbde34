"""The Python names of a generated client."""

import keyword
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path
from types import MappingProxyType

__all__ = [
    "OPTIONS",
    "argument_names",
    "is_attribute",
    "numbered",
    "package_name",
    "python_name",
    "resource_name",
    "snake_name",
    "unique_names",
    "words_of",
]

OPTIONS = frozenset(
    {
        "by",
        "concurrency",
        "extra_headers",
        "extra_query",
        "into",
        "limit",
        "on_change",
        "on_invalid",
        "on_shift",
        "self",
        "timeout",
    }
)
"""The arguments of every method beside the parameters of its operation."""

_METHODS = frozenset({"aclose", "close", "list", "partitions", "read", "with_options"})
"""The names that clients and resources define."""

_ATTRIBUTE = re.compile(r"[a-z][a-z0-9_]*")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def words_of(name: str) -> list[str]:
    """Return the words of a name.

    >>> words_of("listHTTPOrders[gte]")
    ['list', 'HTTP', 'Orders', 'gte']
    """
    return _WORD.findall(name)


def is_attribute(name: str) -> bool:
    """Return whether a name is valid for an attribute or an argument."""
    return bool(_ATTRIBUTE.fullmatch(name)) and not keyword.iskeyword(name)


def snake_name(name: str, kind: str = "name") -> str:
    """Return a name in snake case, with ``_`` after a keyword.

    Args:
        name: Any text.
        kind: What has the name; stands before a digit, and in place of a text without a letter.

    >>> snake_name("due_at[gte]")
    'due_at_gte'
    >>> snake_name("PageSize")
    'page_size'
    >>> snake_name("2nd", "field")
    'field_2_nd'
    """
    words = words_of(name)
    if not words or words[0].isdigit():
        words = [kind, *words]
    snake = "_".join(words).lower()
    return f"{snake}_" if keyword.iskeyword(snake) else snake


def python_name(name: str) -> str:
    """Return the name of the argument for a parameter.

    >>> python_name("due_at[gte]")
    'due_at_gte'
    >>> python_name("limit")
    'limit_'
    """
    snake = snake_name(name, "parameter")
    return f"{snake}_" if snake in OPTIONS else snake


def numbered(name: str, gap: str = "_") -> Iterator[str]:
    """Yield a name, and then the name with each number from 2.

    Args:
        name: The name.
        gap: What stands before the number.

    >>> from itertools import islice
    >>> [*islice(numbered("page"), 3)]
    ['page', 'page_2', 'page_3']
    """
    yield name
    yield from (f"{name}{gap}{number}" for number in count(2))


def unique_names(
    wanted: Iterable[tuple[str, str]], taken: Collection[str] = (), gap: str = "_"
) -> dict[str, str]:
    """Return a name for each key; of two keys that want the same name, the later has a number.

    A key that is its own name keeps it.

    Args:
        wanted: The keys, each with the name that it should have.
        taken: Names that no key may have.
        gap: What stands before a number.

    >>> unique_names([("pageSize", "page_size"), ("page_size", "page_size")])
    {'pageSize': 'page_size_2', 'page_size': 'page_size'}
    """
    pairs = [*wanted]
    kept = {key for key, name in pairs if key == name and key not in taken}
    used = {*taken, *kept}
    found: dict[str, str] = {}
    for key, name in pairs:
        found[key] = key if key in kept else next(e for e in numbered(name, gap) if e not in used)
        used.add(found[key])
    return found


def argument_names(
    parameters: Iterable[tuple[str, str]], chosen: Mapping[int, str] = MappingProxyType({})
) -> list[str]:
    """Return the names of arguments, each once.

    Of several parameters that would have the same name, a filter has its operator at the end.

    Args:
        parameters: The name of each parameter, and the operator of its filter; ``eq`` without one.
        chosen: The names that the document chooses, by the positions of the parameters.

    >>> argument_names([("Day", "eq"), ("Day>", "gte"), ("day", "eq")])
    ['day_2', 'day_gte', 'day']
    """
    pairs = [*parameters]
    often = Counter(python_name(name) for name, _ in pairs)
    wanted = []
    for index, (name, operator) in enumerate(pairs):
        if index in chosen:
            continue
        stem = python_name(name)
        if often[stem] > 1 and operator != "eq":
            stem = f"{stem}_{snake_name(operator)}"
        # A parameter of the path may have the name of one in the query.
        is_first = name not in (other for other, _ in pairs[:index])
        wanted.append((name if is_first else f"{index}", stem))
    found = iter(unique_names(wanted, {*chosen.values()}).values())
    return [chosen[index] if index in chosen else next(found) for index in range(len(pairs))]


def resource_name(tag: str) -> str:
    """Return the resource of a tag; a dot separates the name of a child.

    >>> resource_name("Order Lines.parcels")
    'order_lines.parcels'
    """
    names = [snake_name(each, "resource") for each in tag.split(".") if words_of(each)]
    return ".".join(f"{each}_" if each in _METHODS else each for each in names)


def package_name(spec: Path) -> str:
    """Return the package name of a spec file: its stem, with ``_`` for ``-``."""
    return spec.stem.replace("-", "_")
