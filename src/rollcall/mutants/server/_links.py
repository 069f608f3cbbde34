"""Mutants of links between pages: other targets, lost parameters, accepted tokens."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import attrs

from rollcall.laws import admits
from rollcall.mutants._listed import OFFSET, Listed, Row, put
from rollcall.mutants._message import OK, Request, Response
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._cutting import failing
from rollcall.mutants.server._kinds import Made, derived
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
    for pointer in _pointers(links):
        # Clients only follow the link to the next page.
        laws = _ORIGIN if pointer == links.next else ()
        yield from derived(operation, "link", _elsewhere(pointer), str(pointer), laws=laws)
    yield from derived(operation, "link", _opaque(links))
    yield from _parameters(links, operation)


def _parameters(links: LinkedPaging, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the parameters of links."""
    if links.token is not None:
        yield from derived(operation, "link", _tokens(links, operation), links.token)
    if links.index is not None:
        yield from derived(operation, "link", _indexes(links, operation), links.index)
    lost = [(each.name, "filter") for each in operation.filters]
    lost += [(each, "flag") for each in operation.flags]
    if operation.page_size is not None:
        lost.append((operation.page_size.name, "size"))
    for name, what in lost:
        yield from derived(operation, "link", [(f"{what}-lost", _losing(links, name))], name)


def _pointers(links: LinkedPaging) -> list[Pointer]:
    found = [links.next, links.prev, links.first, links.itself]
    return [each for each in found if each is not None]


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


def _opaque(links: LinkedPaging) -> Iterator[Made]:
    yield ("credential", _changing(_pointers(links), _with_key))
    yield ("tampered-fails", _failing_on_tampered)


_Origin = tuple[str, frozenset[tuple[str, str]]]
"""The request that a token was issued for: its path and its parameters."""

_IsLike = Callable[[_Origin, _Origin], bool]
"""Returns whether a token is accepted, from the requests of its issue and of its use."""


def _tokens(links: LinkedPaging, operation: ListOperation) -> Iterator[Made]:
    """Yield the mutants that accept invalid tokens."""
    filters = {each.name for each in operation.filters}

    def differing(one: _Origin, other: _Origin) -> set[str]:
        return {name for name, _ in one[1] ^ other[1]}

    table: list[tuple[str, _IsLike | None]] = [
        ("made-up-taken", None),
        (
            "other-filters-taken",
            lambda one, other: one[0] == other[0] and differing(one, other) <= filters,
        ),
        ("other-parent-taken", lambda one, other: one[0] != other[0]),
    ]
    if links.size is not None:
        table.append(
            (
                "other-size-taken",
                lambda one, other: one[0] == other[0] and differing(one, other) == {links.size},
            )
        )
    for kind, is_like in table:
        yield f"token-{kind}", _taking(links, is_like)


def _taking(links: LinkedPaging, is_like: _IsLike | None) -> Responder:
    """Return a mutant that accepts invalid tokens: unknown ones, or those of another list."""
    given: dict[str, set[_Origin]] = {}

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        plain = request.without(*links.carried)
        origin = plain.path, frozenset(plain.pairs)
        if original.status == OK:
            for pointer in _pointers(links):
                link = pointer.read(original.json())
                token = dict(parse_qsl(urlsplit(str(link)).query)).get(str(links.token))
                if token is not None:
                    given.setdefault(token, set()).add(origin)
            return original
        token = request.get(str(links.token))
        if token is None or upstream.send(plain).status != OK:
            return original
        origins = given.get(token, set())
        if is_like is None:
            is_taken = not origins
        else:
            is_taken = any(is_like(each, origin) for each in origins)
        return upstream.send(plain) if is_taken else original

    return respond


def _indexes(links: LinkedPaging, operation: ListOperation) -> Iterator[Made]:
    """Yield the mutant that ignores invalid page numbers."""
    index = operation.parameter(str(links.index))
    assert index is not None

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        value = request.get(index.name)
        is_one = value is None or admits(index.schema, value)
        return (
            original
            if original.status == OK or is_one
            else upstream.send(request.without(index.name))
        )

    yield ("number-passed-over", respond)


def _with_key(way: _Way, link: str) -> str:
    joint = "&" if urlsplit(link).query else "?"
    credential = way.listed.upstream.credential(way.listed.request.operation)
    token = credential.token if credential is not None else ""
    return f"{link}{joint}{_KEY}={quote(token, safe='')}"


def _failing_on_tampered(request: Request, upstream: Upstream) -> Response:
    """Respond with 500 if the correct server refuses the opaque part of a link."""
    original = upstream.send(request)
    known = {each.name for each in request.list_operation.arguments}
    opaque = [name for name, _ in request.pairs if name not in known]
    if original.status == OK or not opaque:
        return original
    if upstream.send(request.without(*opaque)).status != OK:
        return original
    return failing(request, upstream)


def _losing(links: LinkedPaging, name: str) -> Responder:
    """Return a mutant whose links lose a parameter."""

    def change(way: _Way, link: str) -> str:
        parts = urlsplit(link)
        request = attrs.evolve(way.listed.request, query=parts.query).without(name)
        return parts._replace(query=request.query).geturl()

    return _changing([links.next], change)
