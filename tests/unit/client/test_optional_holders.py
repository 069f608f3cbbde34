"""Tokens, links and totals in objects that may be null, or absent, on the way."""

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.support.client.generated import import_client
from tests.support.specs import GET_SHELVES, write

_TEXT = {"type": "string"}
_NEXT = {"type": "object", "properties": {"after": _TEXT}}


def _package(folder: Path, name: str, paging: Mapping[str, Any]) -> ModuleType:
    """Import a client for pages with an object of this schema, which need not be there."""
    schema = {
        "type": "object",
        "required": ["shelves"],
        "properties": {
            "shelves": {"type": "array", "items": {"$ref": "#/components/schemas/Shelf"}},
            "paging": paging,
        },
    }
    pagination = {
        "style": "cursor",
        "pageSize": {"parameter": "size"},
        "continuationToken": {"parameter": "after", "next": "/paging/next/after"},
    }
    changes: dict[str, Any] = {
        f"{GET_SHELVES}/responses/200/content/application~1json/schema": schema,
        f"{GET_SHELVES}/x-list/pagination": pagination,
        f"{GET_SHELVES}/parameters/-": {"name": "after", "in": "query", "schema": _TEXT},
    }
    return import_client(write(folder / f"{name}.yaml", changes))


def _shelf(number: int) -> dict[str, Any]:
    identity = f"7b61621f-62e0-4aad-ab11-9fd19e272e7{number}"
    return {"id": identity, "label": f"{number}", "created_at": "2021-04-16T09:46:20Z"}


_HOLDERS: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "absent": ({"type": "object", "properties": {"next": _NEXT}}, {}),
    "null": ({"type": ["object", "null"], "properties": {"next": _NEXT}}, {"paging": None}),
    "inner_absent": ({"type": "object", "properties": {"next": _NEXT}}, {"paging": {}}),
    "inner_null": (
        {"type": "object", "properties": {"next": {"anyOf": [_NEXT, {"type": "null"}]}}},
        {"paging": {"next": None}},
    ),
}


@pytest.mark.parametrize("name", _HOLDERS)
def test_the_list_ends_with_a_page_without_the_holder(tmp_path: Path, name: str) -> None:
    """The pages before it lead on, and the page information of the last one is None or empty."""
    schema, ending = _HOLDERS[name]
    package = _package(tmp_path, f"holder_{name}", schema)

    def respond(request: httpx.Request) -> httpx.Response:
        is_last = request.url.params.get("after") == "b"
        paging = ending if is_last else {"paging": {"next": {"after": "b"}}}
        return httpx.Response(200, json={"shelves": [_shelf(int(is_last))], **paging})

    with httpx.Client(transport=httpx.MockTransport(respond)) as http:
        pager = package.Client("key", http_client=http).shelves.list()
        pages = [*pager.pages()]
    assert [each.label for page in pages for each in page.items] == ["0", "1"]
    assert pages[0].meta.next.after == "b"
    assert not (pages[1].meta and pages[1].meta.next)
