"""The resources and the names of the methods of operations that are not lists."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from rollcall.spec import (
    ListOperation,
    Operation,
    Spec,
    is_attribute,
    resource_name,
    snake_name,
    unique_names,
    words_of,
)

__all__ = ["chosen_methods", "method_names", "resource_of"]

_IN_BRACES = re.compile(r"\{[^{}]*\}")
_ARTICLES = {"a", "an", "the"}
_RESERVED = {
    *("bool", "builtins", "date", "datetime", "dict", "float", "int", "list", "str"),
    "partitions",
}
"""The names that a class body uses, and the methods of lists: another method would hide them."""


def resource_of(operation: Operation, lists: Iterable[ListOperation]) -> str:
    """Return the resource of an operation that is not a list.

    It is that of the list with the longest path that the path of the operation begins with, among
    the lists of its tag. Without such a list it is the tag; without a tag, the last word of the
    path before its first parameter.
    """
    tag = resource_name(operation.tag or "")
    segments = _segments(operation.path)
    around = [
        each
        for each in lists
        if _segments(each.path) == segments[: len(_segments(each.path))]
        and (not tag or str(each.tag).split(".")[: len(tag.split("."))] == tag.split("."))
    ]
    if around:
        return str(max(around, key=lambda each: len(_segments(each.path))).tag)
    literal = [each for each in operation.path.partition("{")[0].split("/") if words_of(each)]
    literal = literal or [each for each in segments if words_of(each)]
    last = resource_name(literal[-1].replace(".", "_")) if literal else ""
    return tag or last or "api"


def _segments(path: str) -> list[str]:
    return [each for each in _IN_BRACES.sub("{}", path).split("/") if each]


def chosen_methods(
    spec: Spec, operations: Iterable[Operation], resource: str, taken: Collection[str]
) -> dict[str, str]:
    """Return the names of methods that a document chooses, by operationId.

    Args:
        spec: The document.
        operations: The operations of the resource.
        resource: Its name.
        taken: The names of its other attributes.

    Raises:
        SpecError: A name is taken, or chosen twice.
    """
    found: dict[str, str] = {}
    for each in operations:
        name = each.python_name
        if name in {*taken, *_RESERVED, *found.values()}:
            problem = f"{name} is in use in {resource}; choose another name"
            spec.fail((*each.at, "x-name"), problem)
        if name:
            found[each.id] = name
    return found


def method_names(
    operations: Sequence[Operation], resource: str, taken: Collection[str]
) -> dict[str, str]:
    """Return the names of the methods of a resource, by operationId.

    A name has the words of the operationId without articles and without those of the resource.
    Operations that would have the same name, or one that is taken, keep all their words.

    Args:
        operations: Its operations that are not lists.
        resource: Its name.
        taken: The names of its other attributes.
    """
    own = {form for each in words_of(resource.lower()) for form in _singulars(each)}
    words = {each.id: _words(each) for each in operations}
    short = {
        each.id: _named([word for word in words[each.id] if own.isdisjoint(_singulars(word))], each)
        for each in operations
    }
    often = Counter(short.values())
    taken = {*taken, *_RESERVED}
    wanted = [
        (
            f"#{each.id}",
            short[each.id]
            if often[short[each.id]] == 1 and short[each.id] not in taken
            else _named(words[each.id], each),
        )
        for each in operations
    ]
    return {key[1:]: name for key, name in unique_names(wanted, taken).items()}


def _words(operation: Operation) -> list[str]:
    """Return the words of an operationId, without a path and a method that a framework adds."""
    method = operation.method.lower()
    words = [each.lower() for each in words_of(operation.id)]
    path = [each.lower() for each in words_of(operation.path)]
    if words[-len(path) - 1 :] == [*path, method] and len(words) > len(path) + 1:
        words = words[: -len(path) - 1]
    elif words == [method, *path]:
        words = [method, *(each.lower() for each in words_of(_IN_BRACES.sub("", operation.path)))]
    return [each for each in words if each not in _ARTICLES]


def _named(words: Sequence[str], operation: Operation) -> str:
    """Return a name with some words; that of the method if there are none."""
    name = snake_name("_".join(words), "call") if words else operation.method.lower()
    return name if is_attribute(name) else f"{name}_"


def _singulars(word: str) -> set[str]:
    """Return a word, and the words whose plural it may be.

    >>> sorted(_singulars("entries"))
    ['entri', 'entrie', 'entries', 'entry']
    """
    endings = {"s": ("",), "es": ("",), "ies": ("y",), "ves": ("f", "fe")}
    found = {
        word[: -len(ending)] + other
        for ending, others in endings.items()
        for other in others
        if word.endswith(ending) and len(word) > len(ending) + 1
    }
    return {word, *found}
