"""What a fault of a spec is: a document that says something else, at one place."""

from typing import Any

import attrs

from rollcall.mutants.documents._edit import Edit
from rollcall.spec import Spec

__all__ = ["Mutation"]


@attrs.frozen
class Mutation:
    """One change of a document, which then says what is not so.

    Attributes:
        kind: The group, a dot, and what is wrong, such as ``filter.operator``.
        sentence: What is wrong, for a person to read.
        edit: The change.
        operations: The operationIds of what it touches; the first one is the nearest.
        subject: The parameter or the field that it is about; empty: the operation itself.
        laws: Patterns for the ids of the laws that should notice, the soonest first.
        parameter: The parameter whose generated requests may tell; None: those of all.
        equivalent: Why no witness can notice it; empty: one must.
    """

    kind: str
    sentence: str
    edit: Edit
    operations: tuple[str, ...]
    subject: str = ""
    laws: tuple[str, ...] = ()
    parameter: str | None = None
    equivalent: str = ""

    @property
    def id(self) -> str:
        """What tells it from every other: the kind, the place, and the subject."""
        return " ".join(each for each in (self.kind, self.where, self.subject) if each)

    @property
    def group(self) -> str:
        """The group that it is counted in."""
        return self.kind.partition(".")[0]

    @property
    def where(self) -> str:
        """What it changes, as a JSON Pointer."""
        return self.edit.where

    def of(self, spec: Spec) -> dict[str, Any]:
        """Return the changed document."""
        return self.edit.apply(spec.raw)
