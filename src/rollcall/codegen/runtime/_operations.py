"""What an operation is: its path, its parameters, and how its answer is paged."""

from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

import attrs

from ._decoding import Decoder
from ._parameters import Parameter
from ._types import UnsetType

__all__ = ["Links", "ListOperation", "PageNumbers"]

BodyT = TypeVar("BodyT")
ItemT = TypeVar("ItemT")
MetaT = TypeVar("MetaT")


@attrs.frozen(eq=False, repr=False)
class PageNumbers(Generic[BodyT]):
    """Pages that are asked for by number.

    Attributes:
        index: The query parameter that asks for a page.
        first: The number of the first page.
        default_index: The number of the page that is answered where the index is left out.
        size: The query parameter that says how many items a page holds.
        default_size: How many it holds where that is left out, if it is known.
        echo: Reads the number of the page from the body, where the body has it.
        size_echo: Reads how many items a full page holds.
        total_pages: Reads how many pages there are.
        total_items: Reads how many items there are, on all pages.
    """

    index: str
    first: int
    default_index: int
    size: str
    default_size: int | None = None
    echo: Callable[[BodyT], int] | None = None
    size_echo: Callable[[BodyT], int] | None = None
    total_pages: Callable[[BodyT], int] | None = None
    total_items: Callable[[BodyT], int] | None = None


@attrs.frozen(eq=False, repr=False)
class Links(Generic[BodyT]):
    """Pages of which each has a link to the next one.

    Attributes:
        next: Reads the link from the body; the last page has none.
        size: The query parameter that says how many items a page holds at most, where there is one.
        total_items: Reads how many items there are, on all pages, where the body has it.
    """

    next: Callable[[BodyT], str | UnsetType | None]
    size: str | None = None
    total_items: Callable[[BodyT], int] | None = None


@attrs.frozen(eq=False, repr=False)
class ListOperation(Generic[BodyT, ItemT, MetaT]):
    """An operation that answers with a page of a list.

    Attributes:
        path: The path, with the names of its parameters in braces.
        path_parameters: The path's parameters by name.
        query_parameters: The query's parameters by name.
        body: Decodes a response body.
        items: Reads the items from the body.
        identity: Reads from an item what tells it from every other.
        meta: Reads the page information from the body.
        pages: How to get from one page to the next.
    """

    path: str
    path_parameters: Mapping[str, Parameter]
    query_parameters: Mapping[str, Parameter]
    body: Decoder[BodyT]
    items: Callable[[BodyT], list[ItemT]]
    identity: Callable[[ItemT], Hashable]
    meta: Callable[[BodyT], MetaT]
    pages: PageNumbers[BodyT] | Links[BodyT]
