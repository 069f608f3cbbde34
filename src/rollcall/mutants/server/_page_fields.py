"""Mutants of items that have other values in some pages than in others."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from rollcall.mutants._listed import Listed
from rollcall.mutants._message import OK, Request, Response
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._kinds import Made, derived
from rollcall.mutants.server._places import When, has_filter, has_later, is_later
from rollcall.spec import ListOperation, Pointer, Spec

__all__ = ["mutants"]

_LARGEST = 1000


def mutants(_spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the fields of items that depend on the page or on a filter."""
    yield from derived(operation, "page", _made(operation))


def _made(operation: ListOperation) -> Iterator[Made]:
    size = operation.page_size
    if size is not None:
        high = int(size.schema.get("maximum", _LARGEST))
        yield "fields-of-the-size", _exchanging(lambda listed, _: listed.size < high)
    if operation.filters:
        yield "fields-of-a-filter", _exchanging(_of_request(has_filter))
    if has_later(operation):
        yield "fields-of-later-pages", _exchanging(_of_request(is_later))


_Applies = Callable[[Listed, Response], bool]
"""Returns whether a page is mutated, from the original one."""


def _of_request(when: When) -> _Applies:
    return lambda listed, page: when(listed.request, page)


def _exchanging(applies: _Applies) -> Responder:
    """Return a mutant whose items have the value of another item in one of their fields."""

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        if original.status != OK:
            return original
        listed = Listed.of(request, upstream)
        field = _telling(listed) if applies(listed, original) else None
        if field is None:
            return original
        values = [row[field] for row in listed.rows if field in row]

        def change(body: dict[str, Any]) -> None:
            for item in listed.operation.items.read(body, []):
                if field in item:
                    item[field] = next(each for each in values if each != item[field])

        return original.reworked(change)

    return respond


def _telling(listed: Listed) -> str | None:
    """Return a field with several values; rather one that no annotation reads."""
    operation, rows = listed.operation, listed.rows
    fixed = [operation.identity, *([operation.parent.field] if operation.parent else [])]
    fixed += [each.expand.field for each in operation.parameters if each.expand is not None]
    read = _names(each.filter.field for each in operation.filters if each.filter is not None)
    names = [each for each in (rows[0] if rows else ()) if each not in _names(fixed)]
    names.sort(key=lambda each: each in read)
    return next(
        (each for each in names if any(row.get(each) != rows[0][each] for row in rows)), None
    )


def _names(pointers: Iterable[Pointer]) -> set[str]:
    return {str(each).split("/")[1] for each in pointers}
