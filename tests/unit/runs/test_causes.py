"""Causes: everything that follows from one defect of a server stands under one name."""

from collections.abc import Callable
from typing import Any

import attrs
import pytest
from httpx import MockTransport, Request, Response

import rollcall
from tests.support.api import Api


def _report(api: Api, **options: Any) -> rollcall.Report:  # noqa: ANN401
    target = rollcall.Target(api.base_url, api.token, transport=MockTransport(api.respond))
    (report,) = (
        each.report
        for each in rollcall.run(api.spec, target, rollcall.Config(seed=1, **options))
        if isinstance(each, rollcall.RunFinished)
    )
    return report


def _changed(change: Callable[[dict[str, Any]], object]) -> Callable[[Request, Response], Response]:
    """Return a server that changes the body of each page."""

    def send(_request: Request, response: Response) -> Response:
        if not response.is_success:
            return response
        body = response.json()
        change(body)
        return Response(200, json=body)

    return send


def _fails_beyond_64_bits(request: Request, response: Response) -> Response:
    """Return a status 500 for an integer that a signed integer of 64 bits does not hold."""
    for text in request.url.params.values():
        if text.removeprefix("-").isdecimal() and abs(int(text)) >= 2**63:
            return Response(500, json={"problem": "overflow"})
    return response


_PRICED = Api(
    items=[{"id": f"b{number:02}", "price": number % 7} for number in range(23)],
    fields={"id": {"type": "string"}, "price": {"type": "integer"}},
    filters={"price": ("price", "eq"), "price_from": ("price", "gte")},
)


@pytest.mark.parametrize(
    ("api", "causes"),
    [
        pytest.param(
            Api(send=_changed(lambda body: body["books"][0:1] and body["books"][0].update(kind=7))),
            {"schema listBooks /books/*/kind": "listBooks: /books/0/kind is an integer, expected "},
            id="a field of another type",
        ),
        pytest.param(
            attrs.evolve(_PRICED, send=_fails_beyond_64_bits),
            {
                "server-error listBooks page": "GET /books?page=-1000000",
                "server-error listBooks per": "GET /books?per=9999999999999999999 answers 500",
            },
            id="an overflow",
        ),
        pytest.param(
            attrs.evolve(
                _PRICED, keeps=lambda book, name, value: name == "price" or book["price"] > value
            ),
            {
                "filter listBooks price": "price=",
                "filter listBooks price_from": "price_from: an item",
            },
            id="two filters that are broken",
        ),
        pytest.param(
            attrs.evolve(_PRICED, total=lambda found: len(found) + 1),
            {"total listBooks": "the total is "},
            id="a total that is wrong in every view",
        ),
    ],
)
def test_a_defect_is_one_cause(api: Api, causes: dict[str, str]) -> None:
    """Its id and its title name the defect, whichever law met it."""
    report = _report(api, channels=("http",))
    found = {each.id: each.title for each in report.causes}
    assert {*found} == {*causes}, found
    for name, title in causes.items():
        assert title in found[name]
    assert {each.key for cause in report.causes for each in cause.violations} == {
        each.key for each in report.violations
    }
