"""The pages of a list whose rows a mutant chooses."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from rollcall.mutants._message import OK, Request, Response
from rollcall.mutants._mutant import Responder
from rollcall.mutants._upstream import Upstream, numbering
from rollcall.spec import (
    Comparable,
    Filter,
    ListOperation,
    Parameter,
    Pointer,
    field_key,
    is_match,
    value_key,
)

__all__ = ["Condition", "Listed", "Row", "put", "read_listed", "relisted"]

Row = Mapping[str, Any]

OFFSET = "mutant-offset"
"""The query parameter for the position of the first row, in links that the proxy writes."""

_NOT_FOUND = 404
_FAR = 999_999_937


@attrs.frozen
class Condition:
    """A filter of a request, with its value.

    Attributes:
        parameter: The parameter.
        filter: Its annotation.
        text: The value in the request.
        value: The parsed value.
    """

    parameter: Parameter
    filter: Filter
    text: str
    value: Comparable

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
            value = value_key(parameter.filter, _typed(parameter, text))
            found[name] = Condition(parameter, parameter.filter, text, value)
        return cls(request, upstream, found, _defaults(request, upstream, found))

    @property
    def operation(self) -> ListOperation:
        """The list operation."""
        return self.request.list_operation

    @property
    def rows(self) -> Sequence[Row]:
        """All rows of the list, without its filters, with the children that flags add."""
        return self.upstream.rows(self.request.without(OFFSET))

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
        if self.operation.paging.next:
            return True
        start = self.number * self.size
        items = self.operation.items.read(original.json(), [])
        # If the page was not found, the envelope is that of the first page.
        return (
            not items or start >= len(self.matching) or items == self.matching[start:][: self.size]
        )

    @property
    def size(self) -> int:
        """The page size that applies."""
        parameter = self.operation.page_size
        if parameter is None:
            return max(1, len(self.rows))
        asked = self.request.get(parameter.name)
        size = int(asked) if asked else int(parameter.schema.get("default", 20))
        return min(size, int(parameter.schema.get("maximum", size)))

    @property
    def number(self) -> int:
        """The number of the requested page, from 0; 0 for links of the server."""
        paging = self.operation.paging
        if paging.number is None:
            # A law may change this opaque part of a link.
            text = self.request.get(OFFSET) or ""
            return int(text) // self.size if text.isascii() and text.isdigit() else 0
        asked = self.request.get(paging.number)
        return int(asked) - self.operation.first_index if asked else 0

    def number_in(self, body: dict[str, Any]) -> None:
        """Write the number of the page, if linked pages have numbers."""
        links = self.operation.paging
        if links.next and links.index is not None:
            index = self.operation.parameter(links.index)
            first = int(index.schema.get("minimum", 0)) if index is not None else 0
            put(body, links.index_echo, self.number + first)

    def page(
        self, original: Response, rows: Sequence[Row], *, total: int | None = None
    ) -> Response:
        """Return a page of other rows.

        Args:
            original: A page of the correct server; the rest of it is kept.
            rows: The rows of all pages.
            total: The total in the page, if not the number of rows.
        """
        paging = self.operation.paging
        start = self.number * self.size
        count = len(rows) if total is None else total

        def change(body: dict[str, Any]) -> None:
            put(body, self.operation.items, list(rows[start : start + self.size]))
            put(body, paging.total_items, count)
            self.number_in(body)
            if paging.number:
                put(body, paging.index_echo, self.number + self.operation.first_index)
                pages = -(-count // self.size)
                # The server chooses whether an empty list has one page or none.
                if count or paging.total_pages is None or paging.total_pages.read(body):
                    put(body, paging.total_pages, max(1, pages) if not count else pages)
            else:
                self.link(body, start, len(rows))

        return original.reworked(change)

    def link(self, body: dict[str, Any], start: int, count: int) -> None:
        """Write the links of a page; absent links stay absent."""
        links = self.operation.paging
        put(
            body, links.next, self.address(start + self.size) if start + self.size < count else None
        )
        put(body, links.prev, self.address(max(0, start - self.size)) if start else None)
        put(body, links.first, self.address(0))
        put(body, links.itself, self.address(start))

    def address(self, start: int) -> str:
        """Return the URL of the page that begins at a row."""
        request = self.request.without(OFFSET)
        if start:
            request = request.having(OFFSET, str(start))
        query = f"?{request.query}" if request.query else ""
        return f"{self.upstream.base_url}{request.path}{query}"


def _defaults(
    request: Request, upstream: Upstream, given: Mapping[str, Condition]
) -> Mapping[str, Condition]:
    found: dict[str, Condition] = {}
    if not any(each.filter and each.filter.defaults for each in request.list_operation.parameters):
        return found
    for name, value in upstream.in_force(request.without(OFFSET)).items():
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


def relisted(choose: Callable[[Listed], Sequence[Row]]) -> Responder:
    """Return a responder that lists other rows, with correct pages and totals.

    Args:
        choose: Returns the rows of all pages, for a valid request for a page.
    """

    def respond(request: Request, upstream: Upstream) -> Response:
        original = envelope(request, upstream)
        listed = read_listed(request, upstream) if original.status == OK else None
        if listed is None or not listed.is_known(original):
            return original
        rows = choose(listed)
        return missing(listed, rows) or listed.page(original, rows)

    return respond


def missing(listed: Listed, rows: Sequence[Row]) -> Response | None:
    """Return the refusal of a page after the last one; None for other pages."""
    paging = listed.operation.paging
    if paging.number is None or not listed.operation.strictness.admits("pastTheEnd", "notFound"):
        return None
    if listed.number < max(1, -(-len(rows) // listed.size)):
        return None
    return listed.upstream.send(listed.request.having(paging.number, str(_FAR)))


def envelope(request: Request, upstream: Upstream) -> Response:
    """Return the original response, or the first page for a page that the server does not have.

    A mutant that makes a list longer adds pages.
    """
    original = upstream.send(request.without(OFFSET))
    if original.status != _NOT_FOUND:
        return original
    if not request.list_operation.strictness.admits("pastTheEnd", "notFound"):
        return original
    first = upstream.send(request.without(*numbering(request.list_operation)))
    return first if first.status == OK else original


def put(body: Any, pointer: Pointer | None, value: object) -> None:  # noqa: ANN401 - JSON
    """Replace the value at a JSON Pointer, if there is one."""
    if pointer is None:
        return
    if not pointer.text:
        body[:] = value
        return
    *above, last = pointer.text.split("/")[1:]
    holder = Pointer("".join(f"/{each}" for each in above)).read(body)
    name = last.replace("~1", "/").replace("~0", "~")
    if isinstance(holder, dict) and name in holder:
        holder[name] = value


def _typed(parameter: Parameter, text: str) -> str | float | bool:
    """Parse the value of a parameter by its schema.

    Raises:
        ValueError: The value is invalid.
    """
    match parameter.schema.get("type"):
        case "integer":
            return int(text)
        case "number":
            return float(text)
        case "boolean":
            if text not in {"true", "false"}:
                raise ValueError(text)
            return text == "true"
    return text
