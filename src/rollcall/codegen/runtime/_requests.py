"""A list operation with its arguments, checked and ready to be sent."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Generic, TypeVar

import attrs

from ._operations import Links, ListOperation, PageNumbers
from ._options import ListOptions, check_apart, encode_headers
from ._parameters import (
    Arguments,
    IntegerParameter,
    check_given,
    encode_pairs,
    encode_path,
    encode_query,
)
from ._ranges import Range
from ._settings import Settings

__all__ = ["ListRequest", "request_of"]

BodyT = TypeVar("BodyT")
ItemT = TypeVar("ItemT")
MetaT = TypeVar("MetaT")


@attrs.frozen(eq=False, repr=False)
class ListRequest(Generic[BodyT, ItemT, MetaT]):
    """A list operation with its arguments.

    Attributes:
        operation: The operation.
        path: The path, its parameters filled in.
        query: The values of the query's parameters by name; None for those left out.
        encoded: The query as part of a URL.
        options: How the list is read.
        settings: The settings for this list.
        own: The settings of the client, without the options of this list.
        span: The range of the list that it is; None: all of it.
        headers: The headers of its arguments.
    """

    operation: ListOperation[BodyT, ItemT, MetaT]
    path: str
    query: Mapping[str, object]
    encoded: str
    options: ListOptions
    settings: Settings
    own: Settings
    span: Range | None = None
    headers: Mapping[str, str] = MappingProxyType({})

    @property
    def size(self) -> int | None:
        """The page size that is requested, or that the server uses by default, if it is known."""
        pages = self.operation.pages
        size = self.query.get(pages.size) if pages.size is not None else None
        if isinstance(size, int):
            # A server may take 0 or -1 for its default, or for all items.
            return size if size > 0 else None
        return None if isinstance(pages, Links) else pages.default_size

    def target(self, **changed: object) -> str:
        """Return the path and the query, with some values of the query changed."""
        own = self.encoded
        if changed:
            own = encode_query(self.operation.query_parameters, {**self.query, **changed})
        query = "&".join(filter(None, (own, encode_pairs(self.settings.params.items()))))
        return f"{self.path}?{query}" if query else self.path

    def but(
        self, query: Mapping[str, object], span: Range | None = None
    ) -> "ListRequest[BodyT, ItemT, MetaT]":
        """Return the request of a part of the list.

        Args:
            query: The values of the query that differ, by name.
            span: The range that the part is.

        Raises:
            ArgumentError: A value is not admitted.
        """
        query = {**self.query, **query}
        encoded = encode_query(self.operation.query_parameters, query)
        return attrs.evolve(self, query=query, encoded=encoded, span=span)

    def sent_with(self, settings: Settings) -> "ListRequest[BodyT, ItemT, MetaT]":
        """Return the same request for a client of these settings.

        Raises:
            ArgumentError: A parameter of the client is one of the operation.
        """
        applied = _applied(self.operation, self.headers, self.options, settings)
        return attrs.evolve(self, settings=applied, own=settings)


def request_of(
    operation: ListOperation[BodyT, ItemT, MetaT],
    arguments: Arguments,
    options: ListOptions,
    settings: Settings,
) -> ListRequest[BodyT, ItemT, MetaT]:
    """Check the arguments of a list operation.

    Raises:
        ArgumentError: An argument is not admitted.
    """
    in_query, in_headers = operation.query_parameters, operation.header_parameters
    given = (in_query, arguments.query), (in_headers, arguments.headers)
    check_given(operation.required, *given)
    query = _sized(operation, arguments.query, options.limit)
    encoded = encode_query(operation.query_parameters, query)
    filled_in = encode_path(operation.path, operation.path_parameters, arguments.path)
    texts = encode_headers(in_headers, arguments.headers)
    applied = _applied(operation, texts, options, settings)
    return ListRequest(
        operation, filled_in, query, encoded, options, applied, settings, headers=texts
    )


def _applied(
    operation: ListOperation[BodyT, ItemT, MetaT],
    headers: Mapping[str, str],
    options: ListOptions,
    settings: Settings,
) -> Settings:
    """Return the settings of a client with the headers and the options of a list."""
    settings = options.apply_to(settings.without_key() if operation.is_public else settings)
    check_apart(operation.query_parameters, operation.header_parameters, settings, options)
    return settings.but(headers={**settings.headers, **headers}) if headers else settings


def _sized(
    operation: ListOperation[BodyT, ItemT, MetaT], query: Mapping[str, object], limit: int | None
) -> Mapping[str, object]:
    """Request pages as large as the limit needs, unless a page size was passed.

    Pages that lead to the next one are loaded one after the other, each in a round trip.
    """
    size = None if isinstance(operation.pages, PageNumbers) else operation.pages.size
    if not limit or size is None or query[size] is not None:
        return query
    bounds = operation.query_parameters[size]
    if not isinstance(bounds, IntegerParameter) or bounds.maximum is None:
        return query
    return {**query, size: max(bounds.minimum or 1, min(limit, bounds.maximum))}
