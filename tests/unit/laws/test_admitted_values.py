"""Laws send no value that the schema of a parameter, or of its field, does not admit."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from tests.support.api import Api
from tests.support.evaluations import evaluate_all, runner_of

_ITEMS = tuple({"id": f"b{number:02}", "brand": number % 4 + 1} for number in range(23))
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
