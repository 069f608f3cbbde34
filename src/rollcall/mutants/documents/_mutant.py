"""A mutant of a document: the document with one changed place."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import attrs

from rollcall.mutants.documents._edit import Edit
from rollcall.spec import Spec

__all__ = ["DocumentMutant"]

_SENTENCES: Mapping[str, Mapping[str, str]] = tomllib.loads(
    files(__package__).joinpath("kinds.toml").read_text("utf-8")
)


@attrs.frozen
class DocumentMutant:
    """One change of a document, which makes it incorrect.

    Attributes:
        kind: The group, a dot, and the name of the change, such as ``filter.operator``.
        edit: The change.
        operations: The operationIds that it affects, the most affected first.
        subject: The parameter or field that it changes; empty: the operation.
        laws: Patterns for the ids of the laws that should fail, the quickest first.
        parameter: The only parameter to generate requests for; None: all.
    """

    kind: str
    edit: Edit
    operations: tuple[str, ...]
    subject: str = ""
    laws: tuple[str, ...] = ()
    parameter: str | None = None

    needs = equivalent = ""

    @property
    def id(self) -> str:
        """The unique id: the kind, the place and the subject."""
        return " ".join(each for each in (self.kind, self.where, self.subject) if each)

    @property
    def sentence(self) -> str:
        """The description of the change."""
        name = self.kind.partition(".")[2]
        sentences = _SENTENCES["schema" if self.group == "error" else self.group]
        while name not in sentences:
            name, _, end = name.rpartition("-")
            if not end or not name:
                raise LookupError(self.kind)
        return sentences[name]

    @property
    def group(self) -> str:
        """The group of the kind."""
        return self.kind.partition(".")[0]

    @property
    def operation(self) -> str:
        """The operationId that it affects; empty: several."""
        return self.operations[0] if len(self.operations) == 1 else ""

    @property
    def where(self) -> str:
        """The place of the change, as a JSON Pointer."""
        return self.edit.where

    def of(self, spec: Spec) -> dict[str, Any]:
        """Return the changed document."""
        return self.edit.apply(spec.raw)
