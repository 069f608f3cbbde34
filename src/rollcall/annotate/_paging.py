"""Proposes how a list is paged."""

from collections.abc import Collection, Iterator
from typing import Any

import attrs

from rollcall.annotate._fields import snake
from rollcall.annotate._names import (
    COUNTING,
    INDEXES,
    LAST_PAGE,
    LINKS,
    MORE_PAGES,
    OFFSETS,
    PAGE_COUNTS,
    SIZES,
    TOKENS,
    TOKENS_OF_ITEMS,
    TOTALS,
)
from rollcall.annotate._page import Page
from rollcall.annotate._proposal import Confidence, Proposal
from rollcall.spec import Parameter

__all__ = ["paging_parameters", "paging_proposals"]

_NUMBERS = ("integer", "number")


def paging_proposals(page: Page, identity: str) -> Iterator[Proposal]:
    """Yield the proposals for the ``pagination`` of a list; none if it seems to have no pages.

    Args:
        page: A page of the list.
        identity: The pointer to the field that identifies an item.
    """
    style = [*_style(page, identity)]
    if not style:
        return
    yield from style
    named = style[0].value
    size = page.parameter(SIZES, *_NUMBERS)
    if size is not None:
        yield _part(page, "pageSize/parameter", size.name, "high", f"the name {size.name}")
        yield from _echo(page, "pageSize", size, SIZES)
    yield from _total(page)
    if named in {"page", "offset"}:
        pages = page.place(PAGE_COUNTS, *_NUMBERS)
        if pages is not None:
            yield _part(page, "totalPages", pages, "high", f"a number with the name {pages}")
    yield from _more(page)
    if named != "cursor":
        yield from _links(page, is_required=named == "link")


def paging_parameters(proposals: Collection[Proposal]) -> frozenset[str]:
    """Return the query parameters that proposals for paging name."""
    found = {each.value for each in proposals if each.path[-1] == "parameter"}
    values = (each.value for each in proposals if each.path[-1] == "totalItems")
    found |= {each["when"]["parameter"] for each in values if "when" in each}
    return frozenset(found)


def _part(
    page: Page,
    key: str,
    value: Any,  # noqa: ANN401 - JSON
    confidence: Confidence,
    reason: str,
    *others: Any,  # noqa: ANN401
) -> Proposal:
    path = ("x-list", "pagination", *key.split("/"))
    return Proposal(page.operation.at, path, value, confidence, reason, others)


def _certain(part: Proposal) -> Proposal:
    return attrs.evolve(part, stated=part.value, is_certain=True)


def _style(page: Page, identity: str) -> Iterator[Proposal]:
    """Yield the style, first of all, and the parameter that selects the page."""
    index = page.parameter(INDEXES, *_NUMBERS)
    offset = page.parameter(OFFSETS, *_NUMBERS)
    token = page.parameter(TOKENS, "string") or page.parameter(TOKENS_OF_ITEMS, *_NUMBERS)
    next_token = page.next_token(token) if token is not None else None
    link = page.link("next")
    is_counted = bool(page.place(TOTALS | PAGE_COUNTS, *_NUMBERS))
    # With a token beside the number, only the links lead on, unless the pages are counted.
    is_linked = link is not None and token is not None and not is_counted
    if token is not None and next_token is not None and index is None:
        yield from _cursor(page, token, "next", next_token)
    elif index is not None and not is_linked:
        yield from _selected(page, "page", "pageIndex", index, INDEXES)
    elif offset is not None and not is_linked:
        yield from _selected(page, "offset", "offset", offset, OFFSETS)
    elif link is not None:
        yield _part(page, "style", "link", "high", f"a page has {link[0]}")
        reason = "the links of pages have it"
        if token is not None:
            yield _part(page, "continuationToken/parameter", token.name, "high", reason)
        if index is not None:
            yield _part(page, "pageIndex/parameter", index.name, "high", reason)
            yield from _echo(page, "pageIndex", index, INDEXES)
    elif token is not None and snake(token.name) in TOKENS_OF_ITEMS:
        yield from _cursor(page, token, "field", identity)


def _cursor(page: Page, token: Parameter, key: str, place: str) -> Iterator[Proposal]:
    what = "a page" if key == "next" else "the last item"
    reason = f"{what} has the value for {token.name} in {place}"
    is_named = "next" in snake(place) or snake(token.name) in {"after", "continue"}
    sure: Confidence = "high" if key == "next" and is_named else "medium"
    yield _part(page, "style", "cursor", sure, reason)
    yield _part(page, "continuationToken/parameter", token.name, sure, reason)
    yield _part(page, f"continuationToken/{key}", place, sure, reason)


def _selected(
    page: Page, style: str, key: str, parameter: Parameter, names: Collection[str]
) -> Iterator[Proposal]:
    reason = f"the parameter {parameter.name} is a number"
    yield _part(page, "style", style, "high", reason)
    yield _part(page, f"{key}/parameter", parameter.name, "high", reason)
    yield from _echo(page, key, parameter, names)


def _echo(page: Page, key: str, parameter: Parameter, names: Collection[str]) -> Iterator[Proposal]:
    place = page.place({*names, snake(parameter.name)}, *_NUMBERS)
    if place is not None:
        yield _part(page, f"{key}/echo", place, "medium", "a page repeats the parameter")


def _total(page: Page) -> Iterator[Proposal]:
    place = page.place(TOTALS, *_NUMBERS)
    if place is None:
        return
    value: Any = place
    others: list[Any] = [{"at": place, "exact": False}]
    asking = page.parameter(COUNTING, "boolean")
    if asking is not None:
        value = {"at": place, "when": {"parameter": asking.name, "equals": True}}
        others = [place]
    # A bare count may be that of the page, but not beside the links of Django REST framework.
    is_bare = place.rpartition("/")[2] == "count"
    is_linked = (
        place == "/count" and page.link("next") is not None and page.link("prev") is not None
    )
    sure: Confidence = "medium" if is_bare and not is_linked else "high"
    yield _part(page, "totalItems", value, sure, f"a number with the name {place}", *others)


def _more(page: Page) -> Iterator[Proposal]:
    more, ends = page.place(MORE_PAGES, "boolean"), page.place(LAST_PAGE, "boolean")
    reason = f"a boolean with the name {more or ends}"
    if more is not None:
        yield _certain(_part(page, "hasMore", more, "high", reason))
    elif ends is not None:
        yield _part(page, "hasMore", {"at": ends, "equals": False}, "high", reason)


def _links(page: Page, *, is_required: bool) -> Iterator[Proposal]:
    for relation in LINKS:
        found = page.link(relation)
        if found is not None:
            place, is_url = found
            is_own = not place.startswith("$") or (relation == "next" and is_required)
            sure: Confidence = "high" if is_own else "medium"
            part = _part(page, relation, place, sure, f"a link with the name {place}")
            # A list whose pages are only linked is read by its links.
            yield _certain(part) if is_url and not is_required else part
