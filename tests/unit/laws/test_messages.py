"""What a violation says is true of its response."""

import json

import httpx

from tests.support.api import Api
from tests.support.evaluations import evaluate


def _with_a_deleted_book(request: httpx.Request, response: httpx.Response) -> httpx.Response:
    """Show a deleted item to requests with a filter."""
    if "kind" not in request.url.params or response.status_code != httpx.codes.OK:
        return response
    body = json.loads(response.content)
    body["books"].append({"id": "gone", "kind": request.url.params["kind"]})
    return httpx.Response(200, json=body)


def test_an_item_that_only_a_filtered_list_has_is_not_said_to_differ_from_the_filter() -> None:
    """It matches, and the whole list does not have it."""
    (found,) = evaluate("filter.complete", Api(send=_with_a_deleted_book))
    assert found.violation is not None
    title = "an item is listed that the whole list does not have: id gone"
    assert found.violation.title == title
