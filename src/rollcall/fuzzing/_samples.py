"""Finds values in the data of the server, so that generated requests return items."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import attrs

from rollcall.spec import (
    ListOperation,
    Parameter,
    ParentPath,
    Spec,
    given_parents,
    outer_values,
    own_name,
    parent_path,
)

__all__ = ["Samples", "find_samples"]

Fetch = Callable[[ListOperation, ParentPath | None], list[Any]]
"""Requests the list of a parent, if it has one, and returns the items of its first page."""

_TRIED = 12
_KEPT = 4
_VALUES = 12


@attrs.frozen
class Samples:
    """Values with which an operation returns items.

    Attributes:
        parents: Parents of the list, those with most items first.
        queries: Values of query parameters, by the parameter's name.
    """

    parents: tuple[ParentPath, ...] = ()
    queries: Mapping[str, tuple[str | int, ...]] = attrs.field(factory=dict)

    def occurring(self, parameter: str) -> tuple[str | int, ...]:
        """Return the values of a query parameter that occur in the data."""
        return self.queries.get(parameter, ())


def find_samples(
    spec: Spec,
    fetch: Fetch,
    given: Mapping[str, tuple[str, ...]],
    lists: Iterable[ListOperation],
) -> dict[str, Samples]:
    """Request each list once, parents before children, and return values that occur in it.

    Args:
        spec: The spec.
        fetch: Sends a request.
        given: The given parents, by the path parameter.
        lists: The lists.

    Returns:
        The samples by operationId.
    """
    samples: dict[str, Samples] = {}
    found: dict[str, list[_Listed]] = {}

    def visit(operation: ListOperation) -> None:
        if operation.id in found:
            return
        found[operation.id] = []
        if own_name(operation) is None:
            candidates: list[ParentPath] = []
            listed: list[_Listed] = [(None, fetch(operation, None))]
        else:
            listing = operation.parent.operation if operation.parent is not None else None
            above = spec.list_operation(listing) if listing is not None else None
            if above is not None:
                visit(above)
            candidates = [*_candidates(spec, operation, given, above, found)]
            fetched: list[_Listed] = [(each, fetch(operation, each)) for each in candidates]
            listed = sorted(fetched, key=lambda pair: -len(pair[1]))
        found[operation.id] = listed
        items = [item for _, some in listed for item in some]
        samples[operation.id] = Samples(
            parents=tuple(parent for parent, some in listed if parent and some)[:_KEPT]
            or tuple(candidates[:_KEPT]),
            queries=_queries(operation, items),
        )

    for operation in lists:
        visit(operation)
    return samples


_Listed = tuple[ParentPath | None, list[Any]]
"""A parent, if the list has one, and the items of its first page."""


def _candidates(
    spec: Spec,
    operation: ListOperation,
    given: Mapping[str, tuple[str, ...]],
    above: ListOperation | None,
    found: Mapping[str, list[_Listed]],
) -> Iterable[ParentPath]:
    """Return parents of a list: those that the user named, or the first ones that are listed."""
    lists = found[above.id] if above is not None else [(None, [])]
    outer = outer_values(spec, operation, given)
    if own_name(operation) in given or above is None:
        higher = [(*(each.values if each else ()), *more) for each, _ in lists for more in outer]
        return given_parents(operation, given, higher or [()])
    identities = (
        (str(identity), each.values if each else ())
        for each, items in lists
        for item in items
        if (identity := above.identity.read(item)) is not None
    )
    return [
        parent_path(operation, identity, (*higher, *more))
        for identity, higher in islice(identities, _TRIED)
        for more in outer
    ]


def _queries(operation: ListOperation, items: list[Any]) -> dict[str, tuple[str | int, ...]]:
    """Return values of each filter that occur in the items, and small page numbers and sizes."""
    queries: dict[str, tuple[str | int, ...]] = {}
    for parameter in operation.parameters:
        values = tuple(dict.fromkeys(_values(parameter, items)))[:_VALUES]
        if values:
            queries[parameter.name] = values
    paging = operation.paging
    if paging.selector is not None:
        queries[paging.selector] = (1, 1, 2, 3)
    if paging.size is not None:
        queries[paging.size] = (1, 2, 3, 10, 100)
    return queries


def _values(parameter: Parameter, items: list[Any]) -> Iterator[str]:
    if parameter.filter is None or not parameter.takes_one:
        return
    for item in items:
        value = parameter.filter.field.read(item)
        if isinstance(value, str):
            yield value[:10] if parameter.filter.precision == "day" else value
