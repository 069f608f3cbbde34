"""A document chooses names in code with ``x-name``."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from rollcall.codegen import SpecError, update
from tests.support.client.generated import first_shelf, import_client, shelf_with
from tests.support.specs import GET_BOOKS, GET_SHELVES, SHELF, write

_TEXT = {"type": "string"}


def test_chosen_names_are_those_of_the_client(tmp_path: Path) -> None:
    """Names on the wire stay; a derived name gives way to a chosen one."""
    made = {"x-name": "put_up", "responses": {"204": {"description": "Made."}}}
    changes: dict[str, Any] = {
        f"{GET_SHELVES}/x-name": "search",
        "/paths/~1shelves/post": {**made, "operationId": "addShelf", "tags": ["shelves"]},
        f"{GET_SHELVES}/parameters/-0": {"name": "q", "in": "query", "x-name": "words"}
        | {"schema": _TEXT},
        f"{GET_SHELVES}/parameters/-1": {"name": "words", "in": "query", "schema": _TEXT},
        "/components/schemas/Shelf/x-name": "Board",
        f"{SHELF}/label/x-name": "name",
        f"{SHELF}/name": _TEXT,
        f"{SHELF}/size": {
            "type": "object",
            "x-name": "extent",
            "properties": {"w": {"type": "integer"}},
        },
        f"{SHELF}/either": {"x-name": "one_of", "anyOf": [_TEXT, {"type": "null"}]},
    }
    package = import_client(write(tmp_path / "chosen.yaml", changes))
    sent: list[str] = []
    shelf = shelf_with({"name": "b", "size": {"w": 1}, "either": None})

    def respond(request: httpx.Request) -> httpx.Response:
        sent.append(request.url.query.decode())
        meta = {"page": 1, "pages": 1, "total": 1}
        return httpx.Response(200, json={"shelves": [shelf], "meta": meta})

    with httpx.Client(transport=httpx.MockTransport(respond)) as http:
        client = package.Client("key", http_client=http)
        found = client.shelves.search(words="x", words_2="y").first()
        assert callable(client.shelves.put_up)
    assert sent == ["q=x&words=y"]
    assert type(found) is package.Board
    assert (found.name, found.name_2, found.extent.w, found.one_of) == ("a", "b", 1, None)
    assert package.to_dict(found) == shelf


def test_an_object_that_is_described_in_place_has_a_chosen_class(tmp_path: Path) -> None:
    """In a property, in an array and in a union; equal objects share the class."""
    size = {
        "type": ["object", "null"],
        "x-name": "Extent",
        "required": ["w"],
        "properties": {"w": {"type": "integer"}},
    }
    part = {"type": "object", "x-name": "Part", "properties": {"n": _TEXT}}
    changes = {
        f"{SHELF}/size": size,
        f"{SHELF}/sizes": {"type": "array", "items": size},
        f"{SHELF}/parts": {"type": "object", "additionalProperties": part},
        f"{SHELF}/maybe": {"anyOf": [_TEXT, part]},
    }
    package = import_client(write(tmp_path / "described.yaml", changes))
    fields = {"size": {"w": 1}, "sizes": [{"w": 2}, None], "parts": {"a": {}}, "maybe": {"n": "x"}}
    shelf = first_shelf(package, fields)
    assert {type(each) for each in (shelf.size, shelf.sizes[0])} == {package.Extent}
    assert {type(each) for each in (shelf.parts["a"], shelf.maybe)} == {package.Part}
    assert shelf.sizes[1] is None


@pytest.mark.parametrize(
    ("schema", "name", "problem"),
    [
        ({"type": "object", "properties": {"w": {}}}, "Shelf", "Shelf is in use in Python"),
        ({"type": "object", "properties": {"w": {}}}, "extent", "extent cannot name a class"),
        ({"type": "string"}, "Extent", "Extent names a class, and this is no object"),
    ],
)
def test_a_class_that_cannot_be_chosen(
    tmp_path: Path, schema: dict[str, Any], name: str, problem: str
) -> None:
    """The error has its place."""
    items = {"type": "array", "items": {**schema, "x-name": name}}
    spec = write(tmp_path / "library.yaml", {f"{SHELF}/sizes": items})
    with pytest.raises(SpecError, match=f"{SHELF}/sizes/items/x-name: {problem}"):
        update([spec], tmp_path / "out", is_strict=True)


def test_two_methods_of_a_resource_have_names_of_their_own(tmp_path: Path) -> None:
    """The second one is refused."""
    made = {"x-name": "find", "responses": {"204": {"description": "Made."}}}
    changes: dict[str, Any] = {
        f"{GET_SHELVES}/x-name": "find",
        "/paths/~1shelves/post": {**made, "operationId": "addShelf", "tags": ["shelves"]},
    }
    spec = write(tmp_path / "library.yaml", changes)
    with pytest.raises(SpecError, match="post/x-name: find is in use in shelves"):
        update([spec], tmp_path / "out", is_strict=True)


@pytest.mark.parametrize(
    ("pointer", "name"),
    [
        (f"{SHELF}/label", "list"),
        ("/components/schemas/Shelf", "Client"),
        (f"{GET_BOOKS}/parameters/0", "timeout"),
    ],
)
def test_a_name_that_is_in_use_is_refused(tmp_path: Path, pointer: str, name: str) -> None:
    """The error names the place."""
    spec = write(tmp_path / "library.yaml", {f"{pointer}/x-name": name})
    with pytest.raises(SpecError, match=rf"{pointer}/x-name: {name} is in use in") as refused:
        update([spec], tmp_path / "out", is_strict=True)
    assert len(refused.value.problems) == 1
