"""A mutant of each kind is killed by one of its laws."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatch

import attrs
import httpx
import pytest

from rollcall.laws import applies, registered
from rollcall.mutants import Proxy, ServerMutant, Upstream, proxied, server_mutants
from rollcall.spec import Spec
from tests.support.evaluations import runner_of
from tests.support.laws.token_api import KIOSKS, TokenApi

_PARENTS = {"kiosk": KIOSKS}
_OF_A_RUN = ("status.error-*", "status.body-*", "link.credential")
"""The kinds that the checks of each response kill; these take a run."""

_KINDS: Mapping[str, ServerMutant] = {
    each.kind: each
    for each in reversed(server_mutants(TokenApi().spec))
    if "conformance" not in each.laws and not any(fnmatch(each.kind, kind) for kind in _OF_A_RUN)
}


@attrs.frozen
class _Proxied:
    """The API behind a proxy."""

    spec: Spec
    token: str
    base_url: str
    client: httpx.Client

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Send the request to the proxy."""
        response = self.client.send(request)
        return httpx.Response(
            response.status_code, headers=response.headers, content=response.content
        )


@pytest.fixture(scope="module")
def proxy() -> Iterator[Proxy]:
    """Serve a proxy of the API."""
    api = TokenApi()

    def respond(request: httpx.Request) -> httpx.Response:
        url = request.url.copy_with(raw_path=request.extensions["target"])
        return api.respond(httpx.Request(request.method, url, headers=request.headers))

    client = httpx.Client(transport=httpx.MockTransport(respond))
    with proxied(
        Upstream(api.spec, api.base_url, api.token, given=_PARENTS, client=client)
    ) as served:
        yield served


@pytest.mark.parametrize("kind", _KINDS)
def test_a_mutant_is_killed(kind: str, proxy: Proxy) -> None:
    """One of its laws fails if a response differs with this data."""
    mutant = _KINDS[kind]
    proxy.take(mutant)
    with httpx.Client() as client:
        api = _Proxied(proxy.upstream.spec, str(proxy.upstream.token), proxy.base_url, client)
        runner = runner_of(api, _PARENTS)
        place = api.spec.list_operation(mutant.operation)
        laws = [law for law in registered() if applies(law, api.spec, place)]
        is_killed = any(
            evaluation.verdict.outcome == "fail"
            for pattern in mutant.laws
            for law in laws
            if fnmatch(law.id, pattern)
            for evaluation in runner.evaluate(law, place, "http")
        )
    assert proxy.problem is None
    assert is_killed == bool(proxy.changed), mutant
