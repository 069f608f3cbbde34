"""The pages of a list whose rows a mutant chooses."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from rollcall.mutants._absence import with_absences
from rollcall.mutants._message import OK, Request, Response, Values, integer_in
from rollcall.mutants._upstream import Upstream, numbering
from rollcall.spec import (
    Comparable,
    Filter,
    ListOperation,
    Operand,
    PagePlace,
    Parameter,
    Pointer,
    Scalar,
    field_key,
    is_match,
    value_key,
)

__all__ = ["OFFSET", "Condition", "Listed", "Row", "original_of", "read_listed"]

Row = Mapping[str, Any]

OFFSET = "mutant-offset"
"""The query parameter for the position of the first row, in links that the proxy writes.

A token that it writes begins with it.
"""


@attrs.frozen
class Condition:
    """A filter of a request, with its value.

    Attributes:
        parameter: The parameter.
        filter: Its annotation.
        text: The value in the request, or the last one of several.
        value: The parsed value.
    """

    parameter: Parameter
    filter: Filter
    text: str
    value: Operand

    @property
    def name(self) -> str:
        """The name of the parameter."""
        return self.parameter.name

    def key(self, row: Row) -> Comparable | None:
        """Return the field of a row as it is compared; None if it is not set."""
        return field_key(self.filter, row)

    def holds(self, row: Row) -> bool:
        """Return whether a row matches on the correct server."""
        return is_match(self.filter, self.key(row), self.value)


@attrs.frozen
class Listed:
    """A request to which the correct server responds with a page.

    Attributes:
        request: The request.
        upstream: The correct server.
        conditions: The filters of the request by name.
        defaults: The filters that the request leaves out and whose defaults apply, by name.
    """

    request: Request
    upstream: Upstream
    conditions: Mapping[str, Condition]
    defaults: Mapping[str, Condition] = MappingProxyType({})

    @classmethod
    def of(cls, request: Request, upstream: Upstream) -> "Listed":
        """Parse the filters of a request.

        Raises:
            ValueError: A value is invalid.
        """
        found: dict[str, Condition] = {}
        for name, text in request.pairs:
            parameter = request.list_operation.parameter(name)
            if parameter is None or parameter.filter is None:
                continue
            value = value_key(parameter.filter, _read(parameter, request, text))
            found[name] = Condition(parameter, parameter.filter, text, value)
        return cls(request, upstream, found, _defaults(request, upstream, found))

    @property
    def operation(self) -> ListOperation:
        """The list operation."""
        return self.request.list_operation

    @property
    def rows(self) -> Sequence[Row]:
        """All rows of the list, without its filters, with the children that flags add."""
        return self.upstream.rows(original_of(self.request))

    @property
    def matching(self) -> list[Row]:
        """The rows that match all filters on the correct server."""
        return self.where(lambda condition, row: condition.holds(row))

    def where(self, holds: Callable[[Condition, Row], bool]) -> list[Row]:
        """Return the rows for which a predicate holds with each filter."""
        conditions = [*self.conditions.values(), *self.defaults.values()]
        return [row for row in self.rows if all(holds(each, row) for each in conditions)]

    def is_known(self, original: Response) -> bool:
        """Return whether a page of the correct server holds the rows that match the filters.

        If it does not, a page of these rows would differ without a mutant.
        """
        if self.operation.paging.selector is None:
            return True
        start = self.start
        items = self.operation.items.read(original.json(), [])
        # If the page was not found, the envelope is that of the first page.
        return (
            not items or start >= len(self.matching) or items == self.matching[start:][: self.size]
        )

    @property
    def size(self) -> int:
        """The page size that applies."""
        return self.upstream.page_size(self.request)

    @property
    def start(self) -> int:
        """The number of matching rows before the requested page."""
        return self.start_in(self.matching)

    def start_in(self, rows: Sequence[Row]) -> int:
        """Return the number of rows before the requested page.

        Args:
            rows: The rows of all pages.
        """
        operation, paging = self.operation, self.operation.paging
        if paging.selector is not None:
            asked = self.request.get(paging.selector)
            return operation.start(integer_in(asked), self.size) if asked else 0
        if self.names_one_of(rows):
            token = self.request.get(str(paging.token))
            return self._tokens(rows).index(token) + 1
        # A law may change this opaque part of a link.
        if (text := _position(self.request)) is not None:
            return integer_in(text) if text.isascii() and text.isdigit() else 0
        return self._found_in(rows)

    def names_one_of(self, rows: Sequence[Row]) -> bool:
        """Return whether the token of the request is a field of one of the rows."""
        return self.request.get(self.operation.paging.token or "") in self._tokens(rows)

    def _tokens(self, rows: Sequence[Row]) -> list[str | None]:
        field = self.operation.paging.token_field
        return [str(field.read(row)) for row in rows] if field is not None else []

    def _found_in(self, rows: Sequence[Row]) -> int:
        """Return the number of rows before the first one of the server's own page.

        It is the one who knows what its links and tokens stand for.
        """
        known = {each.name for each in self.operation.arguments} | self.upstream.params
        known -= {*numbering(self.operation)}
        leading = [name for name, _ in self.request.pairs if name not in known]
        if not leading:
            return 0
        items, first = (
            self._items_of(each) for each in (self.request, self.request.without(*leading))
        )
        if items == first:
            return 0
        if not items:
            return len(rows)
        identity = self.operation.identity
        names = [identity.read(row) for row in rows]
        first = identity.read(items[0])
        return names.index(first) if first in names else 0

    @property
    def number(self) -> int:
        """The number of pages before the requested page, rounded up."""
        return -(-self.start // self.size)

    def _items_of(self, request: Request) -> list[Row]:
        page = self.upstream.send(request)
        items = self.operation.items.read(page.json(), []) if page.status == OK else []
        return items if isinstance(items, list) else []

    def page(
        self, original: Response, rows: Sequence[Row], *, total: int | None = None
    ) -> Response:
        """Return a page of other rows.

        Args:
            original: A page of the correct server; the rest of it is kept.
            rows: The rows of all pages.
            total: The total in the page, if not the number of rows.
        """
        paging, start = self.operation.paging, self.start_in(rows)
        count = len(rows) if total is None else total
        values: dict[PagePlace | Pointer | None, object] = {
            self.operation.items: [*rows[start : start + self.size]],
            paging.total_items: count,
            **self.numbers(),
            **self.ways(start, rows),
        }
        # The server chooses whether an empty list has one page or none.
        if count or original.read(paging.total_pages):
            values[paging.total_pages] = max(1, -(-count // self.size))
        return original.with_values(with_absences(self.upstream.spec, self.operation, values))

    def numbers(self) -> Values:
        """Return the number or the offset of the page by its place, if pages have them."""
        operation, paging = self.operation, self.operation.paging
        if paging.index is None:
            return {}
        if paging.selector is not None:
            return {paging.index_echo: operation.position(self.start, self.size)}
        index = operation.parameter(paging.index)
        first = int(index.schema.get("minimum", 0)) if index is not None else 0
        return {paging.index_echo: self.number + first}

    def ways(self, start: int, rows: Sequence[Row]) -> Values:
        """Return the links and the token of a page by their places.

        Args:
            start: The number of rows before the page.
            rows: The rows of all pages.
        """
        paging, after = self.operation.paging, start + self.size
        has_more = after < len(rows)
        last = max(0, len(rows) - 1) // self.size * self.size
        return {
            paging.has_more: has_more is paging.more_value,
            paging.next: self.address(after) if has_more else None,
            paging.next_token: f"{OFFSET}{after}" if has_more else None,
            paging.prev: self.address(max(0, start - self.size)) if start else None,
            paging.first: self.address(0),
            paging.last: self.address(last),
            paging.itself: self.address(start),
        }

    def address(self, start: int) -> str:
        """Return the URL of the page that begins at a row."""
        operation, request = self.operation, original_of(self.request)
        if operation.paging.selector is not None:
            position = operation.position(start, self.size)
            request = request.having(operation.paging.selector, str(position))
        else:
            request = request.without(*numbering(operation))
            request = request.having(OFFSET, str(start)) if start else request
        query = f"?{request.query}" if request.query else ""
        return f"{self.upstream.base_url}{request.path}{query}"


def _position(request: Request) -> str | None:
    """Return the position that the proxy wrote into a link or a token; None if it wrote none."""
    token = request.get(request.list_operation.paging.token or "") or ""
    return token.removeprefix(OFFSET) if token.startswith(OFFSET) else request.get(OFFSET)


def original_of(request: Request) -> Request:
    """Return a request without the position that the proxy wrote into a link or a token."""
    request = request.without(OFFSET)
    token = request.list_operation.paging.token or ""
    is_own = (request.get(token) or "").startswith(OFFSET)
    return request.without(token) if is_own else request


def _defaults(
    request: Request, upstream: Upstream, given: Mapping[str, Condition]
) -> Mapping[str, Condition]:
    found: dict[str, Condition] = {}
    if not any(each.filter and each.filter.defaults for each in request.list_operation.parameters):
        return found
    for name, value in upstream.in_force(original_of(request)).items():
        parameter = request.list_operation.parameter(name)
        if name not in given and parameter is not None and parameter.filter is not None:
            key = value_key(parameter.filter, value)
            found[name] = Condition(parameter, parameter.filter, str(value), key)
    return found


def read_listed(request: Request, upstream: Upstream) -> Listed | None:
    """Parse a request for a page; return None if a value is invalid."""
    try:
        return Listed.of(request, upstream)
    except ValueError:
        return None


def _read(parameter: Parameter, request: Request, text: str) -> Scalar | tuple[Scalar, ...]:
    """Parse the value of a parameter, or all its values.

    Raises:
        ValueError: A value is invalid.
    """
    if parameter.filter is not None and parameter.filter.prefixes:
        return text
    if parameter.delimiter is None:
        return _typed(parameter, text)
    sent = [each for name, each in request.pairs if name == parameter.name]
    texts = [each for one in sent for each in parameter.texts_of(one)]
    return tuple(_typed(parameter, each) for each in texts)


def _typed(parameter: Parameter, text: str) -> str | float | bool:
    """Parse the value of a parameter by its schema.

    Raises:
        ValueError: The value is invalid.
    """
    match parameter.schema.get("type"):
        case "integer":
            return integer_in(text)
        case "number":
            return float(text)
        case "boolean":
            if text not in {"true", "false"}:
                raise ValueError(text)
            return text == "true"
    return text
