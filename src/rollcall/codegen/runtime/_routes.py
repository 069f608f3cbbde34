"""The way from one page of a list to the next: by number, or by link."""

from typing import Generic, Protocol, TypeVar

import attrs

from ._http import absolute, same_origin
from ._operations import Links, PageNumbers
from ._parameters import add_missing
from ._requests import ListRequest

__all__ = ["Route", "Step", "route_of"]

BodyT = TypeVar("BodyT")
BodyT_contra = TypeVar("BodyT_contra", contravariant=True)
ItemT = TypeVar("ItemT")
MetaT = TypeVar("MetaT")


@attrs.frozen(eq=False, repr=False)
class Step:
    """A page to request.

    Attributes:
        number: The number of the page.
        target: The path and the query of its request, or its address.
    """

    number: int
    target: str


class Route(Protocol[BodyT_contra]):
    """The order of the pages, as far as the pages have shown it.

    Attributes:
        first: The first page to request.
        size: The number of items on a full page; None before it is known.
        total: The number of items in the list; None before it is known.
    """

    first: Step
    size: int | None
    total: int | None

    def accept(self, step: Step, body: BodyT_contra, count: int) -> str | None:
        """Record a page, and return its contradiction in words; None if it has none.

        Args:
            step: The page that was requested.
            body: The body of the response.
            count: The number of its items.
        """
        raise NotImplementedError

    def next(self, step: Step) -> Step | None:
        """Return the page after another; None if there is none, or it is not known yet."""
        raise NotImplementedError

    def is_beyond(self, step: Step) -> bool:
        """Return whether a page lies beyond the end of the list, as far as it is known."""
        raise NotImplementedError

    def ends_before(self, step: Step, status: int | None = None) -> bool:
        """Return, and record, whether the list ends before a page.

        Args:
            step: The page, which was refused, or has the same items as the page before.
            status: The status of the refusal; None if it was not refused.
        """
        raise NotImplementedError


class _NumberedRoute(Generic[BodyT, ItemT, MetaT]):
    """Pages that are requested by number."""

    def __init__(
        self, request: ListRequest[BodyT, ItemT, MetaT], pages: PageNumbers[BodyT]
    ) -> None:
        self._request = request
        self._pages = pages
        index, size = request.query.get(pages.index), request.query.get(pages.size)
        number = index if isinstance(index, int) else pages.default_index
        self.first = Step(number, request.target())
        self.size = size if isinstance(size, int) else pages.default_size
        self.total: int | None = None
        self._last: int | None = None
        self._accepted: int | None = None

    def accept(self, step: Step, body: BodyT, count: int) -> str | None:
        """Record a page, and return its contradiction in words; None if it has none."""
        pages = self._pages
        echo = pages.echo(body) if pages.echo else step.number
        size = pages.size_echo(body) if pages.size_echo else self.size
        total = pages.total_items(body) if pages.total_items else None
        total_pages = pages.total_pages(body) if pages.total_pages else None
        if echo != step.number:
            return f"page {step.number} was requested, but the response is page {echo}"
        if size is not None and self._accepted is not None and size != self.size:
            return f"the page size was {self.size} before, and is {size} now"
        problem = None
        if size and total is not None:
            problem = self._check(step.number, count, size, total, total_pages)
            total_pages = -(-total // size)
        self.size, self.total, self._accepted = size, total, step.number
        self._last = self._last_page(step.number, count, total_pages)
        if problem is None and not count and self._last is not None and step.number < self._last:
            problem = f"page {step.number} of {self._last} is empty"
        return problem

    def next(self, step: Step) -> Step | None:
        """Return the page after another; None if there is none, or it is not known yet."""
        number = step.number + 1
        is_there = step.number == self._accepted if self._last is None else number <= self._last
        if not is_there:
            return None
        return Step(number, self._request.target(**{self._pages.index: number}))

    def is_beyond(self, step: Step) -> bool:
        """Return whether a page lies beyond the end of the list, as far as it is known."""
        return self._last is not None and step.number > self._last

    def ends_before(self, step: Step, status: int | None = None) -> bool:
        """Return, and record, whether the list ends before a page."""
        pages = self._pages
        is_end = pages.is_last_repeated if status is None else status in pages.end_statuses
        if self._accepted is None or self._last is not None or not is_end:
            return False
        self._last = step.number - 1
        return True

    def _check(
        self, number: int, count: int, size: int, total: int, total_pages: int | None
    ) -> str | None:
        expected_pages = -(-total // size)
        # An empty list has no page, or one empty page.
        if total_pages not in {None, expected_pages, expected_pages or 1}:
            return f"{total} items at {size} a page are not {total_pages} pages"
        expected = min(size, max(0, total - (number - self._pages.first) * size))
        if count != expected:
            whole = f"{total} items at {size} a page"
            return f"page {number} of {whole} should have {expected} items, but has {count}"
        return None

    def _last_page(self, number: int, count: int, total_pages: int | None) -> int | None:
        if total_pages is not None:
            return self._pages.first + total_pages - 1
        is_full = count >= self.size if self.size else count > 0
        return None if is_full else number


class _LinkedRoute(Generic[BodyT, ItemT, MetaT]):
    """Pages that link to the next one."""

    def __init__(self, request: ListRequest[BodyT, ItemT, MetaT], links: Links[BodyT]) -> None:
        self._links = links
        self._base_url = request.settings.base_url
        self._params = request.settings.params
        self.first = Step(1, request.target())
        self.size: int | None = None
        self.total: int | None = None
        self._visited = {self._address(self.first)}
        self._next: Step | None = None

    def accept(self, step: Step, body: BodyT, count: int) -> str | None:
        """Record a page, and return its contradiction in words; None if it has none."""
        self.total = self._links.total_items(body) if self._links.total_items else None
        self._next = None
        link = self._links.next(body)
        if not isinstance(link, str) or not link:
            return None
        address = absolute(self._address(step), link)
        if address is None:
            return "the link to the next page is not a URL"
        if not same_origin(address, self._base_url):
            return "the link to the next page leads to another origin, and is not followed"
        address = add_missing(address, self._params.items())
        if address in self._visited:
            return "the link to the next page leads back to a page that was read already"
        if not count:
            return "the page is empty, but links to a next page"
        self._visited.add(address)
        self._next = Step(step.number + 1, address)
        return None

    def next(self, step: Step) -> Step | None:
        """Return the page after another; None if there is none, or it is not known yet."""
        is_known = self._next is not None and self._next.number == step.number + 1
        return self._next if is_known else None

    def is_beyond(self, step: Step) -> bool:
        """Return False: a link leads to no page beyond the end."""
        del step
        return False

    def ends_before(self, step: Step, status: int | None = None) -> bool:
        """Return False: the last page has no link."""
        del step, status
        return False

    def _address(self, step: Step) -> str:
        if step.target.startswith("/"):
            return self._base_url.rstrip("/") + step.target
        return step.target


def route_of(request: ListRequest[BodyT, ItemT, MetaT]) -> Route[BodyT]:
    """Return the route through the pages of an operation."""
    pages = request.operation.pages
    if isinstance(pages, PageNumbers):
        return _NumberedRoute(request, pages)
    return _LinkedRoute(request, pages)
