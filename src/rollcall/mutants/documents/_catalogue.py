"""All mutants of a document."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants.documents._annotations import annotations
from rollcall.mutants.documents._invariants import invariants
from rollcall.mutants.documents._mutant import DocumentMutant
from rollcall.mutants.documents._operations import operations
from rollcall.mutants.documents._orders import orders
from rollcall.mutants.documents._parameters import parameters
from rollcall.mutants.documents._schemas import schemas
from rollcall.mutants.documents._selections import selections
from rollcall.spec import Spec

__all__ = ["GROUPS", "document_mutants", "spread"]

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "parameter": "Parameters",
        "path": "Paths",
        "operation": "Operations",
        "status": "Statuses",
        "security": "Security",
        "schema": "Pages",
        "error": "Error bodies",
        "list": "x-list",
        "strictness": "strictness",
        "filter": "x-filter",
        "expand": "x-expand",
        "invariant": "x-invariants",
    }
)
"""The titles of the groups by id."""


def document_mutants(spec: Spec) -> list[DocumentMutant]:
    """Return all mutants of a document, each of which changes one place."""
    families = (parameters, operations, schemas, annotations, invariants, orders, selections)
    found: dict[str, DocumentMutant] = {}
    for family in families:
        for each in family(spec):
            # A place that several operations share occurs once.
            found.setdefault(each.id, each)
    return [*found.values()]


_Mutant = TypeVar("_Mutant", bound=ServerMutant | DocumentMutant)


def spread(mutants: Sequence[_Mutant], most: int) -> list[_Mutant]:
    """Return some mutants in their order, spread evenly over all kinds.

    Args:
        mutants: The mutants.
        most: The maximum number; 0: all.
    """
    if not most or len(mutants) <= most:
        return [*mutants]
    by_kind: dict[str, list[_Mutant]] = {}
    for each in mutants:
        by_kind.setdefault(each.kind, []).append(each)
    kinds = [*by_kind.values()]
    if most < len(kinds):
        kinds = [kinds[number * len(kinds) // most] for number in range(most)]
    chosen: set[str] = set()
    turn = 0
    while len(chosen) < most:
        for kind in kinds:
            if turn < len(kind) and len(chosen) < most:
                # Alternate between the first and the last ones, to cover all operations.
                chosen.add(kind[turn // 2 if turn % 2 == 0 else -1 - turn // 2].id)
        turn += 1
    return [each for each in mutants if each.id in chosen]
