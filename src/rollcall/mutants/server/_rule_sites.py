"""The objects of a list's items that the rules between fields hold for."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs

from rollcall.mutants._mutant import ServerMutant
from rollcall.mutants.server._kinds import Made, derived
from rollcall.mutants.server._places import (
    Change,
    Path,
    changed,
    changed_rows,
    every_hundredth,
    first,
    holders,
    parts_of,
)
from rollcall.spec import Described, ListOperation, Rule, Spec, item_schema, read_invariants

__all__ = ["RuleSite", "Spoil", "rule_sites"]

Spoil = Callable[[dict[str, Any]], bool]
"""Changes an object in place; returns whether it changed."""


@attrs.frozen
class RuleSite:
    """All objects of a list's items that have one schema.

    Attributes:
        spec: The spec.
        operation: The operation that lists the items.
        name: The name of the schema; empty if it has none.
        places: The paths of the objects, each with the schema.
    """

    spec: Spec
    operation: ListOperation
    name: str
    places: tuple[tuple[Path, Described], ...]

    @property
    def rules(self) -> Iterable[Rule]:
        """The rules of the schema."""
        found = [rule for _, each in self.places for rule in read_invariants(each.schema)]
        return {str(rule): rule for rule in found}.values()

    @property
    def fields(self) -> dict[str, Any]:
        """The schemas of the fields of an object."""
        return {
            name: inner
            for _, each in reversed(self.places)
            for name, inner in each.schema["properties"].items()
        }

    def within(self, spoil: Spoil) -> Change:
        """Return a change of all objects of an item."""

        def change(item: Any) -> bool:  # noqa: ANN401 - JSON
            found = [
                holder
                for path, each in self.places
                for holder in holders(item, (*path, ""))
                if each.admits(self.spec, holder)
            ]
            return sum(map(spoil, found)) > 0

        return change

    def mutants(
        self, made: Iterable[Made], subject: object, **words: str
    ) -> Iterator[ServerMutant]:
        """Yield the mutants of a rule, or of a field."""
        yield from derived(self.operation, "coherence", made, f"{self.name}: {subject}", **words)

    def spread(self, kind: str, spoil: Spoil) -> list[Made]:
        """Return mutants that change all objects, those of one row, and those of few rows."""
        change = self.within(spoil)
        return [
            (kind, changed(change)),
            (f"{kind}-once", changed_rows(change, first)),
            (f"{kind}-rarely", changed_rows(change, every_hundredth)),
        ]


def rule_sites(spec: Spec, operation: ListOperation) -> list[RuleSite]:
    """Return the objects of a list's items by the names of their schemas."""
    found: dict[str, list[tuple[Path, Described]]] = {}
    for path, each in parts_of(spec, item_schema(spec, operation)):
        found.setdefault(each.name, []).append((path, each))
    return [RuleSite(spec, operation, name, tuple(places)) for name, places in found.items()]
