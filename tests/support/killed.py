"""Mutants of an example API within the process, and whether the laws that they name fail."""

from collections.abc import Callable, Sequence

import attrs
import httpx

from rollcall.laws import applies, find_law
from rollcall.mutants import Proxy, Request, ServerMutant, Upstream, server_mutants
from rollcall.spec import Spec
from tests.support.evaluations import ExampleApi, runner_of

__all__ = ["fate", "mutants_of", "plain"]


@attrs.frozen
class _Mutated:
    """An API with a mutant."""

    spec: Spec
    token: str
    base_url: str
    respond: Callable[[httpx.Request], httpx.Response]


def mutants_of(api: ExampleApi, *groups: str) -> Sequence[ServerMutant]:
    """Return the mutants of some groups, or of all."""
    return [each for each in server_mutants(api.spec) if not groups or each.group in groups]


def fate(api: ExampleApi, mutant: ServerMutant) -> str:
    """Return whether a law that a mutant names fails on it: killed, survived or not covered."""
    client = httpx.Client(transport=httpx.MockTransport(lambda asked: api.respond(plain(asked))))
    proxy = Proxy(Upstream(api.spec, api.base_url, api.token, client=client))

    def respond(request: httpx.Request) -> httpx.Response:
        headers = tuple((name.lower(), value) for name, value in request.headers.items())
        path, query = request.url.path, request.url.query.decode("ascii")
        operation, parent = proxy.route(path)
        asked = Request(request.method, path, query, headers, operation=operation, parent=parent)
        response = proxy.respond(asked)
        return httpx.Response(response.status, headers=response.headers, content=response.body)

    runner = runner_of(_Mutated(api.spec, api.token, api.base_url, respond))
    operation = api.spec.list_operation(mutant.operation)
    proxy.take(mutant)
    for name in mutant.laws:
        law = find_law(name)
        if applies(law, api.spec, operation):
            found = runner.evaluate(law, operation, "http")
            assert proxy.problem is None, proxy.problem
            if any(each.verdict.outcome == "fail" for each in found):
                return "killed"
    return "survived" if proxy.changed else "not covered"


def plain(request: httpx.Request) -> httpx.Request:
    """Return a request whose URL is the one that the proxy sends it to."""
    target = request.extensions["target"].decode("ascii")
    url = f"{request.url.copy_with(path='')}{target}"
    return httpx.Request(request.method, url, headers=request.headers)
