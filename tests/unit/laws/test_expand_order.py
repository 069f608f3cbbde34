"""The documented order of the children that a flag adds."""

import copy
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import evolve, frozen

from rollcall.mutants import Proxy, Request, Upstream, server_mutants
from rollcall.spec import Spec, SpecError, parse_spec
from tests.support.documents._document import read
from tests.support.evaluations import evaluate
from tests.support.killed import plain
from tests.support.laws.full_api import SPEC, full_api

PLACE = "/depots"


@frozen
class _Ordered:
    """The full API, whose children are in an order."""

    key: Mapping[str, Any]
    is_reversed: bool = False
    send: Callable[[httpx.Request], httpx.Response] | None = None
    token: str = full_api().token
    base_url: str = full_api().base_url

    @property
    def spec(self) -> Spec:
        """The spec, in which the flag documents the order."""
        document = copy.deepcopy(read(SPEC))
        operation = document["paths"][PLACE]["get"]
        (flag,) = [each for each in operation["parameters"] if "x-expand" in each]
        flag["x-expand"]["order"] = [self.key]
        return parse_spec(Path("full_api.yaml"), document)

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response of the full API, with its children ordered by identity."""
        if self.send is not None:
            return self.send(request)
        response = full_api().respond(request)
        if response.status_code != httpx.codes.OK:
            return response
        body = json.loads(response.content)
        for rows in body.values():
            for row in rows if isinstance(rows, list) else ():
                if "parcels" in row:
                    row["parcels"].sort(key=lambda each: each["ref"], reverse=self.is_reversed)
        return httpx.Response(200, json=body)


def _outcome(api: _Ordered) -> str:
    (found,) = evaluate("expand.order", api, "listDepots")
    return found.verdict.outcome


BY_IDENTITY = _Ordered({"field": "/ref", "precision": "text"})


def test_the_order_of_children_is_checked() -> None:
    """The documented order passes, and the reverse order fails."""
    assert _outcome(BY_IDENTITY) == "pass"
    assert _outcome(evolve(BY_IDENTITY, is_reversed=True)) == "fail"


def test_the_mutant_of_the_order_is_killed() -> None:
    """It reverses the children."""
    operation = BY_IDENTITY.spec.list_operation("listDepots")
    (mutant,) = [
        each for each in server_mutants(BY_IDENTITY.spec) if each.kind == "expand.children-reversed"
    ]
    client = httpx.Client(
        transport=httpx.MockTransport(lambda asked: BY_IDENTITY.respond(plain(asked)))
    )
    proxy = Proxy(
        Upstream(BY_IDENTITY.spec, BY_IDENTITY.base_url, BY_IDENTITY.token, client=client)
    )

    def respond(request: httpx.Request) -> httpx.Response:
        headers = tuple((name.lower(), value) for name, value in request.headers.items())
        path, query = request.url.path, request.url.query.decode("ascii")
        path = path.removeprefix(httpx.URL(BY_IDENTITY.base_url).path.rstrip("/"))
        response = proxy.respond(Request(request.method, path, query, headers, operation=operation))
        return httpx.Response(response.status, headers=response.headers, content=response.body)

    proxy.take(mutant)
    assert _outcome(evolve(BY_IDENTITY, send=respond)) == "fail"
    assert proxy.problem is None


def test_a_wrong_field_of_a_child_is_refused() -> None:
    """The keys name fields of the children."""
    with pytest.raises(SpecError, match="listParcels: an item has no field /refs"):
        _ = _Ordered({"field": "/refs", "precision": "text"}).spec
