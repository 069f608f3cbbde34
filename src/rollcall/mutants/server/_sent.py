"""Mutants of parameters that are unknown, sent twice, or named by the error about another one."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rollcall.mutants._listed import Row, original_of, read_listed
from rollcall.mutants._message import OK, Request, Response
from rollcall.mutants._mutant import Responder, ServerMutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server._kinds import Made, derived
from rollcall.mutants.server._responses import said
from rollcall.mutants.server._values import is_refusable
from rollcall.spec import ListOperation, Parameter, Spec

__all__ = ["mutants"]

_REFUSED = range(400, 500)
_SEVERAL = 2

_Texts = Sequence[str]
"""The values of a parameter that is sent several times."""


def mutants(spec: Spec, operation: ListOperation) -> Iterator[ServerMutant]:
    """Yield the mutants of the parameters of a query, whatever their values mean."""
    if operation.paging.next is None or operation.paging.token is not None:
        # The links of the server may have parameters that the spec does not have.
        yield from derived(operation, "input", _unknown(spec, operation))
    size = operation.page_size
    for each in (*([size] if size is not None else []), *operation.filters):
        yield from derived(operation, "input", _repeated(spec, operation, each), each.name)
    queried = [each for each in operation.arguments if each.location == "query"]
    refused = [each.name for each in queried if is_refusable(each)]
    for name in refused:
        # The law needs a name that is not in every error.
        blamed = [each.name for each in queried if each.name not in {name, *refused[:_SEVERAL]}]
        if blamed:
            yield from derived(operation, "input", [("blamed", _blaming(name, blamed[0]))], name)


def _unknown(spec: Spec, operation: ListOperation) -> Iterator[Made]:
    known = {each.name for each in operation.parameters}

    def strangers(request: Request, upstream: Upstream) -> set[str]:
        return {name for name, _ in request.pairs} - known - upstream.params

    def when(change: Callable[[Request, Upstream], Response]) -> Responder:
        return lambda request, upstream: (change if strangers(request, upstream) else _sound)(
            request, upstream
        )

    yield "unknown-refused", when(_refusing(spec, operation))
    yield "unknown-ignored", when(lambda asked, up: up.send(asked.without(*strangers(asked, up))))
    yield "unknown-empties", when(lambda asked, up: _listing(asked.without(*known), up, []))


def _repeated(spec: Spec, operation: ListOperation, parameter: Parameter) -> Iterator[Made]:
    name = parameter.name

    def when(change: Callable[[Request, Upstream, _Texts], Response]) -> Responder:
        def respond(request: Request, upstream: Upstream) -> Response:
            texts = [text for each, text in request.pairs if each == name]
            if len(texts) < _SEVERAL:
                return upstream.send(request)
            return change(request.without(name), upstream, texts)

        return respond

    yield "twice-first", when(lambda asked, up, texts: up.send(asked.having(name, texts[0])))
    yield "twice-last", when(lambda asked, up, texts: up.send(asked.having(name, texts[-1])))
    yield "twice-ignored", when(lambda asked, up, _: up.send(asked))
    yield "twice-refused", when(lambda asked, up, _: _refusing(spec, operation)(asked, up))
    if parameter.filter is not None:
        yield "twice-empties", when(lambda asked, up, _: _listing(asked, up, []))
    if parameter.filter is not None and parameter.filter.operator == "eq":
        # The items on one side of either bound are those of the wider bound.
        yield "twice-either", when(lambda asked, up, texts: _either(asked, up, name, texts))


def _sound(request: Request, upstream: Upstream) -> Response:
    return upstream.send(request)


def _refusing(spec: Spec, operation: ListOperation) -> Responder:
    """Return a mutant that refuses each request that is valid."""
    status = next(iter(operation.strictness.statuses("invalidValue")), 400)

    def respond(request: Request, upstream: Upstream) -> Response:
        is_valid = upstream.send(request).status == OK
        return said(spec, operation, status, "invalid") if is_valid else upstream.send(request)

    return respond


def _listing(request: Request, upstream: Upstream, rows: Sequence[Row]) -> Response:
    """Return the page of a valid request with other rows."""
    original = upstream.send(original_of(request))
    listed = read_listed(request, upstream) if original.status == OK else None
    return original if listed is None else listed.page(original, rows)


def _either(request: Request, upstream: Upstream, name: str, texts: _Texts) -> Response:
    """Return the page of the rows that match one of the values of a filter."""
    found = [read_listed(request.having(name, each), upstream) for each in texts]
    matching = [row for listed in found if listed is not None for row in listed.matching]
    plain = read_listed(request, upstream)
    rows = [row for row in plain.rows if row in matching] if plain is not None else []
    return _listing(request, upstream, rows)


def _blaming(name: str, other: str) -> Responder:
    """Return a mutant whose error about one parameter names another."""

    def renamed(node: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(node, dict):
            return {renamed(key): renamed(value) for key, value in node.items()}
        if isinstance(node, list):
            return [renamed(each) for each in node]
        return other if node == name else node

    def respond(request: Request, upstream: Upstream) -> Response:
        original = upstream.send(request)
        is_refused = original.status in _REFUSED and request.get(name) is not None
        if not is_refused or upstream.send(request.without(name)).status != OK:
            return original
        body = original.json()
        return original if body is None else original.with_json(renamed(body))

    return respond
