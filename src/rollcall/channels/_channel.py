"""The interface of every channel."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Protocol

from rollcall.channels._query import CredentialVariant, Query
from rollcall.channels._response import Response
from rollcall.http import Exchange, Reproduction
from rollcall.spec import ListOperation

__all__ = ["Channel"]


class Channel(Protocol):
    """A way to a server: by plain HTTP, or through the generated client."""

    @property
    def id(self) -> str:
        """The name of the channel."""

    def variants(self, operation: ListOperation) -> tuple[tuple[CredentialVariant, str], ...]:
        """Return the credential variants of a request, each with the scheme that it varies."""

    @property
    def pages(self) -> Counter[str]:
        """How many pages the server has returned, by operationId."""

    def page(self, query: Query) -> Response:
        """Return one page; a query is sent once, until ``forget`` is called."""

    def walk(self, query: Query, most: int) -> list[Response]:
        """Return up to ``most`` pages in a row; a response that is not a page ends the walk."""

    def is_same(
        self, operation: ListOperation, known: Mapping[str, Any], item: Mapping[str, Any]
    ) -> bool:
        """Return whether an item equals the one known from plain HTTP in all its fields."""

    def exchange(self, response: Response) -> tuple[Exchange, Reproduction]:
        """Return the exchange behind a response, and how to reproduce it."""

    def settle(self) -> None:
        """Wait for responses that are still to come, so that none arrives during another law."""

    def forget(self) -> None:
        """Forget all responses."""
