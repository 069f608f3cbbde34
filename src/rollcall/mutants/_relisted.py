"""Mutants that list other rows: their pages, and pages that the server does not have."""

from collections.abc import Callable, Sequence

from rollcall.mutants._listed import Listed, Row, original_of, read_listed
from rollcall.mutants._message import OK, Request, Response
from rollcall.mutants._mutant import Responder
from rollcall.mutants._upstream import Upstream, numbering

__all__ = ["field_page", "relisted"]

_NOT_FOUND = 404
_FAR = 999_999_937


def relisted(choose: Callable[[Listed], Sequence[Row]], *, is_paged: bool = False) -> Responder:
    """Return a responder that lists other rows, with correct pages and totals.

    Args:
        choose: Returns the rows of all pages, for a valid request for a page.
        is_paged: Whether the rows depend on the page, so that each page leads to the next one.
    """

    def respond(request: Request, upstream: Upstream) -> Response:
        original = _envelope(request, upstream)
        listed = read_listed(request, upstream) if original.status == OK else None
        if listed is None or not listed.is_known(original):
            return original
        rows = choose(listed)
        own = upstream.send(request)
        is_own = request == original_of(request)
        is_unchanged = is_own and not is_paged and [*rows] == listed.matching
        # An item that the mutant does not list is no token of it.
        is_unknown = own.status != OK and not listed.names_one_of(rows) and _has_field(request)
        if is_unchanged or is_unknown:
            return own
        return _missing(listed, rows) or listed.page(original, rows)

    return respond


def _missing(listed: Listed, rows: Sequence[Row]) -> Response | None:
    """Return the refusal of a page after the last one; None for other pages."""
    paging = listed.operation.paging
    if paging.selector is None or not listed.operation.strictness.admits("pastTheEnd", "notFound"):
        return None
    if listed.start < max(1, len(rows)):
        return None
    return listed.upstream.send(listed.request.having(paging.selector, str(_FAR)))


def _envelope(request: Request, upstream: Upstream) -> Response:
    """Return the original response, or the first page for a page that the server does not have.

    A mutant that makes a list longer adds pages.
    """
    operation = request.list_operation
    original = field_page(request, upstream)
    if original.status != _NOT_FOUND:
        return original
    if not operation.strictness.admits("pastTheEnd", "notFound"):
        return original
    return _first(request, upstream, original)


def field_page(request: Request, upstream: Upstream) -> Response:
    """Return the original response, or the first page if the server refuses an item as a token."""
    original = upstream.send(original_of(request))
    if original.status == OK or not _has_field(request):
        return original
    return _first(request, upstream, original)


def _first(request: Request, upstream: Upstream, otherwise: Response) -> Response:
    first = upstream.send(request.without(*numbering(request.list_operation)))
    return first if first.status == OK else otherwise


def _has_field(request: Request) -> bool:
    """Return whether a request has a token that is a field of an item."""
    paging = request.list_operation.paging
    return paging.token_field is not None and request.get(str(paging.token)) is not None
