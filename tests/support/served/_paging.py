"""How a list is paged, from its annotations."""

from collections.abc import Mapping
from math import inf
from typing import Literal

from rollcall.spec import (
    LinkedPaging,
    ListOperation,
    NumberedPaging,
    OffsetPaging,
    PagePlace,
    Parameter,
    Pointer,
    Spec,
    forms,
    reach,
    success_schema,
)
from tests.support.served._parameters import path_of
from tests.support.styles import (
    After,
    Fact,
    Numbered,
    Offset,
    Paging,
    Size,
    Token,
)
from tests.support.styles._paging import Link

__all__ = ["facts_of", "largest_number", "paging_of", "spelling_of_none", "starts_anywhere"]

_FEW = 10
_LARGEST = {"int32": 2**31 - 1, "int64": 2**63 - 1}
_LINKS: tuple[Link, ...] = ("next", "prev", "first", "last", "self")


def paging_of(operation: ListOperation) -> Paging:
    paging, size = operation.paging, _size(operation.page_size)
    if isinstance(paging, OffsetPaging):
        return Offset(size, paging.index)
    if isinstance(paging, NumberedPaging):
        return Numbered(size, paging.index, operation.first_index)
    if isinstance(paging, LinkedPaging) and paging.index is not None:
        return Numbered(size, paging.index, first=0)
    token = paging.token or "page_token"
    if paging.token_field is not None:
        return After(size, token, path_of(paging.token_field))
    return Token(size, token)


def _size(parameter: Parameter | None) -> Size:
    if parameter is None:
        return Size(None, _FEW, _FEW)
    schema = parameter.schema
    most = schema.get("maximum", _LARGEST["int32"])
    below: Literal["refused", "clamped"] = "refused" if schema.get("minimum") == 1 else "clamped"
    return Size(parameter.name, min(schema.get("default", _FEW), most), most, below=below)


def facts_of(
    operation: ListOperation,
) -> tuple[dict[str, Fact], dict[str, Fact], tuple[Link, ...]]:
    """Return the facts of a page in its body and in its headers, and the links in a header."""
    paging = operation.paging
    index: Fact = "offset" if isinstance(paging, OffsetPaging) else "page"
    places: Mapping[Fact, PagePlace | None] = {
        "size": paging.size_echo,
        index: paging.index_echo,
        "total" if paging.is_exact else "atLeast": paging.total_items,
        "pages": paging.total_pages,
        "more" if paging.more_value else "done": paging.has_more,
        "token": paging.next_token,
        "next": paging.next,
        "prev": paging.prev,
        "first": paging.first,
        "last": paging.last,
        "self": paging.itself,
    }
    body: dict[str, Fact] = {}
    headers: dict[str, Fact] = {}
    for fact, place in places.items():
        if place is not None and place.pointer is not None:
            body[place.pointer.text] = fact
        elif place is not None and not place.is_link:
            headers[place.header] = fact
    body[operation.items.text] = "items"
    return body, headers, tuple(each for each in _LINKS if _is_header(places[each]))


def _is_header(place: PagePlace | None) -> bool:
    return place is not None and place.is_link


def spelling_of_none(spec: Spec, operation: ListOperation) -> Literal["null", "absent", "empty"]:
    """Return how a page spells that it has no link or token."""
    page, paging = success_schema(spec, operation), operation.paging
    found: set[Literal["null", "absent", "empty"]] = set()
    for place in (*paging.links, paging.next_token):
        if place is not None and place.pointer is not None:
            *above, last = place.pointer.location
            holder = reach(spec.raw, page, Pointer.at(above)).forms[0]
            if last not in holder.get("required", ()):
                found.add("absent")
            else:
                null = forms(spec.raw, {"allOf": [holder["properties"][last], {"type": "null"}]})
                found.add("null" if null else "empty")
    return min(found, default="null", key=("empty", "null", "absent").index)


def starts_anywhere(operation: ListOperation) -> bool:
    """Return whether the document admits page numbers before the first one."""
    index = operation.parameter(operation.paging.index or "")
    return index is not None and "minimum" not in index.schema


def largest_number(operation: ListOperation) -> float:
    """Return the largest page number and size by their formats."""
    paging = operation.paging.parameters
    formats = {str(e.schema.get("format")) for e in operation.parameters if e.name in paging}
    return min((_LARGEST[each] for each in formats & _LARGEST.keys()), default=inf)
