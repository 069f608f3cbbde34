"""Groups violations by their cause: the defect that explains them."""

from collections.abc import Iterable

import attrs

from rollcall.laws import Key, Violation

__all__ = ["Cause", "causes_of"]


@attrs.frozen
class Cause:
    """A defect of a server, with everything that follows from it.

    Attributes:
        id: A name that is the same in each run that finds the defect.
        title: The defect, in one line.
        operation: The operationId; empty: the whole server.
        violations: The violations, the one that shows it best first.
        follows: The keys of other verdicts that could not be decided because of it.
    """

    id: str
    title: str
    operation: str
    violations: tuple[Violation, ...]
    follows: tuple[Key, ...] = ()


def causes_of(violations: Iterable[Violation]) -> tuple[Cause, ...]:
    """Return the causes of violations, in the order in which they were found."""
    grouped: dict[str, list[Violation]] = {}
    for each in violations:
        name = " ".join(filter(None, (each.operation, each.law, each.subject)))
        grouped.setdefault(name, []).append(each)
    return tuple(
        Cause(name, found[0].title, found[0].operation, tuple(found))
        for name, found in grouped.items()
    )
