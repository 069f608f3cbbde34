"""Mutants of links between pages: other targets, lost parameters, short and empty pages."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import quote, urlsplit

import attrs

from rollcall.mutants._absence import with_absences
from rollcall.mutants._listed import OFFSET, Listed, Row, original_of, read_listed
from rollcall.mutants._message import OK, Request, Response
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._kinds import Made, derived
from rollcall.spec import ListOperation, PagePlace, Paging, Pointer, Spec

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
        """Return the URL or the token of the page that begins after a number of rows."""
        if self.listed.operation.paging.next_token is not None:
            return f"{OFFSET}{start}"
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

_Values = dict[PagePlace | Pointer | None, Any]
"""The values of a page by their places."""

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
_LAST: tuple[tuple[str, _Lead], ...] = (
    ("last-first", lambda way: way.address(0)),
    ("last-after", lambda way: way.address(len(way.rows) // way.size * way.size)),
    ("last-missing", lambda _: None),
)
"""The URLs of links to the next, the previous, the first, the same and the last page."""


_BY_ROWS = frozenset({"next-skips-row", "prev-one-row-back"})
"""The links that a page number cannot express."""
_AFTER_LAST = frozenset(
    {"next-of-last-first", "next-of-last-itself", "next-of-last-empty", "next-empty-for-ever"}
)
"""The links of the last page."""


def mutants(_spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the links between the pages of an operation."""
    paging = operation.paging
    way = "link to the next page" if paging.next_token is None else "token of the next page"
    for place, leads in (
        (paging.next, _NEXT),
        (paging.next_token, _NEXT),
        (paging.prev, _PREV),
        (paging.first, _FIRST),
        (paging.last, _LAST),
        (paging.itself, _SELF),
    ):
        if place is not None:
            made = [(name, _leading(place, lead)) for name, lead in leads if _leads(paging, name)]
            agreeing = paging.selector is not None and leads is _NEXT
            laws: tuple[str, ...] = ("link.agrees",) if agreeing else ()
            yield from derived(operation, "link", made, str(place), laws=laws, way=way)
    for place in paging.links:
        # Clients only follow the link to the next page.
        laws = _ORIGIN if place == paging.next and paging.is_linked else ()
        yield from derived(operation, "link", _elsewhere(place), str(place), laws=laws)
    if paging.links and operation.needs_credential:
        credential = [("credential", _changing(paging.links, _with_key))]
        yield from derived(operation, "link", credential)
    if paging.is_linked:
        if operation.page_size is not None:
            yield from derived(operation, "link", _short(paging))
        yield from _parameters(paging, operation)


def _leads(paging: Paging, name: str) -> bool:
    """Return whether a client can notice a link."""
    if paging.style == "page" and name in _BY_ROWS:
        return False
    # A client does not look for the token of a page that says that no other follows.
    return paging.has_more is None or paging.selector is not None or name not in _AFTER_LAST


def _parameters(paging: Paging, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the parameters of links."""
    lost = [(each.name, "filter") for each in operation.filters]
    lost += [(each, "flag") for each in operation.flags]
    if operation.page_size is not None:
        lost.append((operation.page_size.name, "size"))
    for name, what in lost:
        yield from derived(operation, "link", [(f"{what}-lost", _losing(paging, name))], name)


def _linked(change: Callable[[_Way, _Values], None]) -> Responder:
    """Return a mutant that changes the values of a page, whose links it writes itself."""

    def respond(request: Request, upstream: Upstream) -> Response:
        plain = request.without(_KEY)
        original = upstream.send(original_of(plain))
        listed = read_listed(plain, upstream) if original.status == OK else None
        if listed is None:
            return original
        rows, start = listed.matching, listed.start
        values = {
            listed.operation.items: [*rows[start : start + listed.size]],
            **listed.numbers(),
            **listed.ways(start, rows),
        }
        sound = {**values}
        change(_Way(listed, rows, start), values)
        if values == sound and request == original_of(request):
            return upstream.send(request)
        return original.with_values(with_absences(upstream.spec, listed.operation, values))

    return respond


def _short(paging: Paging) -> Iterator[Made]:
    """Yield the mutants with pages that are not full, though others follow."""
    yield "pages-short", _cut_short(paging, lambda _: True)
    yield "middle-short", _cut_short(paging, lambda number: number == 1)
    yield "first-short", _cut_short(paging, lambda number: number == 0)


def _cut_short(paging: Paging, is_short: Callable[[int], bool]) -> Responder:
    """Return a mutant some of whose pages, by their numbers from 0, lack a row of their size."""

    def change(way: _Way, values: _Values) -> None:
        starts = [0]
        while starts[-1] < len(way.rows):
            lacking = 1 if is_short(len(starts) - 1) and way.size > 1 else 0
            starts.append(starts[-1] + way.size - lacking)
        if way.start not in starts[:-1]:
            return
        at = starts.index(way.start)
        end = starts[at + 1]
        values[way.listed.operation.items] = [*way.rows[way.start : end]]
        values[paging.next] = way.address(end) if end < len(way.rows) else None
        values[paging.prev] = way.address(starts[at - 1]) if at else None

    return _linked(change)


def _leading(place: PagePlace, lead: _Lead) -> Responder:
    """Return a mutant that changes one link."""
    return _linked(lambda way, values: values.update({place: lead(way)}))


def _changing(places: Sequence[PagePlace], other: _Change) -> Responder:
    """Return a mutant that changes the URLs of some links."""

    def change(way: _Way, values: _Values) -> None:
        values.update({each: other(way, values[each]) for each in places if values[each]})

    return _linked(change)


def _elsewhere(place: PagePlace) -> Iterator[Made]:
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
        yield (name, _changing([place], change))


def _other_scheme(link: str) -> str:
    return "https" if urlsplit(link).scheme == "http" else "http"


def _with_key(way: _Way, link: str) -> str:
    joint = "&" if urlsplit(link).query else "?"
    credential = way.listed.upstream.credential(way.listed.request.operation)
    token = credential.token if credential is not None else ""
    return f"{link}{joint}{_KEY}={quote(token, safe='')}"


def _losing(paging: Paging, name: str) -> Responder:
    """Return a mutant whose links lose a parameter."""

    def change(way: _Way, link: str) -> str:
        parts = urlsplit(link)
        request = attrs.evolve(way.listed.request, query=parts.query).without(name)
        return parts._replace(query=request.query).geturl()

    return _changing(paging.links[:1], change)
