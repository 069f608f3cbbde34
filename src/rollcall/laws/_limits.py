"""Reads lists in large pages, and learns bounds that a server has and its spec does not say."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from rollcall.channels import HttpChannel, Query, Response
from rollcall.laws._items import identity_of
from rollcall.laws._known_values import with_known_values
from rollcall.spec import ListOperation, cut_to, with_page_sizes

__all__ = ["Limits", "Pages", "first_page", "largest_size", "total_of"]

_LARGEST = 1000


@attrs.frozen
class Pages:
    """The pages of a list, in their order.

    Attributes:
        responses: The responses; the last one may be another response than a page.
        has_ended: Whether no other page follows.
    """

    responses: Sequence[Response]
    has_ended: bool

    @property
    def count(self) -> int:
        """The number of items on all pages."""
        return sum(len(each.items) for each in self.responses)

    @property
    def is_short(self) -> bool:
        """Whether the list ended before its total: a server may shorten large pages."""
        total = total_of(self.responses[0])
        return total is not None and self.count < total and self.responses[-1].kind == "page"


@attrs.define
class Limits:
    """The bounds of page sizes and of values that a server has, and its spec does not say.

    Attributes:
        channel: The channel that reads lists.
        remarks: The bounds that were learned, each in a sentence about what is not checked.
        has_learned: Whether a bound was learned during the attempt to evaluate a law.
    """

    channel: HttpChannel
    remarks: list[str] = attrs.field(factory=list)
    has_learned: bool = False
    _lists: dict[str, ListOperation] = attrs.field(factory=dict, repr=False)
    _tried: set[str] = attrs.field(factory=set, repr=False)
    _asked: set[str] = attrs.field(factory=set, repr=False)

    def of(self, operation: ListOperation) -> ListOperation:
        """Return a list with the bounds that were learned."""
        return self._lists.get(operation.id, operation)

    def read(self, query: Query, most: int) -> Pages:
        """Read the list of a query in the largest pages that the server fills.

        Args:
            query: The query.
            most: How many items are read at most, as far as the page size is known.
        """
        query = attrs.evolve(query, operation=self.of(query.operation))
        size = largest_size(query.operation)
        limit = max(1, -(-most // (size or 1)))
        first = self.channel.page(first_page(query, size))
        if size is not None and first.kind != "page":
            # Another law reports a page size that is refused.
            return self._walk(query, None, limit)
        if (cut := cut_to(query.operation, first.returned)) is not None:
            smaller = self._cut(query, cut, -(-most // cut))
            if smaller is not None:
                return smaller
        pages = self._walk(query, size, limit)
        if size is not None and pages.is_short:
            return max(pages, self._walk(query, None, limit), key=lambda each: each.count)
        return pages

    def _cut(self, query: Query, size: int, limit: int) -> Pages | None:
        """Read a list in pages as long as a first one that may be cut short.

        Returns:
            The pages, if more items follow, so that the length is the largest page size.
        """
        operation = with_page_sizes(query.operation, maximum=size)
        pages = self._walk(attrs.evolve(query, operation=operation), size, limit)
        items = {identity_of(operation, item) for each in pages.responses for item in each.items}
        if len(pages.responses[0].items) != size or len(items) <= size:
            return None
        requested, name = largest_size(query.operation), query.operation.paging.size
        # A server that ignores a size above its maximum does not tell the maximum.
        is_maximum = self._length(query, size + 1) == size
        wanted = f"maximum: {size} for {name}" if is_maximum else f"the maximum of {name}"
        self._learn(
            operation,
            f"pages of {operation.id} with more than {size} items: {name}={requested} gets "
            f"{size}; the spec should say {wanted}",
        )
        return pages

    def _walk(self, query: Query, size: int | None, limit: int) -> Pages:
        responses = self.channel.walk(first_page(query, size), limit)
        return Pages(responses, len(responses) < limit or responses[-1].onward is None)

    def learn_smallest(self, query: Query, count: int) -> None:
        """Learn the smallest page size, from pages of a list.

        Args:
            query: The query for the list.
            count: The number of its items.
        """
        operation = self.of(query.operation)
        parameter = operation.page_size
        is_open = parameter is not None and "minimum" not in parameter.schema
        if not is_open or count <= 1 or operation.id in self._tried:
            return
        self._tried.add(operation.id)
        least = self._length(query, 1)
        # A server that ignores the size, or adds an item, has no smallest size.
        if 1 < least < count and self._length(query, least + 1) == least + 1:
            name = operation.paging.size
            self._learn(
                with_page_sizes(operation, minimum=least),
                f"pages of {operation.id} with fewer than {least} items: {name}=1 gets {least}; "
                f"the spec should say minimum: {least} for {name}",
            )
        self.channel.forget()

    def learn_values(self, query: Query, rows: Sequence[Mapping[str, Any]]) -> None:
        """Learn which filters admit only the values of items, from all items of a list."""
        operation = self.of(query.operation)
        if operation.id in self._asked or query.parent is not None:
            return
        self._asked.add(operation.id)
        found, remarks = with_known_values(
            self.channel, attrs.evolve(query, operation=operation), rows
        )
        for each in remarks:
            self._learn(found, each)
        self.channel.forget()

    def _length(self, query: Query, size: int) -> int:
        return len(self.channel.page(first_page(query, size)).items)

    def _learn(self, operation: ListOperation, remark: str) -> None:
        """Keep a list with a bound that was learned."""
        self._lists[operation.id] = operation
        self.remarks.append(remark)
        self.has_learned = True


def total_of(response: Response) -> int | None:
    """Return the exact total that a page reports; None if it reports none."""
    paging = response.query.operation.paging
    total = response.read(paging.total_items) if paging.is_exact else None
    return total if isinstance(total, int) else None


def first_page(query: Query, size: int | None) -> Query:
    """Return a query for its first page, with a page size or without."""
    operation, paging = query.operation, query.operation.paging
    if paging.selector:
        query = query.having(paging.selector, operation.first_index)
    return query if size is None or paging.size is None else query.having(paging.size, size)


def largest_size(operation: ListOperation) -> int | None:
    """Return the largest page size that the spec admits, 1000 at most; None without a size."""
    parameter = operation.page_size
    return min(_LARGEST, int(parameter.schema.get("maximum", _LARGEST))) if parameter else None
