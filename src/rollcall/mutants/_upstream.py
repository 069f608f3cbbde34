"""The lists of the server behind the proxy: all their rows, and their parents."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import attrs

from rollcall.mutants._message import OK, Request, Response, integer_in
from rollcall.mutants._origin import PASSING, Origin, Unreachable, telling
from rollcall.spec import (
    Default,
    ListOperation,
    Operation,
    ParentPath,
    ReturnedPage,
    cut_to,
    default_in_force,
    given_parents,
    outer_values,
    parent_path,
)

__all__ = ["Upstream", "numbering"]

_LARGEST = 1000
_MOST_PAGES = 5000
_NOT_FOUND = 404
_KEPT = "!$&'()*+,;=:@"
"""The characters that need no encoding in a segment of a path (RFC 3986), beside letters."""


@attrs.define
class Upstream(Origin):
    """Reads whole lists of the server behind the proxy, and caches them.

    Attributes:
        max_rows: The maximum number of rows that are read of a list.
        given: The known parents of lists whose parents no operation lists, by path parameter.
        params: The names of the query parameters that each request carries.
    """

    max_rows: int = 20_000
    given: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    params: frozenset[str] = frozenset()
    _cuts: dict[str, int] = attrs.field(factory=dict, repr=False)
    _lists: dict[object, tuple[Mapping[str, Any], ...]] = attrs.field(factory=dict, repr=False)
    _defaults: dict[object, Mapping[str, Default]] = attrs.field(factory=dict, repr=False)

    def rows(
        self, request: Request, parent: ParentPath | None = None
    ) -> tuple[Mapping[str, Any], ...]:
        """Return all rows of the list of a request, without its filters and its page.

        They include the children that flags add. If a filter has a default, they are the rows of
        all its states.

        Args:
            request: The request.
            parent: Another parent than that of the request.

        Raises:
            Unreachable: The list cannot be read.
        """
        operation = request.list_operation
        identity = operation.identity
        if parent is not None:
            request = self.below(request, parent)
        plain = self._bare(operation, request)
        key = plain.path, plain.query, telling(plain)
        if key not in self._lists:
            parts = [self._read(operation, each) for each in _states(operation, plain)]
            found = [row for part in parts for row in part]
            if len(parts) > 1:
                # The rows of a default are also listed by its own state.
                found = [*{str(identity.read(row)): row for row in found}.values()]
            self._lists[key] = tuple(found)
        return self._lists[key]

    def page_size(self, request: Request) -> int:
        """Return the page size that applies to a request."""
        parameter = request.list_operation.page_size
        if parameter is None:
            return max(1, self._first_length(request))
        schema, asked = parameter.schema, request.get(parameter.name) or ""
        # A server may ignore an invalid size, and read one that is too small as the smallest.
        if asked.isascii() and asked.isdigit():
            size = integer_in(asked)
        else:
            size = int(schema["default"]) if "default" in schema else self._first_length(request)
        most = schema["maximum"] if "maximum" in schema else self._cut(request)
        return max(1, size if most is None else min(size, int(most)))

    def _cut(self, request: Request) -> int | None:
        """Return the largest page size of the server; None if it cuts no page short."""
        self.rows(request)
        return self._cuts.get(request.list_operation.id)

    def _first_length(self, request: Request) -> int:
        """Return the number of items of the first page of a list."""
        operation = request.list_operation
        page = self.send(self._bare(operation, request))
        return len(operation.items.read(page.json(), ()))

    def in_force(self, request: Request) -> Mapping[str, Default]:
        """Return the defaults that apply to a list, by the names of the filters.

        Raises:
            Unreachable: The list cannot be read.
        """
        operation = request.list_operation
        hiding = [each for each in operation.parameters if each.filter and each.filter.defaults]
        if not hiding:
            return {}
        plain = self._bare(operation, request)
        key = "in force", plain.path, plain.query, telling(plain)
        if key not in self._defaults:
            shown, every = self._read(operation, plain), self.rows(request)
            self._defaults[key] = {
                each.name: default_in_force(each.filter, shown, every)
                for each in hiding
                if each.filter
            }
        return self._defaults[key]

    def parents(self, request: Request) -> tuple[ParentPath, ...]:
        """Return all parents of the list of a request.

        If no operation lists them, they are the given ones.
        """
        operation = request.list_operation
        assert operation.parent is not None
        outer = outer_values(self.spec, operation, self.given)
        if operation.parent.operation is None:
            return tuple(given_parents(operation, self.given, outer or [()]))
        above = self.spec.list_operation(operation.parent.operation)
        asked = attrs.evolve(request, path=above.path, query="", operation=above, parent=None)
        higher = self.parents(asked) if above.parent is not None else (None,)
        return tuple(
            parent_path(operation, str(above.identity.read(row)), (*_values(each), *more))
            for each in higher
            for row in self.rows(asked, each)
            for more in outer
        )

    def below(self, request: Request, parent: ParentPath) -> Request:
        """Return the same request for another parent."""
        path = request.list_operation.path
        for name, value in parent.values:
            path = path.replace(f"{{{name}}}", quote(value, safe=_KEPT))
        return attrs.evolve(request, path=path, parent=parent)

    def _read(self, operation: ListOperation, plain: Request) -> list[Mapping[str, Any]]:
        """Read a list in the largest pages."""
        name, size = operation.paging.size, self._largest(operation)
        if name is None:
            return self._pages(plain, 0)
        plain = plain.having(name, str(size))
        cut = cut_to(operation, _returned(plain, self.send(plain), size))
        if cut is not None:
            rows = self._pages(plain.having(name, str(cut)), cut)
            if len(rows) > cut:
                self._cuts[operation.id] = cut
                return rows
        return self._pages(plain, size)

    def _largest(self, operation: ListOperation) -> int:
        schema = operation.page_size.schema if operation.page_size is not None else {}
        most = schema.get("maximum", self._cuts.get(operation.id, _LARGEST))
        return min(_LARGEST, int(most))

    def _pages(self, plain: Request, size: int) -> list[Mapping[str, Any]]:
        """Read a list in pages of a size; 0 if that is not known."""
        operation = plain.list_operation
        found: list[Mapping[str, Any]] = []
        asked: Request | None = plain
        number = 0
        while asked is not None and number < _MOST_PAGES and len(found) < self.max_rows:
            response = self.send(asked)
            items = operation.items.read(response.json(), [])
            if found and response.status == _NOT_FOUND and _ends(operation):
                break
            if response.status in PASSING or (found and response.status != OK):
                # A part of the list must not be used as the list.
                raise Unreachable(f"{asked.path}: the status {response.status} on a later page")
            if response.status != OK or not isinstance(items, list):
                break
            found += [each for each in items if isinstance(each, dict)]
            number += 1
            asked = self._following(asked, response, size)
        return found[: self.max_rows]

    def _following(self, asked: Request, response: Response, size: int) -> Request | None:
        onward = asked.list_operation.paging.following(_returned(asked, response, size))
        if onward is None:
            return None
        if onward.parameter:
            return asked.having(onward.parameter, str(onward.value))
        target = f"{asked.path}?{asked.query}"
        parts = urlsplit(urljoin(f"{self.base_url}{target}", onward.link))
        return attrs.evolve(asked, path=parts.path.removeprefix(self.base_path), query=parts.query)

    def _bare(self, operation: ListOperation, request: Request) -> Request:
        """Return a request for the list without filters and page.

        Unknown query parameters are removed: they are opaque parts of links.
        """
        dropped = {*numbering(operation), operation.paging.size}
        kept = {each.name for each in operation.parameters if each.filter is None} - dropped
        kept |= {each.scheme.field for each in self.keyring.every} | self.params
        kept |= {each.name for each in operation.parameters if each.constant is not None}
        return request.without(*(name for name, _ in request.pairs if name not in kept))


def _returned(asked: Request, response: Response, size: int) -> ReturnedPage:
    """Return a page as far as paging reads it."""
    operation = asked.list_operation
    position = asked.get(operation.paging.selector or "") or operation.first_index
    items = operation.items.read(response.json(), []) if response.status == OK else []
    found = items if isinstance(items, list) else []
    return ReturnedPage(response.json(), response.joined_headers, found, size, int(position))


def _ends(operation: ListOperation) -> bool:
    """Return whether the page after the last one is not found, or may be."""
    strictness = operation.strictness
    is_admitted = strictness.admits("pastTheEnd", "notFound")
    return operation.paging.selector is not None and (
        is_admitted or not strictness.chooses("pastTheEnd")
    )


def _values(parent: ParentPath | None) -> tuple[tuple[str, str], ...]:
    return parent.values if parent is not None else ()


def _states(operation: Operation, plain: Request) -> list[Request]:
    """Return the requests for all states of the filters that have defaults."""
    found = [plain]
    for parameter in operation.parameters:
        if parameter.filter is not None and parameter.filter.defaults:
            found = [
                each.having(parameter.name, _written(value))
                for each in found
                for value in parameter.states
            ]
    return found


def _written(value: object) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)


def numbering(operation: ListOperation) -> list[str]:
    """Return the parameters that determine the page: its number or offset, a token, or links'."""
    paging = operation.paging
    return [paging.selector] if paging.selector is not None else [*paging.carried]
