"""Bodies are made up for integers that a framework describes without a minimum, or names."""

import json
from typing import Any

from hypothesis import given

from rollcall.clients import drawn_replies, least_call
from rollcall.clients._broken import broken_bodies
from rollcall.clients._script import Reply
from rollcall.spec import Spec
from tests.support.dialects import described


def _with_integers(document: Any) -> None:  # noqa: ANN401 - JSON
    """Add an enumeration of integers, the page size and the number of pages to a page."""
    operation = document["paths"]["/books"]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    schema["properties"] |= {"per": {"type": "integer"}, "pages": {"type": "integer"}}
    schema["required"] += ["per", "pages"]
    item = schema["properties"]["books"]["items"]
    item["properties"] |= {"level": {"type": "integer", "enum": [1, 3]}, "kind": {"const": 7}}
    paging = operation["x-list"]["pagination"]
    paging["pageSize"]["echo"] = "/per"
    paging["totalPages"] = "/pages"
    operation["parameters"] = [each for each in operation["parameters"] if each["name"] != "kind"]


def _spec() -> Spec:
    return described(_with_integers).spec


_CALL = least_call(_spec(), _spec().lists[0])


@given(drawn_replies(_CALL))
def test_a_page_of_no_items_may_have_the_size_zero(reply: Reply) -> None:
    """A list of no items has no pages then."""
    body = json.loads(reply.body)
    assert body["per"] >= len(body["books"])
    assert body["pages"] * body["per"] >= body["total"]


def test_an_undocumented_value_has_the_type_of_the_others() -> None:
    """A client keeps an unknown integer, but refuses a text."""
    found = {
        each.keyword: json.loads(json.dumps(each.body))["books"][0]
        for each in broken_bodies(_CALL)
        if each.keyword in {"enum", "const"}
    }
    assert (found["enum"]["level"], found["const"]["kind"]) == (4, 8)
