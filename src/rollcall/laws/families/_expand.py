"""Flags that add children: they add all children of each item, and change nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from hypothesis import strategies as st

from rollcall.channels import Query, Response
from rollcall.laws._context import Context
from rollcall.laws._items import filter_of, identity_text, rows_by_identity, without_children
from rollcall.laws._law import Cases, Place
from rollcall.laws._queries import queries, with_page
from rollcall.laws._registry import law
from rollcall.laws._values import candidates
from rollcall.laws._violation import ViolationError
from rollcall.laws.families._sorted import check_items
from rollcall.spec import (
    ListOperation,
    ParentPath,
    field_key,
    is_match,
    own_name,
    parent_path,
    value_key,
)

_DOCUMENTED = "the annotation x-expand"
_MOST_LISTED = 6
_LATER = 7
_MOST_VALUES = 12
_NARROWED = 2
_ABSENT = object()
_CHILDREN = "an item that has children"

Item = Mapping[str, Any]


def _subjects(place: Place) -> Iterable[str]:
    return place.operation.flags


def _flagged(context: Context) -> Cases:
    """Return the list with the flag: all of it, a later page, filtered, and drawn queries."""

    def with_flag(query: Query) -> Query:
        return query.having(context.subject, value=True)

    edges = [with_flag(context.widest), with_flag(context.query)]
    if context.operation.paging.selector:
        edges += _later(context, edges[1])
    edges += _narrowed(context, edges[0])
    return Cases(edges, with_page(context, queries(context)).map(with_flag))


def _later(context: Context, query: Query) -> Iterator[Query]:
    """Yield a later page with an item that has children, if one is known."""
    counts = _child_counts(context)
    some = [at for at, row in enumerate(context.baseline.rows) if counts.get(context.identity(row))]
    if some and some[-1] > 0:
        size = min(_LATER, some[-1])
        yield context.numbered(context.sized(query, size), some[-1] // size + 1)


def _narrowed(context: Context, query: Query) -> list[Query]:
    """Return filtered lists with children; those with a child that does not match come first."""
    items = _first_page(context).items
    found: list[tuple[bool, Query]] = []
    for parameter in context.operation.filters:
        filter_ = filter_of(parameter)
        keyed = [
            (field_key(filter_, item), [field_key(filter_, each) for each in children])
            for item in items
            if (children := _children_of(context, item))
        ]
        some: list[tuple[bool, Query]] = []
        for value in candidates(parameter, context.baseline)[:_MOST_VALUES]:
            matches = partial(is_match, filter_, value=value_key(filter_, value))
            below = [key for own, keys in keyed if matches(own) for key in keys]
            if below:
                told = [key for key in below if key is not None]
                some.append((all(map(matches, told)), query.having(parameter.name, value)))
        found += sorted(some, key=lambda each: each[0])[:1]
    return [each for _, each in sorted(found, key=lambda each: each[0])[:_NARROWED]]


def _first_page(context: Context) -> Response:
    """Return the first large page with the flag, by plain HTTP."""
    return context.http.page(context.widest.having(context.subject, value=True))


def _child_counts(context: Context) -> dict[str, int]:
    """Return how many children each item of the first large page has on it."""
    items = _first_page(context).items
    return {context.identity(each): len(_children_of(context, each)) for each in items}


def _children_of(context: Context, item: Item) -> list[Item]:
    found = context.operation.flags[context.subject].field.read(item)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _child(context: Context) -> ListOperation:
    """Return the operation that lists the children."""
    return context.spec.list_operation(context.operation.flags[context.subject].operation)


def _is_on(context: Context, query: Query) -> bool:
    return query.get(context.subject) is True


_law = partial(law, subjects=_subjects, cases=_flagged)


@_law(
    "expand.rows",
    "A flag that adds children changes nothing else: the same items, order, totals and fields.",
    source=f"{_DOCUMENTED}; metamorphic relation: equality",
    statements=("expand-4",),
    needs="an item",
)
def rows(context: Context, query: Query) -> bool:
    """Compare the list with the flag, without the children, with the list without it."""
    name = context.subject
    if not _is_on(context, query):
        return False
    without, with_ = context.page(query.without(name)), context.page(query)
    if not context.are_equal(without, with_):
        raise ViolationError(f"{name} changes the items or the totals", without, with_)
    for one, other in zip(without.items, with_.items, strict=True):
        if not context.is_same(one, other):
            title = f"{name} changes other fields of {context.called(one)}"
            detail = f"{context.bare(one)}\n{context.bare(other)}"
            raise ViolationError(title, without, with_, detail=detail)
    return bool(without.items)


def _unflagged(context: Context) -> Cases:
    name = context.subject

    def without_flag(both: tuple[Query, bool]) -> Query:
        return both[0].having(name, value=False) if both[1] else both[0].without(name)

    edges = [
        query
        for each in (context.widest, context.query)
        for query in (each, each.having(name, value=False))
    ]
    return Cases(edges, st.tuples(queries(context), st.booleans()).map(without_flag))


@_law(
    "expand.absent",
    "Without the flag, and with false, no item carries children.",
    source=_DOCUMENTED,
    statements=("expand-3",),
    needs=_CHILDREN,
    cases=_unflagged,
)
def absent(context: Context, query: Query) -> bool:
    """Look for children in the items of the list without the flag."""
    response = context.page(query)
    off = {
        name: expand.field
        for name, expand in context.operation.flags.items()
        if query.get(name) is not True
    }
    for name, pointer in off.items():
        for item in response.items:
            if pointer.read(item):
                how = "false" if query.get(name) is False else "left out"
                shown = context.called(item)
                title = f"{name} is {how}, but an item carries children: {shown}"
                raise ViolationError(title, response, detail=f"At {pointer}.", is_proven=True)
    if context.subject not in off:
        return False
    with_ = context.channel.page(query.having(context.subject, value=True))
    return any(_children_of(context, item) for item in with_.items)


@_law(
    "expand.children",
    "With the flag, every item carries its children: all items of the children's own list, each "
    "once, with the same fields.",
    source=f"{_DOCUMENTED}: all items that operation lists for this parent",
    statements=("expand-1",),
    needs=_CHILDREN,
)
def children(context: Context, query: Query) -> bool:
    """Compare the children of each item with the list of the children of this parent."""
    if not _is_on(context, query):
        return False
    response = context.page(query)
    name, operation = context.subject, _child(context)
    pointer = context.operation.flags[name].field
    for item in response.items:
        if pointer.read(item, _ABSENT) is _ABSENT:
            title = f"{name} is true, but an item has no {pointer}: {context.called(item)}"
            detail = "Expected an array, which may be empty."
            raise ViolationError(title, response, detail=detail, is_proven=True)
    is_witness = False
    for item in _chosen_items(context, response, operation):
        baseline = context.baseline_of(operation, _parent_of_children(query, operation, item))
        if baseline.is_complete:
            _check_children(context, operation, item, baseline.rows, response)
            is_witness = is_witness or bool(baseline.rows)
    return is_witness


def _parent_of_children(query: Query, child: ListOperation, item: Item) -> ParentPath | None:
    """Return an item as the parent of its children; None if their list has no parent."""
    if own_name(child) is None:
        return None
    above = query.parent.values if query.parent is not None else ()
    return parent_path(child, str(query.operation.identity.read(item)), above)


def _chosen_items(context: Context, response: Response, operation: ListOperation) -> list[Item]:
    """Return items with known children, items with most children, and items without any."""
    counts = _child_counts(context)

    def count(item: Item) -> int:
        return max(len(_children_of(context, item)), counts.get(context.identity(item), 0))

    known = [
        item
        for item in response.items
        if (operation.id, _parent_of_children(response.query, operation, item))
        in context.baselines.known
    ]
    ordered = sorted(response.items, key=lambda item: -count(item))
    half = _MOST_LISTED // 2
    return [*known[:2], *ordered[:half], *ordered[-half:]]


def _check_children(
    context: Context,
    operation: ListOperation,
    item: Item,
    rows: Iterable[Item],
    response: Response,
) -> None:
    """Check that an item carries these children.

    Raises:
        ViolationError: It does not.
    """
    name, of = context.subject, context.identity(item)
    got = _children_of(context, item)
    found, expected = rows_by_identity(operation, got), rows_by_identity(operation, rows)
    if len(found) != len(got):
        raise ViolationError(f"{name} adds a child of {of} twice", response, is_proven=True)
    if found.keys() != expected.keys():
        missing, extra = expected.keys() - found.keys(), found.keys() - expected.keys()
        title = f"{name} adds {len(found)} children of {of}"
        detail = (
            f"{operation.id} lists {len(expected)}. Missing: {sorted(missing)[:3]}. "
            f"Too many: {sorted(extra)[:3]}."
        )
        raise ViolationError(title, response, detail=detail)
    for key, child in found.items():
        bare, known = (without_children(operation, each) for each in (child, expected[key]))
        if not context.channel.is_same(operation, known, bare):
            title = f"{name} adds a child with other fields than {operation.id} lists: {key}"
            raise ViolationError(title, response, detail=f"{known}\n{bare}")


@_law(
    "expand.parent",
    "Every child that an item carries belongs to that item.",
    source=f"{_DOCUMENTED}, and the annotation parent of the children's list",
    statements=("expand-2",),
    needs=_CHILDREN,
)
def parent(context: Context, query: Query) -> bool:
    """Compare the parent in each child with the item that has it."""
    above = _child(context).parent
    if above is None or not _is_on(context, query):
        return False
    response = context.page(query)
    seen = 0
    for item in response.items:
        of = context.identity(item)
        for child in _children_of(context, item):
            seen += 1
            reported = above.field.read(child)
            if identity_text(reported) != of:
                title = f"an item carries a child of another item: {of} has a child of {reported}"
                raise ViolationError(title, response, is_proven=True)
    return seen > 0


@law(
    "expand.order",
    "With the flag, the children of every item are in the documented order.",
    source=f"{_DOCUMENTED}, its order",
    statements=("expand-5",),
    needs="an item with two children that the order tells apart",
    subjects=lambda place: [name for name, each in place.operation.flags.items() if each.order],
    cases=_flagged,
)
def order(context: Context, query: Query) -> bool:
    """Compare neighbouring children by the keys of the order."""
    if not _is_on(context, query):
        return False
    response, keys = context.page(query), context.operation.flags[context.subject].order
    child = _child(context)
    checked = [
        check_items(child, keys, [(each, response) for each in _children_of(context, item)])
        for item in response.items
    ]
    return any(checked)
