"""How one page of a list leads to the next."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

import attrs

from rollcall.spec._pointer import Pointer

__all__ = ["LinkedPaging", "NumberedPaging", "Paging", "read_paging"]


@attrs.frozen(kw_only=True)
class Paging(ABC):
    """How a list is paged (``pagination`` of ``x-list``); a subclass for each style.

    A new style is a subclass with a ``read`` of its own, listed in ``_STYLES``.

    Attributes:
        style: The name of the style.
        size: The query parameter that limits the items of a page, if there is one.
        size_echo: Where the body repeats that number, if it does.
        index: The query parameter that numbers the page, if there is one.
        index_echo: Where the body repeats that number, if it does.
        total_items: Where the body counts the items of the whole list, if it does.
        total_pages: Where the body counts the pages of the whole list, if it does.
        next: Where the body holds the address of the next page, if it does.
        prev: Where it holds that of the page before, if it does.
        first: Where it holds that of the first page, if it does.
        itself: Where it holds that of the page itself, if it does.
        token: The query parameter that is the opaque part of a link, if the spec names one.
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
        """Read a valid annotation of this style."""

    @property
    def number(self) -> str | None:
        """The query parameter by which a caller asks for any page; None where pages are linked."""
        return None

    @property
    def carried(self) -> tuple[str, ...]:
        """The query parameters that come in links only."""
        return ()

    @property
    def pointers(self) -> tuple[Pointer, ...]:
        """Where the body says something about the page."""
        return tuple(
            each for each in attrs.asdict(self, recurse=False).values() if isinstance(each, Pointer)
        )

    @property
    def information(self) -> Pointer:
        """The object of the body that holds the page information; empty: the body itself.

        It is the one that holds the first of the number of the page, the totals and the link to
        the next page.
        """
        places = (self.index_echo, self.total_items, self.total_pages, self.next)
        location = next((each.location for each in places if each is not None), ())
        return Pointer.at(location[:1] if len(location) > 1 else ())

    def next_link(self, body: object) -> str | None:
        """Return the address of the next page that a body holds; None without one."""
        link = self.next.read(body) if self.next is not None else None
        return link if isinstance(link, str) and link else None


@attrs.frozen(kw_only=True)
class NumberedPaging(Paging):
    """Pages that are asked for by number."""

    style: ClassVar[str] = "page"

    size: str
    index: str

    @classmethod
    def read(cls, annotation: Mapping[str, Any]) -> "NumberedPaging":
        """Read a valid annotation of this style."""
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
    """Pages that hold the address of the next one; ``index`` and ``token`` come in links only."""

    style: ClassVar[str] = "link"

    next: Pointer

    @classmethod
    def read(cls, annotation: Mapping[str, Any]) -> "LinkedPaging":
        """Read a valid annotation of this style."""
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
        """The query parameters that come in links only."""
        return tuple(each for each in (self.index, self.token) if each is not None)


_STYLES: Mapping[str, type[Paging]] = {each.style: each for each in (NumberedPaging, LinkedPaging)}


def read_paging(annotation: Mapping[str, Any]) -> Paging:
    """Read a valid annotation."""
    return _STYLES[annotation["style"]].read(annotation)


def _parameter(annotation: Mapping[str, Any], key: str) -> str | None:
    return annotation[key]["parameter"] if key in annotation else None


def _pointer(mapping: Mapping[str, Any], key: str) -> Pointer | None:
    return Pointer(mapping[key]) if key in mapping else None
