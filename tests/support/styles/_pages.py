"""Cuts a list into pages, and states the facts of a page."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from attrs import frozen

from tests.support.styles._paging import After, Fact, Numbered, Offset, Token
from tests.support.styles._style import Item, Style
from tests.support.styles._values import Refusal, valid, value_at

__all__ = ["Given", "Page", "opened", "page_of"]

Given = Mapping[str, Sequence[str]]
"""The values of each query parameter, in the order in which they were sent."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,4000}", re.ASCII)


@frozen
class Page:
    """A page of a list.

    Attributes:
        style: The style of the list.
        url: The URL of the list, without a query.
        given: The parameters of the request, without those of a token.
        items: The items of the whole list.
        start: How many items stand before the page.
        size: How many items it may hold.
    """

    style: Style
    url: str
    given: Given
    items: Sequence[Item]
    start: int
    size: int

    @property
    def shown(self) -> Sequence[Item]:
        """The items of the page."""
        return self.items[self.start : self.start + self.size]

    @property
    def following(self) -> int | None:
        """The start of the next page; None if this is the last one."""
        after = self.start + self.size
        return after if after < len(self.items) else None

    def fact(self, name: Fact) -> Any:  # noqa: ANN401 - a text, a number, a boolean or None
        """Return a fact of the page; None if it does not have it."""
        total = len(self.items)
        numbers: Mapping[str, int | bool] = {
            "total": total,
            "atLeast": min(total, self.style.bound),
            "pages": -(-total // self.size),
            "count": len(self.shown),
            "size": self.size,
            "offset": self.start,
            "more": self.following is not None,
            "done": self.following is None,
        }
        if name == "total" and self.style.total_on and not self._asks_for_total:
            return None
        if name in numbers:
            return numbers[name]
        if name == "page":
            first = self.style.paging.first if isinstance(self.style.paging, Numbered) else 1
            return first + self.start // self.size
        if name == "token":
            return None if self.following is None else self._mark(self.following)
        start = self._target(name)
        return None if start is None else self._link(start)

    @property
    def _asks_for_total(self) -> bool:
        return self.given.get(self.style.total_on, [""])[-1] == "true"

    def _target(self, name: str) -> int | None:
        """Return the start of the page that a link leads to."""
        last = max(0, -(-len(self.items) // self.size) - 1) * self.size
        starts = {
            "next": self.following,
            "prev": max(0, min(self.start - self.size, last)) if self.start else None,
            "first": 0,
            "last": last,
            "self": self.start,
        }
        is_own = name in {"first", "last"} and starts[name] == self.start
        return None if is_own and not self.style.points_at_itself else starts[name]

    def _link(self, start: int) -> str:
        paging = self.style.paging
        carries = isinstance(paging, Token) and paging.carries and start > 0
        kept = {
            name: texts
            for name, texts in self.given.items()
            if name != paging.parameter and (not carries or name == paging.size.parameter)
        }
        mark = self._mark(start)
        query = urlencode({**kept, **({paging.parameter: [mark]} if mark else {})}, doseq=True)
        return f"{self.url}?{query}" if query else self.url

    def _mark(self, start: int) -> str:
        """Return the value of the parameter that requests a page; empty: none is needed."""
        paging = self.style.paging
        match paging:
            case Numbered():
                return str(paging.first + start // self.size)
            case Offset():
                return str(start)
            case After():
                return str(value_at(self.items[start - 1], paging.field)) if start else ""
            case Token():
                return _sealed(start, self.url, self._bound(paging)) if start else ""

    def _bound(self, paging: Token) -> Given:
        return _bound(self.given, paging)


def page_of(style: Style, url: str, given: Given, items: Sequence[Item]) -> Page:
    """Return the page of the matching items that a request asks for."""
    size = _size(style, given)
    start = _start(style, url, given, items, size)
    if start and start >= len(items) and style.past_end == "not found":
        raise Refusal(404, "there is no such page")
    return Page(style, url, given, items, start, size)


def opened(style: Style, given: Given) -> Given:
    """Return the parameters of a request, with those that its token carries."""
    paging = style.paging
    if not (isinstance(paging, Token) and paging.carries and paging.parameter in given):
        return given
    own = {paging.parameter, paging.size.parameter, style.select and style.select.parameter}
    if set(given) - own - set(style.known):
        raise Refusal(style.refusal, f"{paging.parameter} admits no other parameters")
    carried: Given = _content(given[paging.parameter][-1], style.refusal)["given"]
    return {**carried, **given}


def _size(style: Style, given: Given) -> int:
    size = style.paging.size
    if size.parameter is None or size.parameter not in given:
        return size.default
    text = given[size.parameter][-1]
    is_valid = _is_integer(style, text) and (int(text) > 0 or size.below == "clamped")
    if not is_valid and size.invalid == "ignored":
        return size.default
    if is_valid and int(text) > size.maximum and size.too_large == "ignored":
        return size.default
    if not is_valid or (int(text) > size.maximum and size.too_large == "refused"):
        raise Refusal(style.refusal, f"{size.parameter} must be from 1 to {size.maximum}")
    return max(size.least, min(int(text), size.maximum))


def _start(style: Style, url: str, given: Given, items: Sequence[Item], size: int) -> int:
    paging = style.paging
    if paging.parameter not in given:
        return 0
    text = given[paging.parameter][-1]
    match paging:
        case Numbered():
            return (_number(style, text) - paging.first) * size
        case Offset():
            return _number(style, text)
        case After():
            known = [str(value_at(item, paging.field)) for item in items]
            if paging.numeric and valid(text, "integer"):
                return sum(int(each) <= int(text) for each in known)
            if text not in known:
                raise Refusal(style.refusal, f"{paging.parameter} names no item of the list")
            return known.index(text) + 1
        case Token():
            content = _content(text, style.refusal)
            if text != _sealed(content["start"], url, _bound(given, paging)):
                raise Refusal(style.refusal, f"{paging.parameter} is of another list")
            return int(content["start"])


def _number(style: Style, text: str) -> int:
    """Parse the number of a page or of an item."""
    paging = style.paging
    first = paging.first if isinstance(paging, Numbered) else 0
    if not _is_integer(style, text) or (int(text) < first and style.first == "refused"):
        raise Refusal(style.invalid_page, f"{paging.parameter} must be an integer from {first}")
    return max(first, int(text))


def _is_integer(style: Style, text: str) -> bool:
    return valid(text, "integer") and -style.largest <= int(text) + 1 <= style.largest + 1


def _bound(given: Given, paging: Token) -> Given:
    """Return the parameters that a token is bound to: all but the size and the token."""
    free = {paging.parameter, paging.size.parameter}
    return {name: [*given[name]] for name in sorted(given) if name not in free}


def _sealed(start: int, url: str, given: Given) -> str:
    """Return the token of a page: its content with a digest."""
    content = {"start": start, "given": given}
    path = "/" + url.split("/", 3)[-1]
    seal = hashlib.sha256(json.dumps([content, path]).encode()).hexdigest()[:12]
    text = json.dumps({**content, "seal": seal})
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _content(token: str, status: int) -> dict[str, Any]:
    """Return the content of a token, or raise a refusal."""
    if _TOKEN.fullmatch(token):
        try:
            content = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        except ValueError:
            content = None
        match content:
            case {"start": int(), "given": {}, "seal": str()}:
                return dict(content)
    raise Refusal(status, "this is no token of a page")
