"""The parameters that filter, sort, search and select."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import attrs

__all__ = ["Filter", "Fold", "Key", "Kind", "Operator", "Search", "Select", "Sort"]

Kind = Literal["text", "integer", "number", "decimal", "boolean", "date", "day", "instant"]
"""How a field and a value are compared.

``decimal``: texts that spell numbers. ``date``: two dates. ``day``: a date with the calendar day of
a date-time. ``instant``: two date-times.
"""
Operator = Literal[
    "eq",
    "ne",
    "gt",
    "gte",
    "lt",
    "lte",
    "in",
    "notIn",
    "contains",
    "startsWith",
    "endsWith",
    "isNull",
    "between",
]
Fold = Literal["case", "blanks", "accents"]


@attrs.frozen
class Filter:
    """A filter.

    Attributes:
        field: The field that it reads, as a path such as ``owner/id``.
        by: The operator.
        kind: How the field and the value are compared.
        many: How several values are sent: each in a parameter of its own (``repeated``), or with
            this text between them; empty: there is one value.
        fold: The differences that are ignored.
        zone: The time zone of a calendar day.
        nulls: Whether an item without the field matches.
        one_of: The valid values; empty: all of the kind.
        prefixes: What the value begins with, for each operator that is chosen so.
        default: The value that applies without the parameter.
    """

    field: str
    by: Operator = "eq"
    kind: Kind = "text"
    many: str = ""
    fold: tuple[Fold, ...] = ()
    zone: str = "UTC"
    nulls: bool = False
    one_of: tuple[str, ...] = ()
    prefixes: Mapping[Operator, str] = MappingProxyType({})
    default: str | None = None


@attrs.frozen
class Key:
    """A key of an order: a field, its direction, and where items without the field stand.

    As the ``least`` value, null is first in the ascending order and last in the descending one.
    """

    field: str
    kind: Kind = "text"
    descending: bool = False
    nulls: Literal["first", "last", "least"] = "last"
    fold: tuple[Fold, ...] = ()


@attrs.frozen
class Sort:
    """A parameter that chooses the order.

    Attributes:
        parameter: The parameter.
        keys: The keys by their names.
        descending: What is written around a name for the descending order: before and after it.
        ascending: Likewise for the ascending order; the bare name is ascending too.
        direction: The parameter of the direction and its values for ascending and descending, if
            the direction is not written with the name.
        separator: What stands between several names; empty: there is one name.
        unknown: Whether an unknown name is refused, or ignored.
    """

    parameter: str
    keys: Mapping[str, Key]
    descending: tuple[str, str] = ("", "")
    ascending: tuple[str, str] = ("", "")
    direction: tuple[str, str, str] | None = None
    separator: str = ""
    unknown: Literal["refused", "ignored"] = "refused"


@attrs.frozen
class Search:
    """A free-text parameter.

    Attributes:
        parameter: The parameter.
        fields: The fields that are searched.
        match: Whether a term equals a word of a field, begins it, or occurs in the field.
        words: Whether all terms must match, or any; the whole text is one term for ``phrase``.
    """

    parameter: str
    fields: tuple[str, ...]
    match: Literal["word", "prefix", "contains"] = "contains"
    words: Literal["all", "any", "phrase"] = "all"


@attrs.frozen
class Select:
    """A parameter that chooses the fields of an item.

    Attributes:
        parameter: The parameter.
        fields: The names that it admits.
        separator: What stands between several names; empty: each has a parameter of its own.
        always: The fields that every item has.
        default: The fields without the parameter; empty: all.
        within: The field of an item that is an object with these fields; the item has all others.
        unknown: Whether an unknown name is refused, or ignored.
    """

    parameter: str
    fields: tuple[str, ...]
    separator: str = ","
    always: tuple[str, ...] = ("id",)
    default: tuple[str, ...] = ()
    within: str = ""
    unknown: Literal["refused", "ignored"] = "refused"
