"""What every channel can do."""

from collections.abc import Mapping
from typing import Any, Protocol

from rollcall.channels._query import Key, Query
from rollcall.channels._response import Response
from rollcall.http import Exchange, Reproduction
from rollcall.spec import ListOperation

__all__ = ["Channel"]


class Channel(Protocol):
    """A way to a server: by plain HTTP, or through the generated client."""

    @property
    def id(self) -> str:
        """The name of the channel."""

    @property
    def keys(self) -> frozenset[Key]:
        """How a request can authenticate itself."""

    def page(self, query: Query) -> Response:
        """Ask for one page; the same query is sent once, until the channel is to forget."""

    def walk(self, query: Query, most: int) -> list[Response]:
        """Ask for one page after the other, ``most`` at most; one that is no page ends the walk."""

    def is_same(
        self, operation: ListOperation, known: Mapping[str, Any], item: Mapping[str, Any]
    ) -> bool:
        """Return whether an item is the one that is known from plain HTTP, in all its fields."""

    def exchange(self, answer: Response) -> tuple[Exchange, Reproduction]:
        """Write down how an answer came about, and how to get it again."""

    def forget(self) -> None:
        """Forget all answers."""
