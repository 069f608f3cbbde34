"""Flags that add children: they add them, all of them, and nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from hypothesis import strategies as st

from contract_tests._matching import Comparable, field_key, is_match, value_key
from contract_tests.channels import Answer, Query
from contract_tests.contract import Expand, Filter, Operation, Pages

from ._drawing import expand_names, filters, queries, with_page
from ._identity import identity_of, identity_text
from ._law import CLIENT, PAGE, Breach, Cases, law
from ._page import are_equal, must_be_refused
from ._scene import Scene
from ._values import candidates

__all__ = ["LAWS"]

_DOCUMENTED = "the annotation x-expand"
_MOST_LISTED = 6
_LATER = 7
_MOST_VALUES = 12
_NARROWED = 2
_ABSENT = object()


def _flagged(scene: Scene, subject: str) -> Cases:
    edges = [
        scene.widest.having(subject, value=True),
        scene.query.having(subject, value=True),
    ]
    if isinstance(scene.listing.pagination, Pages):
        edges += _later(scene, edges[1], subject)
    edges += _narrowed(scene, edges[0], subject)
    drawn = with_page(scene, queries(scene)).map(lambda query: query.having(subject, value=True))
    return Cases(edges, drawn)


def _later(scene: Scene, query: Query, name: str) -> Iterator[Query]:
    """Give a page after the first with an item that has children, as far as is known."""
    said = _said(scene, name)
    some = [at for at, row in enumerate(scene.baseline.rows) if said.get(scene.identity(row))]
    if some and some[-1] > 0:
        size = min(_LATER, some[-1])
        yield scene.numbered(scene.sized(query, size), some[-1] // size + 1)


def _narrowed(scene: Scene, query: Query, name: str) -> list[Query]:
    """Give filtered lists with children, first those that the filter would leave a child out of."""
    answer = scene.http.page(scene.widest.having(name, value=True))
    found: list[tuple[bool, Query]] = []
    for parameter in filters(scene.operation):
        assert parameter.filter is not None
        some: list[tuple[bool, Query]] = []
        for value in candidates(parameter, scene.baseline)[:_MOST_VALUES]:
            matches = partial(_matches, parameter.filter, value_key(parameter.filter, value))
            below = [
                child
                for item in filter(matches, answer.items)
                for child in _children_of(scene, name, item)
            ]
            if below:
                told = [each for each in below if field_key(parameter.filter, each) is not None]
                some.append((all(map(matches, told)), query.having(parameter.name, value)))
        found += sorted(some, key=lambda each: each[0])[:1]
    return [each for _, each in sorted(found, key=lambda each: each[0])[:_NARROWED]]


def _matches(filter_: Filter, wanted: Comparable, item: Mapping[str, Any]) -> bool:
    return is_match(filter_, field_key(filter_, item), wanted)


def _expand(scene: Scene, name: str) -> Expand:
    found = scene.parameter(name).expand
    assert found is not None
    return found


def _on(scene: Scene, query: Query) -> list[str]:
    """Give the flag in question, where a query sets it to true."""
    return [scene.subject] if query.get(scene.subject) is True else []


@law(
    "expand.rows",
    "A flag that adds children changes nothing else: the same items, order, totals and fields.",
    source=f"{_DOCUMENTED}; metamorphic relation: equality",
    needs="item",
    subjects=expand_names,
    cases=_flagged,
    channels=PAGE,
)
def rows(scene: Scene, query: Query) -> bool:
    names = _on(scene, query)
    if not names:
        return False
    plain = query
    for name in names:
        plain = plain.without(name)
    without, with_ = scene.page(plain), scene.page(query)
    if not are_equal(scene, without, with_):
        title = f"{', '.join(names)} gives other items, or other totals"
        raise Breach(title, "", without, with_)
    for one, other in zip(without.items, with_.items, strict=True):
        if not scene.channel.is_same(scene.operation, scene.bare(one), scene.bare(other)):
            title = f"{', '.join(names)} changes other fields of {scene.identity(one)}"
            raise Breach(title, f"{scene.bare(one)}\n{scene.bare(other)}", without, with_)
    return bool(without.items)


def _unflagged(scene: Scene, subject: str) -> Cases:
    found = []
    for query in (scene.widest, scene.query):
        found += [query, query.having(subject, value=False)]
    drawn = st.tuples(queries(scene), st.booleans()).map(
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
def absent(scene: Scene, query: Query) -> bool:
    answer = scene.page(query)
    names = [name for name in expand_names(scene) if query.get(name) is not True]
    for name in names:
        pointer = _expand(scene, name).field
        for item in answer.items:
            children = pointer.read(item)
            if children:
                how = "false" if query.get(name) is False else "left out"
                title = f"{name} is {how}, and an item carries children: {scene.identity(item)}"
                raise Breach(title, f"At {pointer}.", answer, is_proven=True)
    name = scene.subject
    if name not in names:
        return False
    with_ = scene.channel.page(query.having(name, value=True))
    return any(_children_of(scene, name, item) for item in with_.items)


def _children_of(scene: Scene, name: str, item: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = _expand(scene, name).field.read(item)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def _said(scene: Scene, name: str) -> dict[str, int]:
    """Give how many children the items of the first large page are said to have."""
    answer = scene.http.page(scene.widest.having(name, value=True))
    return {scene.identity(each): len(_children_of(scene, name, each)) for each in answer.items}


def _child(scene: Scene, name: str) -> Operation:
    return scene.document.operation(_expand(scene, name).operation)


def _without_grandchildren(operation: Operation, item: Mapping[str, Any]) -> Mapping[str, Any]:
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
def children(scene: Scene, query: Query) -> bool:
    is_witness = False
    for name in _on(scene, query):
        answer = scene.page(query)
        operation = _child(scene, name)
        pointer = _expand(scene, name).field
        for item in answer.items:
            if pointer.read(item, _ABSENT) is _ABSENT:
                title = f"{name} is true, and an item has no {pointer}: {scene.identity(item)}"
                raise Breach(
                    title, "Expected an array, which may be empty.", answer, is_proven=True
                )
        # Those that are said to have most, here or elsewhere, one whose list is known, and some
        # without.
        said = _said(scene, name)
        ordered = sorted(
            answer.items,
            key=lambda item: (
                -max(len(_children_of(scene, name, item)), said.get(scene.identity(item), 0))
            ),
        )
        known = [
            item
            for item in answer.items
            if (operation.id, scene.identity(item)) in scene.baselines.known
        ]
        for item in [*known[:2], *ordered[: _MOST_LISTED // 2], *ordered[-_MOST_LISTED // 2 :]]:
            parent = str(scene.listing.identity.read(item))
            baseline = scene.baseline_of(operation, parent)
            if baseline.is_whole:
                _check_children(scene, name, item, baseline.rows, answer)
                is_witness = is_witness or bool(baseline.rows)
    return is_witness


def _check_children(
    scene: Scene,
    name: str,
    item: Mapping[str, Any],
    rows: Iterable[Mapping[str, Any]],
    answer: Answer,
) -> None:
    operation = _child(scene, name)
    of = scene.identity(item)
    got = _children_of(scene, name, item)
    found = {identity_of(operation, each): each for each in got}
    wanted = {identity_of(operation, each): each for each in rows}
    if len(found) != len(got):
        raise Breach(f"{name} gives a child of {of} twice", "", answer, is_proven=True)
    if found.keys() != wanted.keys():
        missing, extra = wanted.keys() - found.keys(), found.keys() - wanted.keys()
        title = f"{name} gives {len(found)} children of {of}"
        detail = (
            f"{operation.id} lists {len(wanted)}. Missing: {sorted(missing)[:3]}. "
            f"Too many: {sorted(extra)[:3]}."
        )
        raise Breach(title, detail, answer)
    for key, child in found.items():
        bare = _without_grandchildren(operation, child)
        known = _without_grandchildren(operation, wanted[key])
        if not scene.channel.is_same(operation, known, bare):
            title = f"{name} gives a child with other fields than {operation.id} does: {key}"
            raise Breach(title, f"{known}\n{bare}", answer)


@law(
    "expand.parent",
    "Every child that an item carries belongs to that item.",
    source=f"{_DOCUMENTED}, and the annotation parent of the children's list",
    needs="item that has children",
    subjects=expand_names,
    cases=_flagged,
    channels=PAGE,
)
def parent(scene: Scene, query: Query) -> bool:
    seen = 0
    for name in _on(scene, query):
        operation = _child(scene, name)
        assert operation.listing is not None
        if operation.listing.parent is None:
            continue
        answer = scene.page(query)
        for item in answer.items:
            of = scene.identity(item)
            for child in _children_of(scene, name, item):
                seen += 1
                said = operation.listing.parent.field.read(child)
                if identity_text(said) != of:
                    title = f"an item carries a child of another one: {of} has one of {said}"
                    raise Breach(title, "", answer, is_proven=True)
    return seen > 0


_REFUSED = ("", "maybe", "2", "null", "truefalse")


@law(
    "expand.refused",
    "A value of the flag that is neither true nor false is refused.",
    source="the parameter's schema, and the annotation strictness/invalidValue",
    needs="value that is not admitted",
    subjects=expand_names,
    cases=lambda scene, subject: Cases(
        [scene.query.having(subject, each) for each in _REFUSED], least=len(_REFUSED)
    ),
    channels=CLIENT,
)
def refused(scene: Scene, query: Query) -> bool:
    if not query.values:
        return False
    name, value = query.values[-1]
    must_be_refused(scene, scene.channel.page(query), f"{name}={value}")
    return True


LAWS = (rows, absent, children, parent, refused)
