"""Mutants of lists below a parent that does not exist, or whose identifier is malformed."""

from collections.abc import Callable, Iterator

from rollcall.laws import admits
from rollcall.mutants._listed import Listed
from rollcall.mutants._message import OK, Request, Response
from rollcall.mutants._mutant import Responder
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._cutting import failing, refused
from rollcall.mutants.server._kinds import Made
from rollcall.spec import ListOperation, Parameter

__all__ = ["identity_in", "malformed", "statuses_of", "unknown", "when"]

_ODD = (409, 401, 410)


def identity_in(request: Request) -> str:
    """Return the identifier of the parent of a request; empty if it has none."""
    return request.parent.identity if request.parent is not None else ""


def when(
    applies: Callable[[Request, Response], bool], otherwise: Callable[[Request, Upstream], Response]
) -> Responder:
    """Return a mutant that changes the responses to some unknown or malformed parents."""

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        # A request that is refused for another reason is not mutated.
        if original.status == OK or original.status in {401, 405} or request.method != "GET":
            return original
        known = upstream.parents(request)
        if not known or upstream.send(upstream.below(request, known[0])).status != OK:
            return original
        return otherwise(request, upstream) if applies(request, original) else original

    return respond


def _empty(request: Request, upstream: Upstream) -> Response:
    """Return an empty page, as for a parent without items."""
    known = upstream.parents(request)
    below = upstream.below(request, known[0])
    listed = Listed.of(below, upstream)
    return listed.page(upstream.send(below), [])


def _like_first(request: Request, upstream: Upstream) -> Response:
    """Return the list of the first parent that has items."""
    for each in upstream.parents(request):
        if upstream.rows(request, each):
            return upstream.send(upstream.below(request, each))
    return _empty(request, upstream)


def unknown(parameter: Parameter) -> Iterator[Made]:
    def is_unknown(request: Request, _sound: Response) -> bool:
        return admits(parameter.schema, identity_in(request))

    table: list[tuple[str, Callable[[Request, Upstream], Response]]] = [
        ("empty", _empty),
        ("of-another", _like_first),
        ("fails", failing),
    ]
    for name, otherwise in table:
        yield (f"unknown-{name}", when(is_unknown, otherwise))
    for status, what in ((401, "unauthenticated"), (400, "malformed"), (403, "forbidden")):
        yield (f"unknown-{what}", when(is_unknown, _refusing(status)))
    for name, is_same in _matchers(parameter):
        yield (name, when(is_unknown, _like(is_same)))
    yield ("childless-not-found", _childless)


def _matchers(parameter: Parameter) -> Iterator[tuple[str, Callable[[str, str], bool]]]:
    """Yield the ways to accept a wrong identifier."""
    if parameter.schema.get("format") == "uuid":
        yield ("unknown-by-beginning", lambda known, asked: known[:-1] == asked[:-1])
        yield ("unknown-by-end", lambda known, asked: known[1:] == asked[1:])
    elif parameter.schema.get("type") == "string":
        yield ("unknown-rest-passed-over", lambda known, asked: asked.startswith(known))
        yield ("unknown-case-passed-over", _is_in_another_case)


def _is_in_another_case(known: str, asked: str) -> bool:
    return asked.casefold() == known.casefold()


def _refusing(status: int) -> Callable[[Request, Upstream], Response]:
    return lambda request, upstream: refused(
        upstream.below(request, upstream.parents(request)[0]), upstream, status
    )


def _like(is_same: Callable[[str, str], bool]) -> Callable[[Request, Upstream], Response]:
    """Return a responder that reads an identifier as a similar known one."""

    def respond(request: Request, upstream: Upstream) -> Response:
        asked = identity_in(request)
        for each in upstream.parents(request):
            if is_same(each.identity, asked):
                return upstream.send(upstream.below(request, each))
        return upstream.send(request)

    return respond


def _childless(request: Request, upstream: Upstream) -> Response:
    original = upstream.send(request)
    if original.status != OK or request.parent is None or upstream.rows(request):
        return original
    known = upstream.parents(request)
    # The response of the server to an unknown parent.
    nobody = request.parent.named(_nobody(request.parent.identity))
    other = upstream.send(upstream.below(request, nobody))
    statuses = statuses_of(request)
    if other.status in statuses and request.parent in known:
        return other
    return refused(request, upstream, statuses[0])


def statuses_of(request: Request) -> tuple[int, ...]:
    return request.list_operation.strictness.statuses("unknownParent") or (404,)


def _nobody(parent: str) -> str:
    """Return an identifier of the same form that is probably unused."""
    return "".join("0" if each.isascii() and each.isalnum() else each for each in parent)


def malformed(operation: ListOperation, parameter: Parameter) -> Iterator[Made]:
    statuses = operation.strictness.statuses("malformedParent")

    def is_malformed(request: Request, _sound: Response) -> bool:
        return not admits(parameter.schema, identity_in(request))

    table: list[tuple[str, Callable[[Request, Upstream], Response]]] = [
        ("empty", _empty),
        ("of-another", _like_first),
        ("fails", failing),
        ("beginning-read", _like(lambda known, asked: bool(asked) and known.startswith(asked))),
        ("rest-passed-over", _like(lambda known, asked: asked.startswith(known))),
        ("blanks-passed-over", _like(lambda known, asked: asked.strip() == known)),
    ]
    if parameter.schema.get("type") == "string" and parameter.schema.get("format") != "uuid":
        table.append(("case-passed-over", _like(_is_in_another_case)))
    for name, otherwise in table:
        yield (f"malformed-{name}", when(is_malformed, otherwise))
    if statuses:
        other = next(each for each in _ODD if each not in statuses)
        yield ("malformed-otherwise", when(is_malformed, _refusing(other)))
