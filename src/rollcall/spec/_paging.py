"""The paging of a list: how one page leads to the next."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

import attrs

from rollcall.spec._place import PagePlace
from rollcall.spec._pointer import Pointer

__all__ = [
    "CursorPaging",
    "LinkedPaging",
    "NumberedPaging",
    "OffsetPaging",
    "Onward",
    "Paging",
    "ReturnedPage",
    "read_paging",
]


@attrs.frozen
class ReturnedPage:
    """A page that a server returned, as far as paging reads it.

    Attributes:
        body: The decoded body.
        headers: The headers, with names in lower case.
        items: The items.
        size: How many items it may have at most; 0 if that is not known.
        position: Its number or its offset, where pages are requested by these.
    """

    body: Any
    headers: Mapping[str, str]
    items: Sequence[Any]
    size: int
    position: int

    @property
    def is_full(self) -> bool:
        """Whether another page may follow, by the number of items."""
        return len(self.items) >= max(1, self.size)

    def read(self, place: PagePlace | None) -> Any:  # noqa: ANN401 - JSON
        """Return the value at a place; None if there is none."""
        return place.read(self.body, self.headers) if place is not None else None


@attrs.frozen
class Onward:
    """How the next page is requested.

    Attributes:
        link: Its URL, if pages are linked; otherwise empty.
        parameter: The query parameter that changes; the others stay.
        value: The new value of that parameter.
    """

    link: str = ""
    parameter: str = ""
    value: str | int = ""


@attrs.frozen(kw_only=True)
class Paging(ABC):
    """The paging of a list (``pagination`` of ``x-list``), with a subclass for each style.

    Attributes:
        style: The name of the style.
        is_linked: Whether only a link leads to the next page.
        origin: The number or the offset of the first page, unless the parameter's schema says it.
        size: The query parameter that limits the items of a page, if there is one.
        size_echo: The place of that number in a page, if it has it.
        index: The query parameter that numbers the page, or counts the items before it.
        index_echo: The place of that number in a page, if it has it.
        total_items: The place of the count of all items, if a page has it.
        is_exact: Whether that count is exact; otherwise it is a lower bound.
        requested: The query parameter, with its value, without which a page need not have it.
        total_pages: The place of the count of all pages, if a page has it.
        has_more: The place of the boolean whether another page follows, if a page has it.
        more_value: The value of that boolean if another page follows.
        next: The place of the link to the next page, if a page has it.
        prev: The place of the link to the previous page, likewise.
        first: The place of the link to the first page, likewise.
        last: The place of the link to the last page, likewise.
        itself: The place of the link to the page itself, likewise.
        token: The query parameter for the continuation token, or the opaque part of a link.
        next_token: The place of the token of the next page, if a page has it.
        token_field: The field of an item that is the token of the page after it, if there is one.
    """

    style: ClassVar[str]
    is_linked: ClassVar[bool] = False
    origin: ClassVar[int] = 1

    size: str | None = None
    size_echo: PagePlace | None = None
    index: str | None = None
    index_echo: PagePlace | None = None
    total_items: PagePlace | None = None
    is_exact: bool = True
    requested: tuple[str, str | int] | None = None
    total_pages: PagePlace | None = None
    has_more: PagePlace | None = None
    more_value: bool = True
    next: PagePlace | None = None
    prev: PagePlace | None = None
    first: PagePlace | None = None
    last: PagePlace | None = None
    itself: PagePlace | None = None
    token: str | None = None
    next_token: PagePlace | None = None
    token_field: Pointer | None = None

    @classmethod
    def read(cls, annotation: Mapping[str, Any]) -> Self:
        """Parse a valid annotation of this style."""
        size = annotation.get("pageSize", {})
        index = annotation.get("pageIndex", annotation.get("offset", {}))
        token = annotation.get("continuationToken", {})
        total, more = (_located(annotation.get(key)) for key in ("totalItems", "hasMore"))
        when = total.get("when")
        links = {
            name: _place(annotation.get(relation), relation)
            for name, relation in _RELATIONS.items()
        }
        return cls(
            size=size.get("parameter"),
            size_echo=_scalar(size.get("echo")),
            index=index.get("parameter"),
            index_echo=_scalar(index.get("echo")),
            total_items=_scalar(total["at"]),
            is_exact=total.get("exact", True),
            requested=(when["parameter"], when["equals"]) if when else None,
            total_pages=_scalar(annotation.get("totalPages")),
            has_more=_scalar(more["at"]),
            more_value=more.get("equals", True),
            token=token.get("parameter"),
            next_token=_place(token.get("next")),
            token_field=Pointer(token["field"]) if "field" in token else None,
            **links,
        )

    @property
    def selector(self) -> str | None:
        """The query parameter that selects any page; None if one page only leads to the next."""
        return None

    @property
    def carried(self) -> tuple[str, ...]:
        """The query parameters whose values come from pages, not from a caller."""
        return ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """The query parameters of paging."""
        return tuple(each for each in (self.index, self.size, self.token) if each is not None)

    @property
    def places(self) -> tuple[PagePlace, ...]:
        """The places of the page information."""
        found = attrs.asdict(self, recurse=False).values()
        return tuple(each for each in found if isinstance(each, PagePlace))

    @property
    def links(self) -> tuple[PagePlace, ...]:
        """The places of the links."""
        found = (self.next, self.prev, self.first, self.last, self.itself)
        return tuple(each for each in found if each is not None)

    @property
    def information(self) -> Pointer:
        """The pointer to the object with the page information; empty for the body itself.

        It contains the page number, or else the totals, or else what leads to the next page.
        """
        places = (
            *(self.index_echo, self.total_items, self.total_pages),
            *(self.next, self.next_token, self.has_more),
        )
        pointers = (each.pointer for each in places if each is not None)
        location = next((each.location for each in pointers if each is not None), ())
        return Pointer.at(location[:1] if len(location) > 1 else ())

    def step(self, size: int) -> int:
        """Return the difference between the positions of a page of some size and the next one."""
        del size
        return 1

    @abstractmethod
    def following(self, page: ReturnedPage) -> Onward | None:
        """Return how the page after another one is requested; None after the last page."""


@attrs.frozen(kw_only=True)
class _SelectedPaging(Paging):
    """Paging in which any page can be requested.

    The list ends with the first page that is not full, regardless of its totals, links and
    ``has_more``: these are under test.
    """

    index: str

    @property
    def selector(self) -> str:
        """The query parameter that selects the page."""
        return self.index

    def following(self, page: ReturnedPage) -> Onward | None:
        """Return how the page after another one is requested; None after a page with room."""
        if not page.is_full:
            return None
        step = self.step(page.size or len(page.items))
        return Onward(parameter=self.index, value=page.position + step)


@attrs.frozen(kw_only=True)
class NumberedPaging(_SelectedPaging):
    """Paging by page number."""

    style: ClassVar[str] = "page"


@attrs.frozen(kw_only=True)
class OffsetPaging(_SelectedPaging):
    """Paging by the number of items before the page."""

    style: ClassVar[str] = "offset"
    origin: ClassVar[int] = 0

    def step(self, size: int) -> int:
        """Return the difference between the offsets of a page of some size and the next one."""
        return size


@attrs.frozen(kw_only=True)
class CursorPaging(Paging):
    """Paging by a token of the next page, which the page or its last item has."""

    style: ClassVar[str] = "cursor"

    token: str

    @property
    def carried(self) -> tuple[str, ...]:
        """The query parameter for the token."""
        return (self.token,)

    def following(self, page: ReturnedPage) -> Onward | None:
        """Return how the page after another one is requested; None after the last page."""
        token = page.read(self.next_token)
        if self.token_field is not None:
            token = self.token_field.read(page.items[-1]) if page.items else None
            if self.has_more is None and not page.is_full:
                return None
        has_ended = page.read(self.has_more) is (not self.more_value)
        if not isinstance(token, str | int) or token == "" or has_ended:
            return None
        return Onward(parameter=self.token, value=token)


@attrs.frozen(kw_only=True)
class LinkedPaging(Paging):
    """Paging by links to the next page; ``index`` and ``token`` occur only in links."""

    style: ClassVar[str] = "link"
    is_linked: ClassVar[bool] = True

    next: PagePlace

    @property
    def carried(self) -> tuple[str, ...]:
        """The query parameters that occur only in links."""
        return tuple(each for each in (self.index, self.token) if each is not None)

    def following(self, page: ReturnedPage) -> Onward | None:
        """Return the link to the page after another one; None after the last page."""
        link = page.read(self.next)
        return Onward(link=link) if isinstance(link, str) and link else None


_RELATIONS: Mapping[str, str] = {
    **{each: each for each in ("next", "prev", "first", "last")},
    "itself": "self",
}
"""The relation types of links by the attributes of their places."""

_STYLES: Mapping[str, type[Paging]] = {
    each.style: each for each in (NumberedPaging, OffsetPaging, CursorPaging, LinkedPaging)
}


def read_paging(annotation: Mapping[str, Any]) -> Paging:
    """Parse a valid annotation."""
    return _STYLES[annotation["style"]].read(annotation)


def _located(place: Any) -> Mapping[str, Any]:  # noqa: ANN401 - a part of an annotation
    return place if isinstance(place, Mapping) else {"at": place}


def _place(text: str | None, relation: str = "") -> PagePlace | None:
    return PagePlace(text, relation) if text is not None else None


def _scalar(text: str | None) -> PagePlace | None:
    return PagePlace(text, is_scalar=True) if text is not None else None
