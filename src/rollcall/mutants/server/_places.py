"""The fields of a list by its schema, and responders that change some of its rows."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

import attrs

from rollcall.mutants._listed import Row
from rollcall.mutants._message import OK, Request, Response, integer_in
from rollcall.mutants._mutant import Responder
from rollcall.mutants._upstream import Upstream
from rollcall.spec import EACH, Described, ListOperation, Spec, item_schema, resolve, schema_parts

__all__ = [
    "Change",
    "Choice",
    "Place",
    "When",
    "changed",
    "changed_rows",
    "every_hundredth",
    "first",
    "has_filter",
    "has_flag",
    "has_later",
    "holders",
    "is_later",
    "item_places",
    "last",
    "parts_of",
    "places",
]

Path = tuple[str, ...]
Change = Callable[[Any], bool]
"""Changes an item in place; returns whether it changed."""
Choice = Callable[[Sequence[str]], Sequence[str]]
"""Returns some of the identities of rows, which are in the order of the list."""
When = Callable[[Request, Response], bool]
"""Returns whether the response to a request is mutated, from the original one."""

_RARE, _AMID = 100, 50


@attrs.frozen
class Place:
    """A field of an object within a value, by the value's schema.

    Attributes:
        path: Its path; the last name is its own.
        schema: Its schema.
        is_required: Whether the object must have it.
    """

    path: Path
    schema: Mapping[str, Any] = attrs.field(repr=False, eq=False)
    is_required: bool

    @property
    def subject(self) -> str:
        """The path as text, with ``*`` for each element of an array."""
        return "".join(f"/{each}" for each in self.path)

    @property
    def is_inner(self) -> bool:
        """Whether it is in the elements of an array, such as the children that a flag adds."""
        return EACH in self.path


def parts_of(spec: Spec, schema: Mapping[str, Any]) -> Iterator[tuple[Path, Described]]:
    """Yield the objects of a value: itself, those within, and the elements of its arrays.

    Arrays within those elements are left out: the annotations do not say whether children
    have children of their own.
    """
    for path, each in schema_parts(spec, schema):
        if path.count(EACH) <= 1:
            yield path, each


def places(spec: Spec, schema: Mapping[str, Any]) -> Iterator[Place]:
    """Yield the fields of the objects of a value, except of those that have alternatives."""
    found = [*parts_of(spec, schema)]
    counted = Counter(path for path, _ in found)
    for path, described in found:
        node = described.schema
        if counted[path] > 1:
            continue
        for name, inner in node["properties"].items():
            resolved = resolve(spec, inner)
            if EACH in path and "items" in resolved:
                continue
            yield Place((*path, name), resolved, name in node.get("required", ()))


def item_places(spec: Spec, operation: ListOperation) -> list[Place]:
    """Return the fields of an item, and of the children that flags add."""
    return [*places(spec, item_schema(spec, operation))]


def holders(value: object, path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a value that may have the last field of a path."""
    if len(path) == 1:
        if isinstance(value, dict):
            yield value
    elif path[0] == EACH:
        inner = [*value.values()] if isinstance(value, dict) else value
        for each in inner if isinstance(inner, list) else ():
            yield from holders(each, path[1:])
    elif isinstance(value, dict) and path[0] in value:
        yield from holders(value[path[0]], path[1:])


def changed(change: Change, when: When = lambda _request, _sound: True) -> Responder:
    """Return a mutant that changes all items.

    Args:
        change: Changes an item.
        when: Returns whether a response is mutated.
    """

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        if original.status != OK or not when(request, original):
            return original
        return original.reworked(lambda body: [change(each) for each in _items(request, body)])

    return respond


def changed_rows(change: Change, choose: Choice) -> Responder:
    """Return a mutant that changes some rows of a list, on all pages that contain them.

    Args:
        change: Changes an item.
        choose: Returns some of the rows that can be changed.
    """
    known: dict[int, tuple[Sequence[Row], frozenset[str]]] = {}

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        if original.status != OK or request.method != "GET":
            return original
        rows = upstream.rows(request)
        if id(rows) not in known:
            able = [_identity(request, each) for each in rows if change(deepcopy(each))]
            known[id(rows)] = rows, frozenset(choose(able))
        chosen = known[id(rows)][1]
        return original.reworked(
            lambda body: [
                change(each) for each in _items(request, body) if _identity(request, each) in chosen
            ]
        )

    return respond


def every_hundredth(rows: Sequence[str]) -> Sequence[str]:
    """Return one row of 100: the 51st, the 151st, ..., or the middle one of a short list."""
    return rows[min(_AMID, len(rows) // 2) :: _RARE]


def first(rows: Sequence[str]) -> Sequence[str]:
    """Return the first row."""
    return rows[:1]


def last(rows: Sequence[str]) -> Sequence[str]:
    """Return the last row."""
    return rows[-1:]


def has_flag(request: Request, _sound: Response) -> bool:
    """Return whether a request sets a flag."""
    return any(request.get(each) == "true" for each in request.list_operation.flags)


def has_filter(request: Request, _sound: Response) -> bool:
    """Return whether a request has a filter."""
    return any(request.get(each.name) is not None for each in request.list_operation.filters)


def has_later(operation: ListOperation) -> bool:
    """Return whether ``is_later`` works: pages are selected, or have tokens or previous links."""
    return not operation.paging.is_linked or operation.paging.prev is not None


def is_later(request: Request, original: Response) -> bool:
    """Return whether a page is not the first one, by its parameter or its previous link."""
    paging = request.list_operation.paging
    if paging.is_linked:
        return bool(original.read(paging.prev))
    if paging.selector is None:
        return bool(request.get(str(paging.token)))
    number = request.get(paging.selector)
    return (
        number is not None
        and number.isdigit()
        and integer_in(number) > request.list_operation.first_index
    )


def _items(request: Request, body: object) -> list[Any]:
    found = request.list_operation.items.read(body, [])
    return found if isinstance(found, list) else []


def _identity(request: Request, row: object) -> str:
    return str(request.list_operation.identity.read(row))
