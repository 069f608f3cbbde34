"""References to an item of a list below a parent, whose identifier may be a number."""

from pathlib import Path

import httpx
import pytest
from attrs import frozen

from rollcall.spec import Spec, parse_spec
from tests.support.evaluations import evaluate

_ITEMS = {
    "shelves": {"id": {"type": "integer"}, "newest": {"type": "string"}},
    "books": {"id": {"type": "string"}, "shelf": {"type": "integer"}},
}
_RULE = {"reference": {"field": "/newest", "operation": "listBooks", "parent": "/id"}}


def _operation(name: str, *parameters: object, **annotation: object) -> dict[str, object]:
    """Return a list that has no pages."""
    schema = {
        "type": "object",
        "properties": {
            name: {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
            "next": {"type": "string"},
        },
    }
    return {
        "operationId": f"list{name.capitalize()}",
        "parameters": [*parameters],
        "responses": {
            "200": {"description": "It.", "content": {"application/json": {"schema": schema}}}
        },
        "x-list": {
            "items": f"/{name}",
            "identity": "/id",
            "pagination": {"style": "link", "next": "/next"},
            **annotation,
        },
    }


@frozen
class _Library:
    """The books of a shelf, and the shelf that names the newest of them."""

    newest: str = "b1"
    token: str = ""
    base_url: str = "http://api.test"

    @property
    def spec(self) -> Spec:
        """The spec."""
        shelf = {"name": "shelf", "in": "path", "required": True, "schema": {"type": "integer"}}
        parent = {"parameter": "shelf", "field": "/shelf", "operation": "listShelves"}
        schemas = {name: {"type": "object", "properties": of} for name, of in _ITEMS.items()}
        document = {
            "openapi": "3.1.0",
            "info": {"title": "Library", "version": "1"},
            "paths": {
                "/shelves": {"get": _operation("shelves")},
                "/shelves/{shelf}/books": {"get": _operation("books", shelf, parent=parent)},
            },
            "components": {
                "schemas": {**schemas, "shelves": {**schemas["shelves"], "x-invariants": [_RULE]}}
            },
        }
        return parse_spec(Path("library.json"), document)

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        if request.url.path == "/shelves":
            return httpx.Response(200, json={"shelves": [{"id": 7, "newest": self.newest}]})
        if request.url.path == "/shelves/7/books":
            return httpx.Response(200, json={"books": [{"id": "b1", "shelf": 7}]})
        return httpx.Response(404)


@pytest.mark.parametrize(("newest", "outcome"), [("b1", "pass"), ("b2", "fail")])
def test_a_parent_may_have_a_number_as_its_identifier(newest: str, outcome: str) -> None:
    """The item is looked for in the list of that parent."""
    (found,) = evaluate("coherence.reference", _Library(newest), "listShelves")
    assert found.verdict.outcome == outcome, found
