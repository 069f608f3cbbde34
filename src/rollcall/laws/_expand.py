"""Flags that add children: they add them, all of them, and nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from hypothesis import strategies as st

from rollcall.channels import Query, Response
from rollcall.laws._context import Context
from rollcall.laws._drawing import expand_names, filters, queries, with_page
from rollcall.laws._identity import identity_of, identity_text
from rollcall.laws._law import CLIENT, PAGE, Cases, ViolationError, law
from rollcall.laws._page import are_equal, must_be_refused
from rollcall.laws._values import candidates
from rollcall.spec import Expand, Filter, ListOperation
from rollcall.spec._matching import Comparable, field_key, is_match, value_key

__all__ = ["LAWS"]

_DOCUMENTED = "the annotation x-expand"
_MOST_LISTED = 6
_LATER = 7
_MOST_VALUES = 12
_NARROWED = 2
_ABSENT = object()


def _flagged(context: Context, subject: str) -> Cases:
    edges = [
        context.widest.having(subject, value=True),
        context.query.having(subject, value=True),
    ]
    if context.operation.paging.number:
        edges += _later(context, edges[1], subject)
    edges += _narrowed(context, edges[0], subject)
    drawn = with_page(context, queries(context)).map(
        lambda query: query.having(subject, value=True)
    )
    return Cases(edges, drawn)


def _later(context: Context, query: Query, name: str) -> Iterator[Query]:
    """Return a page after the first with an item that has children, as far as is known."""
    said = _said(context, name)
    some = [at for at, row in enumerate(context.baseline.rows) if said.get(context.identity(row))]
    if some and some[-1] > 0:
        size = min(_LATER, some[-1])
        yield context.numbered(context.sized(query, size), some[-1] // size + 1)


def _narrowed(context: Context, query: Query, name: str) -> list[Query]:
    """Return filtered lists with children, first those that the filter would leave a child out of."""
    answer = context.http.page(context.widest.having(name, value=True))
    found: list[tuple[bool, Query]] = []
    for parameter in filters(context.operation):
        assert parameter.filter is not None
        some: list[tuple[bool, Query]] = []
        for value in candidates(parameter, context.baseline)[:_MOST_VALUES]:
            matches = partial(_matches, parameter.filter, value_key(parameter.filter, value))
            below = [
                child
                for item in filter(matches, answer.items)
                for child in _children_of(context, name, item)
            ]
            if below:
                told = [each for each in below if field_key(parameter.filter, each) is not None]
                some.append((all(map(matches, told)), query.having(parameter.name, value)))
        found += sorted(some, key=lambda each: each[0])[:1]
    return [each for _, each in sorted(found, key=lambda each: each[0])[:_NARROWED]]


def _matches(filter_: Filter, wanted: Comparable, item: Mapping[str, Any]) -> bool:
    return is_match(filter_, field_key(filter_, item), wanted)


def _expand(context: Context, name: str) -> Expand:
    found = context.parameter(name).expand
    assert found is not None
    return found


def _on(context: Context, query: Query) -> list[str]:
    """Return the flag in question, where a query sets it to true."""
    return [context.subject] if query.get(context.subject) is True else []


@law(
    "expand.rows",
    "A flag that adds children changes nothing else: the same items, order, totals and fields.",
    source=f"{_DOCUMENTED}; metamorphic relation: equality",
    needs="item",
    subjects=expand_names,
    cases=_flagged,
    channels=PAGE,
)
def rows(context: Context, query: Query) -> bool:
    names = _on(context, query)
    if not names:
        return False
    plain = query
    for name in names:
        plain = plain.without(name)
    without, with_ = context.page(plain), context.page(query)
    if not are_equal(context, without, with_):
        title = f"{', '.join(names)} gives other items, or other totals"
        raise ViolationError(title, "", without, with_)
    for one, other in zip(without.items, with_.items, strict=True):
        if not context.channel.is_same(context.operation, context.bare(one), context.bare(other)):
            title = f"{', '.join(names)} changes other fields of {context.identity(one)}"
            raise ViolationError(
                title, f"{context.bare(one)}\n{context.bare(other)}", without, with_
            )
    return bool(without.items)


def _unflagged(context: Context, subject: str) -> Cases:
    found = []
    for query in (context.widest, context.query):
        found += [query, query.having(subject, value=False)]
    drawn = st.tuples(queries(context), st.booleans()).map(
        lambda pair: pair[0].having(subject, value=False) if pair[1] else pair[0].without(subject)
    )
    return Cases(found, drawn)


@law(
    "expand.absent",
    "Without the flag, and with false, no item carries children.",
    source=_DOCUMENTED,
    needs="item that has children",
    subjects=expand_names,
    cases=_unflagged,
    channels=PAGE,
)
def absent(context: Context, query: Query) -> bool:
    answer = context.page(query)
    names = [name for name in expand_names(context) if query.get(name) is not True]
    for name in names:
        pointer = _expand(context, name).field
        for item in answer.items:
            children = pointer.read(item)
            if children:
                how = "false" if query.get(name) is False else "left out"
                title = f"{name} is {how}, and an item carries children: {context.identity(item)}"
                raise ViolationError(title, f"At {pointer}.", answer, is_proven=True)
    name = context.subject
    if name not in names:
        return False
    with_ = context.channel.page(query.having(name, value=True))
    return any(_children_of(context, name, item) for item in with_.items)


def _children_of(context: Context, name: str, item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = _expand(context, name).field.read(item)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _said(context: Context, name: str) -> dict[str, int]:
    """Return how many children the items of the first large page are said to have."""
    answer = context.http.page(context.widest.having(name, value=True))
    return {context.identity(each): len(_children_of(context, name, each)) for each in answer.items}


def _child(context: Context, name: str) -> ListOperation:
    return context.spec.list_operation(_expand(context, name).operation)


def _without_grandchildren(operation: ListOperation, item: Mapping[str, Any]) -> Mapping[str, Any]:
    fields = {str(each.expand.field).split("/")[1] for each in operation.parameters if each.expand}
    return {key: value for key, value in item.items() if key not in fields}


@law(
    "expand.children",
    "With the flag, every item carries its children: all that their own list has, each once, with "
    "the same fields.",
    source=f"{_DOCUMENTED}: all that operation lists for this parent",
    needs="item that has children",
    subjects=expand_names,
    cases=_flagged,
    channels=PAGE,
)
def children(context: Context, query: Query) -> bool:
    is_witness = False
    for name in _on(context, query):
        answer = context.page(query)
        operation = _child(context, name)
        pointer = _expand(context, name).field
        for item in answer.items:
            if pointer.read(item, _ABSENT) is _ABSENT:
                title = f"{name} is true, and an item has no {pointer}: {context.identity(item)}"
                raise ViolationError(
                    title, "Expected an array, which may be empty.", answer, is_proven=True
                )
        # Those that are said to have most, here or elsewhere, one whose list is known, and some
        # without.
        said = _said(context, name)
        ordered = sorted(
            answer.items,
            key=lambda item: (
                -max(len(_children_of(context, name, item)), said.get(context.identity(item), 0))
            ),
        )
        known = [
            item
            for item in answer.items
            if (operation.id, context.identity(item)) in context.baselines.known
        ]
        for item in [*known[:2], *ordered[: _MOST_LISTED // 2], *ordered[-_MOST_LISTED // 2 :]]:
            parent = str(context.operation.identity.read(item))
            baseline = context.baseline_of(operation, parent)
            if baseline.is_whole:
                _check_children(context, name, item, baseline.rows, answer)
                is_witness = is_witness or bool(baseline.rows)
    return is_witness


def _check_children(
    context: Context,
    name: str,
    item: Mapping[str, Any],
    rows: Iterable[Mapping[str, Any]],
    answer: Response,
) -> None:
    operation = _child(context, name)
    of = context.identity(item)
    got = _children_of(context, name, item)
    found = {identity_of(operation, each): each for each in got}
    wanted = {identity_of(operation, each): each for each in rows}
    if len(found) != len(got):
        raise ViolationError(f"{name} gives a child of {of} twice", "", answer, is_proven=True)
    if found.keys() != wanted.keys():
        missing, extra = wanted.keys() - found.keys(), found.keys() - wanted.keys()
        title = f"{name} gives {len(found)} children of {of}"
        detail = (
            f"{operation.id} lists {len(wanted)}. Missing: {sorted(missing)[:3]}. "
            f"Too many: {sorted(extra)[:3]}."
        )
        raise ViolationError(title, detail, answer)
    for key, child in found.items():
        bare = _without_grandchildren(operation, child)
        known = _without_grandchildren(operation, wanted[key])
        if not context.channel.is_same(operation, known, bare):
            title = f"{name} gives a child with other fields than {operation.id} does: {key}"
            raise ViolationError(title, f"{known}\n{bare}", answer)


@law(
    "expand.parent",
    "Every child that an item carries belongs to that item.",
    source=f"{_DOCUMENTED}, and the annotation parent of the children's list",
    needs="item that has children",
    subjects=expand_names,
    cases=_flagged,
    channels=PAGE,
)
def parent(context: Context, query: Query) -> bool:
    seen = 0
    for name in _on(context, query):
        operation = _child(context, name)
        if operation.parent is None:
            continue
        answer = context.page(query)
        for item in answer.items:
            of = context.identity(item)
            for child in _children_of(context, name, item):
                seen += 1
                said = operation.parent.field.read(child)
                if identity_text(said) != of:
                    title = f"an item carries a child of another one: {of} has one of {said}"
                    raise ViolationError(title, "", answer, is_proven=True)
    return seen > 0


_REFUSED = ("", "maybe", "2", "null", "truefalse")


@law(
    "expand.refused",
    "A value of the flag that is neither true nor false is refused.",
    source="the parameter's schema, and the annotation strictness/invalidValue",
    needs="value that is not admitted",
    subjects=expand_names,
    cases=lambda context, subject: Cases(
        [context.query.having(subject, each) for each in _REFUSED], least=len(_REFUSED)
    ),
    channels=CLIENT,
)
def refused(context: Context, query: Query) -> bool:
    if not query.values:
        return False
    name, value = query.values[-1]
    must_be_refused(context, context.channel.page(query), f"{name}={value}")
    return True


LAWS = (rows, absent, children, parent, refused)
