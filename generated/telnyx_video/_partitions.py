# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Partitions: a list as ranges of a date or an instant, each a list of its own."""

from collections.abc import Mapping
from contextlib import aclosing, closing
from typing import Any, TypeVar

import attrs

from ._connection import AsyncConnection, Connection
from ._cuts import MOST, Cuts, Found, Probe, cuts_of
from ._errors import ArgumentError
from ._pagers import AsyncPager, Pager
from ._parameters import IntegerParameter
from ._ranges import Divider, Range
from ._requests import ListRequest
from ._walk import Page

__all__ = ["partitions", "partitions_async"]

ItemT = TypeVar("ItemT")
MetaT = TypeVar("MetaT")


def partitions(
    connection: Connection,
    request: ListRequest[Any, ItemT, MetaT],
    dividers: Mapping[str, Divider],
    by: str,
    into: int,
) -> list[Pager[ItemT, MetaT]]:
    """Return a list as ranges of about equal size.

    Args:
        connection: Sends the requests.
        request: The list.
        dividers: The fields that divide it, by their names.
        by: The name of the field to divide by.
        into: The number of ranges.

    Raises:
        ArgumentError: An argument is not admitted, or some items would be in no range.
        Error: A page that the ranges are chosen by could not be read.
    """
    plan = _Plan.of(request, dividers, by, into)
    cuts = plan.cuts()
    try:
        probe = next(cuts)
        while True:
            pager = Pager[ItemT, MetaT].of(connection, plan.request_of(probe))
            with closing(pager.pages()) as pages:
                page = next(pages, None)
            probe = cuts.send(plan.found(page, pager.total))
    except StopIteration as end:
        return [Pager[ItemT, MetaT].of(connection, each) for each in plan.ranges(end.value)]


async def partitions_async(
    connection: AsyncConnection,
    request: ListRequest[Any, ItemT, MetaT],
    dividers: Mapping[str, Divider],
    by: str,
    into: int,
) -> list[AsyncPager[ItemT, MetaT]]:
    """Return a list as ranges of about equal size, as ``partitions`` does."""
    plan = _Plan.of(request, dividers, by, into)
    cuts = plan.cuts()
    try:
        probe = next(cuts)
        while True:
            pager = AsyncPager[ItemT, MetaT].of(connection, plan.request_of(probe))
            async with aclosing(pager.pages()) as pages:
                page = await anext(pages, None)
            probe = cuts.send(plan.found(page, pager.total))
    except StopIteration as end:
        return [AsyncPager[ItemT, MetaT].of(connection, each) for each in plan.ranges(end.value)]


@attrs.frozen(eq=False, repr=False)
class _Plan:
    """What is known of a list before it is divided.

    Attributes:
        request: The request of the items to divide: those that have the field.
        others: The request of the items without the field, if there may be any.
        divider: The field and its filters.
        into: The number of ranges.
    """

    request: ListRequest[Any, Any, Any]
    others: ListRequest[Any, Any, Any] | None
    divider: Divider
    into: int

    @classmethod
    def of(
        cls,
        request: ListRequest[Any, Any, Any],
        dividers: Mapping[str, Divider],
        by: str,
        into: Any,  # noqa: ANN401 - checked here
    ) -> "_Plan":
        """Check the arguments."""
        divider = dividers.get(by)
        if divider is None:
            raise ArgumentError("by", f"expected {' or '.join(map(repr, dividers))}, got {by!r}")
        if not isinstance(into, int) or isinstance(into, bool) or not 1 <= into <= MOST:
            problem = f"expected a number of ranges, from 1 to {MOST}, got {into!r}"
            raise ArgumentError("into", problem)
        is_bounded = any(each is not None for each in divider.given(request.query))
        if not divider.is_nullable or is_bounded:
            return cls(request, None, divider, into)
        if divider.null is None:
            known = request.operation.query_parameters
            names = " or ".join(known[each].argument for each in (divider.lower, divider.upper))
            problem = f"items without {divider.field} would be in no range"
            raise ArgumentError("by", f"{problem}: pass {names}, which leaves them out")
        asked = request.query[divider.null]
        if asked is None:
            others = request.but({divider.null: True})
            return cls(request.but({divider.null: False}), others, divider, into)
        return cls(request, None, divider, 1 if asked else into)

    def cuts(self) -> Cuts:
        """Yield the probes to send, and return the cuts."""
        low, high = self.divider.given(self.request.query)
        is_counted = self.request.operation.pages.total_items is not None
        return cuts_of(self.into, low, high, self.divider, is_counted=is_counted)

    def request_of(self, probe: Probe) -> ListRequest[Any, Any, Any]:
        """Return the request of a probe: a page of one item, if that is enough."""
        query = self.divider.bounds(probe.low, probe.high)
        size = self.request.operation.pages.size
        if size is not None and not probe.is_sample:
            parameter = self.request.operation.query_parameters[size]
            if isinstance(parameter, IntegerParameter):
                query[size] = max(1, parameter.minimum or 1)
        return self.request.but(query)

    def found(self, page: Page[Any, Any] | None, total: int | None) -> Found:
        """Return what a page says about a range."""
        if page is None:
            return Found((), has_items=False, total=total)
        positions = [self.divider.position(item) for item in page.items]
        return Found(
            tuple(each for each in positions if each is not None),
            has_items=bool(page.items or page.skipped),
            total=total,
        )

    def ranges(self, cuts: list[int]) -> list[ListRequest[Any, Any, Any]]:
        """Return the requests of the ranges between cuts, and of the items without the field."""
        found: list[ListRequest[Any, Any, Any]] = []
        for low, high in zip([None, *cuts], [*cuts, None], strict=True):
            query = self.divider.bounds(low, high)
            found.append(self.request.but(query, Range(self.divider, low, high)))
        return found if self.others is None else [*found, self.others]
