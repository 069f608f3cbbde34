"""Links between pages: they lead to the end, back again, and nowhere else."""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from urllib.parse import urlsplit

from rollcall.channels import Query, Response, is_address, origin_of, resolved, size_in_force
from rollcall.laws._context import Context
from rollcall.laws._law import EVERY_CHANNEL, HTTP_ONLY, Cases, Law, Place, lists_where
from rollcall.laws._queries import few_pages, varied
from rollcall.laws._registry import law
from rollcall.laws._violation import ViolationError
from rollcall.laws.families._filtered import check_sound
from rollcall.spec import Paging, Pointer

__all__ = ["DOCUMENTED", "is_linked", "link_of"]

DOCUMENTED = "the annotation pagination, style link"
_MOST_PAGES = 200
_SEVERAL = "a list of more than one page"


def is_linked(place: Place) -> bool:
    """Return whether the pages of a list are linked."""
    return place.operation.paging.next is not None


def link_of(pointer: Pointer | None, response: Response) -> str | None:
    """Return the whole address that a link of a page leads to; None where there is no link.

    Raises:
        ViolationError: The link is not an address.
    """
    found = pointer.read(response.body) if pointer is not None else None
    if not isinstance(found, str) or not found:
        return None
    link = resolved(response.url, found)
    if not is_address(link):
        title = f"the link at {pointer} is no address: {found}"
        raise ViolationError(title, response, is_proven=True)
    return link


def _next(context: Context, response: Response) -> str | None:
    return link_of(context.operation.paging.next, response)


def _follow(context: Context, response: Response, link: str) -> Response:
    return context.page(Query(context.operation, response.query.parent, link=link))


def _are_alike(context: Context, one: Response, other: Response) -> bool:
    return context.identities(one.items) == context.identities(other.items)


def _walks(context: Context) -> Cases:
    return Cases(varied(context))


_law = partial(law, needs=_SEVERAL, subjects=lists_where(is_linked), cases=_walks)


@_law(
    "link.ends",
    "Following the links to the next page reaches an end, and no page twice.",
    source=f"{DOCUMENTED}; RFC 8288, the relation next",
    channels=EVERY_CHANNEL,
)
def ends(context: Context, query: Query) -> bool:
    # A list cannot have more pages than items, but for a last one that is empty.
    most = min(_MOST_PAGES, context.page_count(query) + 3)
    responses = context.walk(query, most)
    seen: set[str] = set()
    for number, response in enumerate(responses, 1):
        if number > 1 and not response.items and _next(context, response) is not None:
            title = f"page {number} is empty, and its link leads on"
            detail = "Only the last page can be empty."
            raise ViolationError(title, response, detail=detail, is_proven=True)
        if response.url in seen:
            title = f"the links lead to a page that was there before: {response.url}"
            raise ViolationError(title, response, is_proven=True)
        seen.add(response.url)
    has_more = _next(context, responses[-1]) if context.channel.id == "http" else None
    if len(responses) == most and has_more and context.baseline.is_whole and most < _MOST_PAGES:
        title = f"after {most} pages the links lead on"
        detail = f"The list has {len(context.baseline.rows)} items."
        raise ViolationError(title, responses[-1], detail=detail)
    return len(responses) > 1


@_law(
    "link.previous",
    "The link to the previous page leads back along the pages that the next links led to.",
    source=f"{DOCUMENTED}; RFC 8288, the relation prev",
    subjects=lists_where(lambda place: place.operation.paging.prev),
    channels=HTTP_ONLY,
)
def previous(context: Context, query: Query) -> bool:
    pointer = context.operation.paging.prev
    responses = context.walk(query, few_pages(context))
    if (link := link_of(pointer, responses[0])) is not None:
        before = _follow(context, responses[0], link)
        if before.items:
            title = "the first page has a link to a page before, and there are items"
            raise ViolationError(title, responses[0], before)
    for number, (one, other) in enumerate(pairwise(responses), 2):
        link = link_of(pointer, other)
        if link is None:
            title = f"page {number} has no link to the page before"
            raise ViolationError(title, other, detail=f"Expected one at {pointer}.", is_proven=True)
        back = _follow(context, other, link)
        if not _are_alike(context, back, one):
            title = f"the link from page {number} back leads to other items than page {number - 1}"
            raise ViolationError(title, one, other, back)
    return len(responses) > 1


def _leads(relation: str, sentence: str, to: str, read: Callable[[Paging], Pointer | None]) -> Law:
    """Register the law that a link leads from every page to the first page, or to itself."""

    @_law(
        f"link.{relation}",
        sentence,
        source=f"{DOCUMENTED}; RFC 8288, the relation {relation}",
        subjects=lists_where(lambda place: read(place.operation.paging)),
        channels=HTTP_ONLY,
    )
    def leads(context: Context, query: Query) -> bool:
        responses = context.walk(query, 3)
        for number, response in enumerate(responses, 1):
            link = link_of(read(context.operation.paging), response)
            if link is None:
                raise ViolationError(f"page {number} has no link to {to}", response, is_proven=True)
            wanted = responses[0] if relation == "first" else response
            reached = _follow(context, response, link)
            if not _are_alike(context, reached, wanted):
                title = f"the link from page {number} to {to} leads to another page"
                shown = [wanted] if wanted is response else [wanted, response]
                raise ViolationError(title, *shown, reached)
        return len(responses) > 1

    return leads


first = _leads(
    "first",
    "The link to the first page leads there from every page.",
    "the first page",
    lambda paging: paging.first,
)
itself = _leads(
    "self",
    "The link of a page to itself leads to the same page.",
    "itself",
    lambda paging: paging.itself,
)


def _is_telling(context: Context, query: Query) -> bool:
    """Return whether a query has a filter or a page size, which the links must keep."""
    names = {context.operation.paging.size, *context.filters_of(query)}
    return any(name in names for name, _ in query.values)


def _filtered(context: Context) -> Cases:
    found = [query for query in varied(context) if _is_telling(context, query)]
    return Cases(sorted(found, key=lambda query: not context.filters_of(query)))


@_law(
    "link.filters",
    "The links keep the filters and the page size.",
    source=f"{DOCUMENTED}: with the same filters",
    needs="a filtered list of more than one page",
    cases=_filtered,
)
def keeps_filters(context: Context, query: Query) -> bool:
    responses = context.walk(query, few_pages(context))
    for response in responses:
        check_sound(context, query, response)
    size, known = size_in_force(query), {*context.identities(context.expected(query))}
    for number, response in enumerate(responses, 1):
        if len(response.items) > size > 0:
            title = f"page {number} holds {len(response.items)} items, and {size} were asked for"
            raise ViolationError(title, response, is_proven=True)
        strangers = [each for each in context.identities(response.items) if each not in known]
        if context.baseline.is_whole and strangers:
            title = f"page {number} lists an item that does not match: {strangers[0]}"
            raise ViolationError(title, response)
    return len(responses) > 1 and _is_telling(context, query)


@_law(
    "link.index",
    "The pages are numbered one after the other, in the order of the links.",
    source=f"{DOCUMENTED}: pageIndex",
    subjects=lists_where(lambda place: is_linked(place) and place.operation.paging.index_echo),
)
def index(context: Context, query: Query) -> bool:
    paging = context.operation.paging
    assert paging.index_echo is not None
    first = int(context.parameter(str(paging.index)).schema.get("minimum", 0))
    responses = context.walk(query, few_pages(context))
    for number, response in enumerate(responses, first):
        said = paging.index_echo.read(response.body)
        if said != number or isinstance(said, bool):
            title = f"the page says {said!r} at {paging.index_echo}, not {number}"
            raise ViolationError(title, response, is_proven=True)
    return len(responses) > 1


@_law(
    "link.origin",
    "The links stay on the same origin, and lead to the same list.",
    source="CWE-918; a client sends its token where a link leads",
    channels=HTTP_ONLY,
)
def origin(context: Context, query: Query) -> bool:
    paging = context.operation.paging
    response = context.page(query)
    seen = 0
    for _ in range(few_pages(context)):
        here = origin_of(response.url), urlsplit(response.url).path
        for pointer in (paging.next, paging.prev, paging.first, paging.itself):
            link = link_of(pointer, response)
            if link is None:
                continue
            seen += 1
            if here != (origin_of(link), urlsplit(link).path):
                title = f"the link at {pointer} leads elsewhere: {link}"
                detail = f"From {response.url}."
                raise ViolationError(title, response, detail=detail, is_proven=True)
        following = _next(context, response)
        if following is None:
            break
        response = _follow(context, response, following)
    return seen > 0
