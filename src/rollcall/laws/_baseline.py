"""A list as it was read once, by which every other answer is judged."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, TypeVar

import attrs

from rollcall.channels import HttpChannel, Query, Response, Value
from rollcall.laws._identity import identity_of
from rollcall.spec import Filter, ListOperation, Parameter, Spec
from rollcall.spec._matching import (
    Comparable,
    default_in_force,
    field_key,
    is_match,
    value_key,
)

__all__ = ["Baseline", "Baselines", "first_page", "largest_size"]

_LARGEST = 1000

Kept = TypeVar("Kept")


@attrs.frozen(eq=False)
class Baseline:
    """The rows of a list, in their order.

    Attributes:
        rows: The items, those first that are listed by default.
        plain: How many are listed by default.
        is_whole: Whether these are all of them, or the first ones only.
        total: How many the server says there are, if it does.
        failure: The answer that ended the reading, if one that is no page did.
        in_force: The default that is in force when a filter is left out, by its name.
    """

    rows: tuple[Mapping[str, Any], ...]
    plain: int
    is_whole: bool
    total: int | None
    failure: Response | None
    in_force: Mapping[str, Value] = attrs.field(factory=dict)
    _keys: dict[Filter, list[Comparable | None]] = attrs.field(factory=dict, repr=False)
    _masks: dict[object, int] = attrs.field(factory=dict, repr=False)
    _kept: dict[object, Any] = attrs.field(factory=dict, repr=False)

    def keep(self, name: object, make: Callable[[], Kept]) -> Kept:
        """Return what follows from the rows, made when it is first needed."""
        if name not in self._kept:
            self._kept[name] = make()
        kept: Kept = self._kept[name]
        return kept

    def keys(self, filter_: Filter) -> list[Comparable | None]:
        """Return what a filter compares of each row."""
        if filter_ not in self._keys:
            self._keys[filter_] = [field_key(filter_, row) for row in self.rows]
        return self._keys[filter_]

    @property
    def all(self) -> int:
        """The set of all rows: a bit for each, the first row's being the lowest."""
        return (1 << len(self.rows)) - 1

    def matching(self, filter_: Filter, value: Value) -> int:
        """Return the set of the rows that match a filter.

        Raises:
            ValueError: The value is none that the filter admits.
        """
        known = filter_, type(value), value
        if known not in self._masks:
            wanted = value_key(filter_, value)
            bits = bytearray(len(self.rows) // 8 + 1)
            for number, key in enumerate(self.keys(filter_)):
                if is_match(filter_, key, wanted):
                    bits[number >> 3] |= 1 << (number & 7)
            self._masks[known] = int.from_bytes(bits, "little")
        return self._masks[known]

    def select(self, mask: int) -> list[Mapping[str, Any]]:
        """Return the rows of a set, in their order."""
        return [self.rows[number] for number in positions(mask)]


def positions(mask: int) -> Iterator[int]:
    """Return the numbers of the bits that are set, in their order."""
    for start, byte in enumerate(mask.to_bytes((mask.bit_length() + 7) // 8, "little")):
        for bit in range(8):
            if byte >> bit & 1:
                yield start * 8 + bit


@attrs.define
class Baselines:
    """The lists of a server, each read when it is first needed.

    Attributes:
        spec: The contract.
        channel: Reads them.
        most: How many rows of a list are read at most.
        touched: The lists that were used since this was last emptied.
        changed: How often a re-reading differed, by list.
    """

    spec: Spec
    channel: HttpChannel
    most: int
    touched: set[tuple[str, str | None]] = attrs.field(factory=set)
    changed: dict[tuple[str, str | None], int] = attrs.field(factory=dict)
    known: dict[tuple[str, str | None], Baseline] = attrs.field(factory=dict, repr=False)

    def of(self, operation: ListOperation, parent: str | None) -> Baseline:
        """Return a list."""
        key = operation.id, parent
        self.touched.add(key)
        if key not in self.known:
            self.known[key] = self._read(operation, parent)
            self.changed.setdefault(key, 0)
        return self.known[key]

    def has_changed(self) -> bool:
        """Read the lists that were used once more, and say whether one has changed.

        They are the baselines from then on.
        """
        found = False
        for key in sorted(self.touched, key=str):
            if key not in self.known:
                continue
            before = self.known[key]
            after = self._read(self.spec.list_operation(key[0]), key[1])
            if _differ(before, after):
                self.known[key] = after
                self.changed[key] += 1
                found = True
        return found

    def _read(self, operation: ListOperation, parent: str | None) -> Baseline:
        """Read a list: all of it, whatever it lists by default.

        A filter with a default hides rows, so that the whole is the union over its states.
        """
        plain = self._listed(Query(operation, parent))
        hiding = [each for each in operation.parameters if each.filter and each.filter.defaults]
        if not hiding:
            return plain
        parts = [
            self._listed(query)
            for values in product(*(each.states for each in hiding))
            for query in [_having(Query(operation, parent), hiding, values)]
        ]
        found = {identity_of(operation, row): row for part in (plain, *parts) for row in part.rows}
        totals = [each.total for each in parts if each.total is not None]
        return Baseline(
            rows=tuple(found.values())[: self.most],
            plain=len(plain.rows),
            is_whole=all(each.is_whole for each in parts) and len(found) <= self.most,
            total=sum(totals) if len(totals) == len(parts) else None,
            failure=next((each.failure for each in (plain, *parts) if each.failure), None),
            in_force={
                each.name: default_in_force(each.filter, plain.rows, found.values())
                for each in hiding
                if each.filter
            },
        )

    def _listed(self, query: Query) -> Baseline:
        operation = query.operation
        self.channel.forget()
        size = largest_size(operation)
        most = max(1, -(-self.most // (size or 1)))
        answers = self.channel.walk(first_page(query, size), most)
        if size is not None and answers[0].kind != "page":
            # A size that is refused is a fault, and for one law to find.
            size = None
            answers = self.channel.walk(first_page(query, None), most)
        elif size is not None and _is_short(answers):
            smaller = self.channel.walk(first_page(query, None), most)
            if _count(smaller) > _count(answers):
                answers, size = smaller, None
        self.channel.forget()
        failure = answers[-1] if answers[-1].kind != "page" else None
        rows = [item for each in answers for item in each.items if isinstance(item, Mapping)]
        pointer = operation.paging.total_items
        total = pointer.read(answers[0].body) if pointer else None
        return Baseline(
            rows=tuple(rows[: self.most]),
            plain=len(rows),
            is_whole=failure is None and len(rows) <= self.most and _has_ended(answers, most, size),
            total=total if isinstance(total, int) else None,
            failure=failure,
        )


def _having(query: Query, parameters: Sequence[Parameter], values: Sequence[Value]) -> Query:
    for parameter, value in zip(parameters, values, strict=True):
        query = query.having(parameter.name, value)
    return query


def _count(answers: Sequence[Response]) -> int:
    return sum(len(each.items) for each in answers)


def _is_short(answers: Sequence[Response]) -> bool:
    """Return whether a list ended before its total: large pages may be cut without a word."""
    operation = answers[0].query.operation
    pointer = operation.paging.total_items
    total = pointer.read(answers[0].body) if pointer is not None else None
    return isinstance(total, int) and _count(answers) < total and answers[-1].kind == "page"


def _has_ended(answers: Sequence[Response], most: int, size: int | None) -> bool:
    last = answers[-1]
    paging = last.query.operation.paging
    if paging.next is not None:
        return not paging.next.read(last.body)
    return len(answers) < most or len(last.items) < (size or 1)


def _differ(before: Baseline, after: Baseline) -> bool:
    one, other = {repr(each) for each in before.rows}, {repr(each) for each in after.rows}
    if before.in_force != after.in_force:
        return True
    if one == other:
        return False
    # In an unstable order, two readings miss and repeat different rows of the same list.
    is_counted = before.is_whole and after.is_whole and before.total == after.total is not None
    return not (is_counted and len(one | other) <= (after.total or 0))


def first_page(query: Query, size: int | None) -> Query:
    """Return a query for the first page of what it lists, with a page size or without."""
    operation = query.operation
    paging = operation.paging
    if paging.number is not None:
        query = query.having(paging.number, operation.first_index)
    return query if size is None or paging.size is None else query.having(paging.size, size)


def largest_size(operation: ListOperation) -> int | None:
    """Return the largest page size that the spec admits, within reason; None without a size."""
    parameter = operation.page_size
    if parameter is None:
        return None
    return min(_LARGEST, int(parameter.schema.get("maximum", _LARGEST)))
