"""Pages: joined they are the list, and each page reports its own position correctly."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, zip_longest

from rollcall.channels import Query, Response
from rollcall.laws._context import Context
from rollcall.laws._items import rows_by_identity
from rollcall.laws._law import EVERY_CHANNEL, HTTP_ONLY, SYNC, Cases, Place, lists_where
from rollcall.laws._queries import few_pages, few_sized, queries, size_words, varied, with_page
from rollcall.laws._registry import law
from rollcall.laws._violation import ViolationError
from rollcall.spec import PagePlace

__all__ = ["page_cases"]

_DOCUMENTED = "the annotation pagination"


def page_cases(context: Context) -> Cases:
    """Return pages of the list: the first page, later pages, filtered pages, and drawn ones."""
    numbered = _numbered_pages(context) if context.operation.paging.selector else ()
    edges = [context.query, *numbered, *varied(context)]
    return Cases(edges, with_page(context, queries(context)))


def _numbered_pages(context: Context) -> Iterator[Query]:
    """Yield the second page, the last one, the one after it, one with room, and a large page."""
    some = [each for each in few_sized(context) if context.page_count(each) > 1]
    for query in some[:1]:
        yield context.numbered(query, 2)
        yield context.numbered(query, context.page_count(query))
        is_empty_after = context.operation.strictness.admits("pastTheEnd", "empty")
        if is_empty_after and context.baseline.is_complete:
            yield context.numbered(query, context.page_count(query) + 1)
    partial = [each for each in some if context.count(each) % context.page_size(each)]
    if partial and partial[0] != some[0]:
        yield context.numbered(partial[0], context.page_count(partial[0]))
    yield context.widest
    yield from (context.numbered(query, 2) for query in some[1:3])


def _is_cut(place: Place) -> bool:
    """Return whether the size of a page can be known: it is sent, or observed."""
    paging = place.operation.paging
    return paging.size is not None or paging.selector is not None


def _walks(context: Context) -> Cases:
    return Cases(varied(context), queries(context))


def _echoes(place: Place) -> bool:
    paging = place.operation.paging
    return paging.size_echo is not None or bool(paging.selector and paging.index_echo)


@law(
    "page.echo",
    "A page reports its page number and its page size correctly.",
    source=_DOCUMENTED,
    statements=("paging-7",),
    needs="a request with a page number or a page size",
    subjects=lists_where(_echoes),
    cases=page_cases,
)
def echo(context: Context, query: Query) -> bool:
    """Compare the page number and the page size in a page with those of its request."""
    response = context.page(query)
    operation, paging = context.operation, context.operation.paging
    expected: dict[PagePlace, object] = {}
    if paging.size_echo is not None and (size := context.page_size(query)):
        expected[paging.size_echo] = size
    if paging.selector and paging.index_echo is not None:
        index = query.get(paging.selector)
        expected[paging.index_echo] = operation.default_index if index is None else index
    for place, value in expected.items():
        reported = response.read(place)
        if reported != value or isinstance(reported, bool):
            title = f"the page reports {reported!r} at {place}, expected {value!r}"
            raise ViolationError(title, response, is_proven=True)
    return bool(query.values)


@law(
    "page.length",
    "No page holds more items than requested, and every numbered page except the last one is full.",
    source=_DOCUMENTED,
    statements=("paging-2", "page-1"),
    needs="a list of more than one page",
    subjects=lists_where(_is_cut),
    cases=_walks,
    channels=EVERY_CHANNEL,
)
def length(context: Context, query: Query) -> bool:
    """Compare the number of items of each page with the page size, and with what is left."""
    size = context.page_size(query)
    responses = context.walk(query, few_pages(context))
    for response in responses:
        if len(response.items) > size > 0:
            title = f"a page of at most {size} holds {len(response.items)} items"
            raise ViolationError(title, response, is_proven=True)
    rows = context.expected(query)
    total = context.total(responses[0])
    count = max(len(rows), total if isinstance(total, int) else 0)
    # The annotation does not say that linked pages are full.
    is_numbered = bool(context.operation.paging.selector)
    for number, response in enumerate(responses if is_numbered else (), 1):
        least = min(size, count - (number - 1) * size)
        if len(response.items) < least:
            title = f"page {number} holds {len(response.items)} items, though there are more"
            raise ViolationError(title, response, detail=f"Expected {least}.")
    return len(rows) > size


@law(
    "page.partition",
    "The pages joined are the whole list: the same items in the same order, for every page size.",
    source=f"{_DOCUMENTED}; metamorphic relation: equivalence (Segura et al. 2018)",
    statements=("paging-1", "page-2", "offset-2"),
    needs="a list of more than one page",
    subjects=lists_where(_is_cut),
    cases=_walks,
    channels=EVERY_CHANNEL,
)
def partition(context: Context, query: Query) -> bool:
    """Compare the items of all pages joined with the list as it was read once."""
    rows, size = context.expected(query), context.page_size(query)
    responses = context.walk(query, few_pages(context))
    received = context.identities(row for each in responses for row in each.items)
    expected = context.identities(rows)
    if len(responses) == few_pages(context):
        expected = expected[: len(received)]
    if not context.baseline.is_complete:
        received = received[: len(expected)]
    if received != expected:
        number = next(
            (
                at
                for at, pair in enumerate(zip(received, expected, strict=False))
                if pair[0] != pair[1]
            ),
            min(len(received), len(expected)),
        )
        title = f"the joined pages of {size_words(size)} differ from the whole list"
        missing, extra = (
            Counter(expected) - Counter(received),
            Counter(received) - Counter(expected),
        )
        detail = (
            f"Expected {len(expected)} items, received {len(received)}; the first that differs is "
            f"item {number + 1}. {_named(context, 'Missing', missing)}"
            f"{_named(context, 'Too many', extra)}"
        )
        shown = _with_item(responses, number)
        raise ViolationError(title, shown, detail=detail.strip())
    if context.operation.paging.selector:
        _check_far(context, query, size)
    return len(rows) > size


def _with_item(responses: Sequence[Response], number: int) -> Response:
    """Return the page with the item after so many others; the last page if there is none."""
    ends = accumulate(len(each.items) for each in responses)
    pages = (page for page, end in zip(responses, ends, strict=True) if number < end)
    return next(pages, responses[-1])


def _named(context: Context, word: str, counted: Counter[str]) -> str:
    names = [*counted][:3]
    more = " …" if len(counted) > len(names) else ""
    return f"{word}: {context.named(', '.join(names))}{more}. " if names else ""


def _check_far(context: Context, query: Query, size: int) -> None:
    """Check that pages in the middle of a long list, and its last page, hold the expected items."""
    rows = context.expected(query)
    for start, response in context.known_pages(query):
        expected = context.identities(rows[start : start + size])
        if context.identities(response.items[: len(expected)]) != expected:
            title = f"the page of item {start + 1} holds other items than expected"
            raise ViolationError(title, response, detail=f"Pages of {size_words(size)}.")


def _viewed(context: Context) -> Cases:
    """Return queries; those for rows that a default hides come first."""
    walks = _walks(context)
    views = context.views(context.widest) if context.baseline.in_force else []
    return Cases([*views, *walks.edges], walks.drawn)


@law(
    "page.identity",
    "No item is listed twice.",
    source="the annotation identity",
    statements=("list-2",),
    needs="a list of more than one item",
    cases=_viewed,
    channels=EVERY_CHANNEL,
)
def identity(context: Context, query: Query) -> bool:
    """Compare the identities of the items of all pages with each other."""
    pointer = context.operation.identity
    seen: dict[str, Response] = {}
    for response in context.walk(query, few_pages(context)):
        for item in response.items:
            name = context.identity(item)
            if pointer.read(item) is None:
                title = f"an item has no identity at {pointer}"
                raise ViolationError(title, response, is_proven=True)
            if name in seen:
                is_one = seen[name] is response
                shown = [response] if is_one else [seen[name], response]
                where = "on one page" if is_one else "on two pages"
                raise ViolationError(
                    f"{context.named(name)} is listed twice {where}", *shown, is_proven=is_one
                )
            seen[name] = response
    return len(seen) > 1


def _compared(context: Context) -> Cases:
    """Return queries that have a filter and those that have none, in turn."""
    walks = _walks(context)
    filtered = [each for each in walks.edges if context.filters_of(each)]
    others = [each for each in walks.edges if not context.filters_of(each)]
    pairs = zip_longest(others, filtered)
    return Cases([each for pair in pairs for each in pair if each is not None], walks.drawn)


@law(
    "page.fields",
    "An item has the same fields on every page that lists it, for every page size and filter.",
    source=f"{_DOCUMENTED}; metamorphic relation: equality",
    statements=("list-3",),
    needs="an item",
    cases=_compared,
    channels=HTTP_ONLY,
)
def fields(context: Context, query: Query) -> bool:
    """Compare the fields of each item with those that it has in the whole list."""
    known = rows_by_identity(context.operation, context.baseline.rows)
    is_witness = False
    for response in context.walk(query, few_pages(context)):
        for item in response.items:
            row = known.get(context.identity(item))
            is_witness = is_witness or row is not None
            if row is not None and not context.is_same(row, item):
                name = context.identity(item)
                differing = [each for each in {**row, **item} if row.get(each) != item.get(each)]
                what = f"values of {', '.join(differing)}"
                title = f"{context.named(name)} has other {what} than in the whole list"
                detail = f"{context.bare(row)}\n{context.bare(item)}"
                compared = [f"/{each}" for each in differing]
                raise ViolationError(title, response, detail=detail, fields=compared)
    return is_witness


def _page_parameters(place: Place | Context) -> list[str]:
    """Return the parameters of a page that a caller may send: its size and its number."""
    paging = place.operation.paging
    return [each for each in (paging.size, paging.selector) if each]


def _has_defaults(place: Place) -> bool:
    return bool(_defaults(place))


def _defaults(place: Place | Context) -> dict[str, int | None]:
    """Return the defaults of the page parameters that have one."""
    named = [place.operation.parameter(each) for each in _page_parameters(place)]
    return {
        each.name: each.schema["default"] for each in named if each and "default" in each.schema
    }


@law(
    "page.default",
    "Leaving a page parameter out is the same as sending its default.",
    source="the default of the parameter's schema; metamorphic relation: equality",
    statements=("paging-3",),
    needs="a list that another page size would cut differently",
    subjects=lists_where(_has_defaults),
    cases=lambda context: Cases([context.query, *varied(context)], queries(context)),
)
def default(context: Context, query: Query) -> bool:
    """Compare the page without a parameter with the page with the default of the parameter."""
    is_witness = False
    for name, value in _defaults(context).items():
        if value is None:
            continue
        bare = query.without(name)
        left_out, sent = context.page(bare), context.page(bare.having(name, value))
        if not context.are_equal(left_out, sent):
            title = f"{name} left out returns another page than {name}={value}"
            raise ViolationError(title, left_out, sent)
        is_witness = is_witness or len(context.expected(query)) > context.page_size(bare)
    return is_witness


@law(
    "page.repeatable",
    "The same request returns the same page each time.",
    source="RFC 9110, section 9.2.2; AIP-158: a stable order",
    statements=("list-5", "order-3"),
    needs="a list of more than one item",
    cases=lambda context: Cases([context.widest, *varied(context)]),
    channels=SYNC,
)
def repeatable(context: Context, query: Query) -> bool:
    """Compare two responses to the same request."""
    first = context.page(query)
    context.channel.forget()
    second = context.page(query)
    if not context.are_equal(first, second) or not all(
        map(context.is_same, first.items, second.items)
    ):
        title = "two responses to the same request differ"
        if {*context.identities(first.items)} == {*context.identities(second.items)}:
            title = "two responses to the same request have the items in different orders"
        raise ViolationError(title, first, second)
    return len(first.items) > 1
