"""A document may be split into several files."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from httpx import Request, Response

import rollcall
from rollcall.spec import item_schema, parse_spec, read_spec
from tests.support.api import asgi

MAIN = """
openapi: 3.1.0
info: { title: Books, version: "1" }
paths:
  /books: { $ref: "paths/books.yaml" }
  /books/{id}/parts: { $ref: "paths/books.yaml#/parts" }
components:
  schemas:
    Named: { $ref: "schemas/named.yaml" }
"""
BOOKS = """
get:
  operationId: listBooks
  parameters:
    - $ref: "../parameters.json#/Size"
    - name: title
      in: query
      schema: { $ref: "../schemas/book.yaml#/$defs/Title" }
      x-filter: { field: /titel, operator: eq, precision: exact }
  responses:
    "200":
      description: ""
      content:
        application/json:
          schema: { type: array, items: { $ref: "../schemas/book.yaml" } }
  x-list:
    items: ""
    identity: /id
    pagination: { style: page, pageSize: { parameter: size }, pageIndex: { parameter: page } }
parts:
  get:
    operationId: listParts
    responses: { "404": { $ref: "../schemas/named.yaml#/x-missing" } }
"""
BOOK = """
type: object
properties:
  id: { type: string }
  title: { $ref: "#/$defs/Title" }
  sequel: { $ref: "book.yaml" }
  author: { $ref: "../main.yaml#/components/schemas/Named" }
$defs:
  Title: { type: string, maxLength: 9 }
"""
NAMED = """
type: object
properties: { name: { type: string } }
x-missing: { description: There is none. }
"""
PARAMETERS = {
    "Size": {"name": "size", "in": "query", "schema": {"type": "integer"}},
    "Page": {"name": "page", "in": "query", "schema": {"type": "integer"}},
}
FILES = {
    "main.yaml": MAIN,
    "paths/books.yaml": BOOKS.replace(
        '- $ref: "../parameters.json#/Size"',
        '- $ref: "../parameters.json#/Size"\n    - $ref: "../parameters.json#/Page"',
    ).replace("/titel", "/title"),
    "schemas/book.yaml": BOOK,
    "schemas/named.yaml": NAMED,
    "parameters.json": json.dumps(PARAMETERS),
}


def written(folder: Path, changes: Mapping[str, str] | None = None) -> Path:
    """Write the files of the document, and return its path."""
    for name, text in {**FILES, **(changes or {})}.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "main.yaml"


def expect_whole(spec: rollcall.Spec) -> None:
    """Check that the parts of all files are in the document."""
    books, parts = spec.operations
    assert (books.id, parts.id) == ("listBooks", "listParts")
    assert [each.name for each in books.parameters] == ["size", "page", "title"]
    assert books.parameters[2].schema == {"type": "string", "maxLength": 9}
    item: Any = item_schema(spec, spec.lists[0])
    assert item == {"$ref": "#/components/schemas/book"}
    schemas = spec.raw["components"]["schemas"]
    assert schemas["book"]["properties"]["sequel"] == item
    assert schemas["book"]["properties"]["author"] == {"$ref": "#/components/schemas/Named"}
    assert schemas["Named"]["properties"] == {"name": {"type": "string"}}
    assert ".yaml" not in json.dumps(spec.raw)


def test_references_to_other_files_are_followed(tmp_path: Path) -> None:
    """Files refer to each other, to themselves and to parts of the main file."""
    expect_whole(read_spec(written(tmp_path)))


def test_an_application_serves_the_files() -> None:
    """References are relative to the address of the file that has them."""

    def respond(request: Request) -> Response:
        text = FILES.get(request.url.path.removeprefix("/docs/"))
        return Response(404) if text is None else Response(200, text=text)

    expect_whole(rollcall.from_asgi("/docs/main.yaml", asgi(respond)))


def test_a_problem_names_its_own_file_and_line(tmp_path: Path) -> None:
    """The pointer is that of the file."""
    books = FILES["paths/books.yaml"].replace("/title,", "/titel,")
    path = written(tmp_path, {"paths/books.yaml": books})
    with pytest.raises(rollcall.SpecError) as caught:
        read_spec(path)
    line = next(n for n, each in enumerate(books.split("\n"), 1) if "x-filter" in each)
    assert str(caught.value) == (
        f"{tmp_path / 'paths' / 'books.yaml'}:{line}: /get/parameters/2/x-filter/field: "
        "listBooks: an item has no field /titel; did you mean /title?"
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("main.yaml", "schemas/named", "schemas/none", "main.yaml:9: /components/schemas/Named"),
        ("schemas/book.yaml", "$defs/Title", "$defs/No", "book.yaml:5: /properties/title/$ref: "),
        ("schemas/book.yaml", "../main", "http://a.test/main", "is not a file; bundle the"),
        ("schemas/named.yaml", "type: object", "type: [", "named.yaml:4: not valid YAML"),
    ],
)
def test_a_reference_that_leads_nowhere_is_refused(
    name: str, old: str, new: str, message: str, tmp_path: Path
) -> None:
    """The message names the file and the line of the reference."""
    path = written(tmp_path, {name: FILES[name].replace(old, new, 1)})
    with pytest.raises(rollcall.SpecError) as caught:
        read_spec(path)
    assert message in str(caught.value)
    assert "does not resolve" in str(caught.value)


def test_all_problems_of_all_files_are_told_at_once() -> None:
    """No file is read twice, not even to find a line, and one that is missing is asked for once."""
    kind = "- { name: kind, in: query, schema: { type: string, enum: [map] }, x-filter: "
    kind += "{ field: /titel, operator: eq, precision: exact, default: [atlas, globe] } }"
    files = {
        **FILES,
        "main.yaml": FILES["main.yaml"] + '    Gone: { $ref: "gone.yaml#/a" }\n'
        '    Lost: { $ref: "gone.yaml#/b" }\n',
        "schemas/book.yaml": FILES["schemas/book.yaml"].replace("#/$defs/Title", "#/$defs/No"),
        "paths/books.yaml": FILES["paths/books.yaml"].replace(
            '- $ref: "../parameters.json#/Size"', f'{kind}\n    - $ref: "../parameters.json#/Size"'
        ),
    }
    asked: list[str] = []

    def respond(request: Request) -> Response:
        name = request.url.path.removeprefix("/docs/")
        asked.append(name)
        return Response(200, text=files[name]) if name in files else Response(404)

    with pytest.raises(rollcall.SpecError) as caught:
        rollcall.from_asgi("/docs/main.yaml", asgi(respond))
    assert sorted(asked) == sorted({*files, "gone.yaml"})
    pointers = [
        ": /components/schemas/Gone/$ref: the $ref does not resolve: ",
        ": /components/schemas/Lost/$ref: the $ref does not resolve: ",
        ": /properties/title/$ref: the $ref ",
        ": /get/parameters/0/x-filter/field: listBooks: an item has no field /titel",
        ": /get/parameters/0/x-filter/default: kind: the default 'atlas' is not among",
        ": /get/parameters/0/x-filter/default: kind: the default 'globe' is not among",
    ]
    assert {text: text in str(caught.value) for text in pointers} == dict.fromkeys(pointers, True)
    assert len(caught.value.problems) == len(pointers)


def test_a_parsed_document_has_no_other_files() -> None:
    """Where the document came from is unknown, so the reference is refused."""
    raw = {"openapi": "3.1.0", "paths": {"/a": {"$ref": "a.yaml"}}}
    with pytest.raises(rollcall.SpecError, match=r"a\.yaml points outside this document"):
        parse_spec(Path("a.json"), raw)


def test_a_path_may_be_a_component() -> None:
    """A shared path item is one of the paths."""
    item = {"get": {"operationId": "listA"}}
    raw = {
        "openapi": "3.1.0",
        "paths": {"/a": {"$ref": "#/components/pathItems/A"}},
        "components": {"pathItems": {"A": item}},
    }
    (operation,) = parse_spec(Path("a.json"), raw).operations
    assert (operation.id, operation.path) == ("listA", "/a")
