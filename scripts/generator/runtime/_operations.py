"""What an operation is: its path, its parameters, and how its answer is paged."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

import attrs

from ._decoding import Decoder
from ._parameters import Parameter

__all__ = ["ListOperation", "PageNumbers"]

BodyT = TypeVar("BodyT")
ItemT = TypeVar("ItemT")
MetaT = TypeVar("MetaT")


@attrs.frozen
class PageNumbers(Generic[BodyT]):
    """Pages that are asked for by number.

    Attributes:
        index: The query parameter that asks for a page, and the number of the first page.
        echo: Reads the number of the page from the body.
        total_pages: Reads how many pages there are from the body.
        total_items: Reads how many items there are, on all pages, from the body.
    """

    index: str
    first: int
    echo: Callable[[BodyT], int]
    total_pages: Callable[[BodyT], int]
    total_items: Callable[[BodyT], int]


@attrs.frozen
class ListOperation(Generic[BodyT, ItemT, MetaT]):
    """An operation that answers with a page of a list.

    Attributes:
        path: The path, with the names of its parameters in braces.
        path_parameters: The path's parameters by name.
        query_parameters: The query's parameters by name.
        body: Decodes a response body.
        items: Reads the items from the body.
        meta: Reads the page information from the body.
        pages: How to get from one page to the next.
    """

    path: str
    path_parameters: Mapping[str, Parameter]
    query_parameters: Mapping[str, Parameter]
    body: Decoder[BodyT]
    items: Callable[[BodyT], list[ItemT]]
    meta: Callable[[BodyT], MetaT]
    pages: PageNumbers[BodyT]
