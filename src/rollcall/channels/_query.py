"""Queries: requests for a page of a list, by the names of the spec."""

from typing import Literal, get_args

import attrs

from rollcall.spec import ListOperation

__all__ = ["KEYS", "Key", "Probe", "Query", "Value"]

Value = str | int | bool
"""The value of a parameter, before it is written as text."""

Key = Literal[
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
"""How a request authenticates itself: with the token of the run, or otherwise."""

KEYS: tuple[Key, ...] = get_args(Key)


@attrs.frozen
class Query:
    """One request for a page of a list, by the names of the spec.

    Attributes:
        operation: The operation.
        parent: The identifier of the parent, where the list has one.
        values: The query parameters and their values, in the order in which they are sent.
        key: How the request authenticates itself.
        link: The address to ask instead, taken from a page; it includes all values.
    """

    operation: ListOperation = attrs.field(eq=lambda each: each.id, repr=lambda each: each.id)
    parent: str | None = None
    values: tuple[tuple[str, Value], ...] = ()
    key: Key = "right"
    link: str | None = None

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
    """A request that no client sends.

    Attributes:
        query: What it asks for.
        method: The method.
        suffix: What is put behind the query string, as it is.
    """

    query: Query
    method: str = "GET"
    suffix: str = ""
