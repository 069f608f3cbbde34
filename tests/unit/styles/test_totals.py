"""Totals that a page has only if a parameter requests them."""

import httpx
import pytest

import rollcall
from tests.support.styles.documents import APIS

_REQUESTED = [name for name, api in APIS.items() if api.style.total_on]


@pytest.mark.parametrize(("more", "outcome"), [(0, "pass"), (1, "fail")])
@pytest.mark.parametrize("name", _REQUESTED)
def test_a_requested_total_is_checked(name: str, more: int, outcome: str) -> None:
    """Each request of the laws carries the parameter; a generated one may leave it out."""
    api = APIS[name]
    (key,) = (place.strip("/") for place, fact in api.style.body.items() if fact == "total")
    is_requested: set[bool] = set()

    def respond(request: httpx.Request) -> httpx.Response:
        response = api.respond(request)
        body = response.json()
        is_requested.add(api.style.total_on in request.url.params)
        if not isinstance(body.get(key), int):
            return response
        return httpx.Response(response.status_code, json={**body, key: body[key] + more})

    target = rollcall.Target(api.base_url, api.token, transport=httpx.MockTransport(respond))
    config = rollcall.Config(seed=1, channels=("http",))
    (report,) = (
        each.report
        for each in rollcall.run(api.spec, target, config)
        if isinstance(each, rollcall.RunFinished)
    )
    assert [each.outcome for each in report.verdicts if each.law == "page.totals"] == [outcome]
    assert is_requested == {True, False}
