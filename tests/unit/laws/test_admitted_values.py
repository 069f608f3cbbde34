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
_EXAMPLES = 40
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
        values={"kind_in": {"type": "string"}, "kind_not": {"type": "string"}},
        annotations={"kind_in": {"separator": ","}, "kind_not": {"separator": ","}},
    )
    found = evaluate_all(runner_of(api))
    assert [each.verdict for each in found if each.verdict.outcome == "fail"] == []
    passed = {each.verdict.law for each in found if each.verdict.subject == "kind_in"}
    assert {"filter.sound", "filter.complete", "filter.refused"} <= passed


def _generated(api: Api, seed: int = 1) -> list[str]:
    """Return the violations of generated requests."""
    results = Results()
    transport = Transport(api.base_url, None, transport=httpx.MockTransport(api.respond))
    fuzzer = Fuzzer(
        spec=api.spec,
        transport=transport,
        results=results,
        seed=seed,
        max_examples=_EXAMPLES,
        probes_methods=False,
    )
    fuzzer.execute("fuzzing", api.spec.operations[0])
    return [each.title for each in results.violations.values()]


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
    assert _generated(api) == []
    assert refused


def test_one_of_several_texts_may_have_a_null_character() -> None:
    """A refusal of a null character violates nothing."""
    refused: set[str] = set()

    def send(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        titles = request.url.params.get("title_in", "")
        if response.is_error or "\0" not in titles:
            return response
        refused.add(titles)
        return httpx.Response(422, json={"problem": "title_in"})

    api = Api(
        items=[{"id": f"b{number:02}", "title": f"t{number}"} for number in range(23)],
        fields={"id": {"type": "string"}, "title": {"type": "string"}},
        filters={"title_in": ("title", "in")},
        values={"title_in": {"type": "array", "items": {"type": "string"}, "minItems": 1}},
        styles={"title_in": {"explode": False}},
        send=send,
    )
    # Which values are drawn depends on the constants in the code of the tool, too.
    assert not [each for seed in range(6) for each in _generated(api, seed)]
    assert refused
