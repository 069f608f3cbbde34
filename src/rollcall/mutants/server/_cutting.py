"""Responders for pages with other rows, fewer or more."""

from collections.abc import Callable, Sequence
from typing import Any

import attrs

from rollcall.mutants._listed import Listed, Row, original_of, read_listed
from rollcall.mutants._message import OK, Request, Response, Values
from rollcall.mutants._mutant import Responder
from rollcall.mutants._relisted import field_page
from rollcall.mutants._upstream import Upstream

__all__ = ["cut", "failing", "refused", "resized", "retold", "rewritten", "shown"]


def shown(listed: Listed, rows: Sequence[Row] | None = None, *, ahead: int = 0) -> list[Row]:
    """Return the rows of a page.

    Args:
        listed: The request.
        rows: The rows of all pages, if not those that match.
        ahead: The number of rows by which the page begins too late.
    """
    every = listed.matching if rows is None else rows
    start = max(0, listed.start_in(every) + ahead)
    return [*every[start : start + listed.size]]


def cut(take: Callable[[Listed], Sequence[Row]]) -> Responder:
    """Return a mutant that lists other rows on a page; the rest of the page is correct.

    Args:
        take: Returns the rows of the page, for a valid request.
    """

    def respond(request: Request, upstream: Upstream) -> Response:
        original = field_page(request, upstream)
        listed = read_listed(request, upstream) if original.status == OK else None
        if listed is None or not listed.is_known(original):
            return original
        rows = [*take(listed)]
        is_own = request == original_of(request) and upstream.send(request) == original
        if is_own and rows == listed.operation.items.read(original.json(), []):
            return original
        is_selected = listed.operation.paging.selector is not None
        # The links and tokens of the server do not say where a page begins.
        page = original if is_selected else listed.page(original, listed.matching)
        return page.with_values({listed.operation.items: rows})

    return respond


def rewritten(
    change: Callable[[Listed, Any], None], when: Callable[[Request], bool] = lambda _request: True
) -> Responder:
    """Return a mutant that changes the body of a page in place.

    Args:
        change: Changes the body.
        when: Returns whether the response to a request is mutated.
    """

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        if original.status != OK or not when(request):
            return original
        listed = Listed.of(request, upstream)
        return original.reworked(lambda body: change(listed, body))

    return respond


def retold(
    tell: Callable[[Listed, Response], Values],
    when: Callable[[Request], bool] = lambda _request: True,
) -> Responder:
    """Return a mutant that changes some values of a page.

    Args:
        tell: Returns other values by their places.
        when: Returns whether the response to a request is mutated.
    """

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        if original.status != OK or not when(request):
            return original
        return original.with_values(tell(Listed.of(request, upstream), original))

    return respond


def resized(size_of: Callable[[int], int]) -> Responder:
    """Return a mutant that uses another page size than its body says.

    Args:
        size_of: Returns the page size of the mutant for the correct one.
    """

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        if original.status != OK:
            return original
        listed = Listed(request, upstream, {})
        paging = listed.operation.paging
        assert paging.size is not None
        size = size_of(listed.size)
        if size == listed.size:
            return original
        other = upstream.send(request.having(paging.size, str(size)))
        return other.with_values({paging.size_echo: listed.size})

    return respond


def refused(request: Request, upstream: Upstream, status: int) -> Response:
    """Return a refusal of the server with another status."""
    paging = request.list_operation.paging
    name = paging.size or paging.selector
    own = upstream.send(request.with_pairs([(name, "x")]) if name is not None else request)
    return attrs.evolve(own, status=status)


def failing(request: Request, upstream: Upstream) -> Response:
    """Return a refusal of the server with the status 500."""
    return refused(request, upstream, 500)
