"""The server: from a request to its response, by the style."""

import hmac
import json
import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx
from attrs import frozen
from starlette.types import Receive, Scope, Send

from tests.support.api import asgi
from tests.support.styles._filters import matching
from tests.support.styles._orders import chosen, found, selected, sorted_by
from tests.support.styles._pages import Given, Page, opened, page_of
from tests.support.styles._style import Item, Style
from tests.support.styles._values import Refusal, put, value_at

__all__ = ["StyleServer"]


@frozen
class StyleServer:
    """A list server in one style."""

    style: Style

    @property
    def app(self) -> Callable[[Scope, Receive, Send], Any]:
        """The server as an ASGI application."""
        return asgi(self.respond)

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        try:
            return self._listed(request)
        except Refusal as refusal:
            body = self.style.errors.get(refusal.status)
            if body is None:
                put(body := {}, self.style.error, str(refusal))
            headers = {405: {"allow": "GET"}, 401: {"www-authenticate": "Bearer"}}
            return self._response(refusal.status, body, headers.get(refusal.status, {}))

    def _listed(self, request: httpx.Request) -> httpx.Response:
        style = self.style
        self._admit(request)
        parent = self._parent(request.url.raw_path.partition(b"?")[0].decode("ascii"))
        if request.method != "GET":
            raise Refusal(405, "send GET")
        given = opened(style, self._read(request))
        url = str(request.url.copy_with(query=None))
        page = page_of(style, url, given, self._matching(parent, given))
        shown = [*page.shown]
        if (select := style.select) is not None:
            shown = selected(shown, select, given.get(select.parameter), style.refusal)
        shown = [self._expanded(each, given) for each in shown]
        return self._response(200, self._body(page, shown), self._headers(page))

    def _parent(self, path: str) -> str:
        """Return the parent that the path names, if the list has parents."""
        style = self.style
        pattern = re.escape(style.path).replace(re.escape("{}"), "([^/]+)")
        found = re.fullmatch(pattern, unquote(path))
        if found is not None:
            parent = "".join(found.groups())
            if parent in style.parents or not found.groups() or style.unknown_parent == "empty":
                return parent
        raise Refusal(404, "there is nothing here")

    def _admit(self, request: httpx.Request) -> None:
        auth = self.style.auth
        if auth is None:
            return
        place = request.url.params if auth.parameter else request.headers
        sent = place.get(auth.parameter or auth.header, "")
        scheme, _, value = sent.partition(" ") if auth.scheme else ("", "", sent)
        is_admitted = scheme.lower() == auth.scheme.lower()
        if not (is_admitted and hmac.compare_digest(value.encode(), auth.value.encode())):
            raise Refusal(401, "send a valid credential")

    def _read(self, request: httpx.Request) -> Given:
        style = self.style
        query = request.url.query.decode("ascii")
        given: dict[str, list[str]] = {}
        key = style.auth.parameter if style.auth is not None else ""
        for name, text in parse_qsl(query, keep_blank_values=True):
            if key and name == key:
                continue
            value = text.strip() if name in style.filters and style.blanks == "ignored" else text
            if value or style.empty == "literal":
                given.setdefault(name, []).append(value)
        for name in filter(None, (style.total_on, *style.expands)):
            if {*given.get(name, ())} - {"true", "false"}:
                raise Refusal(style.refusal, f"{name} is true or false")
        if missing := [each for each in style.required if each not in given]:
            raise Refusal(style.refusal, f"{missing[0]} is required")
        if style.strict and (unknown := sorted(given.keys() - self._known())):
            raise Refusal(style.refusal, f"there is no parameter {unknown[0]}")
        return given

    def _known(self) -> set[str]:
        style = self.style
        paging, sort = style.paging, style.sort
        direction = sort.direction if sort is not None else None
        return {
            *style.known,
            *style.filters,
            *style.expands,
            style.total_on,
            paging.parameter,
            *(each.parameter for each in (style.search, style.select, sort) if each is not None),
            *((paging.size.parameter,) if paging.size.parameter else ()),
            *(direction[:1] if direction is not None else ()),
        }

    def _matching(self, parent: str, given: Given) -> list[Item]:
        """Return the whole list that a request asks for, in its order."""
        style = self.style
        items = [
            each
            for each in style.items
            if not (parent and style.parent) or value_at(each, style.parent) == parent
        ]
        items = matching(items, style.filters, given, style.refusal)
        if style.search is not None and style.search.parameter in given:
            items = found(items, style.search, given[style.search.parameter][-1])
        keys = chosen(style.sort, given, style.refusal) if style.sort is not None else None
        return sorted_by(sorted_by(items, style.order), keys or ())

    def _expanded(self, item: Item, given: Given) -> Item:
        """Return an item without the fields that a request does not ask for."""
        expands = self.style.expands.items()
        hidden = {field for name, field in expands if given.get(name, [""])[-1] != "true"}
        return {name: value for name, value in item.items() if name not in hidden}

    def _body(self, page: Page, shown: list[Item]) -> object:
        style = self.style
        body: dict[str, Any] = {}
        for place, value in style.constants.items():
            put(body, place, deepcopy(value))
        for place, fact in style.body.items():
            if not place:
                return shown
            value = shown if fact == "items" else page.fact(fact)
            if value is not None:
                put(body, place, value)
            elif style.without != "absent":
                put(body, place, None if style.without == "null" else "")
        return body

    def _headers(self, page: Page) -> dict[str, str]:
        headers = {}
        for name, fact in self.style.headers.items():
            value = page.fact(fact)
            if value is not None:
                headers[name] = str(value).lower() if isinstance(value, bool) else str(value)
        links = [(rel, page.fact(rel)) for rel in self.style.linked]
        if shown := [f'<{link}>; rel="{rel}"' for rel, link in links if link is not None]:
            headers["link"] = ", ".join(shown)
        return headers

    def _response(self, status: int, body: object, headers: dict[str, str]) -> httpx.Response:
        content = json.dumps(body, ensure_ascii=False).encode()
        return httpx.Response(
            status,
            content=content,
            headers={"content-type": self.style.media_type, **headers},
        )
