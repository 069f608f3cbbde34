"""Queries: requests for a page of a list, by the names of the spec."""

from typing import Literal, get_args

import attrs

from rollcall.spec import ListOperation, ParentPath

__all__ = ["CREDENTIAL_VARIANTS", "CredentialVariant", "Probe", "Query", "Value"]

Value = str | int | bool | tuple[str | int | bool, ...]
"""The value of a parameter, or several values, before it is written as text."""

CredentialVariant = Literal[
    "right",
    "none",
    "empty",
    "wrong",
    "user",
    "shortened",
    "extended",
    "cased",
    "scheme",
    "bare",
    "joined",
    "raw",
]
"""A credential variant: the right token, no token, or a near variant of it."""

CREDENTIAL_VARIANTS: tuple[CredentialVariant, ...] = get_args(CredentialVariant)


@attrs.frozen
class Query:
    """One request for a page of a list, by the names of the spec.

    Attributes:
        operation: The operation.
        parent: The parent, where the list has one.
        values: The query parameters and their values, in the order in which they are sent.
        variant: The credential variant with which the request authenticates itself.
        scheme: The security scheme that it varies, of several that are required; empty: the first,
            and for ``none`` all.
        link: The URL to request instead, taken from a page; it includes all values.
    """

    operation: ListOperation = attrs.field(eq=lambda each: each.id, repr=lambda each: each.id)
    parent: ParentPath | None = None
    values: tuple[tuple[str, Value], ...] = ()
    variant: CredentialVariant = "right"
    scheme: str = ""
    link: str | None = None

    @classmethod
    def whole(cls, operation: ListOperation, parent: ParentPath | None = None) -> "Query":
        """Return the query for a list without any parameter that changes its items.

        Where fields are left out by default, it selects all of them.
        """
        values = (
            (name, tuple(each.fields))
            for name, each in operation.selects.items()
            if each.default and each.fields
        )
        return cls(operation, parent, tuple(values))

    def get(self, name: str) -> Value | None:
        """Return the value of a parameter, or None where it is left out."""
        return dict(self.values).get(name)

    def having(self, name: str, value: Value) -> "Query":
        """Return the query with another value of a parameter."""
        return attrs.evolve(self, values=(*self.without(name).values, (name, value)))

    def without(self, name: str) -> "Query":
        """Return the query without a parameter."""
        return attrs.evolve(self, values=tuple(each for each in self.values if each[0] != name))


@attrs.frozen
class Probe:
    """A request that no client can send.

    Attributes:
        query: The query that it is made of.
        method: The method.
        suffix: Text that is appended to the query string, as it is.
    """

    query: Query
    method: str = "GET"
    suffix: str = ""
