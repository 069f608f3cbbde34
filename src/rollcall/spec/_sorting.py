"""The order of a list: its keys, and how two items compare."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import attrs

from rollcall.spec._comparing import Comparable, Ignored, Precision, compared
from rollcall.spec._pointer import Pointer

__all__ = ["Nulls", "Ranked", "SortKey", "compare_ranked", "rank"]

Nulls = Literal["first", "last", "least", "greatest"]

Ranked = tuple[tuple[int, Comparable] | None, ...]
"""An item as its order sees it, a part for each key.

A part is negative for null before all values, positive for null after them, and 0 with the value
otherwise. It is None if the place of the item is not known.
"""


@attrs.frozen
class SortKey:
    """A key of an order.

    Attributes:
        field: The field of an item.
        is_descending: Whether the greatest value is first.
        precision: What is compared.
        nulls: The place of the items whose field is null or absent; None if it is not documented.
        ignored: The differences between texts that do not count.
    """

    field: Pointer
    is_descending: bool = False
    precision: Precision = "exact"
    nulls: Nulls | None = None
    ignored: frozenset[Ignored] = frozenset()

    @classmethod
    def read(cls, annotation: Mapping[str, Any]) -> "SortKey":
        """Parse a valid annotation."""
        return cls(
            field=Pointer(annotation["field"]),
            is_descending=annotation.get("direction") == "descending",
            precision=annotation.get("precision", "exact"),
            nulls=annotation.get("nulls"),
            ignored=frozenset(annotation.get("ignore", ())),
        )

    def rank(self, item: Mapping[str, Any]) -> tuple[int, Comparable] | None:
        """Return what the key compares of an item; None if its place is not known."""
        value = self.field.read(item)
        if value is not None:
            found = compared(value, self.precision, self.ignored)
            return None if found is None else (0, found)
        if self.nulls is None:
            return None
        is_first = self.nulls == ("greatest" if self.is_descending else "least")
        return (-1 if is_first or self.nulls == "first" else 1, 0)


def rank(keys: Sequence[SortKey], item: Mapping[str, Any]) -> Ranked:
    """Return an item as an order of some keys sees it."""
    return tuple(key.rank(item) for key in keys)


def compare_ranked(keys: Sequence[SortKey], one: Ranked, other: Ranked) -> int | None:
    """Compare two items by an order.

    Returns:
        A negative number if the first item is before the other one, a positive number if it is
        after it, 0 if the keys are equal, None if the order is not known.
    """
    for key, mine, its in zip(keys, one, other, strict=True):
        if mine is None or its is None:
            return None
        if mine == its:
            continue
        if mine[0] != its[0]:
            return mine[0] - its[0]
        lower: Any = mine[1]
        upper: Any = its[1]
        if isinstance(lower, str) != isinstance(upper, str):
            return None
        return -1 if (lower < upper) is not key.is_descending else 1
    return 0
