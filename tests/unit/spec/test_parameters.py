"""Which parameters of a document are read, and on which lines errors find them."""

from pathlib import Path

import pytest

from rollcall.spec import Overlay, SpecError, read_spec

BOOKS = """\
openapi: 3.1.0
info: { title: Books, version: "1" }
paths:
  /books:
    parameters:
      - { name: CONTENT-TYPE, in: header, required: true, schema: { type: string } }
      - { name: X-Shelf, in: header, schema: { type: string } }
    get:
      operationId: listBooks
      parameters:
        - $ref: "#/components/parameters/Accept"
        - { name: accept, in: query, schema: { type: string } }
        - name: made
          in: query
          style: deepObject
          schema: { type: object, properties: { from: { type: string }, to: { type: string } } }
        - { name: Authorization, in: header, schema: { type: string } }
        - { name: genre, in: query, schema: { type: string } }
      x-list:
        items: /items
        identity: /id
        pagination: { style: link, next: /next }
      responses:
        "200":
          description: Books.
          content:
            application/json:
              schema:
                type: object
                properties:
                  next: { type: string }
                  items: { type: array, items: { $ref: "#/components/schemas/Book" } }
components:
  parameters:
    Accept: { name: Accept, in: header, required: true, schema: { enum: [application/json] } }
  schemas:
    Book: { type: object, properties: { id: { type: string }, genre: { type: string } } }
"""
GENRE = "genre, in: query,"
RULE = "x-filter: { field: /genre, operator: about, precision: exact }"
OVERLAY = f"""\
overlay: 1.0.0
info: {{ title: Lists, version: 1.0.0 }}
actions:
  - target: $.paths['/books'].get.parameters[?@.name == 'genre']
    update:
      {RULE}
"""


def test_headers_that_openapi_ignores_are_no_parameters(tmp_path: Path) -> None:
    """OpenAPI 3.1, section 4.8.12.2.1; in any case of letters, and in a query they are kept."""
    path = tmp_path / "books.yaml"
    path.write_text(BOOKS, encoding="utf-8")
    (operation,) = read_spec(path).operations
    names = [each.name for each in operation.parameters]
    assert names == ["X-Shelf", "accept", "made[from]", "made[to]", "genre"]


def test_an_error_names_the_line_of_its_parameter(tmp_path: Path) -> None:
    """It stands behind one that is ignored, and behind an object."""
    path = tmp_path / "books.yaml"
    path.write_text(BOOKS.replace(GENRE, f"{GENRE} {RULE},"), encoding="utf-8")
    with pytest.raises(SpecError, match=r"about") as caught:
        read_spec(path)
    assert f"{path}:18:" in str(caught.value)


def test_an_error_names_the_line_in_an_overlay(tmp_path: Path) -> None:
    """The parameter that the overlay annotates has another place in the list that is read."""
    path = tmp_path / "books.yaml"
    path.write_text(BOOKS, encoding="utf-8")
    with pytest.raises(SpecError, match=r"about") as caught:
        read_spec(path, [Overlay("books.overlay.yaml", OVERLAY)])
    assert "books.overlay.yaml:6:" in str(caught.value)
