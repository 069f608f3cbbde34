"""Mutants of offsets, tokens, links in headers and ``hasMore`` are killed by their laws."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

import httpx
import pytest
from attrs import frozen

from rollcall.mutants import Proxy, ServerMutant, server_mutants
from rollcall.mutants._message import Request
from rollcall.mutants._upstream import Upstream
from rollcall.spec import Spec
from tests.support.evaluations import evaluate
from tests.support.paged import Paged, Style

_SELECTED = frozenset({"total", "more", "next", "prev", "first", "last", "self"})
_CHAINED = frozenset({"total", "more"})
_LOWER = {"totalItems": {"at": "/total", "exact": False}}
_STRICT = {
    "pastTheEnd": "empty",
    "oversizedPage": [422],
    "invalidPage": [422],
    "emptyValue": [422],
    "lenientNumbers": [422],
    "alteredToken": [422],
    "tokenOfOtherFilters": [422],
    "tokenOfOtherPageSize": [422],
    "linkedPages": "full",
    "lastPage": "filled",
    "emptyListPages": "none",
}


_UNSIZED = Paged(
    "page", tells=_SELECTED | {"pages"}, strictness={"pastTheEnd": "empty"}, is_sized=False
)


@frozen
class Mutated:
    """An API behind a proxy with a mutant, without a socket."""

    proxy: Proxy

    @property
    def spec(self) -> Spec:
        """The spec."""
        return self.proxy.upstream.spec

    token: str = ""
    base_url: str = "http://api.test"

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        operation = self.spec.operation("listBooks")
        query = request.url.query.decode()
        plain = Request(request.method, request.url.path, query, (), operation=operation)
        found = self.proxy.respond(plain)
        return httpx.Response(found.status, headers=[*found.headers], content=found.body)


def _api(style: Style, *, in_headers: bool = False) -> Paged:
    tells = _CHAINED if style in {"token", "item"} else _SELECTED
    return Paged(style, in_headers=in_headers, tells=tells, strictness=_STRICT)


def _meant(sent: httpx.Request) -> httpx.Request:
    """Return a request with the target that it is sent to; its URL has only the origin."""
    target = sent.extensions["target"].decode()
    return httpx.Request(sent.method, f"{sent.url.scheme}://{sent.url.host}{target}")


def _mutants() -> Iterator[tuple[Paged, ServerMutant]]:
    """Yield the mutants that other tests do not have, each with its API, once for each kind."""
    for kinds, api in (
        ("page.offset-*", _api("offset")),
        ("page.token-*", _api("token")),
        ("page.token-[ris]*", _api("item")),
        ("meta.more-*", _api("offset", in_headers=True)),
        ("meta.more-*", _api("item")),
        ("meta.total-above", Paged("token", extra=_LOWER)),
        ("meta.total-one-more", _api("page", in_headers=True)),
        ("link.next-[mis]*", _api("token", in_headers=True)),
        ("link.next-[iso]*", _api("page", in_headers=True)),
        ("link.last-*", _api("link", in_headers=True)),
        ("link.prev-missing", _api("link", in_headers=True)),
        ("meta.pages-[!oz]*", _UNSIZED),
        ("page.[gr]*", _UNSIZED),
        ("page.first-row-again", _UNSIZED),
        ("page.past-the-end-fails", _UNSIZED),
    ):
        for mutant in server_mutants(api.spec):
            if fnmatchcase(mutant.kind, kinds):
                yield api, mutant


@pytest.mark.parametrize(
    ("api", "mutant"),
    [
        pytest.param(
            api, mutant, id=f"{api.style}{' in headers' if api.in_headers else ''}: {mutant.id}"
        )
        for api, mutant in _mutants()
    ],
)
def test_a_mutant_is_killed_by_one_of_its_laws(api: Paged, mutant: ServerMutant) -> None:
    """One of the laws that its kind names fails."""
    server = httpx.Client(transport=httpx.MockTransport(lambda sent: api.respond(_meant(sent))))
    proxy = Proxy(Upstream(api.spec, api.base_url, "", client=server), base_url=api.base_url)
    outcomes = {}
    for law in mutant.laws:
        if "*" in law or law == "conformance":
            continue
        proxy.take(mutant)
        found = evaluate(law, Mutated(proxy), is_strict=True)
        assert proxy.problem is None
        outcomes[law] = {each.verdict.outcome for each in found}
        if "fail" in outcomes[law]:
            return
    raise AssertionError(f"{mutant.sentence} {outcomes}")
