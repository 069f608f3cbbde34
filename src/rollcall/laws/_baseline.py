"""The baseline: the rows of a list, read once, with which all other responses are compared."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, TypeVar

import attrs

from rollcall.channels import HttpChannel, Query, Response, Value
from rollcall.laws._items import filter_of, rows_by_identity
from rollcall.laws._limits import Limits, total_of
from rollcall.laws._symptom import Symptom
from rollcall.spec import (
    Comparable,
    Filter,
    ListOperation,
    ParentPath,
    Spec,
    default_in_force,
    field_key,
    is_match,
    value_key,
)

__all__ = ["Baseline", "Baselines", "ListKey"]

_Kept = TypeVar("_Kept")
ListKey = tuple[str, ParentPath | None]
"""A list: the operationId of its operation, and its parent."""


@attrs.frozen(eq=False)
class Baseline:
    """The rows of a list, in their order.

    Attributes:
        rows: The items; those listed by default come first.
        plain: How many items are listed by default.
        is_complete: Whether the rows are all items of the list, not only the first ones.
        total: The total that the server reports, if it does.
        failure: The response that is not a page, or whose body cannot be read; None: all can.
        in_force: The default that applies if a filter is left out, by the name of the filter.
        page_size: How many items a page holds, as observed, if the spec has no page size; 0: that
            is not known.
    """

    rows: tuple[Mapping[str, Any], ...]
    plain: int
    is_complete: bool
    total: int | None
    failure: Response | None
    in_force: Mapping[str, Value] = attrs.field(factory=dict)
    page_size: int = 0
    _kept: dict[object, Any] = attrs.field(factory=dict, repr=False)

    def keep(self, name: object, make: Callable[[], _Kept]) -> _Kept:
        """Return a value computed from the rows, and keep it."""
        if name not in self._kept:
            self._kept[name] = make()
        kept: _Kept = self._kept[name]
        return kept

    def keys(self, filter_: Filter) -> list[Comparable | None]:
        """Return the part of each row that a filter compares."""
        return self.keep(("keys", filter_), lambda: [field_key(filter_, row) for row in self.rows])

    @property
    def all(self) -> int:
        """The set of all rows: a bit for each, the first row's being the lowest."""
        return (1 << len(self.rows)) - 1

    def matching(self, filter_: Filter, value: Value) -> int:
        """Return the set of the rows that match a filter.

        Raises:
            ValueError: The filter does not admit the value.
        """

        def matched() -> int:
            expected = value_key(filter_, value)
            bits = bytearray(len(self.rows) // 8 + 1)
            for number, key in enumerate(self.keys(filter_)):
                if is_match(filter_, key, expected):
                    bits[number >> 3] |= 1 << (number & 7)
            return int.from_bytes(bits, "little")

        return self.keep(("matching", filter_, type(value), value), matched)

    def select(self, mask: int) -> list[Mapping[str, Any]]:
        """Return the rows of a set, in their order."""
        return [self.rows[number] for number in _positions(mask)]


def _positions(mask: int) -> Iterator[int]:
    """Yield the positions of the bits that are set, in ascending order."""
    for start, byte in enumerate(mask.to_bytes((mask.bit_length() + 7) // 8, "little")):
        for bit in range(8):
            if byte >> bit & 1:
                yield start * 8 + bit


@attrs.define
class Baselines:
    """The baselines of a server, each read when it is first needed.

    Attributes:
        spec: The spec.
        channel: The channel that reads them.
        most: How many rows of a list are read at most.
        touched: The lists used since ``begin``.
        changed: How often a list differed when it was read again.
        known: The lists that were read.
        drifts: How lists differ from one request to the next; None: they do not.
        limits: The bounds of page sizes and of values that the spec does not have.
    """

    spec: Spec
    channel: HttpChannel
    most: int
    touched: set[ListKey] = attrs.field(factory=set)
    changed: dict[ListKey, int] = attrs.field(factory=dict)
    known: dict[ListKey, Baseline] = attrs.field(factory=dict, repr=False)
    drifts: dict[ListKey, Symptom | None] = attrs.field(factory=dict, repr=False)
    limits: Limits = attrs.field(
        default=attrs.Factory(lambda self: Limits(self.channel), takes_self=True), repr=False
    )

    def of(self, operation: ListOperation, parent: ParentPath | None) -> Baseline:
        """Return the baseline of a list."""
        key = operation.id, parent
        self.touched.add(key)
        if key not in self.known:
            found = self.known[key] = self._read(operation, parent)
            self.changed.setdefault(key, 0)
            if found.failure is None:
                self.limits.learn_smallest(Query.whole(operation, parent), found.plain)
                if found.is_complete:
                    self.limits.learn_values(Query.whole(operation, parent), found.rows)
        return self.known[key]

    def begin(self) -> None:
        """Begin an attempt to evaluate a law."""
        self.touched.clear()
        self.limits.has_learned = False

    def has_changed(self) -> bool:
        """Read the touched lists again, and return whether one has changed.

        A list that has changed is the baseline from then on.
        """
        found = False
        for key in sorted(self.touched, key=str):
            if key not in self.known:
                continue
            after = self._read(self.spec.list_operation(key[0]), key[1])
            if _differ(self.known[key], after):
                self.known[key] = after
                self.changed[key] += 1
                found = True
        return found

    def _read(self, operation: ListOperation, parent: ParentPath | None) -> Baseline:
        """Read a list, including the rows that a default hides.

        A filter with a default hides rows: the whole list is the union over the filter's values.
        """
        whole = Query.whole(operation, parent)
        plain = self._listed(whole)
        hiding = [each for each in operation.filters if filter_of(each).defaults]
        if not hiding:
            return plain
        parts = []
        for values in product(*(each.states for each in hiding)):
            query = whole
            for parameter, value in zip(hiding, values, strict=True):
                query = query.having(parameter.name, value)
            parts.append(self._listed(query))
        rows = [row for part in (plain, *parts) for row in part.rows]
        found = tuple(rows_by_identity(operation, rows).values())
        totals = [each.total for each in parts if each.total is not None]
        return Baseline(
            rows=found[: self.most],
            plain=len(plain.rows),
            is_complete=all(each.is_complete for each in parts) and len(found) <= self.most,
            total=sum(totals) if len(totals) == len(parts) else None,
            failure=next((each.failure for each in (plain, *parts) if each.failure), None),
            in_force={
                each.name: default_in_force(filter_of(each), plain.rows, found) for each in hiding
            },
            page_size=max(each.page_size for each in (plain, *parts)),
        )

    def _listed(self, query: Query) -> Baseline:
        """Read the rows of a query, in the largest pages that the server fills."""
        self.channel.forget()
        pages = self.limits.read(query, self.most)
        self.channel.forget()
        responses = pages.responses
        bad = (each for each in responses if each.kind != "page" or each.body_problem)
        failure = next(bad, None)
        rows = [item for each in responses for item in each.items if isinstance(item, Mapping)]
        return Baseline(
            rows=tuple(rows[: self.most]),
            plain=len(rows),
            is_complete=failure is None and pages.has_ended and len(rows) <= self.most,
            total=total_of(responses[0]),
            failure=failure,
            page_size=_observed_size(query.operation, responses),
        )


def _observed_size(operation: ListOperation, responses: Sequence[Response]) -> int:
    """Return the size of a first page that others follow; 0 unless only that tells it."""
    if operation.page_size is not None or operation.paging.selector is None:
        return 0
    return len(responses[0].items) if any(each.items for each in responses[1:]) else 0


def _differ(before: Baseline, after: Baseline) -> bool:
    one, other = {repr(each) for each in before.rows}, {repr(each) for each in after.rows}
    if before.in_force != after.in_force:
        return True
    if one == other:
        return False
    # If the order is unstable, two readings of one list miss and repeat different rows.
    is_counted = (
        before.is_complete and after.is_complete and before.total == after.total is not None
    )
    return not (is_counted and len(one | other) <= (after.total or 0))
