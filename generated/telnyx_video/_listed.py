# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""A list that is not loaded yet: its request, and the connection that sends it."""

from collections.abc import Sequence
from typing import Any, Generic, Self, TypeVar

from ._connection import AsyncConnection, Connection
from ._errors import DecodingError
from ._operations import ListOperation
from ._options import ListOptions
from ._parameters import Arguments
from ._requests import ListRequest, request_of

__all__ = ["Listed"]

BodyT = TypeVar("BodyT")
ConnectionT = TypeVar("ConnectionT", Connection, AsyncConnection)
ItemT = TypeVar("ItemT")
MetaT = TypeVar("MetaT")


class Listed(Generic[ConnectionT, ItemT, MetaT]):
    """A list, and what its latest iteration has shown."""

    def __init__(
        self,
        connection: ConnectionT,
        operation: ListOperation[BodyT, ItemT, MetaT],
        arguments: Arguments,
        options: ListOptions,
    ) -> None:
        self._begin(connection, request_of(operation, arguments, options, connection.settings))

    @classmethod
    def of(cls, connection: ConnectionT, request: ListRequest[Any, ItemT, MetaT]) -> Self:
        """Return the list of a request."""
        listed = object.__new__(cls)
        listed._begin(connection, request)
        return listed

    def _begin(self, connection: ConnectionT, request: ListRequest[Any, ItemT, MetaT]) -> None:
        self._connection: ConnectionT = connection
        self._request = request
        self._total: int | None = None
        self._passed_over: Sequence[DecodingError] = ()

    def __copy__(self) -> Self:
        return self.of(self._connection, self._request)

    def __deepcopy__(self, _: object) -> Self:
        return self.of(self._connection, self._request)

    def __repr__(self) -> str:
        known = "" if self._total is None else f", {self._total} items"
        return f"<{type(self).__name__} of GET {self._request.path}{known}>"

    @property
    def request(self) -> ListRequest[Any, ItemT, MetaT]:
        """The operation with its arguments."""
        return self._request

    @property
    def total(self) -> int | None:
        """The number of items in the list, also beyond the limit.

        None before the first page is loaded, and always if the API reports no number.
        """
        return self._total

    @property
    def passed_over(self) -> tuple[DecodingError, ...]:
        """The errors of the pages that the latest iteration could not read, and passed over.

        Empty unless they are skipped (``on_invalid="skip"``).
        """
        return tuple(self._passed_over)

    def read_by(self, connection: ConnectionT) -> Self:
        """Return the same list, read through another connection.

        Raises:
            ArgumentError: A parameter of the connection is one of the operation.
        """
        return self.of(connection, self._request.sent_with(connection.settings))
