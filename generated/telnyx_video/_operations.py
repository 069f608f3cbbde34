# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The operations: path, parameters, and paging."""

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
    """Pages that are requested by number.

    Attributes:
        index: The query parameter with the number of the page.
        first: The number of the first page.
        default_index: The number of the page that comes without the index.
        size: The query parameter with the page size.
        default_size: The page size without that parameter, if it is known.
        echo: Reads the number of the page from the body, if it is there.
        size_echo: Reads the page size.
        total_pages: Reads the number of pages.
        total_items: Reads the number of items on all pages.
        end_statuses: The statuses of a page after the last one, if it is refused.
        is_last_repeated: Whether a page after the last one is the last one again.
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
    end_statuses: tuple[int, ...] = ()
    is_last_repeated: bool = False


@attrs.frozen(eq=False, repr=False)
class Links(Generic[BodyT]):
    """Pages that link to the next one.

    Attributes:
        next: Reads the link from the body; the last page has none.
        size: The query parameter with the largest page size, if there is one.
        total_items: Reads the number of items on all pages, if it is there.
    """

    next: Callable[[BodyT], str | UnsetType | None]
    size: str | None = None
    total_items: Callable[[BodyT], int] | None = None


@attrs.frozen(eq=False, repr=False)
class ListOperation(Generic[BodyT, ItemT, MetaT]):
    """An operation that returns a page of a list.

    Attributes:
        path: The path, with the names of its parameters in braces.
        path_parameters: The path's parameters by name.
        query_parameters: The query's parameters by name.
        body: Decodes a response body.
        items: Reads the items from the body.
        identity: Reads the identity of an item.
        meta: Reads the page information from the body.
        pages: The paging.
    """

    path: str
    path_parameters: Mapping[str, Parameter]
    query_parameters: Mapping[str, Parameter]
    body: Decoder[BodyT]
    items: Callable[[BodyT], list[ItemT]]
    identity: Callable[[ItemT], Hashable]
    meta: Callable[[BodyT], MetaT]
    pages: PageNumbers[BodyT] | Links[BodyT]
