"""Generated response bodies satisfy their schema, for every kind of string."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from rollcall.channels import Call
from rollcall.clients import answered_pages, drawn_replies, least_call
from rollcall.clients._script import Reply
from rollcall.spec import SpecError, parse_spec

_SPEC = """
openapi: 3.1.1
info: { title: Shelves, version: 2.0.0 }
paths:
  /books:
    get:
      operationId: listBooks
      tags: [books]
      parameters:
        - { name: page, in: query, schema: { type: integer, minimum: 1, default: 1 } }
        - { name: per, in: query, schema: { type: integer, minimum: 1, default: SIZE } }
      responses:
        "200":
          description: A page.
          content:
            application/json:
              schema:
                type: object
                required: [books]
                properties:
                  books:
                    type: array
                    items:
                      type: object
                      required: [id]
                      properties:
                        id: TEXT
      x-list:
        items: /books
        identity: /id
        pagination:
          style: page
          pageSize: { parameter: per }
          pageIndex: { parameter: page }
"""

_TEXTS: tuple[dict[str, Any], ...] = (
    {"type": "string", "pattern": "^[0-9]$"},
    {"type": "string", "pattern": "^[a-f]{4}$"},
    {"type": "string", "pattern": "^B-[0-9]{2}[A-F]$"},
    {"type": "string", "pattern": "^[a-z]+$", "minLength": 3, "maxLength": 5},
    {"type": "string", "minLength": 1, "maxLength": 1},
    {"type": "string", "format": "uuid"},
    {"type": "string"},
)


def _call(text: dict[str, Any], size: int) -> Call:
    raw = _SPEC.replace("TEXT", json.dumps(text)).replace("SIZE", str(size))
    spec = parse_spec(Path("shelves.yaml"), YAML(typ="safe", pure=True).load(raw))
    return least_call(spec, spec.lists[0])


def _fits(text: dict[str, Any], value: str) -> bool:
    is_long_enough = text.get("minLength", 0) <= len(value) <= text.get("maxLength", len(value))
    return is_long_enough and re.search(text.get("pattern", ""), value) is not None


@pytest.mark.parametrize("text", _TEXTS, ids=str)
def test_identities_are_unique_and_valid(text: dict[str, Any]) -> None:
    """Identities also differ without case, and have the pattern and length of the schema."""
    pages = answered_pages(_call(text, 3), 2)
    found = [each["id"] for page in pages for each in json.loads(page.body)["books"]]
    assert len(found) == len({each.lower() for each in found}) == 4
    assert all(_fits(text, each) for each in found), found


def test_too_few_identities_are_an_error() -> None:
    """A schema may have fewer valid identities than a page has items."""
    with pytest.raises(SpecError, match="too few identities"):
        answered_pages(_call(_TEXTS[0], 9), 2)


_NUMBERS: tuple[dict[str, Any], ...] = (
    {"type": "integer", "minimum": 7, "maximum": 30},
    {"type": "integer", "exclusiveMinimum": 0, "multipleOf": 5},
    {"type": "integer", "exclusiveMaximum": -2.5},
    {"type": "integer", "minimum": 0.5, "multipleOf": 2.0},
    {"type": "number", "minimum": 0.25, "exclusiveMaximum": 40},
    {"type": "number", "multipleOf": 0.5},
    {"type": "number"},
)


@pytest.mark.parametrize("schema", _NUMBERS, ids=str)
def test_integers_as_identities_are_unique_and_valid(schema: dict[str, Any]) -> None:
    """They keep the bounds of the schema."""
    pages = answered_pages(_call(schema, 3), 2)
    found = [each["id"] for page in pages for each in json.loads(page.body)["books"]]
    assert len(found) == len({*found}) == 4
    assert all(Draft202012Validator(schema).is_valid(each) for each in found), found


def test_too_few_integers_are_an_error() -> None:
    """A schema with bounds may have fewer integers than a page has items."""
    with pytest.raises(SpecError, match="too few integers"):
        answered_pages(_call({"type": "integer", "minimum": 1, "maximum": 5}, 9), 2)


@pytest.mark.parametrize("schema", _NUMBERS, ids=str)
def test_drawn_numbers_are_valid(schema: dict[str, Any]) -> None:
    """A drawn number satisfies its bounds, whether it has a fraction or not."""

    @settings(max_examples=50, database=None, suppress_health_check=[*HealthCheck])
    @given(reply=st.deferred(lambda: drawn_replies(_call(schema, 3))))
    def check(reply: Reply) -> None:
        books = json.loads(reply.body)["books"]
        assert all(Draft202012Validator(schema).is_valid(each["id"]) for each in books)

    check()


@pytest.mark.parametrize("text", _TEXTS, ids=str)
def test_drawn_texts_are_valid(text: dict[str, Any]) -> None:
    """A drawn text satisfies both the pattern and the length."""

    @settings(max_examples=20, database=None, suppress_health_check=[*HealthCheck])
    @given(reply=st.deferred(lambda: drawn_replies(_call(text, 3))))
    def check(reply: Reply) -> None:
        books = json.loads(reply.body)["books"]
        assert all(_fits(text, each["id"]) for each in books)

    check()


_RECURSIVE = """
openapi: 3.1.1
info: { title: Folders, version: 2.0.0 }
paths:
  /folders:
    get:
      operationId: listFolders
      parameters: [{ name: page, in: query, schema: { type: integer, minimum: 1, default: 1 } }]
      responses:
        "200":
          description: A page.
          content:
            application/json:
              schema:
                type: object
                required: [folders]
                properties:
                  folders: { type: array, items: { $ref: "#/components/schemas/Folder" } }
      x-list:
        items: /folders
        identity: /id
        pagination: { style: page, pageIndex: { parameter: page } }
components:
  schemas:
    Folder:
      type: object
      required: [id, inner]
      properties:
        id: { type: string }
        above: { $ref: "#/components/schemas/Folder" }
        next: { anyOf: [{ $ref: "#/components/schemas/Folder" }, { type: "null" }] }
        inner: { type: array, items: { $ref: "#/components/schemas/Folder" } }
"""


def test_bodies_of_a_recursive_schema_end() -> None:
    """An optional part that leads back to a schema around it is left out."""
    raw = YAML(typ="safe", pure=True).load(_RECURSIVE)
    spec = parse_spec(Path("folders.yaml"), raw)
    call = least_call(spec, spec.lists[0])
    page = answered_pages(call, 2)[0]
    (folder,) = json.loads(page.body)["folders"]
    assert folder["inner"] == []
    assert {"above", "next"}.isdisjoint(folder)

    @settings(max_examples=20, database=None)
    @given(drawn_replies(call))
    def check(reply: Reply) -> None:
        assert all(not each["inner"] for each in json.loads(reply.body)["folders"])

    check()
