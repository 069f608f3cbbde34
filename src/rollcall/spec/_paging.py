"""The paging of a list: how one page leads to the next."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

import attrs

from rollcall.spec._pointer import Pointer

__all__ = ["LinkedPaging", "NumberedPaging", "Paging", "read_paging"]


@attrs.frozen(kw_only=True)
class Paging(ABC):
    """The paging of a list (``pagination`` of ``x-list``), with a subclass for each style.

    A new style is a subclass with its own ``read``, listed in ``_STYLES``.

    Attributes:
        style: The name of the style.
        size: The query parameter that limits the items of a page, if there is one.
        size_echo: The pointer to that number in a body, if it has it.
        index: The query parameter that numbers the page, if there is one.
        index_echo: The pointer to that number in a body, if it has it.
        total_items: The pointer to the count of all items, if a body has it.
        total_pages: The pointer to the count of all pages, if a body has it.
        next: The pointer to the link to the next page, if a body has it.
        prev: The pointer to the link to the previous page, likewise.
        first: The pointer to the link to the first page, likewise.
        itself: The pointer to the link to the page itself, likewise.
        token: The query parameter with the opaque part of a link, if the spec names it.
    """

    style: ClassVar[str]

    size: str | None = None
    size_echo: Pointer | None = None
    index: str | None = None
    index_echo: Pointer | None = None
    total_items: Pointer | None = None
    total_pages: Pointer | None = None
    next: Pointer | None = None
    prev: Pointer | None = None
    first: Pointer | None = None
    itself: Pointer | None = None
    token: str | None = None

    @classmethod
    @abstractmethod
    def read(cls, annotation: Mapping[str, Any]) -> "Paging":
        """Parse a valid annotation of this style."""

    @property
    def number(self) -> str | None:
        """The query parameter that selects the page; None if pages are linked."""
        return None

    @property
    def carried(self) -> tuple[str, ...]:
        """The query parameters that occur only in links."""
        return ()

    @property
    def pointers(self) -> tuple[Pointer, ...]:
        """The pointers to the page information."""
        return tuple(
            each for each in attrs.asdict(self, recurse=False).values() if isinstance(each, Pointer)
        )

    @property
    def information(self) -> Pointer:
        """The pointer to the object with the page information; empty for the body itself.

        It contains the page number, or else the totals, or else the link to the next page.
        """
        places = (self.index_echo, self.total_items, self.total_pages, self.next)
        location = next((each.location for each in places if each is not None), ())
        return Pointer.at(location[:1] if len(location) > 1 else ())

    def next_link(self, body: object) -> str | None:
        """Return the link to the next page, or None."""
        link = self.next.read(body) if self.next is not None else None
        return link if isinstance(link, str) and link else None


@attrs.frozen(kw_only=True)
class NumberedPaging(Paging):
    """Paging by page number."""

    style: ClassVar[str] = "page"

    size: str
    index: str

    @classmethod
    def read(cls, annotation: Mapping[str, Any]) -> "NumberedPaging":
        """Parse a valid annotation of this style."""
        return cls(
            size=annotation["pageSize"]["parameter"],
            size_echo=_pointer(annotation["pageSize"], "echo"),
            index=annotation["pageIndex"]["parameter"],
            index_echo=_pointer(annotation["pageIndex"], "echo"),
            total_items=_pointer(annotation, "totalItems"),
            total_pages=_pointer(annotation, "totalPages"),
        )

    @property
    def number(self) -> str:
        """The query parameter that numbers the page."""
        return self.index


@attrs.frozen(kw_only=True)
class LinkedPaging(Paging):
    """Paging by links to the next page; ``index`` and ``token`` occur only in links."""

    style: ClassVar[str] = "link"

    next: Pointer

    @classmethod
    def read(cls, annotation: Mapping[str, Any]) -> "LinkedPaging":
        """Parse a valid annotation of this style."""
        return cls(
            next=Pointer(annotation["next"]),
            prev=_pointer(annotation, "prev"),
            first=_pointer(annotation, "first"),
            itself=_pointer(annotation, "self"),
            size=_parameter(annotation, "pageSize"),
            size_echo=_pointer(annotation.get("pageSize", {}), "echo"),
            total_items=_pointer(annotation, "totalItems"),
            index=_parameter(annotation, "pageIndex"),
            index_echo=_pointer(annotation.get("pageIndex", {}), "echo"),
            token=_parameter(annotation, "continuationToken"),
        )

    @property
    def carried(self) -> tuple[str, ...]:
        """The query parameters that occur only in links."""
        return tuple(each for each in (self.index, self.token) if each is not None)


_STYLES: Mapping[str, type[Paging]] = {each.style: each for each in (NumberedPaging, LinkedPaging)}


def read_paging(annotation: Mapping[str, Any]) -> Paging:
    """Parse a valid annotation."""
    return _STYLES[annotation["style"]].read(annotation)


def _parameter(annotation: Mapping[str, Any], key: str) -> str | None:
    return annotation[key]["parameter"] if key in annotation else None


def _pointer(mapping: Mapping[str, Any], key: str) -> Pointer | None:
    return Pointer(mapping[key]) if key in mapping else None
