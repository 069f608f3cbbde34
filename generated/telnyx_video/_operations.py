# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The operations: path, parameters, and paging."""

from collections.abc import Callable, Hashable, Mapping
from types import MappingProxyType
from typing import Generic, TypeVar

import attrs

from ._decoding import Decoder
from ._http import Response
from ._parameters import Parameter
from ._types import UnsetType

__all__ = ["Links", "ListOperation", "PageNumbers", "Tokens"]

BodyT = TypeVar("BodyT")
ItemT = TypeVar("ItemT")
MetaT = TypeVar("MetaT")


@attrs.frozen(eq=False, repr=False)
class PageNumbers(Generic[BodyT]):
    """Pages that are requested by number, or by the number of items before them.

    Attributes:
        index: The query parameter with the number of the page, or of the items before it.
        first: The number of the first page.
        default_index: The number of the page that comes without the index.
        counts_items: Whether the index is the number of items before the page.
        size: The query parameter with the page size, if there is one.
        default_size: The page size without that parameter, if it is known.
        may_cut: Whether the server may have a largest page size that is not documented.
        echo: Reads the index of the page, if the response has it.
        size_echo: Reads the page size.
        total_pages: Reads the number of pages.
        total_items: Reads the number of items on all pages.
        has_more: Reads the boolean whether another page follows.
        more_value: The value of that boolean if another page follows.
        end_statuses: The statuses of a page after the last one, if it is refused.
        is_last_repeated: Whether a page after the last one is the last one again.
    """

    index: str
    first: int
    default_index: int
    counts_items: bool = False
    size: str | None = None
    default_size: int | None = None
    may_cut: bool = False
    echo: Callable[[BodyT, Response], int | UnsetType | None] | None = None
    size_echo: Callable[[BodyT, Response], int | UnsetType | None] | None = None
    total_pages: Callable[[BodyT, Response], int | UnsetType | None] | None = None
    total_items: Callable[[BodyT, Response], int | UnsetType | None] | None = None
    has_more: Callable[[BodyT, Response], bool | UnsetType | None] | None = None
    more_value: bool = True
    end_statuses: tuple[int, ...] = ()
    is_last_repeated: bool = False


@attrs.frozen(eq=False, repr=False)
class Tokens(Generic[BodyT]):
    """Pages that have the token of the next one.

    Attributes:
        token: The query parameter with the token.
        next: Reads the token of the next page; the last page may have none.
        size: The query parameter with the largest page size, if there is one.
        default_size: The page size without that parameter, if it is known.
        of_item: Whether the token is a field of the last item.
        ends_short: Whether the list ends with the first page that is not full.
        may_cut: Whether the server may have a largest page size that is not documented.
        total_items: Reads the number of items on all pages, if the response has it.
        has_more: Reads the boolean whether another page follows.
        more_value: The value of that boolean if another page follows.
    """

    token: str
    next: Callable[[BodyT, Response], object]
    size: str | None = None
    default_size: int | None = None
    of_item: bool = False
    ends_short: bool = False
    may_cut: bool = False
    total_items: Callable[[BodyT, Response], int | UnsetType | None] | None = None
    has_more: Callable[[BodyT, Response], bool | UnsetType | None] | None = None
    more_value: bool = True


@attrs.frozen(eq=False, repr=False)
class Links(Generic[BodyT]):
    """Pages that link to the next one.

    Attributes:
        next: Reads the link; the last page has none.
        size: The query parameter with the largest page size, if there is one.
        total_items: Reads the number of items on all pages, if the response has it.
        has_more: Reads the boolean whether another page follows.
        more_value: The value of that boolean if another page follows.
    """

    next: Callable[[BodyT, Response], str | UnsetType | None]
    size: str | None = None
    total_items: Callable[[BodyT, Response], int | UnsetType | None] | None = None
    has_more: Callable[[BodyT, Response], bool | UnsetType | None] | None = None
    more_value: bool = True


@attrs.frozen(eq=False, repr=False)
class ListOperation(Generic[BodyT, ItemT, MetaT]):
    """An operation that returns a page of a list.

    Attributes:
        path: The path, with the names of its parameters in braces.
        path_parameters: The path's parameters by name.
        query_parameters: The query's parameters by name.
        body: Decodes a response body.
        items: Reads the items from the body.
        items_at: The names that lead to the array of the items.
        item: Decodes an item.
        identity: Reads the identity of an item.
        meta: Reads the page information from the body.
        pages: The paging.
        header_parameters: The parameters in headers by name.
        required: The arguments in the query and in headers that each request must have.
        is_public: Whether its requests carry no key.
    """

    path: str
    path_parameters: Mapping[str, Parameter]
    query_parameters: Mapping[str, Parameter]
    body: Decoder[BodyT]
    items: Callable[[BodyT], list[ItemT]]
    items_at: tuple[str, ...]
    item: Decoder[ItemT]
    identity: Callable[[ItemT], Hashable]
    meta: Callable[[BodyT], MetaT]
    pages: PageNumbers[BodyT] | Tokens[BodyT] | Links[BodyT]
    header_parameters: Mapping[str, Parameter] = MappingProxyType({})
    required: tuple[str, ...] = ()
    is_public: bool = False
