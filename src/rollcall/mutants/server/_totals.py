"""Faults of what a page says of itself: its number, its size, and the totals."""

from collections.abc import Callable, Iterator
from typing import Any

import attrs

from rollcall.mutants._listed import Listed, put
from rollcall.mutants._message import Request, Response
from rollcall.mutants._mutant import Answerer, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._cutting import OK, Kind, derived
from rollcall.spec import ListOperation, Pointer, Spec

__all__ = ["mutants"]

_ECHO = ("page.echo",)
_INDEX = ("link.index",)
_TOTALS = ("page.totals",)
_FILTERED = ("filter.totals", "page.totals")
_HUNDRED = 100

_Tell = Callable[[Listed, Any], object]
"""Gives what a page says instead, from the request and what it should say."""


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Derive the faults of what the pages of an operation say of themselves."""
    del spec
    paging = operation.paging
    if paging.size_echo is not None:
        kinds = [*_echoes(paging.size_echo), *_sizes(operation, paging.size_echo)]
        yield from derived(operation, kinds, str(paging.size_echo))
    if paging.index_echo is not None:
        is_numbered = paging.number
        kinds = [*_echoes(paging.index_echo), *_numbers(operation, paging.index_echo)]
        kinds = [each if is_numbered else attrs.evolve(each, laws=_INDEX) for each in kinds]
        yield from derived(operation, kinds, str(paging.index_echo))
    if paging.total_items is not None:
        kinds = [*_items(operation, paging.total_items)]
        yield from derived(operation, kinds, str(paging.total_items))
    if paging.total_pages is not None:
        kinds = [*_pages(operation, paging.total_pages)]
        yield from derived(operation, kinds, str(paging.total_pages))


def _telling(pointer: Pointer, tell: _Tell) -> Answerer:
    """Make a fault by which a page says something else, in one place."""

    def change(listed: Listed, body: Any) -> None:  # noqa: ANN401 - JSON
        put(body, pointer, tell(listed, pointer.read(body)))

    return _reworking(change)


def _reworking(change: Callable[[Listed, Any], None]) -> Answerer:
    """Make a fault that changes the body of a page in place."""

    def answer(request: Request, upstream: Upstream) -> Response:
        sound = upstream.send(request)
        if sound.status != OK:
            return sound
        listed = Listed.of(request, upstream)
        return sound.reworked(lambda body: change(listed, body))

    return answer


def _without(pointer: Pointer) -> Answerer:
    """Make a fault by which a page does not say something."""
    *above, name = pointer.text.split("/")

    def change(listed: Listed, body: Any) -> None:  # noqa: ANN401 - JSON
        del listed
        holder = Pointer("/".join(above)).read(body)
        if isinstance(holder, dict):
            holder.pop(name, None)

    return _reworking(change)


def _echoes(pointer: Pointer) -> Iterator[Kind]:
    yield Kind("meta.echo-missing", "It is left out.", _without(pointer), _ECHO)
    yield Kind("meta.echo-null", "It is null.", _telling(pointer, lambda *_: None), _ECHO)
    yield Kind(
        "meta.echo-text",
        "It is a text, rather than a number.",
        _telling(pointer, lambda _, said: str(said)),
        _ECHO,
    )
    yield Kind(
        "meta.echo-one-more",
        "It is one more than what is in force.",
        _telling(pointer, lambda _, said: said + 1),
        _ECHO,
    )
    yield Kind(
        "meta.echo-one-less",
        "It is one less than what is in force.",
        _telling(pointer, lambda _, said: said - 1),
        _ECHO,
    )


def _sizes(operation: ListOperation, pointer: Pointer) -> Iterator[Kind]:
    size = operation.page_size
    assert size is not None
    default, high = size.schema.get("default"), size.schema.get("maximum")
    if default is not None:
        yield Kind(
            "meta.size-stale",
            "The page size that it says is always the default.",
            _telling(pointer, lambda *_: default),
            _ECHO,
        )
    if high is not None:
        yield Kind(
            "meta.size-largest",
            "The page size that it says is always the largest.",
            _telling(pointer, lambda *_: high),
            _ECHO,
        )
    yield Kind(
        "meta.size-length",
        "The page size that it says is the number of rows on the page.",
        _reworking(
            lambda listed, body: put(body, pointer, len(listed.operation.items.read(body, [])))
        ),
        _ECHO,
        "a page that is not full",
    )


def _numbers(operation: ListOperation, pointer: Pointer) -> Iterator[Kind]:
    index = operation.paging.index
    parameter = operation.parameter(index) if index is not None else None
    schema = parameter.schema if parameter is not None else {}
    first = int(schema.get("minimum", schema.get("default", 1)))
    yield Kind(
        "meta.number-stale",
        "The page number that it says is always that of the first page.",
        _telling(pointer, lambda *_: first),
        _ECHO,
        "a list of more than one page",
    )
    yield Kind(
        "meta.number-of-row",
        "The page number that it says is the number of the page's first row.",
        _telling(pointer, lambda listed, said: (said - first) * listed.size + first),
        _ECHO,
        "a list of more than one page",
    )


def _counting(operation: ListOperation, count: Callable[[Listed, int], int]) -> Answerer:
    """Make a fault that counts the items otherwise; the number of pages follows from it."""
    paging = operation.paging
    items = paging.total_items
    pages = paging.total_pages
    assert items is not None

    def change(listed: Listed, body: Any) -> None:  # noqa: ANN401 - JSON
        said = items.read(body)
        total = count(listed, said)
        if total != said:
            put(body, items, total)
            put(body, pages, max(1, -(-total // listed.size)))

    return _reworking(change)


def _items(operation: ListOperation, pointer: Pointer) -> Iterator[Kind]:
    yield Kind("meta.total-missing", "The total is left out.", _without(pointer), _TOTALS)
    yield Kind(
        "meta.total-text",
        "The total is a text, rather than a number.",
        _telling(pointer, lambda _, said: str(said)),
        _TOTALS,
    )
    yield Kind("meta.total-null", "The total is null.", _telling(pointer, lambda *_: None), _TOTALS)
    yield Kind(
        "meta.total-one-more",
        "The total is one more than there are items.",
        _counting(operation, lambda _, said: said + 1),
        _TOTALS,
    )
    yield Kind(
        "meta.total-one-less",
        "The total is one less than there are items.",
        _counting(operation, lambda _, said: max(0, said - 1)),
        _TOTALS,
    )
    if any(each.filter is not None for each in operation.parameters):
        yield Kind(
            "meta.total-ignores-filters",
            "The total counts the list without its filters.",
            _counting(operation, lambda listed, _: len(listed.rows)),
            _FILTERED,
            "an item that a filter leaves out",
        )
        yield Kind(
            "meta.total-zero-filtered",
            "The total of a list that is filtered is 0.",
            _counting(operation, lambda listed, said: 0 if listed.conditions else said),
            _FILTERED,
            "an item that matches a filter",
        )
    yield from _lengths(operation)
    if operation.paging.number:
        yield from _later(operation)


def _lengths(operation: ListOperation) -> Iterator[Kind]:
    size = operation.page_size
    high = size.schema.get("maximum") if size is not None else None
    yield Kind(
        "meta.total-length",
        "The total is the number of rows on the page.",
        _counting(operation, _length),
        _TOTALS,
        "a list of more than one page",
    )
    yield Kind(
        "meta.total-capped-at-100",
        "The total is 100 at most.",
        _counting(operation, lambda _, said: min(said, _HUNDRED)),
        _TOTALS,
        "a list of more than 100 items",
    )
    if high is not None:
        yield Kind(
            "meta.total-capped-at-page",
            "The total is the largest page size at most.",
            _counting(operation, lambda _, said: min(said, high)),
            _TOTALS,
            "a list of more items than the largest page holds",
        )


def _length(listed: Listed, said: int) -> int:
    return max(0, min(listed.size, said - listed.number * listed.size))


def _later(operation: ListOperation) -> Iterator[Kind]:
    several = "a list of more than one page"
    yield Kind(
        "meta.total-zero-later",
        "The total is 0 on each page after the first.",
        _counting(operation, lambda listed, said: 0 if listed.number else said),
        _TOTALS,
        several,
    )
    yield Kind(
        "meta.total-rest",
        "The total counts the items from the page on, rather than all.",
        _counting(operation, lambda listed, said: max(0, said - listed.number * listed.size)),
        _TOTALS,
        several,
    )
    yield Kind(
        "meta.total-so-far",
        "The total counts the items up to the page, rather than all.",
        _counting(operation, lambda listed, said: min(said, (listed.number + 1) * listed.size)),
        _TOTALS,
        several,
    )
    if operation.strictness.past_the_end == "empty":
        yield Kind(
            "meta.total-zero-past-the-end",
            "The total is 0 on a page after the last one.",
            _counting(
                operation,
                lambda listed, said: 0 if listed.number * listed.size >= said else said,
            ),
            ("page.past_the_end", *_TOTALS),
        )


def _pages(operation: ListOperation, pointer: Pointer) -> Iterator[Kind]:
    items = operation.paging.total_items
    size = operation.page_size
    default = size.schema.get("default") if size is not None else None

    def paged(pages: Callable[[Listed, int, int], object]) -> Answerer:
        """Make a fault that counts the pages otherwise, from the items and what it should say."""

        def change(listed: Listed, body: Any) -> None:  # noqa: ANN401 - JSON
            count = items.read(body) if items is not None else len(listed.matching)
            # Whether an empty list has one page or none is the server's choice.
            if count:
                put(body, pointer, pages(listed, count, pointer.read(body)))

        return _reworking(change)

    several = "a list of more than one page"
    table: list[tuple[str, str, Callable[[Listed, int, int], object], str]] = [
        (
            "floored",
            "The number of pages leaves out a last one that is not full.",
            lambda listed, count, _: count // listed.size,
            "a last page that is not full",
        ),
        (
            "one-page-more",
            "The number of pages counts one more where the last one is full.",
            lambda listed, count, _: count // listed.size + 1,
            "a last page that is full",
        ),
        (
            "one-more",
            "The number of pages is one more than there are.",
            lambda _, __, said: said + 1,
            "",
        ),
        (
            "one-less",
            "The number of pages is one less than there are.",
            lambda _, __, said: said - 1,
            "",
        ),
        (
            "zero-for-one",
            "The number of pages is 0 where there is one.",
            lambda _, __, said: 0 if said == 1 else said,
            "a list of one page, with items",
        ),
        (
            "current",
            "The number of pages is the number of the page.",
            lambda listed, _, __: listed.number + 1,
            several,
        ),
        (
            "remaining",
            "The number of pages counts those from the page on, rather than all.",
            lambda listed, _, said: max(0, said - listed.number),
            several,
        ),
        (
            "items",
            "The number of pages is the number of items.",
            lambda _, count, __: count,
            "a list whose page holds more than one item",
        ),
        ("text", "The number of pages is a text.", lambda _, __, said: str(said), ""),
        ("null", "The number of pages is null.", lambda *_: None, ""),
    ]
    if default is not None:
        table.append(
            (
                "by-default-size",
                "The number of pages is the one for the default page size, whatever is asked for.",
                lambda _, count, __: -(-count // default),
                several,
            )
        )
    if any(each.filter is not None for each in operation.parameters):
        table.append(
            (
                "ignores-filters",
                "The number of pages is that of the list without its filters.",
                lambda listed, _, __: -(-len(listed.rows) // listed.size),
                "an item that a filter leaves out",
            )
        )
    for name, sentence, pages, needs in table:
        # In a whole list of several pages, these are not at fault.
        laws = _FILTERED if name in {"ignores-filters", "zero-for-one"} else _TOTALS
        yield Kind(f"meta.pages-{name}", sentence, paged(pages), laws, needs)
    yield Kind("meta.pages-missing", "The number of pages is left out.", _without(pointer), _TOTALS)
