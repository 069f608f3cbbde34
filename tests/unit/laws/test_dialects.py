"""Documents that say the same in other words have the same laws, mutants and outcomes."""

from copy import deepcopy
from functools import cache

import httpx
import pytest
from attrs import evolve

from rollcall.fuzzing import Fuzzer
from rollcall.http import Transport
from rollcall.laws import Results
from rollcall.mutants import select_mutants
from tests.support.api import Described
from tests.support.dialects import DIALECTS, SERVER, Change, described, server_of
from tests.support.evaluations import evaluate_all, runner_of


def outcomes(api: Described) -> list[tuple[str, str, str]]:
    """Return the outcome of each law on each subject."""
    return [
        (each.verdict.law, each.verdict.subject, each.verdict.outcome)
        for each in evaluate_all(runner_of(api))
    ]


@cache
def plain_outcomes() -> list[tuple[str, str, str]]:
    """Return the outcomes with the unchanged document."""
    return outcomes(described(lambda _: None))


@pytest.mark.parametrize("change", DIALECTS.values(), ids=DIALECTS.keys())
def test_laws_are_the_same(change: Change) -> None:
    """No law is lost, and none fails on a correct server."""
    expected = plain_outcomes()
    found = outcomes(server_of(described(change)))
    assert found == expected
    assert {outcome for _, _, outcome in found} <= {"pass", "vacuous"}
    assert ("filter.boundary", "price_from", "pass") in found


@pytest.mark.parametrize("change", DIALECTS.values(), ids=DIALECTS.keys())
def test_mutants_are_the_same(change: Change) -> None:
    """No mutant is lost, but another status where the document admits all."""
    changed, plain = described(change).spec, described(lambda _: None).spec
    found = {each.id for each in select_mutants(changed, "server", (), 0)}
    lost = {each.id for each in select_mutants(plain, "server", (), 0)} - found
    assert not [each for each in lost if "status.is-20" not in each]
    kinds = {each.id.split()[0] for each in select_mutants(changed, "document", (), 0)}
    assert {each.id.split()[0] for each in select_mutants(plain, "document", (), 0)} <= kinds


@pytest.mark.parametrize("change", DIALECTS.values(), ids=DIALECTS.keys())
def test_schemathesis_generates_requests(change: Change) -> None:
    """The coverage cases of every parameter are sent, and none of them fails."""
    api = server_of(described(change))
    sent: set[str] = set()

    def respond(request: httpx.Request) -> httpx.Response:
        sent.update(request.url.params)
        return api.respond(request)

    results = Results()
    transport = Transport(api.base_url, None, transport=httpx.MockTransport(respond))
    fuzzer = Fuzzer(
        spec=api.spec,
        transport=transport,
        results=results,
        seed=1,
        max_examples=2,
        probes_methods=False,
    )
    fuzzer.cover(api.spec.operations[0], None)
    assert {"page", "per", "kind", "price_from"} <= sent
    assert "conformance.response_schema_conformance" in {law for _, _, law, _ in results.ran}
    assert [each.title for each in results.violations.values()] == []


def test_a_body_may_be_the_array() -> None:
    """The empty pointer leads to the items; a page that is too long is still found."""
    document = deepcopy(SERVER.document)
    operation = document["paths"]["/books"]["get"]
    content = operation["responses"]["200"]["content"]["application/json"]
    content["schema"] = content["schema"]["properties"]["books"]
    operation["x-list"]["items"] = ""
    del operation["x-list"]["pagination"]["totalItems"]

    def send(_: httpx.Request, response: httpx.Response) -> httpx.Response:
        is_page = response.status_code == 200
        return httpx.Response(200, json=response.json()["books"]) if is_page else response

    api = Described(evolve(SERVER, send=send), document)
    assert [each for each in outcomes(api) if each[2] not in {"pass", "vacuous"}] == []
    assert ("page.partition", "", "pass") in outcomes(api)
    too_long = evolve(api.api, page=lambda items, number, size: items[(number - 1) * size :])
    assert ("page.length", "", "fail") in outcomes(evolve(api, api=too_long))
    mutants = {each.id for each in select_mutants(api.spec, "server", (), 0)}
    assert [each for each in mutants if "page." in each]
    assert not [each for each in mutants if "body.bare-array" in each]
