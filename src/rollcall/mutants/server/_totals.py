"""Mutants of page information: numbers, sizes and totals in the body."""

from collections.abc import Callable, Iterator
from typing import Any

from rollcall.mutants._listed import Listed
from rollcall.mutants._message import REMOVED, Response, Values
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants.server._cutting import retold
from rollcall.mutants.server._kinds import Made, derived
from rollcall.spec import ListOperation, PagePlace, Spec

__all__ = ["mutants"]

_HUNDRED = 100

_Tell = Callable[[Listed, Any], object]
"""Returns another value for the correct one, from the request."""


def mutants(_spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the page information of an operation."""
    paging = operation.paging
    if paging.size_echo is not None:
        made = [*_echoes(paging.size_echo), *_sizes(operation, paging.size_echo)]
        yield from derived(operation, "meta", made, str(paging.size_echo))
    if paging.index_echo is not None:
        made = [*_echoes(paging.index_echo), *_numbers(operation, paging.index_echo)]
        laws = () if paging.selector else ("link.index",)
        yield from derived(operation, "meta", made, str(paging.index_echo), laws=laws)
    if paging.has_more is not None:
        made = [*_more(operation, paging.has_more)]
        yield from derived(operation, "meta", made, str(paging.has_more))
    if paging.total_items is not None:
        made = [*_items(operation, paging.total_items)]
        yield from derived(operation, "meta", made, str(paging.total_items))
    if paging.total_pages is not None:
        made = [*_pages(operation, paging.total_pages)]
        yield from derived(operation, "meta", made, str(paging.total_pages))


def _telling(place: PagePlace, tell: _Tell) -> Responder:
    """Return a mutant that changes one value of the page information."""
    return retold(lambda listed, original: {place: tell(listed, original.read(place))})


def _echoes(place: PagePlace) -> Iterator[Made]:
    yield ("echo-missing", _telling(place, lambda *_: REMOVED))
    if not place.header:
        yield ("echo-null", _telling(place, lambda *_: None))
        yield ("echo-text", _telling(place, lambda _, said: str(said)))
    yield ("echo-one-more", _telling(place, lambda _, said: said + 1))
    yield ("echo-one-less", _telling(place, lambda _, said: said - 1))


def _sizes(operation: ListOperation, place: PagePlace) -> Iterator[Made]:
    size = operation.page_size
    assert size is not None
    default, high = size.schema.get("default"), size.schema.get("maximum")
    if default is not None:
        yield ("size-stale", _telling(place, lambda *_: default))
    if high is not None:
        yield ("size-largest", _telling(place, lambda *_: high))
    yield (
        "size-length",
        retold(
            lambda listed, original: {place: len(listed.operation.items.read(original.json(), []))}
        ),
    )


def _numbers(operation: ListOperation, place: PagePlace) -> Iterator[Made]:
    index = operation.paging.index
    parameter = operation.parameter(index) if index is not None else None
    schema = parameter.schema if parameter is not None else {}
    first = int(schema.get("minimum", schema.get("default", 1)))
    yield ("number-stale", _telling(place, lambda *_: first))
    yield (
        "number-of-row",
        _telling(place, lambda listed, said: (said - first) * listed.size + first),
    )


def _more(operation: ListOperation, place: PagePlace) -> Iterator[Made]:
    yes = operation.paging.more_value
    yield ("more-always", _telling(place, lambda *_: yes))
    yield ("more-never", _telling(place, lambda *_: not yes))
    yield ("more-inverted", _telling(place, lambda _, said: not said))
    yield ("more-missing", _telling(place, lambda *_: REMOVED))
    if not place.header:
        yield ("more-text", _telling(place, lambda _, said: str(said).lower()))

    def if_full(listed: Listed, original: Response) -> Values:
        items = listed.operation.items.read(original.json(), [])
        return {place: yes is (len(items) >= listed.size)}

    # Where a page leads to the next one, the last page may be empty.
    if operation.paging.selector is not None:
        yield ("more-if-full", retold(if_full))


def _counting(operation: ListOperation, count: Callable[[Listed, int], int]) -> Responder:
    """Return a mutant that changes the total, and the number of pages with it."""
    paging = operation.paging
    items = paging.total_items
    pages = paging.total_pages
    assert items is not None

    def tell(listed: Listed, original: Response) -> Values:
        said = original.read(items)
        total = count(listed, said)
        return {items: total, pages: max(1, -(-total // listed.size))} if total != said else {}

    return retold(tell)


def _items(operation: ListOperation, place: PagePlace) -> Iterator[Made]:
    yield ("total-missing", _telling(place, lambda *_: REMOVED))
    if not place.header:
        yield ("total-text", _telling(place, lambda _, said: str(said)))
        yield ("total-null", _telling(place, lambda *_: None))
    if not operation.paging.is_exact:
        above = _counting(operation, lambda listed, _: len(listed.matching) + 1)
        yield ("total-above", above)
        return
    yield ("total-one-more", _counting(operation, lambda _, said: said + 1))
    yield ("total-one-less", _counting(operation, lambda _, said: max(0, said - 1)))
    if operation.filters:
        yield ("total-ignores-filters", _counting(operation, lambda listed, _: len(listed.rows)))
        yield (
            "total-zero-filtered",
            _counting(operation, lambda listed, said: 0 if listed.conditions else said),
        )
    yield from _lengths(operation)
    if operation.paging.selector:
        yield from _later(operation)


def _lengths(operation: ListOperation) -> Iterator[Made]:
    size = operation.page_size
    high = size.schema.get("maximum") if size is not None else None
    yield ("total-length", _counting(operation, _length))
    yield ("total-capped-at-100", _counting(operation, lambda _, said: min(said, _HUNDRED)))
    if high is not None:
        yield ("total-capped-at-page", _counting(operation, lambda _, said: min(said, high)))


def _length(listed: Listed, said: int) -> int:
    return max(0, min(listed.size, said - listed.start))


def _later(operation: ListOperation) -> Iterator[Made]:
    yield (
        "total-zero-later",
        _counting(operation, lambda listed, said: 0 if listed.number else said),
    )
    yield (
        "total-rest",
        _counting(operation, lambda listed, said: max(0, said - listed.start)),
    )
    yield (
        "total-so-far",
        _counting(operation, lambda listed, said: min(said, listed.start + listed.size)),
    )
    if operation.strictness.admits("pastTheEnd", "empty"):
        yield (
            "total-zero-past-the-end",
            _counting(operation, lambda listed, said: 0 if listed.start >= said else said),
        )


def _pages(operation: ListOperation, place: PagePlace) -> Iterator[Made]:
    items = operation.paging.total_items
    size = operation.page_size
    default = size.schema.get("default") if size is not None else None

    def paged(pages: Callable[[Listed, int, int], object]) -> Responder:
        """Return a mutant that changes the number of pages."""

        def tell(listed: Listed, original: Response) -> Values:
            count = len(listed.matching) if items is None else original.read(items)
            # The server chooses whether an empty list has one page or none.
            return {place: pages(listed, count, original.read(place))} if count else {}

        return retold(tell)

    table: list[tuple[str, Callable[[Listed, int, int], object]]] = [
        ("floored", lambda listed, count, _: count // listed.size),
        ("one-page-more", lambda listed, count, _: count // listed.size + 1),
        ("one-more", lambda _, __, said: said + 1),
        ("one-less", lambda _, __, said: said - 1),
        ("zero-for-one", lambda _, __, said: 0 if said == 1 else said),
        ("current", lambda listed, _, __: listed.number + 1),
        ("remaining", lambda listed, _, said: max(0, said - listed.number)),
        ("items", lambda _, count, __: count),
    ]
    if not place.header:
        table += [("text", lambda _, __, said: str(said)), ("null", lambda *_: None)]
    if default is not None:
        table.append(("by-default-size", lambda _, count, __: -(-count // default)))
    if operation.filters:
        table.append(("ignores-filters", lambda listed, _, __: -(-len(listed.rows) // listed.size)))
    for name, pages in table:
        yield (f"pages-{name}", paged(pages))
    yield ("pages-missing", _telling(place, lambda *_: REMOVED))
    for name, number in (("zero", 0), ("one", 1), ("two", 2)):
        yield (f"pages-of-none-{name}", _counting_none(place, number))


def _counting_none(place: PagePlace, number: int) -> Responder:
    """Return a mutant that reports a number of pages for an empty list."""
    return retold(lambda listed, _: {} if listed.matching else {place: number})
