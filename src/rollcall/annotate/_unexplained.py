"""A query parameter of a list, of which the meaning is looked for."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from rollcall.annotate._fields import snake
from rollcall.annotate._lists import Listing
from rollcall.annotate._proposal import Confidence, Proposal
from rollcall.spec import Parameter, forms, types_of

__all__ = ["Unexplained", "schema_of"]

_NAMESPACES = ("filter", "where", "query")


def schema_of(known: Listing, parameter: Parameter) -> Mapping[str, Any]:
    """Return the schema of a parameter, with its references followed."""
    found = forms(known.spec.raw, parameter.schema)
    return found[0] if found else {}


@attrs.frozen
class Unexplained:
    """A query parameter without an annotation.

    Attributes:
        known: The list.
        parameter: The parameter.
    """

    known: Listing
    parameter: Parameter

    @property
    def schema(self) -> Mapping[str, Any]:
        """The schema of one value."""
        return schema_of(self.known, self.parameter)

    @property
    def name(self) -> str:
        """Its name, in snake case."""
        return snake(self.parameter.name)

    @property
    def words(self) -> str:
        """Its name, without a namespace such as ``filter``."""
        first, _, others = self.name.partition("_")
        return others if others and first in _NAMESPACES else self.name

    @property
    def description(self) -> str:
        """Its description, in lower case."""
        return str(self.known.spec.get((*self.parameter.at, "description")) or "").lower()

    @property
    def is_array(self) -> bool:
        """Whether it takes several values."""
        return self.parameter.delimiter is not None

    @property
    def is_text(self) -> bool:
        """Whether its values are texts, or anything."""
        return types_of(self.schema) in ({"string"}, frozenset())

    def proposal(
        self, key: str, values: Sequence[Any], confidence: Confidence, reason: str
    ) -> Proposal:
        """Return a proposal for the parameter, with the likeliest value first."""
        first, *others = values
        return Proposal(self.parameter.at, (key,), first, confidence, reason, tuple(others))
