"""Detects lists that differ from one request to the next, though their data stay the same."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, pairwise
from typing import Any

from rollcall.laws._context import Context
from rollcall.laws._items import rows_by_identity
from rollcall.laws._symptom import Symptom

__all__ = ["drift_of"]

_REPEATS = 4

_Rows = Mapping[str, Mapping[str, Any]]


def drift_of(context: Context) -> Symptom | None:
    """Return how a list drifts: in the order of its items, or in a field; None if it does not.

    The first page is requested some times in a row. An order drifts if two items that are the same
    themselves change places; a field, if it differs in each response.
    """
    key = context.operation.id, context.parent
    drifts = context.baselines.drifts
    if key not in drifts:
        drifts[key] = _find(context)
    return drifts[key]


def _find(context: Context) -> Symptom | None:
    operation = context.operation
    responses = [context.http.ask(context.widest) for _ in range(_REPEATS)]
    if any(each.kind != "page" for each in responses):
        return None
    pages = [
        rows_by_identity(operation, [row for row in each.items if isinstance(row, Mapping)])
        for each in responses
    ]
    swapped = [pair for one, other in combinations(pages, 2) for pair in _swapped(one, other)]
    if swapped:
        field = _tied(swapped, [*pages[0].values()])
        what = f"items equal in {field}" if field else "items"
        title = f"the order of {what} changes between requests"
        return Symptom("order", operation.id, (field,) if field else (), title)
    drifting = [_changed(one, other) for one, other in pairwise(pages)]
    if fields := sorted(set.intersection(*drifting)):
        title = f"{fields[0]} of an item changes between requests"
        return Symptom("drift", operation.id, (fields[0],), title)
    return None


def _swapped(one: _Rows, other: _Rows) -> Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Yield pairs of neighbours of a page that are in the opposite order on another page."""
    places = {name: place for place, name in enumerate(other)}
    same = [name for name in one if name in other and one[name] == other[name]]
    for before, after in pairwise(same):
        if places[before] > places[after]:
            yield one[before], one[after]


def _tied(
    swapped: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
    rows: Sequence[Mapping[str, Any]],
) -> str:
    """Return the field by which a list is sorted, and which is equal where its order changes."""
    best, most = "", 1
    for name in rows[0]:
        values = [row.get(name) for row in rows]
        distinct = {repr(each) for each in values}
        is_tied = all(one.get(name) == other.get(name) for one, other in swapped)
        if is_tied and len(distinct) > most and _is_sorted(values):
            best, most = f"/{name}", len(distinct)
    return best


def _is_sorted(values: Sequence[Any]) -> bool:
    try:
        ordered = sorted(values)
    except TypeError:
        return False
    return values in (ordered, ordered[::-1])


def _changed(one: _Rows, other: _Rows) -> set[str]:
    """Return the fields that differ in an item that both pages list."""
    return {
        f"/{name}"
        for identity in one.keys() & other.keys()
        for name in {**one[identity], **other[identity]}
        if one[identity].get(name) != other[identity].get(name)
    }
