"""Mutants of page tokens and page numbers in links, which are accepted although they are wrong."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urlsplit

from rollcall.laws import admits
from rollcall.mutants._message import OK, Request, Response
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._cutting import failing
from rollcall.mutants.server._kinds import Made, derived
from rollcall.spec import LinkedPaging, ListOperation, Pointer, Spec

__all__ = ["mutants", "pointers_of"]


def mutants(_spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the parameters that only links carry."""
    links = operation.paging
    if not isinstance(links, LinkedPaging):
        return
    yield from derived(operation, "link", [("tampered-fails", _failing_on_tampered)])
    if links.token is not None:
        yield from derived(operation, "link", _tokens(links, operation), links.token)
    if links.index is not None:
        yield from derived(operation, "link", _indexes(links, operation), links.index)


def pointers_of(links: LinkedPaging) -> list[Pointer]:
    """Return the places of the links of a page."""
    found = [links.next, links.prev, links.first, links.itself]
    return [each for each in found if each is not None]


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
    yield "token-beginning-compared", _comparing_beginnings(links)


def _taking(links: LinkedPaging, is_like: _IsLike | None) -> Responder:
    """Return a mutant that accepts invalid tokens: unknown ones, or those of another list."""
    given: dict[str, set[_Origin]] = {}

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        plain = request.without(*links.carried)
        origin = plain.path, frozenset(plain.pairs)
        if original.status == OK:
            for issued in _issued(links, original):
                given.setdefault(issued, set()).add(origin)
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


def _comparing_beginnings(links: LinkedPaging) -> Responder:
    """Return a mutant that reads a token like an issued one that begins in the same way."""
    given: set[str] = set()

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        given.update(_issued(links, original))
        token = request.get(str(links.token)) or ""
        if original.status == OK or not token:
            return original
        for each in sorted(given):
            if each[: len(each) // 2] == token[: len(each) // 2]:
                meant = upstream.send(request.having(str(links.token), each))
                if meant.status == OK:
                    return meant
        return original

    return respond


def _issued(links: LinkedPaging, response: Response) -> list[str]:
    """Return the tokens in the links of a page."""
    body = response.json() if response.status == OK else None
    found = [pointer.read(body) for pointer in pointers_of(links)] if body is not None else []
    queries = [dict(parse_qsl(urlsplit(str(link)).query)) for link in found]
    return [each[str(links.token)] for each in queries if str(links.token) in each]


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
