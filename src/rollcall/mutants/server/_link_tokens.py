"""Mutants of page tokens and page numbers in links, which are accepted although they are wrong."""

from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urlsplit

from rollcall.laws import admits
from rollcall.mutants._message import OK, Request, Response
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._cutting import failing
from rollcall.mutants.server._kinds import Made, derived
from rollcall.spec import ListOperation, Paging, Spec

__all__ = ["mutants"]


def mutants(_spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the parameters that lead from one page to the next only."""
    paging = operation.paging
    if paging.selector is not None:
        return
    yield from derived(operation, "link", [("tampered-fails", _failing_on_tampered)])
    if paging.token is not None:
        yield from derived(operation, "link", _tokens(paging, operation), paging.token)
    if paging.index is not None:
        yield from derived(operation, "link", _indexes(paging, operation), paging.index)


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


def _tokens(paging: Paging, operation: ListOperation) -> Iterator[Made]:
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
    if paging.size is not None:
        table.append(
            (
                "other-size-taken",
                lambda one, other: one[0] == other[0] and differing(one, other) == {paging.size},
            )
        )
    for kind, is_like in table:
        yield f"token-{kind}", _taking(paging, is_like)
    yield "token-beginning-compared", _comparing_beginnings(paging)


def _taking(paging: Paging, is_like: _IsLike | None) -> Responder:
    """Return a mutant that accepts invalid tokens: unknown ones, or those of another list."""
    given: dict[str, set[_Origin]] = {}

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        plain = request.without(*paging.carried)
        origin = plain.path, frozenset(plain.pairs)
        if original.status == OK:
            for issued in _issued(paging, original):
                given.setdefault(issued, set()).add(origin)
            return original
        token = request.get(str(paging.token))
        if token is None or upstream.send(plain).status != OK:
            return original
        origins = given.get(token, set())
        if is_like is None:
            is_taken = not origins
        else:
            is_taken = any(is_like(each, origin) for each in origins)
        return upstream.send(plain) if is_taken else original

    return respond


def _comparing_beginnings(paging: Paging) -> Responder:
    """Return a mutant that reads a token like an issued one that begins in the same way."""
    given: set[str] = set()

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        given.update(_issued(paging, original))
        token = request.get(str(paging.token)) or ""
        if original.status == OK or not token:
            return original
        for each in sorted(given):
            if each[: len(each) // 2] == token[: len(each) // 2]:
                meant = upstream.send(request.having(str(paging.token), each))
                if meant.status == OK:
                    return meant
        return original

    return respond


def _issued(paging: Paging, response: Response) -> list[str]:
    """Return the tokens that a page has, in its links or apart from them."""
    if response.status != OK:
        return []
    name, own = str(paging.token), response.read(paging.next_token)
    queries = [dict(parse_qsl(urlsplit(str(response.read(each))).query)) for each in paging.links]
    return [*(each[name] for each in queries if name in each), *([str(own)] if own else [])]


def _indexes(paging: Paging, operation: ListOperation) -> Iterator[Made]:
    """Yield the mutant that ignores invalid page numbers."""
    index = operation.parameter(str(paging.index))
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
