"""All laws, family by family."""

from collections.abc import Mapping
from types import MappingProxyType

from contract_tests.contract import Document, Operation

from . import _auth, _coherence, _expand, _filter, _http, _link, _page, _scope
from ._law import Law, Place

__all__ = ["FAMILIES", "LAWS", "applies", "find_law"]

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
    """Give the law of this id.

    Raises:
        KeyError: There is none.
    """
    return {each.id: each for each in LAWS}[law_id]


def applies(law: Law, document: Document, operation: Operation) -> tuple[str, ...]:
    """Give what a law is about in an operation; nothing where it does not apply."""
    if operation.listing is None or operation.method != "GET":
        return ()
    return tuple(dict.fromkeys(law.subjects(Place(document, operation))))
