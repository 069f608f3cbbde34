"""A list operation with its arguments, checked and ready to be sent."""

from collections.abc import Mapping
from typing import Generic, TypeVar

import attrs

from ._errors import ArgumentError
from ._operations import Links, ListOperation, PageNumbers
from ._parameters import IntegerParameter, encode_pairs, encode_path, encode_query
from ._settings import ListOptions, Settings

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
    """

    operation: ListOperation[BodyT, ItemT, MetaT]
    path: str
    query: Mapping[str, object]
    encoded: str
    options: ListOptions
    settings: Settings

    @property
    def size(self) -> int | None:
        """The page size that is requested, or that the server uses by default, if it is known."""
        pages = self.operation.pages
        size = self.query.get(pages.size) if pages.size is not None else None
        if isinstance(size, int):
            return size
        return None if isinstance(pages, Links) else pages.default_size

    def target(self, **changed: object) -> str:
        """Return the path and the query, with some values of the query changed."""
        own = self.encoded
        if changed:
            own = encode_query(self.operation.query_parameters, {**self.query, **changed})
        query = "&".join(filter(None, (own, encode_pairs(self.settings.params.items()))))
        return f"{self.path}?{query}" if query else self.path


def request_of(
    operation: ListOperation[BodyT, ItemT, MetaT],
    path: Mapping[str, object],
    query: Mapping[str, object],
    options: ListOptions,
    settings: Settings,
) -> ListRequest[BodyT, ItemT, MetaT]:
    """Check the arguments of a list operation.

    Raises:
        ArgumentError: An argument is not admitted.
    """
    for name in operation.required:
        if query[name] is None:
            raise ArgumentError(operation.query_parameters[name].argument, "it is required")
    query = _sized(operation, query, options.limit)
    encoded = encode_query(operation.query_parameters, query)
    filled_in = encode_path(operation.path, operation.path_parameters, path)
    settings = options.apply_to(settings)
    for name in settings.params:
        if name in operation.query_parameters:
            argument = "extra_query" if name in options.extra_query else "params"
            problem = f"{name} is the argument {operation.query_parameters[name].argument}"
            raise ArgumentError(argument, problem)
    return ListRequest(operation, filled_in, query, encoded, options, settings)


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
