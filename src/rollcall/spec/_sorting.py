"""The order of a list: its keys, how two items compare, and the parameter that chooses it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import attrs

from rollcall.spec._comparing import Comparable, Ignored, Precision, compared
from rollcall.spec._pointer import Pointer

__all__ = ["Nulls", "Ranked", "Sort", "SortChoice", "SortKey", "compare_ranked", "rank"]

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
    def read(cls, annotation: Mapping[str, Any] | str) -> "SortKey":
        """Parse a valid annotation; a pointer alone is the field."""
        if isinstance(annotation, str):
            return cls(Pointer(annotation))
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


@attrs.frozen
class SortChoice:
    """An order that a request can choose.

    Attributes:
        values: The values of the query parameters by name.
        keys: The keys of the order.
    """

    values: Mapping[str, str]
    keys: tuple[SortKey, ...]


@attrs.frozen
class _Sign:
    """How a request writes a direction: around the name of a key, or as another parameter."""

    prefix: str = ""
    suffix: str = ""
    parameter: str = ""
    value: str = ""

    def directed(self, key: SortKey, *, is_descending: bool) -> SortKey:
        """Return the key with this sign.

        Another parameter has the direction itself. A sign around the name keeps the direction of
        the key, or reverses it.
        """
        is_reversed = key.is_descending and not self.parameter
        return attrs.evolve(key, is_descending=is_descending is not is_reversed)


@attrs.frozen
class Sort:
    """The order that a query parameter chooses (``x-sort``).

    Attributes:
        keys: The keys by the names that the parameter takes.
        ascending: The sign of the ascending order; None: only the bare name chooses it.
        descending: The sign of the descending order; None if there is none.
        separator: What stands between several keys; empty: there is one.
    """

    keys: Mapping[str, SortKey]
    ascending: _Sign | None
    descending: _Sign | None
    separator: str

    @classmethod
    def read(cls, annotation: Mapping[str, Any]) -> "Sort":
        """Parse a valid annotation."""
        ascending, descending = map(annotation.get, ("ascending", "descending"))
        return cls(
            keys={name: SortKey.read(key) for name, key in annotation["keys"].items()},
            ascending=_Sign(**ascending) if ascending else None,
            descending=_Sign(**descending) if descending else None,
            separator=annotation.get("separator", ""),
        )

    @property
    def parameters(self) -> frozenset[str]:
        """The names of the parameters that have the direction."""
        return frozenset(sign.parameter for sign, _ in self._signs if sign.parameter)

    @property
    def _signs(self) -> list[tuple[_Sign, bool]]:
        """The signs, each with whether its order is descending."""
        signs = (self.ascending, False), (self.descending, True)
        return [(sign, is_descending) for sign, is_descending in signs if sign is not None]

    def choices(self, parameter: str) -> Iterator[SortChoice]:
        """Yield the orders of one key, in each direction, and some of two keys.

        Args:
            parameter: The name of the parameter itself.
        """
        for name, key in self.keys.items():
            yield SortChoice({parameter: name}, (key,))
            for sign, is_descending in self._signs[::-1]:
                values = {sign.parameter: sign.value} if sign.parameter else {}
                text = f"{sign.prefix}{name}{sign.suffix}"
                directed = sign.directed(key, is_descending=is_descending)
                yield SortChoice({parameter: text, **values}, (directed,))
        names = [*self.keys] if self.separator else []
        for first, second in zip(names, names[1:] + names[:1], strict=True):
            texts = [first, second]
            if self.descending is not None and not self.descending.parameter:
                texts[1] = f"{self.descending.prefix}{second}{self.descending.suffix}"
            values = {parameter: self.separator.join(texts)}
            keys = self.chosen(parameter, values)
            if first != second and keys is not None:
                yield SortChoice(values, keys)

    def chosen(self, parameter: str, values: Mapping[str, object]) -> tuple[SortKey, ...] | None:
        """Return the keys that a request chooses; None if it chooses none, or an unknown one.

        Args:
            parameter: The name of the parameter itself.
            values: The values of the parameters of the request by name.
        """
        text = values.get(parameter)
        parts = str(text).split(self.separator) if self.separator else [str(text)]
        known = self._texts()
        if text is None or not all(part in known for part in parts):
            return None
        keys = [known[part] for part in parts]
        for sign, is_descending in self._signs:
            if sign.parameter and values.get(sign.parameter) == sign.value:
                keys = [sign.directed(key, is_descending=is_descending) for key in keys]
        return tuple(keys)

    def _texts(self) -> Mapping[str, SortKey]:
        """Return the keys by their names, with and without a sign."""
        signed = {
            f"{sign.prefix}{name}{sign.suffix}": sign.directed(key, is_descending=is_descending)
            for sign, is_descending in self._signs
            if not sign.parameter
            for name, key in self.keys.items()
        }
        return {**signed, **self.keys}
