# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The way from one page of a list to the next: by number, by token, or by link."""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

import attrs

from ._http import Response, absolute, same_origin, with_scheme_of
from ._operations import Links, PageNumbers, Tokens
from ._parameters import add_missing
from ._requests import ListRequest
from ._types import UnsetType

__all__ = ["Route", "Step", "route_of"]

BodyT = TypeVar("BodyT")
BodyT_contra = TypeVar("BodyT_contra", contravariant=True)
ItemT = TypeVar("ItemT")
MetaT = TypeVar("MetaT")
T = TypeVar("T")


@attrs.frozen(eq=False, repr=False)
class Step:
    """A page to request.

    Attributes:
        number: The number of the page, or of the items before it if that selects the page.
        target: The path and the query of its request, or its address.
    """

    number: int
    target: str


class Route(Protocol[BodyT_contra]):
    """The order of the pages, as far as the pages have shown it.

    Attributes:
        first: The first page to request.
        total: The number of items in the list; None before it is known.
    """

    first: Step
    total: int | None

    def accept(self, step: Step, body: BodyT_contra, response: Response, count: int) -> str | None:
        """Record a page, and return its contradiction in words; None if it has none.

        Args:
            step: The page that was requested.
            body: The body of the response.
            response: The response.
            count: The number of its items.
        """
        raise NotImplementedError

    def next(self, step: Step) -> Step | None:
        """Return the page after another; None if there is none, or it is not known yet."""
        raise NotImplementedError

    def between(self, step: Step, later: Step) -> int:
        """Return the number of items from a page to a later one; 0 if it is not known."""
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

    def pass_over(self, step: Step) -> bool:
        """Return, and record, whether the page after one that cannot be read is known."""
        raise NotImplementedError


class _NumberedRoute(Generic[BodyT, ItemT, MetaT]):
    """Pages that are requested by number, or by the number of items before them."""

    def __init__(
        self, request: ListRequest[BodyT, ItemT, MetaT], pages: PageNumbers[BodyT]
    ) -> None:
        self._request = request
        self._pages = pages
        self._word = "offset" if pages.counts_items else "page"
        index = request.query.get(pages.index)
        number = index if isinstance(index, int) else pages.default_index
        self.first = Step(number, request.target())
        self._size = request.size
        self.total: int | None = None
        self._step = 1
        self._last: int | None = None
        self._accepted: int | None = None
        self._passed: int | None = None
        self._has_more = False

    def accept(self, step: Step, body: BodyT, response: Response, count: int) -> str | None:
        """Record a page, and return its contradiction in words; None if it has none."""
        pages = self._pages
        echo = _read(pages.echo, body, response)
        size = _read(pages.size_echo, body, response) if pages.size_echo else self._size
        total = _read(pages.total_items, body, response)
        total_pages = _read(pages.total_pages, body, response)
        has_more = _has_more(pages, body, response)
        if pages.may_cut and self._accepted is None and has_more is not False:
            size = self._cut(step.number, count, size, total)
        if pages.echo is not None and echo != step.number:
            word = self._word
            return f"{word} {step.number} was requested, but the response is {word} {echo}"
        if size is not None and self._accepted is not None and size != self._size:
            return f"the page size was {self._size} before, and is {size} now"
        self._size, self.total, self._accepted, self._passed = size, total, step.number, None
        self._has_more = has_more is True
        self._step = (size or count) if pages.counts_items else 1
        problem = None
        if size and total is not None:
            problem = self._check(step.number, count, size, total, total_pages)
            pages_after = (total - 1 - self._before(step.number)) // size
            self._last = step.number + pages_after * self._step
        elif total_pages is not None and not pages.counts_items:
            self._last = pages.first + total_pages - 1
        else:
            is_full = count >= (size or 1)
            is_followed = is_full if has_more is None else has_more
            self._last = None if is_followed else step.number
        if problem is None and not count and self._last is not None and step.number < self._last:
            problem = f"{self._word} {step.number} of {self._last} is empty"
        if problem is None and not count and self._has_more:
            problem = f"{self._word} {step.number} is empty, though more follow"
        return problem

    def next(self, step: Step) -> Step | None:
        """Return the page after another; None if there is none, or it is not known yet."""
        number = step.number + self._step
        is_latest = step.number in {self._accepted, self._passed}
        is_there = is_latest if self._last is None else number <= self._last
        if not is_there:
            return None
        return Step(number, self._request.target(**{self._pages.index: number}))

    def between(self, step: Step, later: Step) -> int:
        """Return the number of items from a page to a later one; 0 if it is not known."""
        return self._before(later.number) - self._before(step.number)

    def is_beyond(self, step: Step) -> bool:
        """Return whether a page lies beyond the end of the list, as far as it is known."""
        return self._last is not None and step.number > self._last

    def ends_before(self, step: Step, status: int | None = None) -> bool:
        """Return, and record, whether the list ends before a page."""
        pages = self._pages
        is_end = pages.is_last_repeated if status is None else status in pages.end_statuses
        if self._accepted is None or self._last is not None or self._has_more or not is_end:
            return False
        self._last = step.number - self._step
        return True

    def pass_over(self, step: Step) -> bool:
        """Return, and record, whether the page after one that cannot be read is known."""
        if self._passed is not None and self._last is None:
            # The end of the list is not known, and perhaps no page can be read.
            return False
        if self._accepted is None and self._pages.counts_items:
            if self._size is None:
                return False
            self._step = self._size
        self._passed = step.number
        return True

    def _before(self, number: int) -> int:
        """Return the number of items before a page."""
        return (number - self._pages.first) * (1 if self._pages.counts_items else self._size or 0)

    def _cut(self, number: int, count: int, size: int | None, total: int | None) -> int | None:
        """Return the size of the pages, which a server may cut to a length of its own."""
        is_short = size is not None and 0 < count < size
        is_last = total is not None and total - self._before(number) <= count
        return count if is_short and not is_last else size

    def _check(
        self, number: int, count: int, size: int, total: int, total_pages: int | None
    ) -> str | None:
        expected_pages = -(-total // size)
        # An empty list has no page, or one empty page.
        if total_pages not in {None, expected_pages, expected_pages or 1}:
            return f"{total} items at {size} a page are not {total_pages} pages"
        expected = min(size, max(0, total - self._before(number)))
        if count != expected:
            place = f"{self._word} {number} of {total} items at {size} a page"
            return f"{place} should have {expected} items, but has {count}"
        return None


class _ChainedRoute(Generic[BodyT, ItemT, MetaT]):
    """Pages, each of which leads to the next one."""

    def __init__(
        self,
        request: ListRequest[BodyT, ItemT, MetaT],
        pages: Tokens[BodyT] | Links[BodyT],
    ) -> None:
        self._request = request
        self._pages = pages
        self._base_url = request.settings.base_url
        self._word = "token of the" if isinstance(pages, Tokens) else "link to the"
        self._full = (request.size or 1) if isinstance(pages, Tokens) and pages.ends_short else 0
        self.first = Step(1, request.target())
        self.total: int | None = None
        self._visited = {self._address(self.first.target)}
        self._next: Step | None = None

    def accept(self, step: Step, body: BodyT, response: Response, count: int) -> str | None:
        """Record a page, and return its contradiction in words; None if it has none."""
        self.total = _read(self._pages.total_items, body, response)
        self._next = None
        onward = self._pages.next(body, response)
        has_more = _has_more(self._pages, body, response)
        if not isinstance(onward, str | int) or onward == "":
            return f"there is no {self._word} next page, though more follow" if has_more else None
        if step is self.first and count and isinstance(self._pages, Tokens) and self._pages.may_cut:
            self._full = min(self._full, count)
        if has_more is False or count < self._full:
            return None
        target = self._target(step, onward)
        problem = self._problem(target, count)
        if problem is None:
            self._next = Step(step.number + 1, target)
            self._visited.add(self._address(target))
        return problem

    def next(self, step: Step) -> Step | None:
        """Return the page after another; None if there is none, or it is not known yet."""
        is_known = self._next is not None and self._next.number == step.number + 1
        return self._next if is_known else None

    def between(self, step: Step, later: Step) -> int:
        """Return 0: the pages may have any number of items."""
        del step, later
        return 0

    def is_beyond(self, step: Step) -> bool:
        """Return False: no page leads beyond the end."""
        del step
        return False

    def ends_before(self, step: Step, status: int | None = None) -> bool:
        """Return False: the last page leads to no other."""
        del step, status
        return False

    def pass_over(self, step: Step) -> bool:
        """Return False: only a page leads to the next one."""
        del step
        return False

    def _target(self, step: Step, onward: str | int) -> str:
        """Return the target of the next page; empty if the link to it is not a URL."""
        if isinstance(self._pages, Tokens):
            return self._request.target(**{self._pages.token: onward})
        address = absolute(self._address(step.target), str(onward))
        if not address:
            return ""
        settings = self._request.settings
        if settings.upgrade_links:
            address = with_scheme_of(self._base_url, address)
        if settings.service.key is not None:
            # Links may carry the key, a masked or an older one; each request gets it anew.
            address = settings.service.key.without(address)
        return add_missing(address, settings.params.items())

    def _problem(self, target: str, count: int) -> str | None:
        """Return why the next page is not requested; None if it is."""
        if not target:
            return "the link to the next page is not a URL"
        if not same_origin(self._address(target), self._base_url):
            shown = self._request.settings.secrets.redact(target)
            return (
                f"the link to the next page leads to another origin, and is not followed: {shown}"
            )
        if self._address(target) in self._visited:
            return f"the {self._word} next page leads back to a page that was read already"
        return None if count else f"the page is empty, but has the {self._word} next page"

    def _address(self, target: str) -> str:
        return self._base_url.rstrip("/") + target if target.startswith("/") else target


def route_of(request: ListRequest[BodyT, ItemT, MetaT]) -> Route[BodyT]:
    """Return the route through the pages of an operation."""
    pages = request.operation.pages
    if isinstance(pages, PageNumbers):
        return _NumberedRoute(request, pages)
    return _ChainedRoute(request, pages)


def _has_more(
    pages: PageNumbers[BodyT] | Tokens[BodyT] | Links[BodyT], body: BodyT, response: Response
) -> bool | None:
    """Return whether another page follows; None if the page does not say it."""
    found = _read(pages.has_more, body, response)
    return None if found is None else found is pages.more_value


def _read(
    reader: Callable[[BodyT, Response], T | UnsetType] | None, body: BodyT, response: Response
) -> T | None:
    """Return a value of a page; None if it has none."""
    value = reader(body, response) if reader is not None else None
    return None if isinstance(value, UnsetType) else value
