"""Mutants of links between pages: other targets, lost parameters, short and empty pages."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

import attrs

from rollcall.mutants._listed import OFFSET, Listed, Row, put
from rollcall.mutants._message import OK, Request, Response
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._kinds import Made, derived
from rollcall.mutants.server._link_tokens import pointers_of
from rollcall.spec import LinkedPaging, ListOperation, Pointer, Spec

__all__ = ["mutants"]

_ORIGIN = ("link.origin", "link.ends", "page.partition")
_KEY = "key"


@attrs.frozen
class _Way:
    """The position of a page in a list, and the URLs of other pages.

    Attributes:
        listed: The request.
        rows: The rows of all pages.
        start: The number of rows before the page.
    """

    listed: Listed
    rows: Sequence[Row]
    start: int

    @property
    def size(self) -> int:
        """The page size."""
        return self.listed.size

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        return self.start + self.size < len(self.rows)

    def address(self, start: int) -> str:
        """Return the URL of the page that begins after a number of rows."""
        return self.listed.address(start)

    @property
    def next(self) -> str | None:
        """The URL of the next page."""
        return self.address(self.start + self.size) if self.has_more else None

    @property
    def prev(self) -> str | None:
        """The URL of the previous page."""
        return self.address(max(0, self.start - self.size)) if self.start else None


_Lead = Callable[[_Way], str | None]
"""Returns the URL of a link, for the page that contains it."""

_Change = Callable[[_Way, str], str]
"""Returns another URL for the correct one of a link."""


_NEXT: tuple[tuple[str, _Lead], ...] = (
    ("next-missing", lambda _: None),
    ("next-missing-later", lambda way: None if way.start else way.next),
    (
        "next-missing-before-last",
        lambda way: way.next if way.start + 2 * way.size < len(way.rows) else None,
    ),
    ("next-itself", lambda way: way.address(way.start) if way.has_more else None),
    (
        "next-skips-page",
        lambda way: (
            way.address(way.start + 2 * way.size)
            if way.start + 2 * way.size < len(way.rows)
            else None
        ),
    ),
    ("next-skips-row", lambda way: way.address(way.start + way.size + 1) if way.has_more else None),
    (
        "next-repeats-row",
        lambda way: way.address(way.start + max(1, way.size - 1)) if way.has_more else None,
    ),
    ("next-of-last-first", lambda way: way.next or way.address(0)),
    ("next-of-last-itself", lambda way: way.next or way.address(way.start)),
    ("next-empty-for-ever", lambda way: way.address(way.start + way.size)),
    ("next-back", lambda way: way.prev or way.next),
    (
        "next-of-last-empty",
        lambda way: (
            way.address(way.start + way.size)
            if way.start < len(way.rows) and way.start + way.size <= len(way.rows)
            else None
        ),
    ),
    ("next-of-full-last-missing", lambda way: way.next),
)
_PREV: tuple[tuple[str, _Lead], ...] = (
    ("prev-itself", lambda way: way.address(way.start) if way.start else None),
    (
        "prev-two-back",
        lambda way: way.address(max(0, way.start - 2 * way.size)) if way.start else None,
    ),
    ("prev-first", lambda way: way.address(0) if way.start else None),
    ("prev-one-row-back", lambda way: way.address(way.start - 1) if way.start else None),
    ("prev-next", lambda way: (way.next or way.prev) if way.start else None),
    ("prev-missing", lambda _: None),
    ("prev-on-first", lambda way: way.prev or way.address(0)),
)
_FIRST: tuple[tuple[str, _Lead], ...] = (
    ("first-itself", lambda way: way.address(way.start)),
    ("first-prev", lambda way: way.prev or way.address(0)),
    ("first-second", lambda way: way.address(way.size if way.size < len(way.rows) else 0)),
    ("first-missing-later", lambda way: None if way.start else way.address(0)),
    ("first-missing", lambda _: None),
)
_SELF: tuple[tuple[str, _Lead], ...] = (
    ("self-first", lambda way: way.address(0)),
    ("self-next", lambda way: way.next or way.address(way.start)),
    ("self-missing", lambda _: None),
)
"""The URLs of links to the next, the previous, the first and the same page."""


def mutants(_spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the links between the pages of an operation."""
    links = operation.paging
    if not isinstance(links, LinkedPaging):
        return
    for pointer, leads in (
        (links.next, _NEXT),
        (links.prev, _PREV),
        (links.first, _FIRST),
        (links.itself, _SELF),
    ):
        if pointer is not None:
            made = [(name, _leading(pointer, lead)) for name, lead in leads]
            yield from derived(operation, "link", made, str(pointer))
    for pointer in pointers_of(links):
        # Clients only follow the link to the next page.
        laws = _ORIGIN if pointer == links.next else ()
        yield from derived(operation, "link", _elsewhere(pointer), str(pointer), laws=laws)
    credential = [("credential", _changing(pointers_of(links), _with_key))]
    yield from derived(operation, "link", credential)
    if operation.page_size is not None:
        yield from derived(operation, "link", _short(links))
    yield from _parameters(links, operation)


def _parameters(links: LinkedPaging, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the parameters of links."""
    lost = [(each.name, "filter") for each in operation.filters]
    lost += [(each, "flag") for each in operation.flags]
    if operation.page_size is not None:
        lost.append((operation.page_size.name, "size"))
    for name, what in lost:
        yield from derived(operation, "link", [(f"{what}-lost", _losing(links, name))], name)


def _read(request: Request, upstream: Upstream) -> tuple[Response, _Way] | None:
    """Return the original page and the position of a request; None if it is refused."""
    original = upstream.send(request.without(OFFSET, _KEY))
    if original.status != OK:
        return None
    listed = Listed.of(request.without(_KEY), upstream)
    text = request.get(OFFSET) or ""
    start = int(text) if text.isascii() and text.isdigit() else 0
    return original, _Way(listed, listed.matching, start)


def _linked(change: Callable[[_Way, dict[str, Any]], None]) -> Responder:
    """Return a mutant that changes the body of a page, whose links it writes itself."""

    def respond(request: Request, upstream: Upstream) -> Response:
        read = _read(request, upstream)
        if read is None:
            return upstream.send(request.without(OFFSET, _KEY))
        original, way = read

        def write(body: dict[str, Any]) -> None:
            shown = [*way.rows[way.start : way.start + way.size]]
            put(body, way.listed.operation.items, shown)
            way.listed.link(body, way.start, len(way.rows))
            way.listed.number_in(body)
            change(way, body)

        return original.reworked(write)

    return respond


def _short(links: LinkedPaging) -> Iterator[Made]:
    """Yield the mutants with pages that are not full, though others follow."""
    yield "pages-short", _cut_short(links, lambda _: True)
    yield "middle-short", _cut_short(links, lambda number: number == 1)
    yield "first-short", _cut_short(links, lambda number: number == 0)


def _cut_short(links: LinkedPaging, is_short: Callable[[int], bool]) -> Responder:
    """Return a mutant some of whose pages, by their numbers from 0, lack a row of their size."""

    def change(way: _Way, body: dict[str, Any]) -> None:
        starts = [0]
        while starts[-1] < len(way.rows):
            lacking = 1 if is_short(len(starts) - 1) and way.size > 1 else 0
            starts.append(starts[-1] + way.size - lacking)
        if way.start not in starts[:-1]:
            return
        at = starts.index(way.start)
        end = starts[at + 1]
        put(body, way.listed.operation.items, [*way.rows[way.start : end]])
        put(body, links.next, way.address(end) if end < len(way.rows) else None)
        put(body, links.prev, way.address(starts[at - 1]) if at else None)

    return _linked(change)


def _leading(pointer: Pointer, lead: _Lead) -> Responder:
    """Return a mutant that changes one link."""
    return _linked(lambda way, body: put(body, pointer, lead(way)))


def _changing(pointers: Sequence[Pointer], other: _Change) -> Responder:
    """Return a mutant that changes the URLs of some links."""

    def change(way: _Way, body: dict[str, Any]) -> None:
        for pointer in pointers:
            link = pointer.read(body)
            if isinstance(link, str):
                put(body, pointer, other(way, link))

    return _linked(change)


def _elsewhere(pointer: Pointer) -> Iterator[Made]:
    table: list[tuple[str, _Change]] = [
        (
            "other-host",
            lambda _, link: urlsplit(link)._replace(netloc="elsewhere.example").geturl(),
        ),
        (
            "other-port",
            lambda _, link: urlsplit(link)._replace(netloc=f"{urlsplit(link).hostname}:1").geturl(),
        ),
        (
            "other-scheme",
            lambda _, link: urlsplit(link)._replace(scheme=_other_scheme(link)).geturl(),
        ),
        ("other-path", lambda _, link: urlsplit(link)._replace(path="/elsewhere").geturl()),
        ("no-address", lambda *_: "https://["),
    ]
    for name, change in table:
        yield (name, _changing([pointer], change))


def _other_scheme(link: str) -> str:
    return "https" if urlsplit(link).scheme == "http" else "http"


def _with_key(way: _Way, link: str) -> str:
    joint = "&" if urlsplit(link).query else "?"
    credential = way.listed.upstream.credential(way.listed.request.operation)
    token = credential.token if credential is not None else ""
    return f"{link}{joint}{_KEY}={quote(token, safe='')}"


def _losing(links: LinkedPaging, name: str) -> Responder:
    """Return a mutant whose links lose a parameter."""

    def change(way: _Way, link: str) -> str:
        parts = urlsplit(link)
        request = attrs.evolve(way.listed.request, query=parts.query).without(name)
        return parts._replace(query=request.query).geturl()

    return _changing([links.next], change)
