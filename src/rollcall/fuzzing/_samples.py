"""Finds values in the data of the server, so that generated requests return items."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import attrs

from rollcall.spec import ListOperation, Operation, Parameter, Spec

__all__ = ["Samples", "find_samples"]

Fetch = Callable[[Operation, Mapping[str, str]], list[Any]]
"""Requests a list with these path parameters, and returns the items of its first page."""

_TRIED = 12
_KEPT = 4
_VALUES = 12


@attrs.frozen
class Samples:
    """Values with which an operation returns items.

    Attributes:
        parents: Values of the path parameter of the parent, those with most items first.
        queries: Values of query parameters, by the parameter's name.
    """

    parents: tuple[str, ...] = ()
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
    items: dict[str, list[Any]] = {}

    def visit(operation: ListOperation) -> None:
        if operation.id in items:
            return
        items[operation.id] = []
        if operation.parent is None:
            items[operation.id] = fetch(operation, {})
            samples[operation.id] = Samples(queries=_queries(operation, items[operation.id]))
            return
        name = operation.parent.parameter
        if name in given or operation.parent.operation is None:
            candidates = [*given.get(name, ())]
        else:
            above = spec.list_operation(operation.parent.operation)
            visit(above)
            candidates = list(_identities(above, items[above.id]))[:_TRIED]
        found = [(each, fetch(operation, {name: each})) for each in candidates]
        found.sort(key=lambda pair: -len(pair[1]))
        items[operation.id] = [item for _, some in found for item in some]
        samples[operation.id] = Samples(
            parents=tuple(parent for parent, some in found if some)[:_KEPT]
            or tuple(candidates[:_KEPT]),
            queries=_queries(operation, items[operation.id]),
        )

    for operation in lists:
        visit(operation)
    return samples


def _identities(operation: ListOperation, items: list[Any]) -> Iterator[str]:
    for item in items:
        identity = operation.identity.read(item)
        if identity is not None:
            yield str(identity)


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
