"""The laws accept servers that say less: a lower bound, no link to the same page, one value."""

from typing import Any

import pytest

from tests.support.api import Api
from tests.support.evaluations import evaluate, outcome
from tests.support.paged import Paged


@pytest.mark.parametrize(("most", "expected"), [(10, "pass"), (23, "pass"), (99, "fail")])
def test_a_lower_bound_is_not_more_than_the_total(most: int, expected: str) -> None:
    """An exact total would have to be 23."""

    def told(information: dict[str, Any]) -> dict[str, Any]:
        return {**information, "total": most if most > 23 else min(information["total"], most)}

    place = {"totalItems": {"at": "/total", "exact": False}}
    api = Paged("page", tells=frozenset({"total"}), extra=place, told=told)
    assert outcome("page.totals", api) == expected
    past, *_ = evaluate("page.past_the_end", api)
    assert past.verdict.outcome == expected


@pytest.mark.parametrize(("without", "expected"), [((1,), "pass"), ((1, 2), "fail")])
def test_only_the_first_page_needs_no_link_to_the_first(
    without: tuple[int, ...], expected: str
) -> None:
    """A server may leave out the link of a page to itself."""

    def told(information: dict[str, Any]) -> dict[str, Any]:
        is_left_out = information["position"] in without
        return {**information, "first": None if is_left_out else information["first"]}

    api = Paged("page", tells=frozenset({"first"}), told=told)
    assert outcome("link.first", api) == expected


def test_a_filter_with_one_value_is_not_sent_with_another() -> None:
    """It has no opposite, and cannot be repeated with a different value."""
    items = [{"id": f"b{number:02}", "sold": number % 3 == 0} for number in range(23)]
    fields = {"id": {"type": "string"}, "sold": {"type": "boolean"}}
    api = Api(items=items, fields=fields, filters={"sold": ("sold", "eq")})
    assert [each.verdict.outcome for each in evaluate("filter.ranges", api)] == ["pass"]
    assert [each.verdict.subject for each in evaluate("value.repeated", api)] == ["per", "sold"]
    one = Api(
        items=items,
        fields=fields,
        filters={"sold": ("sold", "eq")},
        values={"sold": {"type": "boolean", "enum": [True]}},
    )
    assert not evaluate("filter.ranges", one)
    assert [each.verdict.subject for each in evaluate("value.repeated", one)] == ["per"]
