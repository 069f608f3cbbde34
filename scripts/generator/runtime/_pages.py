"""Lists, a page at a time or item by item."""

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, Generic, TypeVar

import attrs

from ._errors import PagingError
from ._http import AsyncConnection, Connection, Response
from ._operations import ListOperation
from ._parameters import encode_path, encode_query

__all__ = ["AsyncPager", "Page", "Pager"]

BodyT = TypeVar("BodyT")
ItemT = TypeVar("ItemT")
MetaT = TypeVar("MetaT")


@attrs.frozen
class Page(Generic[ItemT, MetaT]):
    """One page of a list.

    Attributes:
        items: The items, in the server's order.
        meta: Where the page stands in its list.
        response: The HTTP response, with whatever the models do not know.
    """

    items: list[ItemT]
    meta: MetaT
    response: Response = attrs.field(repr=False, eq=False)


@attrs.frozen
class _PageRequest(Generic[BodyT, ItemT, MetaT]):
    """A list operation with its arguments; a page is asked for by its number."""

    operation: ListOperation[BodyT, ItemT, MetaT]
    path: str
    arguments: Mapping[str, object]

    @property
    def first(self) -> int:
        """The number of the page to begin with."""
        index = self.arguments.get(self.operation.pages.index)
        return index if isinstance(index, int) else self.operation.pages.first

    def query(self, number: int) -> str:
        """Write the query that asks for a page, the same for every page but for its number."""
        index = self.operation.pages.index
        arguments = dict(self.arguments)
        if number != self.first:
            arguments[index] = number
        return encode_query(self.operation.query_parameters, arguments)

    def read(self, response: Response, number: int) -> tuple[Page[ItemT, MetaT], int | None]:
        """Read a page from a response, and give the number of the next one, if any.

        Raises:
            DecodingError: The body is not JSON, or breaks the schema (SchemaError).
            PagingError: The body says that it is another page, or is empty and not the last.
        """
        operation = self.operation
        url = str(response.request.url)
        body = operation.body.decode(response.content, method="GET", url=url)
        page = Page(operation.items(body), operation.meta(body), response)
        echo, last = operation.pages.echo(body), operation.pages.total_pages(body)
        if echo != number:
            problem = f"asked for page {number}, and the server answered with page {echo}"
            raise PagingError(f"GET {url}: {problem}")
        if not page.items and number < last:
            problem = f"page {number} of {last} is empty"
            raise PagingError(f"GET {url}: {problem}")
        return page, number + 1 if number < last else None


def _prepare(
    operation: ListOperation[BodyT, ItemT, MetaT],
    path: Mapping[str, object],
    query: Mapping[str, object],
) -> _PageRequest[BodyT, ItemT, MetaT]:
    encode_query(operation.query_parameters, query)
    encoded_path = encode_path(operation.path, operation.path_parameters, path)
    return _PageRequest(operation, encoded_path, query)


class Pager(Generic[ItemT, MetaT]):
    """A list that is loaded a page at a time, as it is iterated.

    Iterating again loads it again, from its first page.
    """

    def __init__(
        self,
        connection: Connection,
        operation: ListOperation[BodyT, ItemT, MetaT],
        *,
        path: Mapping[str, object],
        query: Mapping[str, object],
    ) -> None:
        self._connection = connection
        self._request: _PageRequest[Any, ItemT, MetaT] = _prepare(operation, path, query)

    def __iter__(self) -> Iterator[ItemT]:
        for page in self.pages():
            yield from page.items

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of GET {self._request.path}>"

    def pages(self) -> Iterator[Page[ItemT, MetaT]]:
        """Load the pages, one after the other.

        Raises:
            TransportError: No complete response was received.
            StatusError: The server refused the request.
            DecodingError: The body is not JSON, or breaks the schema (SchemaError).
            PagingError: The server answered with another page than the one asked for.
        """
        number: int | None = self._request.first
        while number is not None:
            response = self._connection.get(self._request.path, self._request.query(number))
            page, number = self._request.read(response, number)
            yield page

    def first(self) -> ItemT | None:
        """Load the first item, or give None where the list is empty."""
        return next(iter(self), None)


class AsyncPager(Generic[ItemT, MetaT]):
    """A list that is loaded a page at a time, as it is iterated with ``async for``.

    Iterating again loads it again, from its first page.
    """

    def __init__(
        self,
        connection: AsyncConnection,
        operation: ListOperation[BodyT, ItemT, MetaT],
        *,
        path: Mapping[str, object],
        query: Mapping[str, object],
    ) -> None:
        self._connection = connection
        self._request: _PageRequest[Any, ItemT, MetaT] = _prepare(operation, path, query)

    async def __aiter__(self) -> AsyncIterator[ItemT]:
        async for page in self.pages():
            for item in page.items:
                yield item

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of GET {self._request.path}>"

    async def pages(self) -> AsyncIterator[Page[ItemT, MetaT]]:
        """Load the pages, one after the other.

        Raises:
            TransportError: No complete response was received.
            StatusError: The server refused the request.
            DecodingError: The body is not JSON, or breaks the schema (SchemaError).
            PagingError: The server answered with another page than the one asked for.
        """
        number: int | None = self._request.first
        while number is not None:
            response = await self._connection.get(self._request.path, self._request.query(number))
            page, number = self._request.read(response, number)
            yield page

    async def first(self) -> ItemT | None:
        """Load the first item, or give None where the list is empty."""
        async for item in self:
            return item
        return None
