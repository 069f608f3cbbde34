"""Laws send no value that the schema of a parameter, or of its field, does not admit."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from rollcall.fuzzing import Fuzzer
from rollcall.http import Transport
from rollcall.laws import Results
from tests.support.api import Api
from tests.support.evaluations import evaluate_all, runner_of

_ITEMS = tuple({"id": f"b{number:02}", "brand": number % 4 + 1} for number in range(23))
_LARGE = 1e50
_ADMITTED = {
    "enum": ({"enum": [1, 2, 3, 4]}, range(1, 5)),
    "exclusive bounds": ({"exclusiveMinimum": 0, "exclusiveMaximum": 5}, range(1, 5)),
    "bounds": ({"minimum": 1, "maximum": 4}, range(1, 5)),
}


@pytest.mark.parametrize("kind", ["integer", "number"])
@pytest.mark.parametrize(("limits", "known"), _ADMITTED.values(), ids=_ADMITTED)
def test_a_number_outside_the_schema_may_be_refused(
    kind: str, limits: Mapping[str, Any], known: range
) -> None:
    """A server that refuses all other numbers passes."""

    def send(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        value = request.url.params.get("brand")
        is_known = value is None or value in map(str, known)
        return response if is_known else httpx.Response(422, json={"problem": "brand"})

    api = Api(
        items=_ITEMS,
        fields={"id": {"type": "string"}, "brand": {"type": "integer"}},
        filters={"brand": ("brand", "eq")},
        values={"brand": {"type": kind, **limits}},
        send=send,
    )
    found = evaluate_all(runner_of(api))
    assert [each.verdict for each in found if each.verdict.outcome == "fail"] == []
    assert any(each.verdict.law == "filter.boundary" for each in found)


def test_a_text_of_several_values_has_those_of_its_field() -> None:
    """A server that refuses other values than those that the field enumerates passes."""
    api = Api(
        filters={"kind_in": ("kind", "in"), "kind_not": ("kind", "notIn")},
        values=dict.fromkeys(("kind_in", "kind_not"), {"type": "string"}),
        annotations=dict.fromkeys(("kind_in", "kind_not"), {"separator": ","}),
    )
    found = evaluate_all(runner_of(api))
    assert [each.verdict for each in found if each.verdict.outcome == "fail"] == []
    passed = {each.verdict.law for each in found if each.verdict.subject == "kind_in"}
    assert {"filter.sound", "filter.complete", "filter.refused"} <= passed


def test_one_of_several_numbers_may_be_beyond_the_range_of_a_server() -> None:
    """A refusal of a very large number violates nothing (RFC 8259, section 6)."""
    refused: set[str] = set()

    def send(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        prices = request.url.params.get("price_in", "0")
        if response.is_error or all(abs(float(each)) < _LARGE for each in prices.split(",")):
            return response
        refused.add(prices)
        return httpx.Response(422, json={"problem": "price_in"})

    api = Api(
        items=[{"id": f"b{number:02}", "price": number / 4} for number in range(23)],
        fields={"id": {"type": "string"}, "price": {"type": "number"}},
        filters={"price_in": ("price", "in")},
        values={"price_in": {"type": "array", "items": {"type": "number"}, "minItems": 1}},
        styles={"price_in": {"explode": False}},
        send=send,
    )
    results = Results()
    transport = Transport(api.base_url, None, transport=httpx.MockTransport(api.respond))
    fuzzer = Fuzzer(
        spec=api.spec,
        transport=transport,
        results=results,
        seed=1,
        max_examples=20,
        probes_methods=False,
    )
    fuzzer.execute("fuzzing", api.spec.operations[0])
    assert refused
    assert [each.title for each in results.violations.values()] == []
