"""Sorts, searches and selects."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve

from tests.support.styles._parameters import Key, Search, Select, Sort
from tests.support.styles._style import Item
from tests.support.styles._values import Refusal, comparable, put, value_at

__all__ = ["chosen", "found", "selected", "sorted_by"]

_WORD = re.compile(r"\w+")


def sorted_by(items: Sequence[Item], keys: Sequence[Key]) -> list[Item]:
    """Return the items in the order of the keys; equal ones keep theirs."""
    result = [*items]
    for key in reversed(keys):
        unset = [item for item in result if value_at(item, key.field) is None]
        known = [item for item in result if value_at(item, key.field) is not None]
        known.sort(
            key=lambda item: comparable(value_at(item, key.field), key.kind, key.fold),
            reverse=key.descending,
        )
        is_first = key.nulls == "first" or (key.nulls == "least" and not key.descending)
        result = unset + known if is_first else known + unset
    return result


def chosen(sort: Sort, given: Mapping[str, Sequence[str]], status: int) -> list[Key] | None:
    """Return the keys that a request chooses; None if it chooses none."""
    if sort.parameter not in given:
        return None
    text = given[sort.parameter][-1]
    names = text.split(sort.separator) if sort.separator else [text]
    keys = [key for name in names if (key := _key(sort, name, status)) is not None]
    if sort.direction is None or sort.direction[0] not in given:
        return keys
    parameter, ascending, descending = sort.direction
    way = given[parameter][-1]
    if way not in {ascending, descending}:
        raise Refusal(status, f"{parameter} must be {ascending} or {descending}")
    return [evolve(key, descending=way == descending) for key in keys]


def _key(sort: Sort, name: str, status: int) -> Key | None:
    for (before, after), is_descending in ((sort.descending, True), (sort.ascending, False)):
        if (before or after) and name.startswith(before) and name.endswith(after):
            bare = name.removeprefix(before).removesuffix(after)
            if bare in sort.keys:
                key = sort.keys[bare]
                return evolve(key, descending=key.descending != is_descending)
    if name not in sort.keys and sort.unknown == "refused":
        raise Refusal(status, f"{sort.parameter} must be one of {', '.join(sort.keys)}")
    return sort.keys.get(name)


def found(items: Sequence[Item], search: Search, text: str) -> list[Item]:
    """Return the items in which a text is found, in any case."""
    terms = [text.casefold()] if search.words == "phrase" else text.casefold().split()
    quantifier = any if search.words == "any" and terms else all
    return [item for item in items if quantifier(_occurs(term, item, search) for term in terms)]


def _occurs(term: str, item: Item, search: Search) -> bool:
    texts = [str(value_at(item, name) or "").casefold() for name in search.fields]
    if search.match == "contains":
        return any(term in text for text in texts)
    words = [word for text in texts for word in _WORD.findall(text)]
    if search.match == "word":
        return term in words
    return any(word.startswith(term) for word in words)


def selected(
    items: Sequence[Item], select: Select, texts: Sequence[str] | None, status: int
) -> list[Item]:
    """Return the items with only the selected fields."""
    names: Sequence[str] = select.default or select.fields
    if texts is not None:
        names = texts[-1].split(select.separator) if select.separator else texts
    unknown = [name for name in names if name not in select.fields]
    if unknown and select.unknown == "refused":
        raise Refusal(status, f"{select.parameter} has no field {unknown[0]}")
    kept, within = [*select.always, *names], select.within
    if within:
        return [{**item, within: _part(item[within], kept)} for item in items]
    return [_part(item, kept) for item in items]


def _part(item: Item, names: Sequence[str]) -> Item:
    part: dict[str, Any] = {}
    for name in item:
        paths = [each for each in names if each.split(".")[0] == name]
        if name in paths:
            part[name] = item[name]
        else:
            for path in paths:
                put(part, path.replace(".", "/"), value_at(item, path.replace(".", "/")))
    return part
