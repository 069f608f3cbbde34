"""Links between pages: they lead to the end of the list and back, and stay in the list."""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise, zip_longest
from urllib.parse import parse_qsl, urlsplit

from rollcall.channels import Query, Response, is_address, origin_of, resolved, size_in_force
from rollcall.laws._context import Context
from rollcall.laws._law import EVERY_CHANNEL, HTTP_ONLY, Cases, Law, Place, lists_where
from rollcall.laws._queries import divided, few_pages, varied
from rollcall.laws._registry import law
from rollcall.laws._violation import ViolationError
from rollcall.laws.families._filtered import check_matching
from rollcall.spec import PagePlace, Paging

__all__ = ["DOCUMENTED", "is_chained", "link_of"]

DOCUMENTED = "the annotation pagination"
_MOST_PAGES = 200
_FEW = 3
_SEVERAL = "a list of more than one page"
_STATEMENTS = {"first": "link-3", "last": "link-4", "self": "link-5"}
"""The statements about links by their relation types."""


def is_chained(place: Place) -> bool:
    """Return whether only a link or a token on a page leads to the next one."""
    return place.operation.paging.selector is None


def link_of(place: PagePlace | None, response: Response) -> str | None:
    """Return the absolute URL of a link of a page; None if there is no link.

    Raises:
        ViolationError: The link is not a URL.
    """
    found = response.read(place)
    if not isinstance(found, str) or not found:
        return None
    link = resolved(response.url, found)
    if not is_address(link):
        title = f"the link at {place} is not a URL: {found}"
        raise ViolationError(title, response, is_proven=True)
    return link


def _next(context: Context, response: Response) -> str | None:
    return link_of(context.operation.paging.next, response)


def _follow(context: Context, response: Response, link: str) -> Response:
    return context.page(Query(context.operation, response.query.parent, link=link))


def _lost(context: Context, response: Response, link: str) -> str:
    """Return the filters and the page size of a request that a link on its page leaves out."""
    kept = {*_sent(link)}
    names = {context.operation.paging.size, *context.filters_of(response.query)}
    return ", ".join(
        f"{name}={value}"
        for name, value in _sent(response.url)
        if name in names and (name, value) not in kept
    )


def _sent(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)


def _wrong(context: Context, response: Response, link: str, which: str, expected: int) -> str:
    """Return what is wrong with a link that leads to another page than the expected one."""
    lost = _lost(context, response, link)
    is_wrong = f"leaves out {lost}" if lost else f"leads to other items than page {expected}"
    return f"the {which} {is_wrong}"


def _are_alike(context: Context, one: Response, other: Response) -> bool:
    return context.identities(one.items) == context.identities(other.items)


def _walks(context: Context) -> Cases:
    """Return whole lists and filtered ones by turns: links can lose the filter."""
    found = varied(context)
    filtered = [each for each in found if context.filters_of(each)]
    turns = zip_longest([each for each in found if each not in filtered], filtered)
    return Cases([each for turn in turns for each in turn if each is not None])


def _walks_to_end(context: Context) -> Cases:
    """Return lists in pages, those first whose last page is full."""
    queries = [*(query for query, _ in divided(context)), *varied(context)]
    return Cases([*dict.fromkeys(queries)])


_law = partial(law, needs=_SEVERAL, subjects=lists_where(is_chained), cases=_walks)


@_law(
    "link.ends",
    "The links or tokens of the next page lead to an end, and to no page twice.",
    source=f"{DOCUMENTED}; RFC 8288, the relation next",
    statements=("link-1", "cursor-2", "cursor-3", "page-5"),
    channels=EVERY_CHANNEL,
)
def ends(context: Context, query: Query) -> bool:
    """Compare each page with those before it, and the end of the links with the end of the list."""
    is_sized = context.page_size(query) > 0
    most = min(_MOST_PAGES, context.page_count(query) + 3) if is_sized else few_pages(context)
    responses = context.walk(query, most)
    seen: set[str] = set()
    for number, response in enumerate(responses, 1):
        if number > 1 and not response.items and response.onward is not None:
            title = f"page {number} is empty, and has a next page"
            detail = "Only the last page can be empty."
            raise ViolationError(title, response, detail=detail, is_proven=True)
        if response.url in seen:
            title = f"the pages lead to an earlier page: {response.url}"
            raise ViolationError(title, response, is_proven=True)
        seen.add(response.url)
    has_more = context.channel.id == "http" and responses[-1].onward is not None
    # Pages may be short, so their number alone does not tell that the list has ended before.
    has_all = sum(len(each.items) for each in responses[:-1]) >= context.count(query)
    if len(responses) == most and has_more and has_all and context.baseline.is_complete:
        title = f"page {most} has a next page"
        detail = f"The list has {len(context.baseline.rows)} items."
        raise ViolationError(title, responses[-1], detail=detail)
    return len(responses) > 1


@_law(
    "link.previous",
    "The link to the previous page leads back to the page whose next link led here.",
    source=f"{DOCUMENTED}; RFC 8288, the relation prev",
    statements=("link-2", "page-5"),
    subjects=lists_where(lambda place: place.operation.paging.prev),
    channels=HTTP_ONLY,
)
def previous(context: Context, query: Query) -> bool:
    """Compare the page that the link leads back to with the page before."""
    pointer = context.operation.paging.prev
    responses = context.walk(query, few_pages(context))
    if (link := link_of(pointer, responses[0])) is not None:
        before = _follow(context, responses[0], link)
        if before.items:
            title = "the first page has a link to a previous page with items"
            raise ViolationError(title, responses[0], before)
    for number, (one, other) in enumerate(pairwise(responses), 2):
        link = link_of(pointer, other)
        if link is None:
            title = f"page {number} has no link to the previous page"
            raise ViolationError(title, other, detail=f"Expected one at {pointer}.", is_proven=True)
        back = _follow(context, other, link)
        if not _are_alike(context, back, one):
            title = _wrong(context, other, link, f"previous link of page {number}", number - 1)
            raise ViolationError(title, one, other, back, detail=f"The link: {link}")
    return len(responses) > 1


@_law(
    "link.agrees",
    "The next link leads where the next number or offset leads; the last page has none.",
    source=f"{DOCUMENTED}; RFC 8288, the relation next",
    statements=("page-5",),
    subjects=lists_where(lambda place: not is_chained(place) and place.operation.paging.next),
    channels=HTTP_ONLY,
)
def agrees(context: Context, query: Query) -> bool:
    """Compare the page that the link leads to with the page of the next number or offset."""
    most = few_pages(context)
    walked = context.walk(query, most)
    responses = [each for each in walked if each.items]
    for number, (one, other) in enumerate(pairwise(responses), 1):
        link = _next(context, one)
        if link is None:
            raise ViolationError(f"page {number} has no link to the next page", one)
        reached = _follow(context, one, link)
        if not _are_alike(context, reached, other):
            title = _wrong(context, one, link, f"next link of page {number}", number + 1)
            raise ViolationError(title, one, other, reached, detail=f"The link: {link}")
    if responses and len(walked) < most and (link := _next(context, responses[-1])) is not None:
        raise ViolationError(f"the last page has a link to a next page: {link}", responses[-1])
    return len(responses) > 1


def _leads(
    name: str,
    relation: str,
    sentence: str,
    read: Callable[[Paging], PagePlace | None],
    target: Callable[[Sequence[Response], Response], Response],
) -> Law:
    """Register the law that a link of every page leads to another page.

    Args:
        name: The id of the law.
        relation: The relation type of the link.
        sentence: What the law says.
        read: Returns the place of the link.
        target: Returns the page that it leads to, from all pages and the page of the link.
    """

    @_law(
        name,
        sentence,
        source=f"{DOCUMENTED}; RFC 8288, the relation {relation}",
        statements=(_STATEMENTS[relation], "page-5"),
        subjects=lists_where(lambda place: read(place.operation.paging)),
        cases=_walks_to_end if relation == "last" else _walks,
        channels=HTTP_ONLY,
    )
    def leads(context: Context, query: Query) -> bool:
        """Compare the page that the link of each page leads to with the expected one."""
        most = few_pages(context) if relation == "last" else _FEW
        walked = context.walk(query, most)
        responses = [each for each in walked if each.items]
        if relation == "last" and len(walked) == most:
            return False
        for number, response in enumerate(responses, 1):
            link = link_of(read(context.operation.paging), response)
            expected = target(responses, response)
            if link is None and expected is response and relation != "self":
                # A page need not link to itself as the first or the last one.
                continue
            if link is None:
                title = f"page {number} has no link with the relation {relation}"
                raise ViolationError(title, response, is_proven=True)
            reached = _follow(context, response, link)
            if not _are_alike(context, reached, expected):
                title = f"the {relation} link of page {number} leads to another page"
                shown = [expected] if expected is response else [expected, response]
                raise ViolationError(title, *shown, reached)
        return len(responses) > 1

    return leads


first = _leads(
    "link.first",
    "first",
    "The link to the first page leads to the first page, from every page.",
    lambda paging: paging.first,
    lambda pages, _: pages[0],
)
last = _leads(
    "link.final",
    "last",
    "The link to the last page leads to the last page, from every page.",
    lambda paging: paging.last,
    lambda pages, _: pages[-1],
)
itself = _leads(
    "link.self",
    "self",
    "The link of a page to itself leads to the same page.",
    lambda paging: paging.itself,
    lambda _, page: page,
)


def _has_filter_or_size(context: Context, query: Query) -> bool:
    """Return whether a query has a filter or a page size, which the links must keep."""
    names = {context.operation.paging.size, *context.filters_of(query)}
    return any(name in names for name, _ in query.values)


def _filtered(context: Context) -> Cases:
    found = [query for query in varied(context) if _has_filter_or_size(context, query)]
    return Cases(sorted(found, key=lambda query: not context.filters_of(query)))


@_law(
    "link.filters",
    "The pages after the first keep its filters and its page size.",
    source=f"{DOCUMENTED}: with the same filters",
    statements=("link-7", "cursor-6", "page-5"),
    needs="a filtered list of more than one page",
    cases=_filtered,
)
def keeps_filters(context: Context, query: Query) -> bool:
    """Compare the items of the pages after the first with the filters and the page size."""
    responses = context.walk(query, few_pages(context))
    for response in responses:
        check_matching(context, query, response)
    size, known = size_in_force(query), {*context.identities(context.expected(query))}
    for number, response in enumerate(responses, 1):
        if len(response.items) > size > 0:
            title = f"page {number} holds {len(response.items)} items, requested: {size}"
            detail = _forgotten(context, responses, response)
            raise ViolationError(title, response, detail=detail, is_proven=True)
        strangers = [each for each in context.identities(response.items) if each not in known]
        if context.baseline.is_complete and strangers:
            title = (
                f"page {number} lists an item that does not match: {context.named(strangers[0])}"
            )
            detail = _forgotten(context, responses, response)
            raise ViolationError(title, response, detail=detail)
    return len(responses) > 1 and _has_filter_or_size(context, query)


def _forgotten(context: Context, pages: Sequence[Response], page: Response) -> str:
    """Return what the links that led to a page left out; empty: nothing."""
    lost = _lost(context, pages[0], page.url)
    return f"The links left out {lost}." if lost else ""


@_law(
    "link.index",
    "The pages are numbered one after the other, in the order of the links.",
    source=f"{DOCUMENTED}: pageIndex",
    statements=("link-9",),
    subjects=lists_where(lambda place: is_chained(place) and place.operation.paging.index_echo),
)
def index(context: Context, query: Query) -> bool:
    """Compare the number in each page with the number of pages before it."""
    paging = context.operation.paging
    assert paging.index_echo is not None
    first = int(context.parameter(str(paging.index)).schema.get("minimum", 0))
    responses = context.walk(query, few_pages(context))
    for number, response in enumerate(responses, first):
        reported = response.read(paging.index_echo)
        if reported != number or isinstance(reported, bool):
            title = f"the page reports {reported!r} at {paging.index_echo}, expected {number}"
            raise ViolationError(title, response, is_proven=True)
    return len(responses) > 1


@_law(
    "link.origin",
    "The links stay on the same origin, and lead to the same list.",
    source="CWE-918; a client sends its token to the URL of a link",
    statements=("link-6",),
    subjects=lists_where(lambda place: place.operation.paging.links),
    channels=HTTP_ONLY,
)
def origin(context: Context, query: Query) -> bool:
    """Compare the origin and the path of each link with those of its page."""
    paging = context.operation.paging
    response = context.page(query)
    seen = 0
    for _ in range(few_pages(context)):
        here = origin_of(response.url), urlsplit(response.url).path
        for pointer in paging.links:
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
