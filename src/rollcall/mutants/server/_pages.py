"""Faults of pages: where they begin and end, how long they are, and in which order."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rollcall.mutants._listed import Listed, Row, put, relisted
from rollcall.mutants._message import Request, Response
from rollcall.mutants._mutant import Answerer, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server import _page_values, _totals
from rollcall.mutants.server._cutting import (
    OK,
    Kind,
    cut,
    derived,
    failing,
    refused,
    resized,
    shown,
)
from rollcall.spec import ListOperation, Spec

__all__ = ["mutants"]

_PARTITION = ("page.totals", "page.partition", "page.identity", "page.length")
_LENGTH = ("page.bounds", "page.length", "page.partition")
_CUT = _PARTITION[1:]
_LOST = ("page.totals", "filter.complete", *_CUT)
_ORDER = ("page.partition", "page.repeatable", "page.bounds")
_PAST = ("page.past_the_end",)
_HUNDRED = 100


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Derive the faults of an operation's pages, of what they say, and of what may be asked."""
    paging = operation.paging
    yield from derived(operation, [*_places(), *_lost(operation), *_twice(), *_orders(operation)])
    size = operation.page_size
    if size is not None:
        yield from derived(operation, [*_sizes(operation, size.schema)], size.name)
    if paging.number is not None:
        yield from derived(operation, [*_numbers()], paging.number)
        yield from derived(operation, [*_past(operation)])
    yield from _totals.mutants(spec, operation)
    yield from _page_values.mutants(spec, operation)


def _places() -> Iterator[Kind]:
    yield Kind(
        "page.overlap",
        "Each page begins with the last row of the page before.",
        cut(lambda listed: shown(listed, ahead=-listed.number)),
        _PARTITION,
    )
    yield Kind(
        "page.gap",
        "A row is lost between two pages.",
        cut(lambda listed: shown(listed, ahead=listed.number)),
        _PARTITION,
    )
    yield Kind(
        "page.next-row-shown",
        "The row by which it is known that more follow is shown too.",
        cut(_with_next),
        _LENGTH,
    )
    yield Kind(
        "page.row-lost-on-each",
        "The last row of each page is lost while more follow.",
        cut(lambda listed: shown(listed)[:-1] if _has_more(listed) else shown(listed)),
        _LENGTH,
    )


def _has_more(listed: Listed) -> bool:
    return (listed.number + 1) * listed.size < len(listed.matching)


def _with_next(listed: Listed) -> Sequence[Row]:
    start = listed.number * listed.size
    return listed.matching[start : start + listed.size + 1]


def _lost(operation: ListOperation) -> Iterator[Kind]:
    several = "a list of more than one page"
    yield Kind(
        "page.last-page-empty",
        "The last of several pages is empty.",
        cut(lambda listed: shown(listed) if _has_more(listed) or not listed.number else []),
        _PARTITION,
        several,
    )
    yield Kind(
        "page.last-page-lost",
        "A last page that is not full is lost, and its rows are not counted.",
        relisted(_full_pages),
        _PARTITION,
        several,
    )
    yield Kind(
        "page.last-row-lost",
        "The last row of a list of several pages is lost.",
        cut(_without_last),
        _LOST,
        several,
    )
    yield Kind(
        "page.first-row-lost",
        "The first row of a list of several pages is lost.",
        cut(_without_first),
        _LOST,
        several,
    )
    if operation.paging.total_items is not None:
        yield Kind(
            "page.last-row-never-shown",
            "The last row of every list is counted, and on no page.",
            cut(lambda listed: shown(listed, listed.matching[:-1])),
            ("page.totals", *_LENGTH),
        )
        yield Kind(
            "page.first-row-never-shown",
            "The first row of every list is counted, and on no page.",
            cut(lambda listed: shown(listed, listed.matching[1:])),
            ("page.totals", *_LENGTH),
        )


def _full_pages(listed: Listed) -> Sequence[Row]:
    rows = listed.matching
    return rows[: max(listed.size, len(rows) // listed.size * listed.size)]


def _without_first(listed: Listed) -> Sequence[Row]:
    page = shown(listed)
    return page[1:] if not listed.number and _has_more(listed) else page


def _without_last(listed: Listed) -> Sequence[Row]:
    page = shown(listed)
    return page[:-1] if listed.number and not _has_more(listed) else page


def _twice() -> Iterator[Kind]:
    several = "a list of more than one page"
    yield Kind(
        "page.row-twice",
        "The last row of a page is the first one again, in the place of its own.",
        cut(lambda listed: [*shown(listed)[:-1], *shown(listed)[:1]]),
        ("page.identity", *_PARTITION),
    )
    yield Kind(
        "page.first-row-again",
        "Each later page begins with the first row of the list, and the others move on by one.",
        cut(lambda listed: _again(listed)[: listed.size]),
        _PARTITION,
        several,
    )
    yield Kind(
        "page.first-row-added",
        "Each later page has the first row of the list besides its own.",
        cut(_again),
        _PARTITION,
        several,
    )
    yield Kind(
        "page.row-replaced",
        "The last row of each later page is the one of the first page.",
        cut(_replaced),
        _PARTITION,
        several,
    )


def _again(listed: Listed) -> Sequence[Row]:
    return [*(listed.matching[:1] if listed.number else []), *shown(listed)]


def _replaced(listed: Listed) -> Sequence[Row]:
    page = shown(listed)
    if not listed.number or not page:
        return page
    return [*page[:-1], listed.matching[listed.size - 1]]


def _orders(operation: ListOperation) -> Iterator[Kind]:
    yield Kind(
        "page.order-unstable",
        "The order on a page differs from one request to the next.",
        cut(lambda listed: _turned(shown(listed), listed.request.number)),
        ("page.repeatable", *_PARTITION),
        "a list of more than one item",
    )
    if operation.paging.total_items is not None:
        # Without a total, this is not told from rows that come and go.
        yield Kind(
            "page.order-drifting",
            "The order of the whole list differs from one request to the next.",
            cut(lambda listed: shown(listed, _turned(listed.matching, listed.request.number))),
            ("page.repeatable", *_PARTITION),
            "a list of more than one page",
        )
    yield Kind(
        "page.order-by-size",
        "The order depends on the page size.",
        cut(lambda listed: shown(listed, _turned(listed.matching, listed.size))),
        _ORDER,
    )
    yield Kind(
        "page.order-reversed-within",
        "The rows of each page are in the reverse order.",
        cut(lambda listed: shown(listed)[::-1]),
        _ORDER,
    )
    yield Kind(
        "page.order-reversed-later",
        "Pages after the first are cut from the list in the reverse order.",
        cut(lambda listed: shown(listed, listed.matching[:: -1 if listed.number else 1])),
        _PARTITION,
        "a list of more than one page",
    )
    if any(each.filter is not None for each in operation.parameters):
        yield Kind(
            "page.order-by-filter",
            "A list that is filtered is in the reverse order.",
            cut(lambda listed: shown(listed, listed.matching[:: -1 if listed.conditions else 1])),
            ("filter.complete", *_PARTITION),
            "a filtered list of more than one item",
        )


def _turned(rows: Sequence[Row], by: int) -> list[Row]:
    at = by % len(rows) if rows else 0
    return [*rows[at:], *rows[:at]]


def _sizes(operation: ListOperation, schema: Any) -> Iterator[Kind]:  # noqa: ANN401 - a JSON Schema
    is_linked = operation.paging.next
    low, high, default = schema.get("minimum", 1), schema.get("maximum"), schema.get("default")
    if default is not None:
        yield Kind(
            "page.size-ignored",
            "The page size is ignored: the default is always in force.",
            resized(lambda _: default),
            _LENGTH,
        )
        yield Kind(
            "page.default-one-more",
            "Without a page size, a page holds one row more than by the default.",
            _default_of(default + 1),
            ("page.default", *_LENGTH),
        )
    yield Kind(
        "page.one-too-many",
        "Pages are cut one row longer than asked for.",
        resized(lambda size: size + 1 if high is None or size < high else size),
        _LENGTH,
    )
    yield Kind(
        "page.smallest-empty",
        "A page of the smallest size is empty.",
        cut(lambda listed: [] if listed.size == low else shown(listed)),
        ("page.bounds", *_PARTITION),
    )
    if high is not None:
        yield Kind(
            "page.largest-short",
            "A page of the largest size lacks its last row.",
            cut(lambda listed: shown(listed)[:-1] if listed.size == high else shown(listed)),
            ("page.bounds", *_PARTITION),
        )
    # Linked pages may hold fewer than asked for.
    if not is_linked:
        yield from _shorter(low, high, default)


def _shorter(low: int, high: int | None, default: int | None) -> Iterator[Kind]:
    if default is not None and default > low:
        yield Kind(
            "page.default-one-less",
            "Without a page size, a page holds one row less than by the default.",
            _default_of(default - 1),
            ("page.default", *_LENGTH),
        )
    yield Kind(
        "page.one-too-few",
        "Pages are cut one row shorter than asked for.",
        resized(lambda size: size - 1 if size > low else size),
        _LENGTH,
    )
    if high is not None:
        yield Kind(
            "page.size-capped-at-half",
            "No page holds more rows than half of the largest size.",
            resized(lambda size: min(size, high // 2)),
            _LENGTH,
            "a list of more items than half of the largest page",
        )
        if high > _HUNDRED:
            yield Kind(
                "page.size-capped-at-100",
                "No page holds more than 100 rows.",
                resized(lambda size: min(size, _HUNDRED)),
                _LENGTH,
                "a list of more than 100 items",
            )


def _default_of(other: int) -> Answerer:
    """Make a fault by which another page size is in force than the default, which it says."""

    def answer(request: Request, upstream: Upstream) -> Response:
        size = request.list_operation.page_size
        assert size is not None
        if request.get(size.name) is not None:
            return upstream.send(request)
        return resized(lambda _: other)(request, upstream)

    return answer


def _numbers() -> Iterator[Kind]:
    yield Kind(
        "page.number-ahead",
        "Pages are counted from one less: the first request gives the second page.",
        cut(lambda listed: shown(listed, ahead=listed.size)),
        ("page.bounds", *_PARTITION),
    )
    yield Kind(
        "page.number-behind",
        "Pages are counted from one more: the second page is the first one again.",
        cut(lambda listed: shown(listed, ahead=-listed.size)),
        _PARTITION,
    )
    yield Kind(
        "page.number-ignored",
        "The page number is ignored: every page is the first one.",
        cut(lambda listed: listed.matching[: listed.size]),
        _PARTITION,
    )
    yield Kind(
        "page.number-taken-for-offset",
        "The page number is taken for the number of rows to pass over.",
        cut(lambda listed: shown(listed, ahead=listed.number - listed.number * listed.size)),
        _PARTITION,
    )


def _past(operation: ListOperation) -> Iterator[Kind]:
    yield Kind(
        "page.past-the-end-repeated",
        "A page after the last one repeats the last one.",
        _after(lambda listed: shown(listed, ahead=(_last(listed) - listed.number) * listed.size)),
        _PAST,
    )
    yield Kind(
        "page.past-the-end-first",
        "A page after the last one is the first one again.",
        _after(lambda listed: listed.matching[: listed.size]),
        _PAST,
    )
    yield Kind(
        "page.past-the-end-fails",
        "On a page after the last one the server fails.",
        _instead(failing),
        _PAST,
    )
    if operation.strictness.past_the_end == "empty":
        yield Kind(
            "page.past-the-end-not-found",
            "A page after the last one is not found.",
            _instead(lambda request, upstream: refused(request, upstream, 404)),
            _PAST,
        )
    else:
        yield Kind(
            "page.past-the-end-empty",
            "A page after the last one is empty, rather than not found.",
            _after(lambda _: []),
            _PAST,
        )
        yield Kind(
            "page.past-the-end-refused",
            "A page after the last one is refused as malformed, rather than not found.",
            _instead(lambda request, upstream: refused(request, upstream, 400)),
            _PAST,
        )


def _last(listed: Listed) -> int:
    """Return the number of the last page; the first one is 0."""
    return max(0, -(-len(listed.matching) // listed.size) - 1)


def _paged_by(operation: ListOperation) -> str:
    """Return the parameter that numbers the pages of a list whose pages are numbered."""
    if operation.paging.number is None:
        raise TypeError(f"the pages of {operation.id} have no numbers")
    return operation.paging.number


def _read_past(request: Request, upstream: Upstream) -> Listed | None:
    """Read a request for a page after the last one; give None for any other."""
    index = _paged_by(request.list_operation)
    first = upstream.send(request.without(index))
    text = request.get(index) or "0"
    if first.status != OK or not (text.isascii() and text.isdigit()):
        return None
    if int(text) < request.list_operation.first_index:
        return None
    listed = Listed.of(request, upstream)
    return listed if listed.number > _last(listed) else None


def _instead(otherwise: Callable[[Request, Upstream], Response]) -> Answerer:
    """Make a fault that answers otherwise after the last page."""

    def answer(request: Request, upstream: Upstream) -> Response:
        if _read_past(request, upstream) is None:
            return upstream.send(request)
        return otherwise(request, upstream)

    return answer


def _after(take: Callable[[Listed], Sequence[Row]]) -> Answerer:
    """Make a fault that shows some rows after the last page."""

    def answer(request: Request, upstream: Upstream) -> Response:
        listed = _read_past(request, upstream)
        if listed is None:
            return upstream.send(request)
        index, echo = _paged_by(listed.operation), listed.operation.paging.index_echo
        number = listed.number + request.list_operation.first_index

        def change(body: dict[str, Any]) -> None:
            put(body, listed.operation.items, [*take(listed)])
            put(body, echo, number)

        return upstream.send(request.without(index)).reworked(change)

    return answer
