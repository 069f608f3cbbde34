"""What every channel can do."""

from collections.abc import Mapping
from typing import Any, Protocol

from contract_tests._exchange import Exchange, Reproduction
from contract_tests.contract import Operation

from ._answer import Answer
from ._query import Key, Query

__all__ = ["Channel"]


class Channel(Protocol):
    """A way to a server: by plain HTTP, or through the generated client."""

    @property
    def id(self) -> str:
        """The name of the channel."""

    @property
    def keys(self) -> frozenset[Key]:
        """How a request can authenticate itself."""

    def page(self, query: Query) -> Answer:
        """Ask for one page; the same query is sent once, until the channel is to forget."""

    def walk(self, query: Query, most: int) -> list[Answer]:
        """Ask for one page after the other, ``most`` at most; one that is no page ends the walk."""

    def is_same(
        self, operation: Operation, known: Mapping[str, Any], item: Mapping[str, Any]
    ) -> bool:
        """Say whether an item is the one that is known from plain HTTP, in all its fields."""

    def exchange(self, answer: Answer) -> tuple[Exchange, Reproduction]:
        """Write down how an answer came about, and how to get it again."""

    def forget(self) -> None:
        """Forget all answers."""
