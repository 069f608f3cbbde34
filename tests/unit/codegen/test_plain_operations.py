"""Which operations get a plain method, with which name, and which are left out."""

from pathlib import Path
from typing import Any

import pytest

from rollcall.codegen._resource_names import method_names, resource_of
from rollcall.codegen._validation import read_valid
from rollcall.spec import SpecError, parse_spec
from tests.support.specs import GET_BOOKS, GET_SHELVES, REMOVED, write

_OK: dict[str, Any] = {"200": {"description": "Done."}}


def _names(resource: str, *operations: str, taken: tuple[str, ...] = ()) -> list[str]:
    """Return the names of methods for lines such as ``GET /books getBook``."""
    paths: dict[str, Any] = {}
    for line in operations:
        method, path, *name = line.split()
        named = {"operationId": name[0]} if name else {}
        paths.setdefault(path, {})[method.lower()] = {**named, "responses": _OK}
    document = {"openapi": "3.1.0", "info": {"title": "Any", "version": "1"}, "paths": paths}
    spec = parse_spec(Path("any.json"), document)
    found = method_names(spec.operations, resource, taken)
    return [found[each.id] for each in spec.operations]


@pytest.mark.parametrize(
    ("resource", "operations", "names"),
    [
        ("books", ["GET /books/{id} getBook", "POST /books create-a-book"], ["get", "create"]),
        ("books", ["GET /books/{id} books_read", "PUT /b BooksRename"], ["read", "rename"]),
        ("libraries", ["DELETE /l deleteLibrary"], ["delete"]),
        ("shelves.books", ["GET /b getShelfBook"], ["get"]),
        ("books", ["GET /books books"], ["get"]),
        ("books", ["GET /books listBooks"], ["list_books"]),
        ("books", ["GET /books/{id} getBook", "GET /books getBooks"], ["get_book", "get_books"]),
        ("books", ["GET /a/{id} bookDate", "GET /b import_book"], ["book_date", "import_"]),
        ("books", ["GET /a bookDatetime"], ["book_datetime"]),
        ("books", ["GET /a bookPages"], ["book_pages"]),
        ("items", ["GET /items/{item_id} read_item_items__item_id__get"], ["read"]),
        ("books", ["GET /books/{id}", "POST /books/{id}/lend"], ["get", "post_lend"]),
        (
            "books",
            ["GET /a 2nd_book", "GET /b Book", "GET /c book"],
            ["call_2_nd", "book", "book_2"],
        ),
    ],
)
def test_the_name_of_a_method(resource: str, operations: list[str], names: list[str]) -> None:
    """It has the words of the operationId that the resource lacks; colliding ones have all."""
    assert _names(resource, *operations, taken=("pages",)) == names


@pytest.mark.parametrize(
    ("path", "tag", "resource"),
    [
        ("/shelves/{id}", None, "shelves"),
        ("/shelves/{id}", "shelves", "shelves"),
        ("/shelves/{id}/books/{book}", "Shelves", "shelves.books"),
        ("/shelves/{id}/books/{book}", "Other Tag", "other_tag"),
        ("/v1/loans/{loan}/extend", None, "loans"),
        ("/v1/status", None, "status"),
        ("/{any}/list", None, "list_"),
        ("/{any}", None, "api"),
    ],
)
def test_the_resource_of_an_operation(
    path: str, tag: str | None, resource: str, tmp_path: Path
) -> None:
    """It is that of the list that the path leads through, the tag, or a word of the path."""
    spec = read_valid(write(tmp_path / "library.json"))
    tags = {"tags": [tag, "more"]} if tag else {}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Any", "version": "1"},
        "paths": {path: {"get": {**tags, "responses": _OK}}},
    }
    (operation,) = parse_spec(Path("any.json"), document).operations
    assert resource_of(operation, spec.lists) == resource


def _json(schema: object) -> dict[str, Any]:
    return {"description": "It.", "content": {"application/json": {"schema": schema}}}


_LEFT_OUT: dict[str, tuple[dict[str, Any], str, str]] = {
    "a form": (
        {"requestBody": {"content": {"multipart/form-data": {}, "text/csv": {}}}},
        "/requestBody",
        "its request is a form (multipart/form-data) without fields, or with alternatives",
    ),
    "a stream": (
        {"responses": {"200": {**_OK["200"], "content": {"text/event-stream": {}}}}},
        "/responses/200",
        "its response is text/event-stream, and a stream has no end",
    ),
    "a field": (
        {
            "requestBody": {
                "content": {
                    "multipart/form-data": {
                        "schema": {"required": ["o"], "properties": {"o": {"type": "object"}}}
                    }
                }
            }
        },
        "/requestBody",
        "its request is a form (multipart/form-data), whose field o is not supported",
    ),
    "a redirect": (
        {"responses": {"302": {"description": "Elsewhere."}}},
        "/responses",
        "no response of success is documented",
    ),
    "a cookie": (
        {"parameters": [{"name": "c", "in": "cookie", "required": True, "schema": {}}]},
        "/parameters/0",
        "the required cookie parameter c is of a kind that is not supported",
    ),
    "an object": (
        {
            "parameters": [
                {"name": "o", "in": "query", "required": True, "schema": {"type": "object"}}
            ]
        },
        "/parameters/0",
        "the required query parameter o is of a kind that is not supported",
    ),
}


@pytest.mark.parametrize(("changes", "place", "reason"), _LEFT_OUT.values(), ids=_LEFT_OUT)
def test_an_operation_that_is_left_out(
    changes: dict[str, Any], place: str, reason: str, tmp_path: Path
) -> None:
    """The note has its place and the reason."""
    notes: list[str] = []
    operation = {"operationId": "lend", "responses": _OK, **changes}
    path = write(tmp_path / "library.json", {"/paths/~1lend": {"post": operation}})
    spec = read_valid(path, notes.append)
    assert [each.id for each in spec.operations] == ["listShelves", "listBooks"]
    (note,) = notes
    assert note.endswith(f"/paths/~1lend/post{place}: lend is not generated: {reason}")


def test_a_list_of_another_method_is_told(tmp_path: Path) -> None:
    """``x-list`` is supported on GET only."""
    notes: list[str] = []
    spec = write(tmp_path / "library.json")
    listed = read_valid(spec).get(("paths", "/shelves", "get", "x-list"))
    operation = {
        "operationId": "search",
        "parameters": [
            {"$ref": "#/components/parameters/Size"},
            {"$ref": "#/components/parameters/Page"},
        ],
        "responses": {"200": _json({"$ref": "#/components/schemas/ShelfList"})},
        "x-list": listed,
    }
    changes = {"/paths/~1search": {"post": operation}}
    read_valid(write(tmp_path / "library.json", changes), notes.append)
    (note,) = notes
    assert "search is not generated: x-list belongs on GET, not on POST; remove it" in note


def test_what_an_operation_does_not_take_is_told(tmp_path: Path) -> None:
    """Optional parts of other kinds are left out, and those that the client sets itself."""
    notes: list[str] = []
    form = {"properties": {"deep": {"type": "object"}}}
    operation = {
        "operationId": "lend",
        "requestBody": {"content": {"multipart/form-data": {"schema": form}}},
        "parameters": [
            {"name": "seen", "in": "cookie", "schema": {"type": "string"}},
            {"name": "many", "in": "header", "schema": {"type": "array"}},
            {"name": "Accept", "in": "header", "schema": {"type": "string"}},
        ],
        "responses": _OK,
    }
    path = write(tmp_path / "library.json", {"/paths/~1lend": {"delete": operation}})
    spec = read_valid(path, notes.append)
    assert not spec.operations[-1].parameters
    assert [each.partition(": ")[2].partition(": ")[2] for each in notes] == [
        "lend takes no deep in its form: its kind is not supported",
        "lend takes no seen: its kind is not supported",
        "lend takes no many: its kind is not supported; pass it in headers",
    ]


def test_without_an_operation_nothing_is_generated(tmp_path: Path) -> None:
    """The error has the reasons."""
    changes = {
        GET_SHELVES: REMOVED,
        GET_BOOKS: {"operationId": "bare", "responses": {"302": {"description": "No."}}},
        "/components/schemas/Shelf/x-invariants": REMOVED,
    }
    with pytest.raises(SpecError, match="bare is not generated: no response of success"):
        read_valid(write(tmp_path / "library.json", changes))
