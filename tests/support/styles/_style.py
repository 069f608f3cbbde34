"""The configuration of the list server: what a list looks like on the wire."""

from collections.abc import Mapping, Sequence
from math import inf
from types import MappingProxyType
from typing import Any, Literal

import attrs

from tests.support.styles._paging import Fact, Link, Paging
from tests.support.styles._parameters import Filter, Key, Search, Select, Sort

__all__ = ["Auth", "Item", "Style"]

Item = Mapping[str, Any]


@attrs.frozen
class Auth:
    """A credential.

    Attributes:
        header: The header that has it.
        value: Its value.
        scheme: What stands before the value in the header, in any case; empty: nothing.
        parameter: The query parameter that has it in place of a header.
    """

    header: str
    value: str = attrs.field(repr=False)
    scheme: str = ""
    parameter: str = ""


@attrs.frozen(kw_only=True)
class Style:
    """A list server.

    Attributes:
        path: The path of the list; ``{}`` in it stands for the parent.
        items: The items of all parents.
        paging: How pages are requested.
        body: The facts of a page by their places in the body, such as ``/meta/total``; empty for a
            body that is the array of items.
        headers: The facts of a page by the headers that hold them.
        linked: The relation types of the ``Link`` header.
        constants: Other values, by their places in the body.
        without: How the body spells a fact that a page does not have: null, absent or empty.
        total_on: The boolean parameter that asks for the total; empty:
            a page always has it.
        bound: The largest lower bound of the total that is counted.
        filters: The filters by their parameters.
        order: The documented order; the items' own order among equal ones.
        sort, search, select: The parameters that sort, search, and select fields.
        expands: The fields that items have on request only, by the parameters that ask for them.
        auth: The credential that is required.
        parents: The parents that exist.
        parent: The field of an item that holds its parent; empty: all parents have all items.
        unknown_parent: Whether the list of an unknown parent is not found, or empty.
        refusal: The status of a refused value.
        empty: Whether an empty value of a parameter is a value, or counts as absent.
        blanks: Whether the blanks around the value of a filter belong to it, or are ignored.
        invalid_page: The status of a page number or offset that is none.
        first: Whether a number before the first page is invalid, or counts as that page.
        past_end: Whether a page after the last one is empty, or not found.
        points_at_itself: Whether the first page has a link to the first one, and the last page one
            to the last.
        strict: Whether an unknown parameter is refused.
        required: The parameters that every request has.
        largest: The largest page number and size; the least one is one below its opposite.
        known: Parameters that are known and have no effect.
        media_type: The media type of a page.
        error: The place of the message in the body of a refusal.
        errors: The bodies of refusals by their statuses, where they have no message.
    """

    path: str
    items: Sequence[Item]
    paging: Paging
    body: Mapping[str, Fact]
    headers: Mapping[str, Fact] = MappingProxyType({})
    linked: tuple[Link, ...] = ()
    constants: Mapping[str, Any] = MappingProxyType({})
    without: Literal["null", "absent", "empty"] = "null"
    total_on: str = ""
    bound: int = 10
    filters: Mapping[str, Filter] = MappingProxyType({})
    order: tuple[Key, ...] = ()
    sort: Sort | None = None
    search: Search | None = None
    select: Select | None = None
    expands: Mapping[str, str] = MappingProxyType({})
    auth: Auth | None = None
    parents: tuple[str, ...] = ()
    parent: str = ""
    unknown_parent: Literal["not found", "empty"] = "not found"
    refusal: int = 400
    empty: Literal["literal", "ignored"] = "literal"
    blanks: Literal["literal", "ignored"] = "literal"
    invalid_page: int = 400
    first: Literal["refused", "clamped"] = "refused"
    past_end: Literal["empty", "not found"] = "empty"
    points_at_itself: bool = True
    strict: bool = False
    required: tuple[str, ...] = ()
    largest: float = inf
    known: tuple[str, ...] = ()
    media_type: str = "application/json"
    error: str = "/message"
    errors: Mapping[int, Any] = MappingProxyType({})
