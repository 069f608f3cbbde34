"""The checks accept the clients of documents as vendors publish them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx
import pytest

import rollcall
from rollcall.clients import CheckContext, checks
from rollcall.laws import Results
from rollcall.spec import read_spec
from tests.support.specs import GET_SHELVES, REMOVED, SHELF, build, write

_PARAMETERS = f"{GET_SHELVES}/parameters"
_SCHEME = "/components/securitySchemes/bearer"
_SIZE = "/components/parameters/Size/schema"
_PAGING = f"{GET_SHELVES}/x-list/pagination"
_POSITION = "/components/schemas/Position"
_REQUIRED = "/components/schemas/Shelf/required"
_META = "/components/schemas/ShelfList/properties/meta"
_KEY_IN_QUERY = {"type": "apiKey", "in": "query", "name": "access_token"}
_OBJECTS = (
    {"type": "object", "properties": {"room": {"type": "string"}}, "required": ["room"]},
    {"type": "object", "properties": {"floor": {"type": "integer"}}, "required": ["floor"]},
)
_LINKS = (
    {"type": "object", "properties": {"next": {"type": "string"}}},
    {"type": "object", "properties": {"last": {"type": "string"}}},
)


def _text(name: str, form: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string", "format": form}}


_DOCUMENTS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "combined schemas": {
            f"{SHELF}/kind": {"allOf": [{"type": "string"}, {"type": "string", "enum": ["shelf"]}]},
            f"{SHELF}/place": {"allOf": [{"oneOf": [*_OBJECTS]}, {"description": "Where."}]},
            f"{SHELF}/room": {
                "type": "object",
                "properties": {"room": {"type": "string"}, "floor": {"type": "integer"}},
                "anyOf": [{"required": ["room"]}, {"required": ["floor"]}],
            },
            _REQUIRED: ["id", "label", "created_at", "kind", "place", "room"],
        },
        "values of any type, and null": {
            f"{SHELF}/note": {"description": "A note."},
            f"{SHELF}/owner": {"type": "null"},
            f"{SHELF}/hall": {"type": ["null", "string"], "enum": [None, "east"]},
            f"{SHELF}/secret": {"type": "string", "writeOnly": True},
            f"{SHELF}/names": {"type": "object", "additionalProperties": {"type": "string"}},
            _REQUIRED: [
                "id",
                "label",
                "created_at",
                "note",
                "owner",
                "hall",
                "names",
            ],
        },
        "links of any type": {
            f"{_PAGING}/next": "/links/pages/next",
            f"{_PAGING}/last": "/links/pages/last",
            "/components/schemas/ShelfList/properties/links": {
                "type": "object",
                "properties": {"pages": {"anyOf": [*_LINKS, {}]}},
            },
            "/components/schemas/ShelfList/required": ["shelves", "meta", "links", "undescribed"],
        },
        "a page that is never empty, without a type": {
            "/components/schemas/ShelfList/type": REMOVED,
            "/components/schemas/ShelfList/properties/shelves/minItems": 1,
        },
        "a page size without bounds": {_SIZE: {"type": "integer", "format": "int32"}},
        "unknown formats": {
            f"{_PARAMETERS}/-zone": _text("zone", "tzinfo"),
            f"{_PARAMETERS}/-mail": _text("mail", "email"),
            f"{_PARAMETERS}/-host": _text("host", "ipv4"),
            f"{_PARAMETERS}/-bytes": _text("bytes", "byte"),
        },
        "page numbers in a null object": {
            f"{_POSITION}/required": REMOVED,
            f"{_POSITION}/type": ["object", "null"],
            "/components/schemas/ShelfList/required": ["shelves"],
        },
        "a page size that is not required": {
            _PAGING: {
                "style": "cursor",
                "pageSize": {"parameter": "size", "echo": "/meta/size"},
                "continuationToken": {"parameter": "after", "next": "/meta/next"},
            },
            f"{_PARAMETERS}/-after": {"name": "after", "in": "query", "schema": {"type": "string"}},
            _META: {
                "type": "object",
                "properties": {"size": {"type": "integer"}, "next": {"type": "string"}},
            },
        },
        "a key in the query": {_SCHEME: _KEY_IN_QUERY},
        "a key in the query, and links": {
            _SCHEME: _KEY_IN_QUERY,
            _PAGING: {"style": "link", "pageSize": {"parameter": "size"}, "next": "/meta/next"},
            _META: {"type": "object", "properties": {"next": {"type": ["string", "null"]}}},
        },
        "an item of another list within an item": {
            f"{SHELF}/first": {"$ref": "#/components/schemas/Book"},
            "/components/schemas/Book/required": ["title"],
            _REQUIRED: ["id", "label", "created_at", "first"],
        },
        "OpenID Connect, and a status without content": {
            _SCHEME: {"type": "openIdConnect", "openIdConnectUrl": "https://library.example/id"},
            f"{GET_SHELVES}/responses/204": {"description": "No shelf."},
        },
    }
)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", _DOCUMENTS)
def test_a_client_passes_each_check(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No check raises an error, and each of them decides."""
    results, reasons = _checked(name, _DOCUMENTS[name], tmp_path, monkeypatch)
    assert not [f"{each.law}: {each.detail}" for each in results.violations.values()]
    assert not reasons
    assert sum(results.ran.values())


def test_a_schema_without_valid_values_is_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check that can draw no value says so."""
    changes = {
        "/components/schemas/ShelfList/properties/note": {"type": "string", "not": {}},
        "/components/schemas/ShelfList/required": ["shelves", "meta", "note"],
    }
    _, reasons = _checked("no value", changes, tmp_path, monkeypatch)
    assert "no pages can be made up: no valid value was drawn" in reasons


@pytest.mark.parametrize(
    "documented", [{f"{GET_SHELVES}/responses/401": {"description": "No."}}, {}]
)
def test_a_refused_key_may_be_documented_or_not(
    documented: Mapping[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client reads the body of a status that the document has, and no other."""
    path = write(tmp_path / f"published_refusal_{len(documented)}.json", documented)
    build(path, tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    spec, results = read_spec(path), Results()
    transport = httpx.MockTransport(lambda _request: httpx.Response(401, json={"message": "no"}))
    (check,) = (each for each in checks(spec, spec.lists[:1]) if each.name == "wrong_key")
    target = rollcall.Target("http://api.test", "key")
    context = CheckContext(spec, results, 1, 1, target, transport=lambda _list: transport)
    assert not check.run(context)
    assert not [each.title for each in results.violations.values()]
    assert sum(results.ran.values()) == 1


def _checked(
    name: str, changes: Mapping[str, object], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Results, Sequence[str]]:
    """Return the results of the checks of a document's client, and why some did not decide."""
    # A package is imported once, by its name.
    path = write(folder / f"published_{'_'.join(name.replace(',', '').split())}.json", changes)
    build(path, folder)
    monkeypatch.syspath_prepend(folder)
    spec, results = read_spec(path), Results()
    found = [each for each in checks(spec, spec.lists[:1]) if not each.needs_target]
    reasons = [each.run(CheckContext(spec, results, seed=1, examples=5)) for each in found]
    return results, [*filter(None, reasons)]
