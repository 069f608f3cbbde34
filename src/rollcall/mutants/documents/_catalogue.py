"""All faults of a spec."""

from collections.abc import Mapping
from types import MappingProxyType

from rollcall.mutants.documents._annotations import annotations
from rollcall.mutants.documents._mutation import Mutation
from rollcall.mutants.documents._operations import operations
from rollcall.mutants.documents._parameters import parameters
from rollcall.mutants.documents._schemas import schemas
from rollcall.spec import Spec

__all__ = ["GROUPS", "mutations", "spread"]

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
"""The groups, each with its title."""


def mutations(spec: Spec) -> list[Mutation]:
    """Derive all faults of a document, each of which changes one place of it."""
    families = (parameters, operations, schemas, annotations)
    found: dict[str, Mutation] = {}
    for family in families:
        for each in family(spec):
            # What several operations share is met with each of them.
            found.setdefault(each.id, each)
    return [*found.values()]


def spread(found: list[Mutation], most: int) -> list[Mutation]:
    """Choose some faults of all kinds, those first of which there are fewest, in their order.

    Args:
        found: The faults.
        most: How many there may be; 0 for all.
    """
    if not most or len(found) <= most:
        return found
    by_kind: dict[str, list[Mutation]] = {}
    for each in found:
        by_kind.setdefault(each.kind, []).append(each)
    chosen: set[str] = set()
    turn = 0
    while len(chosen) < most:
        for kind in by_kind.values():
            if turn < len(kind) and len(chosen) < most:
                # From the front and the back in turn, so that the first operation is not alone.
                chosen.add(kind[turn // 2 if turn % 2 == 0 else -1 - turn // 2].id)
        turn += 1
    return [each for each in found if each.id in chosen]
