"""All laws, family by family."""

from collections.abc import Mapping
from types import MappingProxyType

from rollcall.laws import _auth, _coherence, _expand, _filter, _http, _link, _page, _scope
from rollcall.laws._law import Law, Place
from rollcall.spec import ListOperation, Operation, Spec

__all__ = ["FAMILIES", "LAWS", "applies", "find_law", "tried_through"]

FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "page": "Pages",
        "link": "Links",
        "filter": "Filters",
        "expand": "Flags",
        "scope": "Scope",
        "coherence": "Coherence",
        "auth": "Authentication",
        "http": "HTTP",
    }
)
"""The families, each with its title."""

LAWS: tuple[Law, ...] = tuple(
    each
    for module in (_page, _link, _filter, _expand, _scope, _coherence, _auth, _http)
    for each in module.LAWS
)
"""All laws, in the order in which they are tried."""


def find_law(law_id: str) -> Law:
    """Return the law of this id.

    Raises:
        KeyError: There is none.
    """
    return {each.id: each for each in LAWS}[law_id]


def tried_through(law: Law, operation: ListOperation) -> tuple[str, ...]:
    """Return the channels that can tell whether a law holds on an operation."""
    if operation.paging.next:
        # Where a page is known only when the one before has come, there is no reading ahead.
        return tuple(each for each in law.channels if each != "client-ahead")
    return law.channels


def applies(law: Law, spec: Spec, operation: Operation) -> tuple[str, ...]:
    """Return what a law is about in an operation; nothing where it does not apply."""
    if not isinstance(operation, ListOperation) or operation.method != "GET":
        return ()
    return tuple(dict.fromkeys(law.subjects(Place(spec, operation))))
