"""Mutants of an example API within the process, and whether the laws that they name fail."""

from collections.abc import Sequence

import attrs
import httpx

from rollcall.laws import applies, find_law
from rollcall.mutants import Proxy, Request, ServerMutant, Upstream, server_mutants
from tests.support.api import Api
from tests.support.evaluations import runner_of

__all__ = ["fate", "mutants_of"]


def mutants_of(api: Api, *groups: str) -> Sequence[ServerMutant]:
    """Return the mutants of some groups, or of all."""
    return [each for each in server_mutants(api.spec) if not groups or each.group in groups]


def fate(api: Api, mutant: ServerMutant) -> str:
    """Return whether a law that a mutant names fails on it: killed, survived or not covered."""
    client = httpx.Client(transport=httpx.MockTransport(lambda asked: api.respond(_plain(asked))))
    proxy = Proxy(Upstream(api.spec, api.base_url, api.token, client=client))
    (operation,) = api.spec.lists

    def respond(request: httpx.Request) -> httpx.Response:
        headers = tuple((name.lower(), value) for name, value in request.headers.items())
        path, query = request.url.path, request.url.query.decode("ascii")
        asked = Request(request.method, path, query, headers, operation=operation)
        response = proxy.respond(asked)
        return httpx.Response(response.status, headers=response.headers, content=response.body)

    runner = runner_of(attrs.evolve(api, send=lambda request, _: respond(request)))
    proxy.take(mutant)
    for name in mutant.laws:
        law = find_law(name)
        if applies(law, api.spec, operation):
            found = runner.evaluate(law, operation, "http")
            assert proxy.problem is None, proxy.problem
            if any(each.verdict.outcome == "fail" for each in found):
                return "killed"
    return "survived" if proxy.changed else "not covered"


def _plain(request: httpx.Request) -> httpx.Request:
    """Return a request whose URL is the one that the proxy sends it to."""
    target = request.extensions["target"].decode("ascii")
    return httpx.Request(request.method, f"{request.url.copy_with(path='')}{target}")
