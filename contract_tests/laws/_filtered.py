"""What laws of filters share: which filters a query has, and whether a page is what they say."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from hypothesis import strategies as st

from contract_tests._matching import field_key, is_match, value_key
from contract_tests.channels import Answer, Query, size_in_force
from contract_tests.contract import Filter, Pages, Parameter

from ._drawing import queries
from ._law import Breach, Cases
from ._scene import Scene
from ._values import drawn

__all__ = [
    "DOCUMENTED",
    "MOST_PAGES",
    "check_complete",
    "check_sound",
    "filter_named",
    "given_filters",
    "holds_back",
    "one_filter",
]

DOCUMENTED = "the annotation x-filter"
"""Where it is said what a filter does."""

MOST_PAGES = 5
"""How many pages of a filtered list are looked at, at most."""


def filter_named(scene: Scene, name: str) -> Filter:
    found = scene.parameter(name).filter
    assert found is not None
    return found


def one_filter(values: Callable[[Parameter, Any], list[Any]]) -> Callable[[Scene, str], Cases]:
    """Make cases with one filter and these values, then with whatever is drawn."""

    def cases(scene: Scene, subject: str) -> Cases:
        parameter = scene.parameter(subject)
        edges = [
            scene.shown(scene.widest.having(subject, each))
            for each in values(parameter, scene.baseline)
        ]
        strategy = drawn(parameter, scene.baseline)
        if strategy is None:
            return Cases(edges)
        others = queries(scene)
        return Cases(
            edges, st.tuples(others, strategy).map(lambda both: both[0].having(subject, both[1]))
        )

    return cases


def given_filters(scene: Scene, query: Query) -> dict[str, Filter]:
    """Give the filters of a query that say something of an item."""
    return {name: filter_named(scene, name) for name, _ in query.values if _is_filter(scene, name)}


def _is_filter(scene: Scene, name: str) -> bool:
    parameter = scene.operation.parameter(name)
    return parameter is not None and parameter.filter is not None


def check_sound(scene: Scene, query: Query, answer: Answer) -> None:
    """See that every item of a page matches every filter of its query."""
    for name, filter_ in given_filters(scene, query).items():
        value = query.get(name)
        assert value is not None
        wanted = value_key(filter_, value)
        for item in answer.items:
            if not is_match(filter_, field_key(filter_, item), wanted):
                found = filter_.field.read(item)
                title = f"{name}={value} lists an item whose {filter_.field} is {found!r}"
                raise Breach(title, f"The item: {scene.identity(item)}", answer, is_proven=True)


def holds_back(scene: Scene, query: Query) -> bool:
    """Say whether there are rows that the filter in question alone leaves out of a query."""
    return scene.count(query) < scene.count(query, scene.subject)


def check_complete(scene: Scene, query: Query) -> None:
    expected = scene.expected(query)
    size = size_in_force(query)
    last = None
    for start, answer in scene.known_pages(query):
        rows = expected.rows[start : start + (size or len(answer.items))]
        _check_rows(scene, query, answer, rows, is_all=expected.is_whole)
        last = start, answer
    if last is None or isinstance(scene.listing.pagination, Pages):
        return
    end = last[0] + len(last[1].items)
    has_ended = not scene.listing.pagination.next.read(last[1].body)
    if has_ended and end < len(expected.rows):
        missing = scene.identity(expected.rows[end])
        raise Breach(f"an item that matches is not listed: {missing}", "", last[1])


def _check_rows(
    scene: Scene,
    query: Query,
    answer: Answer,
    rows: Iterable[Mapping[str, Any]],
    *,
    is_all: bool,
) -> None:
    """See that a page holds these rows."""
    wanted = {scene.identity(row): row for row in rows}
    got = {scene.identity(item): item for item in answer.items}
    shown = ", ".join(f"{name}={value}" for name, value in query.values)
    for name in wanted:
        if name not in got:
            raise Breach(f"an item that matches is not listed: {name}", f"With {shown}.", answer)
    for name, item in got.items():
        if name in wanted and not scene.is_same(wanted[name], item):
            title = f"an item has other fields than in the whole list: {name}"
            raise Breach(title, f"{scene.bare(wanted[name])}\n{scene.bare(item)}", answer)
        if name not in wanted and is_all:
            title = f"an item is listed that the whole list does not match: {name}"
            raise Breach(title, f"With {shown}.", answer)
    order = [name for name in got if name in wanted]
    if order != [*wanted]:
        raise Breach("the items come in another order than in the whole list", shown, answer)
