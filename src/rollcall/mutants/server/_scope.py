"""Mutants of lists below a parent: rows of other parents, unknown and malformed parents."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy

from rollcall.laws import admits, restricts
from rollcall.mutants._listed import Listed, Row
from rollcall.mutants._message import OK, Request, Response, put
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._relisted import relisted
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._cutting import cut, failing, refused, shown
from rollcall.mutants.server._kinds import Made, derived
from rollcall.spec import ListOperation, Parameter, Parent, Spec

__all__ = ["mutants"]

_MOST = 8
_ODD = (409, 401, 410)


def mutants(_spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of a list, if it has a parent."""
    parent = operation.parent
    if parent is None:
        return
    parameter = operation.parameter(parent.parameter)
    assert parameter is not None
    kinds = [*_others(), *_sometimes(operation), *_fields(parent)]
    if operation.page_size is not None:
        kinds += [*_unknown(parameter)]
        if restricts(parameter.schema):
            kinds += [*_malformed(operation, parameter)]
    yield from derived(operation, "scope", kinds, parent.parameter)


def _strangers(listed: Listed) -> list[Row]:
    """Return the rows of the first other parents that have any."""
    upstream, request = listed.upstream, listed.request
    found: list[Row] = []
    seen = 0
    for each in upstream.parents(request):
        rows = () if each == request.parent else upstream.rows(request, each)
        seen += bool(rows)
        found += rows
        if seen == _MOST:
            break
    return [row for row in found if all(each.holds(row) for each in listed.conditions.values())]


def _first_stranger(listed: Listed) -> list[Row]:
    """Return one row of another parent, the same one for all parents but its own."""
    return _strangers(listed)[:1]


def _neighbours(listed: Listed) -> Sequence[Row]:
    """Return the rows of the first other parent that has any."""
    upstream, request = listed.upstream, listed.request
    for each in upstream.parents(request):
        if each != request.parent and (rows := upstream.rows(request, each)):
            return rows
    return ()


def _others() -> Iterator[Made]:
    yield ("ignored", relisted(lambda listed: [*listed.matching, *_strangers(listed)]))
    yield ("other-first", relisted(lambda listed: [*_strangers(listed), *listed.matching]))
    yield ("other-only", relisted(_neighbours))
    yield ("stray", relisted(lambda listed: [*_first_stranger(listed), *listed.matching]))
    yield ("stray-last", relisted(lambda listed: [*listed.matching, *_first_stranger(listed)]))
    yield ("shared", relisted(_claimed))


def _claimed(listed: Listed) -> Sequence[Row]:
    assert listed.operation.parent is not None
    field = listed.operation.parent.field

    def own(row: Row) -> Row:
        claimed = deepcopy({**row})
        put(claimed, field, listed.request.parent)
        return claimed

    return [*map(own, _first_stranger(listed)), *listed.matching]


def _sometimes(operation: ListOperation) -> Iterator[Made]:
    yield ("lost-later", cut(_lost_later))
    filters = [each.name for each in operation.filters]
    flags = [*operation.flags]
    if filters:
        yield (
            "lost-with-filter",
            relisted(lambda listed: _unless(listed, has_strangers=bool(listed.conditions))),
        )
    if flags:
        yield (
            "lost-with-flag",
            relisted(
                lambda listed: _unless(
                    listed, has_strangers=any(listed.request.get(each) == "true" for each in flags)
                )
            ),
        )


def _lost_later(listed: Listed) -> Sequence[Row]:
    strangers = _strangers(listed)
    if not listed.number or not strangers:
        return shown(listed)
    return strangers[: listed.size]


def _unless(listed: Listed, *, has_strangers: bool) -> Sequence[Row]:
    return [*listed.matching, *(_strangers(listed) if has_strangers else [])]


def _fields(parent: Parent) -> Iterator[Made]:
    def stated(value: Callable[[Listed], object], *, is_all: bool) -> Responder:
        def other(listed: Listed) -> Sequence[Row]:
            rows = [deepcopy({**row}) for row in shown(listed)]
            for row in rows if is_all else rows[-1:]:
                put(row, parent.field, value(listed))
            return rows

        return cut(other)

    def another(listed: Listed) -> object:
        known = listed.upstream.parents(listed.request)
        return next((each for each in known if each != listed.request.parent), "x")

    yield ("field-wrong", stated(another, is_all=True))
    yield ("field-wrong-once", stated(another, is_all=False))
    yield ("field-null", stated(lambda _: None, is_all=True))
    yield (
        "field-identity",
        cut(lambda listed: [_named_after_itself(listed, row) for row in shown(listed)]),
    )


def _named_after_itself(listed: Listed, row: Row) -> Row:
    assert listed.operation.parent is not None
    renamed = deepcopy({**row})
    put(renamed, listed.operation.parent.field, listed.operation.identity.read(row))
    return renamed


def _when(
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


def _unknown(parameter: Parameter) -> Iterator[Made]:
    def is_unknown(request: Request, _sound: Response) -> bool:
        return admits(parameter.schema, request.parent or "")

    table: list[tuple[str, Callable[[Request, Upstream], Response]]] = [
        ("empty", _empty),
        ("of-another", _like_first),
        ("fails", failing),
    ]
    for name, otherwise in table:
        yield (f"unknown-{name}", _when(is_unknown, otherwise))
    for status, what in ((401, "unauthenticated"), (400, "malformed"), (403, "forbidden")):
        yield (f"unknown-{what}", _when(is_unknown, _refusing(status)))
    for name, is_same in _matchers(parameter):
        yield (name, _when(is_unknown, _like(is_same)))
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
        asked = request.parent or ""
        for each in upstream.parents(request):
            if is_same(each, asked):
                return upstream.send(upstream.below(request, each))
        return upstream.send(request)

    return respond


def _childless(request: Request, upstream: Upstream) -> Response:
    original = upstream.send(request)
    if original.status != OK or request.parent is None or upstream.rows(request):
        return original
    known = upstream.parents(request)
    # The response of the server to an unknown parent.
    other = upstream.send(upstream.below(request, _nobody(request.parent)))
    statuses = _statuses(request)
    if other.status in statuses and request.parent in known:
        return other
    return refused(request, upstream, statuses[0])


def _statuses(request: Request) -> tuple[int, ...]:
    return request.list_operation.strictness.statuses("unknownParent") or (404,)


def _nobody(parent: str) -> str:
    """Return an identifier of the same form that is probably unused."""
    return "".join("0" if each.isascii() and each.isalnum() else each for each in parent)


def _malformed(operation: ListOperation, parameter: Parameter) -> Iterator[Made]:
    statuses = operation.strictness.statuses("malformedParent")

    def is_malformed(request: Request, _sound: Response) -> bool:
        return not admits(parameter.schema, request.parent or "")

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
        yield (f"malformed-{name}", _when(is_malformed, otherwise))
    if statuses:
        other = next(each for each in _ODD if each not in statuses)
        yield ("malformed-otherwise", _when(is_malformed, _refusing(other)))
