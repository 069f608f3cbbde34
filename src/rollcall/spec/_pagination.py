"""How one page of a list leads to the next: by its number, or by a link."""

from collections.abc import Mapping
from typing import Any

import attrs

from rollcall.spec._errors import SpecError
from rollcall.spec._need import need
from rollcall.spec._pointer import Pointer

__all__ = ["Links", "Pages", "Paging", "read_pagination"]


@attrs.frozen
class Pages:
    """How the pages of a list are asked for by number.

    Attributes:
        size: The query parameter that says how many items a page holds at most.
        size_echo: Where the body repeats that number, if it does.
        index: The query parameter that says which page.
        index_echo: Where the body repeats that number, if it does.
        total_items: Where the body counts the items of the whole list, if it does.
        total_pages: Where the body counts the pages of the whole list, if it does.
    """

    size: str
    size_echo: Pointer | None
    index: str
    index_echo: Pointer | None
    total_items: Pointer | None
    total_pages: Pointer | None


@attrs.frozen
class Links:
    """How the pages of a list are linked.

    Attributes:
        next: Where the body holds the address of the next page.
        prev: Where it holds that of the page before, if it does.
        first: Where it holds that of the first page, if it does.
        itself: Where it holds that of the page itself, if it does.
        size: The query parameter that says how many items a page holds at most, if there is one.
        size_echo: Where the body repeats that number, if it does.
        total_items: Where the body counts the items of the whole list, if it does.
        index: The query parameter by which a link numbers its page, if it does. It comes in links
            only, and leads nowhere on its own.
        index_echo: Where the body repeats that number, if it does.
        token: The query parameter that is the opaque part of a link, if there is one that the
            document names. It comes in links only.
    """

    next: Pointer
    prev: Pointer | None
    first: Pointer | None
    itself: Pointer | None
    size: str | None
    size_echo: Pointer | None
    total_items: Pointer | None
    index: str | None = None
    index_echo: Pointer | None = None
    token: str | None = None

    @property
    def carried(self) -> tuple[str, ...]:
        """The query parameters that come in links only."""
        return tuple(each for each in (self.index, self.token) if each is not None)


Paging = Pages | Links


def read_pagination(annotation: Mapping[str, Any], where: str) -> Paging:
    """Read the annotation that stands at a place in the spec.

    Raises:
        SpecError: The style is unknown, or a key is missing.
    """
    style = need(annotation, "style", where)
    if style == "page":
        return _pages(annotation, where)
    if style == "link":
        return _links(annotation, where)
    msg = f"{where}/style: expected page or link, got {style}"
    raise SpecError(msg)


def _pages(annotation: Mapping[str, Any], where: str) -> Pages:
    size = need(annotation, "pageSize", where)
    index = need(annotation, "pageIndex", where)
    return Pages(
        size=need(size, "parameter", f"{where}/pageSize"),
        size_echo=_pointer(size, "echo"),
        index=need(index, "parameter", f"{where}/pageIndex"),
        index_echo=_pointer(index, "echo"),
        total_items=_pointer(annotation, "totalItems"),
        total_pages=_pointer(annotation, "totalPages"),
    )


def _links(annotation: Mapping[str, Any], where: str) -> Links:
    size, index = annotation.get("pageSize"), annotation.get("pageIndex")
    token = annotation.get("continuationToken")
    return Links(
        next=Pointer(need(annotation, "next", where)),
        prev=_pointer(annotation, "prev"),
        first=_pointer(annotation, "first"),
        itself=_pointer(annotation, "self"),
        size=need(size, "parameter", f"{where}/pageSize") if size else None,
        size_echo=_pointer(size or {}, "echo"),
        total_items=_pointer(annotation, "totalItems"),
        index=need(index, "parameter", f"{where}/pageIndex") if index is not None else None,
        index_echo=_pointer(index or {}, "echo"),
        token=(
            need(token, "parameter", f"{where}/continuationToken") if token is not None else None
        ),
    )


def _pointer(mapping: Mapping[str, Any], key: str) -> Pointer | None:
    return Pointer(mapping[key]) if key in mapping else None
