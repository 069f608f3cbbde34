"""Pages: together they are the list, and each says truly where it stands."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from hypothesis import strategies as st

from rollcall.channels import Query, Response, size_in_force
from rollcall.laws._context import Context, describe
from rollcall.laws._drawing import expand_names, filters, queries, sizes, with_page
from rollcall.laws._law import CLIENT, PAGE, WALK, Cases, Place, ViolationError, law, whole
from rollcall.laws._values import candidates
from rollcall.spec import Pointer

__all__ = [
    "LAWS",
    "admits_number",
    "are_equal",
    "check_pages",
    "few_pages",
    "must_be_refused",
    "refusals",
    "varied",
]

_DOCUMENTED = "the annotation pagination"
_MOST_PAGES = 60
_HUGE = 10**30
_SHORT = 400
_FEW_PAGES = 6


def _numbered(place: Place) -> Iterable[str]:
    return [""] if place.operation.paging.number else []


def _sized(place: Place) -> Iterable[str]:
    return [""] if place.operation.paging.size else []


def _echoing(place: Place) -> Iterable[str]:
    paging = place.operation.paging
    return [""] if paging.size_echo or (paging.number and paging.index_echo) else []


def _counting(place: Place) -> Iterable[str]:
    return [""] if place.operation.paging.total_items else []


def _page_parameters(place: Place | Context) -> list[str]:
    paging = place.operation.paging
    return [each for each in (paging.size, paging.number) if each is not None]


def _defaulting(place: Place) -> Iterable[str]:
    parameters = [place.operation.parameter(each) for each in _page_parameters(place)]
    return [""] if any(each and "default" in each.schema for each in parameters) else []


def _default(context: Context, name: str) -> Any:  # noqa: ANN401 - JSON
    return context.parameter(name).schema.get("default")


def _few_sized(context: Context) -> list[Query]:
    """Return the list in pages of several sizes, but not a long one in pages of one item."""
    count = len(context.baseline.rows)
    return [
        context.sized(context.query, size)
        for size in sizes(context)
        if -(-count // size) < _MOST_PAGES or size > 1
    ] or [context.query]


def varied(context: Context) -> list[Query]:
    """Return the list as it is, filtered, and with flags, in small pages."""
    found = _few_sized(context)
    size = sizes(context)[0] if sizes(context) else None
    for name in expand_names(context):
        found.append(context.sized(context.query.having(name, value=True), size))
    for parameter in filters(context.operation):
        known = [
            context.shown(context.query.having(parameter.name, value))
            for value in candidates(parameter, context.baseline)[:12]
        ]
        if known:
            found.append(context.sized(max(known, key=context.count), size))
    return found


def few_pages(context: Context) -> int:
    """Return how many pages a walk has at most: all of a short list, the first ones of a long one."""
    return _MOST_PAGES if len(context.baseline.rows) <= _SHORT else _FEW_PAGES


def _pages(context: Context, subject: str) -> Cases:
    del subject
    edges = [context.query, *varied(context)]
    if context.operation.paging.number:
        edges[1:1] = [*_numbered_pages(context)]
    return Cases(edges, with_page(context, queries(context)))


def _numbered_pages(context: Context) -> Iterator[Query]:
    """Return a page amid a list, the last one, which is not full, one after it, and a large one."""
    some = [each for each in _few_sized(context) if context.page_count(each) > 1]
    for query in some[:1]:
        yield context.numbered(query, 2)
        yield context.numbered(query, context.page_count(query))
        if context.operation.strictness.past_the_end == "empty" and context.baseline.is_whole:
            yield context.numbered(query, context.page_count(query) + 1)
    yield context.widest
    yield from (context.numbered(query, 2) for query in some[1:3])


def _walks(context: Context, subject: str) -> Cases:
    del subject
    return Cases(varied(context), queries(context))


@law(
    "page.echo",
    "A page says truly which page it is, and how many items it holds at most.",
    source=_DOCUMENTED,
    needs="page that was asked for with a number or a size other than the default",
    subjects=_echoing,
    cases=_pages,
    channels=PAGE,
)
def echo(context: Context, query: Query) -> bool:
    answer = context.page(query)
    paging = context.operation.paging
    wanted: dict[Pointer, object] = {}
    if paging.size_echo is not None and (size := size_in_force(query)):
        wanted[paging.size_echo] = size
    if paging.number is not None and paging.index_echo is not None:
        index = query.get(paging.number)
        wanted[paging.index_echo] = context.operation.default_index if index is None else index
    for pointer, value in wanted.items():
        said = pointer.read(answer.body)
        if said != value or isinstance(said, bool):
            title = f"the page says {said!r} at {pointer}, not {value!r}"
            raise ViolationError(title, "", answer, is_proven=True)
    return bool(query.values)


@law(
    "page.length",
    "No page holds more items than asked for, and of numbered ones only the last holds fewer.",
    source=_DOCUMENTED,
    needs="list of more than one page",
    subjects=_sized,
    cases=_walks,
    channels=WALK,
)
def length(context: Context, query: Query) -> bool:
    size = size_in_force(query)
    answers = context.walk(query, few_pages(context))
    for answer in answers:
        if len(answer.items) > size > 0:
            title = f"a page of at most {size} holds {len(answer.items)} items"
            raise ViolationError(title, "", answer, is_proven=True)
    expected = context.expected(query)
    is_numbered = context.operation.paging.number
    pointer = context.operation.paging.total_items
    said = pointer.read(answers[0].body) if pointer is not None else None
    count = max(len(expected.rows), said if isinstance(said, int) else 0)
    # Linked pages may hold fewer, for what the server cares.
    for number, answer in enumerate(answers if is_numbered else (), 1):
        least = min(size, count - (number - 1) * size)
        if len(answer.items) < least:
            title = f"page {number} holds {len(answer.items)} items, though there are more"
            raise ViolationError(title, f"Expected {least}.", answer)
    return len(expected.rows) > size


@law(
    "page.totals",
    "The totals count the items and the pages of the whole list.",
    source=_DOCUMENTED,
    needs="list with items",
    subjects=_counting,
    cases=_pages,
    channels=PAGE,
)
def totals(context: Context, query: Query) -> bool:
    if context.operation.paging.number:
        return _check_total(context, query, context.page(query))
    answers = context.walk(query, few_pages(context))
    witnesses = [_check_total(context, query, each) for each in answers]
    return any(witnesses)


def _check_total(context: Context, query: Query, answer: Response) -> bool:
    paging = context.operation.paging
    assert paging.total_items is not None
    total = paging.total_items.read(answer.body)
    if isinstance(total, float) and total.is_integer():
        total = int(total)
    if not isinstance(total, int) or isinstance(total, bool):
        title = f"the total at {paging.total_items} is {total!r}"
        raise ViolationError(title, "Expected a whole number.", answer, is_proven=True)
    expected = context.expected(query)
    count = len(expected.rows)
    if (total != count) if expected.is_whole else (total < count):
        least = "" if expected.is_whole else "at least "
        title = f"the total is {total}, and there are {least}{count} items"
        raise ViolationError(title, "", answer)
    check_pages(query, answer, total)
    if paging.number and not expected.is_whole:
        _check_end(context, query, total)
    return count > 0


def check_pages(query: Query, answer: Response, total: int) -> None:
    """See that a page counts the pages of a list with so many items truly.

    Raises:
        Breach: It does not.
    """
    total_pages = query.operation.paging.total_pages
    if total_pages is None or not size_in_force(query):
        return
    said = total_pages.read(answer.body)
    pages = -(-total // size_in_force(query))
    if said != pages and not (total == 0 and said == 1):
        title = f"the number of pages is {said!r}, and {total} items make {pages}"
        detail = f"A page holds {size_in_force(query)} items at most."
        raise ViolationError(title, detail, answer, is_proven=True)


def _check_end(context: Context, query: Query, total: int) -> None:
    """See that a long list ends where its total says, without walking it."""
    size = size_in_force(query)
    last = max(1, -(-total // size))
    answer = context.page(context.numbered(query, last))
    if len(answer.items) != total - (last - 1) * size:
        title = f"the last page, {last}, holds {len(answer.items)} items"
        raise ViolationError(title, f"The total is {total}, in pages of {size}.", answer)


@law(
    "page.partition",
    "The pages joined are the list: the same items in the same order, for every page size.",
    source=f"{_DOCUMENTED}; metamorphic relation: equivalence (Segura et al. 2018)",
    needs="list of more than one page",
    subjects=_sized,
    cases=_walks,
    channels=WALK,
)
def partition(context: Context, query: Query) -> bool:
    expected = context.expected(query)
    answers = context.walk(query, few_pages(context))
    rows = [row for each in answers for row in each.items]
    known = expected.rows[: len(rows)] if len(answers) == few_pages(context) else expected.rows
    if not expected.is_whole:
        rows = rows[: len(known)]
    got, wanted = [*map(context.identity, rows)], [*map(context.identity, known)]
    if got != wanted:
        number = next(
            (at for at, pair in enumerate(zip(got, wanted, strict=False)) if pair[0] != pair[1]),
            min(len(got), len(wanted)),
        )
        title = f"pages of {size_in_force(query)} joined give other items than the whole list"
        missing, extra = Counter(wanted) - Counter(got), Counter(got) - Counter(wanted)
        detail = (
            f"They give {len(got)} items, and {len(wanted)} were expected; item {number + 1} is "
            f"the first that differs. {_named('Missing', missing)}{_named('Too many', extra)}"
        )
        at = number // max(1, size_in_force(query))
        raise ViolationError(title, detail.strip(), answers[min(at, len(answers) - 1)])
    _check_far(context, query)
    return len(expected.rows) > size_in_force(query)


def _named(word: str, counted: Counter[str]) -> str:
    names = [*counted][:3]
    more = " …" if len(counted) > len(names) else ""
    return f"{word}: {', '.join(names)}{more}. " if names else ""


def _check_far(context: Context, query: Query) -> None:
    """See that pages amid a long list, and its last one, hold what they should."""
    if not context.operation.paging.number:
        return
    rows, size = context.expected(query).rows, size_in_force(query)
    for start, answer in context.known_pages(query):
        known = rows[start : start + size]
        got = [*map(context.identity, answer.items[: len(known)])]
        if got != [*map(context.identity, known)]:
            title = f"the page that begins with item {start + 1} holds others"
            raise ViolationError(title, f"Pages of {size}.", answer)


def _viewed(context: Context, subject: str) -> Cases:
    """Return walks, and first what a default hides, if one does."""
    walks = _walks(context, subject)
    views = context.views(context.widest) if context.baseline.in_force else []
    return Cases([*views, *walks.edges], walks.drawn)


@law(
    "page.identity",
    "No item comes twice.",
    source="the annotation identity",
    needs="list of more than one item",
    subjects=whole,
    cases=_viewed,
    channels=WALK,
)
def identity(context: Context, query: Query) -> bool:
    answers = context.walk(query, few_pages(context))
    seen: dict[str, Response] = {}
    for answer in answers:
        for item in answer.items:
            name = context.identity(item)
            if context.operation.identity.read(item) is None:
                title = f"an item has no identity at {context.operation.identity}"
                raise ViolationError(title, "", answer, is_proven=True)
            if name in seen:
                is_one = seen[name] is answer
                shown = [answer] if is_one else [seen[name], answer]
                place = "on one page" if is_one else "on two pages"
                raise ViolationError(f"{name} comes twice {place}", "", *shown, is_proven=is_one)
            seen[name] = answer
    return len(seen) > 1


def _past(context: Context, subject: str) -> Cases:
    del subject
    found = []
    for query in [context.query, *varied(context)]:
        size = size_in_force(query) or 1
        total = context.baseline.total
        count = len(context.expected(query).rows)
        if not context.baseline.is_whole:
            is_all = not filtered(context, query) and not context.baseline.in_force
            count = total if total is not None and is_all else -1
        if count >= 0:
            pages = max(1, -(-count // size))
            found += [context.numbered(query, pages + 1), context.numbered(query, pages + 1000)]
    return Cases(found)


def filtered(context: Context, query: Query) -> bool:
    """Return whether a query has a filter."""
    names = {each.name for each in filters(context.operation)}
    return any(name in names for name, _ in query.values)


@law(
    "page.past_the_end",
    "A page after the last one is empty, or not found, as the annotation says.",
    source="the annotation strictness/pastTheEnd",
    needs="list with items",
    subjects=_numbered,
    cases=_past,
    channels=PAGE,
)
def past_the_end(context: Context, query: Query) -> bool:
    if context.operation.strictness.past_the_end == "notFound":
        answer = context.channel.page(query)
        if answer.status != 404:  # noqa: PLR2004 - not found
            title = f"a page after the last one gives {describe(answer)}"
            raise ViolationError(title, "Expected the status 404.", answer)
        return bool(context.baseline.rows)
    answer = context.page(query)
    if answer.items:
        title = f"a page after the last one holds {len(answer.items)} items"
        raise ViolationError(title, "Expected none.", answer)
    pointer = context.operation.paging.total_items
    if pointer is not None and context.baseline.is_whole:
        total, count = pointer.read(answer.body), len(context.expected(query).rows)
        if total != count:
            title = f"after the last page, the total is {total!r}"
            raise ViolationError(title, f"Expected {count}, as on the other pages.", answer)
    return bool(context.baseline.rows)


def _defaults(context: Context, subject: str) -> Cases:
    del subject
    return Cases([context.query, *varied(context)], queries(context))


@law(
    "page.default",
    "Leaving a page parameter out is the same as sending its default.",
    source="the default of the parameter's schema; metamorphic relation: equality",
    needs="list that another page size would cut differently",
    subjects=_defaulting,
    cases=_defaults,
    channels=PAGE,
)
def default(context: Context, query: Query) -> bool:
    is_witness = False
    for name in _page_parameters(context):
        bare = query.without(name)
        value = _default(context, name)
        if value is None:
            continue
        left_out, sent = context.page(bare), context.page(bare.having(name, value))
        if not are_equal(context, left_out, sent):
            title = f"{name} left out gives another page than {name}={value}"
            raise ViolationError(title, "", left_out, sent)
        is_witness = is_witness or len(context.expected(query).rows) > size_in_force(bare)
    return is_witness


def are_equal(context: Context, one: Response, other: Response) -> bool:
    """Return whether two pages list the same items, in the same order and with the same totals."""
    paging = context.operation.paging
    pointers = [
        paging.total_items,
        paging.size_echo,
        paging.index_echo,
        paging.total_pages,
    ]
    said = [[each.read(answer.body) for each in pointers if each] for answer in (one, other)]
    return said[0] == said[1] and [*map(context.identity, one.items)] == [
        *map(context.identity, other.items)
    ]


@law(
    "page.repeatable",
    "The same request gives the same page, time and again.",
    source="RFC 9110, section 9.2.2; AIP-158: a stable order",
    needs="list of more than one item",
    subjects=whole,
    cases=lambda context, _: Cases([context.widest, *varied(context)]),
    channels=CLIENT,
)
def repeatable(context: Context, query: Query) -> bool:
    first = context.page(query)
    context.channel.forget()
    second = context.page(query)
    if not are_equal(context, first, second) or not all(
        map(context.is_same, first.items, second.items)
    ):
        title = "the same request gave two pages that differ"
        if {*map(context.identity, first.items)} == {*map(context.identity, second.items)}:
            title = "the same request gave the items in another order"
        raise ViolationError(title, "", first, second)
    return len(first.items) > 1


@law(
    "page.bounds",
    "The smallest and the largest page size, and the first page, are accepted and in force.",
    source="minimum and maximum of the parameter's schema",
    needs="list that is longer than the smallest page",
    subjects=_sized,
    cases=lambda context, _: Cases(_bounds(context)),
    channels=PAGE,
)
def bounds(context: Context, query: Query) -> bool:
    answer = context.page(query)
    size = size_in_force(query)
    expected = context.expected(query)
    if not size or (not expected.is_whole and size > len(expected.rows)):
        return False
    count = min(size, len(expected.rows))
    if len(answer.items) != count:
        title = f"a page of {size} holds {len(answer.items)} items"
        raise ViolationError(title, f"Expected {count}.", answer)
    return len(expected.rows) > 1


def _bounds(context: Context) -> list[Query]:
    name = context.operation.paging.size
    assert name is not None
    schema = context.parameter(name).schema
    found = [int(schema[key]) for key in ("minimum", "maximum") if key in schema]
    edges = [context.sized(context.query, each) for each in found]
    if context.operation.paging.number:
        edges.append(context.numbered(context.query, 1))
    return edges


def refusals(context: Context, subject: str) -> Cases:
    """Return values that no page number or size has, and some that a schema may not admit."""
    schema = context.parameter(subject).schema
    values: list[str] = [
        str(_HUGE),
        "",
        "x",
        "1.5",
        "1e1",
        "-1",
        "0x1",
        " 1",
        "1 2",
        "\u0661",
        "NaN",
        "null",
    ]
    if "minimum" in schema:
        values[:0] = [str(int(schema["minimum"]) - 1), str(-_HUGE)]
    if "maximum" in schema:
        values[:0] = [str(int(schema["maximum"]) + 1)]
    found = [context.query.having(subject, each) for each in dict.fromkeys(values)]
    letters = st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=5)
    drawn = letters.map(lambda text: context.query.having(subject, text))
    return Cases(found, drawn, least=len(found))


@law(
    "page.refused",
    "A page number or size that the schema does not admit is refused, or clamped where that is "
    "the annotation's choice.",
    source="the parameter's schema, and the annotation strictness",
    needs="value that is not admitted",
    subjects=_page_parameters,
    cases=refusals,
    channels=CLIENT,
)
def refused(context: Context, query: Query) -> bool:
    if not query.values:
        return False
    name, value = query.values[-1]
    answer = context.channel.page(query)
    strictness, paging = context.operation.strictness, context.operation.paging
    parameter = context.operation.parameter(name)
    high = parameter.schema.get("maximum") if parameter is not None else None
    is_number = str(value).isascii() and str(value).isdigit()
    if name == paging.size and is_number and high is not None and int(value) > high:
        if strictness.oversized_page == "clamped" and answer.status is not None:
            return _check_clamped(context, query, answer, int(high))
    elif parameter is None or admits_number(parameter.schema, str(value)):
        if answer.kind == "failure":
            title = f"with {name}={value} the server fails: {describe(answer)}"
            raise ViolationError(title, "", answer, is_proven=True)
        return False
    must_be_refused(context, answer, f"{name}={value}")
    return True


def admits_number(schema: Any, text: str) -> bool:  # noqa: ANN401 - a JSON Schema
    """Return whether a text is a whole number that a schema admits."""
    if not (text.isascii() and text.removeprefix("-").isdigit()):
        return False
    return bool(schema.get("minimum", int(text)) <= int(text) <= schema.get("maximum", int(text)))


def _check_clamped(context: Context, query: Query, answer: Response, most: int) -> bool:
    largest = context.page(context.sized(query, most))
    if answer.kind != "page" or not are_equal(context, answer, largest):
        title = f"a page size above {most} is not answered as {most} is"
        raise ViolationError(title, f"It gives {describe(answer)}.", largest, answer)
    return True


def must_be_refused(context: Context, answer: Response, what: str) -> None:
    """See that a value was refused.

    Raises:
        Breach: It was not, or with another status than the annotation names.
    """
    statuses = context.operation.strictness.invalid_value
    if answer.kind != "refusal":
        title = f"{what[:60]!r} is answered with {describe(answer)}"
        raise ViolationError(
            title, "Expected a refusal, with a status 4xx.", answer, is_proven=True
        )
    if statuses and answer.status is not None and answer.status not in statuses:
        title = f"{what[:60]!r} is refused with the status {answer.status}"
        named = " or ".join(map(str, statuses))
        raise ViolationError(title, f"Expected {named}.", answer, is_proven=True)


LAWS = (
    echo,
    length,
    totals,
    partition,
    identity,
    past_the_end,
    default,
    repeatable,
    bounds,
    refused,
)
