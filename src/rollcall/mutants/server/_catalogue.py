"""All mutants of the servers of a spec."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants.server import (
    _body,
    _coherence,
    _credentials,
    _fields,
    _filters,
    _flags,
    _inputs,
    _link_tokens,
    _links,
    _orders,
    _page_fields,
    _pages,
    _scope,
    _searches,
    _selections,
    _sent,
    _statuses,
    _texts,
    _values,
)
from rollcall.spec import ListOperation, Spec

__all__ = ["GROUPS", "server_mutants"]

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "filter": "Filters",
        "text": "Texts",
        "value": "Values to be refused",
        "page": "Pages",
        "order": "Order",
        "meta": "Page information",
        "link": "Links",
        "expand": "Flags",
        "search": "Searches",
        "select": "Selections",
        "scope": "Scope",
        "field": "Fields",
        "body": "Bodies",
        "coherence": "Coherence",
        "status": "Statuses and content",
        "input": "Bad input",
        "auth": "Credentials",
    }
)
"""The titles of the groups by id."""

_FAMILIES: tuple[Callable[[Spec, ListOperation], Iterator[ServerMutant]], ...] = tuple(
    module.mutants
    for module in (
        _filters,
        _texts,
        _values,
        _pages,
        _orders,
        _page_fields,
        _links,
        _link_tokens,
        _flags,
        _searches,
        _selections,
        _scope,
        _fields,
        _body,
        _coherence,
        _statuses,
        _inputs,
        _sent,
        _credentials,
    )
)


def server_mutants(spec: Spec) -> tuple[ServerMutant, ...]:
    """Return all mutants of the servers of a spec.

    Raises:
        ValueError: Two mutants have the same id, or one belongs to no group.
    """
    found = [
        mutant
        for operation in spec.operations
        if isinstance(operation, ListOperation) and operation.method == "GET"
        for family in _FAMILIES
        for mutant in family(spec, operation)
    ]
    known: set[str] = set()
    for mutant in found:
        if mutant.id in known:
            raise ValueError(f"two mutants are called {mutant.id}")
        if mutant.group not in GROUPS:
            raise ValueError(f"{mutant.id} belongs to no group")
        known.add(mutant.id)
    return tuple(found)
