"""Mutants of pages: their beginnings and ends, their lengths and their order."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rollcall.mutants._listed import Listed, Row
from rollcall.mutants._message import OK, Request, Response, integer_in
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._relisted import relisted
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server import _page_values, _totals
from rollcall.mutants.server._cutting import cut, failing, refused, resized, shown
from rollcall.mutants.server._kinds import Made, derived
from rollcall.spec import ListOperation, Spec

__all__ = ["mutants"]

_HUNDRED = 100


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the pages of an operation, and of their parameters and totals."""
    paging = operation.paging
    yield from derived(operation, "page", _plain(operation))
    size = operation.page_size
    if size is not None:
        yield from derived(operation, "page", _sizes(operation, size.schema), size.name)
    if paging.selector is not None:
        made = _offsets() if paging.style == "offset" else _numbers()
        yield from derived(operation, "page", made, paging.selector)
        yield from derived(operation, "page", _past())
    elif paging.token is not None and not paging.is_linked:
        yield from derived(operation, "page", _tokens(operation, paging.token), paging.token)
    yield from _totals.mutants(spec, operation)
    yield from _page_values.mutants(spec, operation)


def _plain(operation: ListOperation) -> Iterator[Made]:
    yield from _places()
    yield from _lost(operation)
    yield from _twice()
    yield from _orders(operation)


def _places() -> Iterator[Made]:
    yield ("overlap", cut(lambda listed: shown(listed, ahead=-listed.number)))
    yield ("gap", cut(lambda listed: shown(listed, ahead=listed.number)))
    yield ("next-row-shown", cut(_with_next))
    yield (
        "row-lost-on-each",
        cut(lambda listed: shown(listed)[:-1] if _has_more(listed) else shown(listed)),
    )


def _has_more(listed: Listed) -> bool:
    return listed.start + listed.size < len(listed.matching)


def _with_next(listed: Listed) -> Sequence[Row]:
    return listed.matching[listed.start : listed.start + listed.size + 1]


def _lost(operation: ListOperation) -> Iterator[Made]:
    yield (
        "last-page-empty",
        cut(lambda listed: shown(listed) if _has_more(listed) or not listed.number else []),
    )
    yield ("last-page-lost", relisted(_full_pages))
    yield ("last-row-lost", cut(_without_last))
    yield ("first-row-lost", cut(_without_first))
    if operation.paging.total_items is not None:
        yield ("last-row-never-shown", cut(lambda listed: shown(listed, listed.matching[:-1])))
        yield ("first-row-never-shown", cut(lambda listed: shown(listed, listed.matching[1:])))


def _full_pages(listed: Listed) -> Sequence[Row]:
    rows = listed.matching
    return rows[: max(listed.size, len(rows) // listed.size * listed.size)]


def _without_first(listed: Listed) -> Sequence[Row]:
    page = shown(listed)
    return page[1:] if not listed.number and _has_more(listed) else page


def _without_last(listed: Listed) -> Sequence[Row]:
    page = shown(listed)
    size, paging = listed.operation.page_size, listed.operation.paging
    most = size.schema.get("maximum") if size is not None else None
    # A row that no page of any size holds, and no total counts, is no row of the list.
    if most is not None and len(listed.matching) > most and paging.total_items is None:
        return page
    return page[:-1] if listed.number and not _has_more(listed) else page


def _twice() -> Iterator[Made]:
    yield ("row-twice", cut(lambda listed: [*shown(listed)[:-1], *shown(listed)[:1]]))
    yield ("first-row-again", cut(lambda listed: _again(listed)[: listed.size]))
    yield ("first-row-added", cut(_again))
    yield ("row-replaced", cut(_replaced))


def _again(listed: Listed) -> Sequence[Row]:
    return [*(listed.matching[:1] if listed.number else []), *shown(listed)]


def _replaced(listed: Listed) -> Sequence[Row]:
    page = shown(listed)
    if not listed.number or not page:
        return page
    return [*page[:-1], listed.matching[listed.size - 1]]


def _orders(operation: ListOperation) -> Iterator[Made]:
    yield ("order-unstable", cut(lambda listed: _turned(shown(listed), listed.request.number)))
    if operation.paging.total_items is not None:
        # Without a total, this looks like rows that are added and removed.
        yield (
            "order-drifting",
            cut(lambda listed: shown(listed, _turned(listed.matching, listed.request.number))),
        )
    yield (
        "order-by-size",
        cut(lambda listed: shown(listed, _turned(listed.matching, listed.size))),
    )
    yield ("order-reversed-within", cut(lambda listed: shown(listed)[::-1]))
    yield (
        "order-reversed-later",
        cut(lambda listed: shown(listed, listed.matching[:: -1 if listed.number else 1])),
    )
    if operation.filters:
        yield (
            "order-by-filter",
            cut(lambda listed: shown(listed, listed.matching[:: -1 if listed.conditions else 1])),
        )


def _turned(rows: Sequence[Row], by: int) -> list[Row]:
    at = by % len(rows) if rows else 0
    return [*rows[at:], *rows[:at]]


def _sizes(operation: ListOperation, schema: Any) -> Iterator[Made]:  # noqa: ANN401 - a JSON Schema
    low, high, default = schema.get("minimum", 1), schema.get("maximum"), schema.get("default")
    if default is not None:
        yield ("size-ignored", resized(lambda _: default))
        if high is None or default < high:
            yield ("default-one-more", _default_of(default + 1))
    yield ("one-too-many", resized(lambda size: size + 1 if high is None or size < high else size))
    yield ("smallest-empty", cut(lambda listed: [] if listed.size == low else shown(listed)))
    if high is not None:
        yield (
            "largest-short",
            cut(lambda listed: shown(listed)[:-1] if listed.size == high else shown(listed)),
        )
    # Pages that cannot be selected may hold fewer rows than requested.
    if operation.paging.selector is not None:
        yield from _shorter(low, high, default)


def _shorter(low: int, high: int | None, default: int | None) -> Iterator[Made]:
    if default is not None and default > low:
        yield ("default-one-less", _default_of(default - 1))
    yield ("one-too-few", resized(lambda size: size - 1 if size > low else size))
    if high is not None:
        yield ("size-capped-at-half", resized(lambda size: min(size, high // 2)))
        if high > _HUNDRED:
            yield ("size-capped-at-100", resized(lambda size: min(size, _HUNDRED)))


def _default_of(other: int) -> Responder:
    """Return a mutant that uses another default page size than its body says."""

    def respond(request: Request, upstream: Upstream) -> Response:
        size = request.list_operation.page_size
        assert size is not None
        if request.get(size.name) is not None:
            return upstream.send(request)
        return resized(lambda _: other)(request, upstream)

    return respond


def _numbers() -> Iterator[Made]:
    yield ("number-ahead", cut(lambda listed: shown(listed, ahead=listed.size)))
    yield ("number-behind", cut(lambda listed: shown(listed, ahead=-listed.size)))
    yield ("number-ignored", cut(lambda listed: listed.matching[: listed.size]))
    yield (
        "number-taken-for-offset",
        cut(lambda listed: shown(listed, ahead=listed.number - listed.number * listed.size)),
    )


def _offsets() -> Iterator[Made]:
    yield ("offset-one-more", cut(lambda listed: shown(listed, ahead=1)))
    yield ("offset-one-less", cut(lambda listed: shown(listed, ahead=-1)))
    yield ("offset-plus-size", cut(lambda listed: shown(listed, ahead=listed.size)))
    yield ("offset-ignored", cut(lambda listed: listed.matching[: listed.size]))
    yield (
        "offset-in-pages",
        cut(lambda listed: shown(listed, ahead=listed.start * (listed.size - 1))),
    )
    yield (
        "offset-rounded",
        cut(lambda listed: shown(listed, ahead=-(listed.start % listed.size))),
    )


def _tokens(operation: ListOperation, token: str) -> Iterator[Made]:
    """Yield the mutants that read a token wrongly, or forget the rest of its request."""

    def later(ahead: int) -> Responder:
        return cut(lambda listed: shown(listed, ahead=ahead if listed.start else 0))

    yield ("token-ignored", cut(lambda listed: listed.matching[: listed.size]))
    yield ("token-repeats-item", later(-1))
    yield ("token-skips-item", later(1))
    if operation.filters:
        yield (
            "token-loses-filters",
            relisted(
                lambda listed: listed.rows if listed.start else listed.matching, is_paged=True
            ),
        )
    size = operation.page_size
    if size is not None and "default" in size.schema:
        default = int(size.schema["default"])

        def respond(request: Request, upstream: Upstream) -> Response:
            if request.get(token) is None:
                return upstream.send(request)
            return resized(lambda _: default)(request, upstream)

        yield ("token-loses-size", respond)


def _past() -> Iterator[Made]:
    yield (
        "past-the-end-repeated",
        _after(lambda listed: shown(listed, ahead=_last(listed) * listed.size - listed.start)),
    )
    yield ("past-the-end-first", _after(lambda listed: listed.matching[: listed.size]))
    yield ("past-the-end-fails", _instead(failing))
    yield (
        "past-the-end-not-found",
        _instead(lambda request, upstream: refused(request, upstream, 404)),
    )
    yield ("past-the-end-empty", _after(lambda _: []))
    yield (
        "past-the-end-refused",
        _instead(lambda request, upstream: refused(request, upstream, 400)),
    )


def _last(listed: Listed) -> int:
    """Return the number of the last page, from 0."""
    return max(0, -(-len(listed.matching) // listed.size) - 1)


def _paged_by(operation: ListOperation) -> str:
    """Return the name of the parameter of the page number."""
    if operation.paging.selector is None:
        raise TypeError(f"the pages of {operation.id} have no numbers")
    return operation.paging.selector


def _read_past(request: Request, upstream: Upstream) -> Listed | None:
    """Parse a request for a page after the last one; return None for other requests."""
    index = _paged_by(request.list_operation)
    first = upstream.send(request.without(index))
    text = request.get(index) or "0"
    if first.status != OK or not (text.isascii() and text.isdigit()):
        return None
    if integer_in(text) < request.list_operation.first_index:
        return None
    listed = Listed.of(request, upstream)
    return listed if listed.start >= max(1, len(listed.matching)) else None


def _instead(otherwise: Callable[[Request, Upstream], Response]) -> Responder:
    """Return a mutant that changes the responses to pages after the last one."""

    def respond(request: Request, upstream: Upstream) -> Response:
        if _read_past(request, upstream) is None:
            return upstream.send(request)
        return otherwise(request, upstream)

    return respond


def _after(take: Callable[[Listed], Sequence[Row]]) -> Responder:
    """Return a mutant that lists some rows on pages after the last one."""

    def respond(request: Request, upstream: Upstream) -> Response:
        listed = _read_past(request, upstream)
        if listed is None:
            return upstream.send(request)
        values = {listed.operation.items: [*take(listed)], **listed.numbers()}
        return upstream.send(request.without(_paged_by(listed.operation))).with_values(values)

    return respond
