"""Documents of several dialects are read into one form."""

from pathlib import Path
from typing import Any

import pytest

from rollcall.spec import item_schema, parse_spec, walk

STATUS = {"type": "string", "enum": ["new", "paid"]}
NAMED = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
TREE = {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}
SCHEMAS = {
    "Status": STATUS,
    "Blank": {"enum": [""]},
    "Null": {"enum": [None]},
    "Named": NAMED,
    "Tree": TREE,
}


def ref(name: str) -> dict[str, str]:
    """Refer to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def document(
    parameter: object, field: object, version: str = "3.1.0", media_type: str = "application/json"
) -> dict[str, Any]:
    """Describe a list with one parameter, whose items have one field."""
    item = {"type": "object", "properties": {"field": field}}
    body = {"type": "array", "items": item}
    return {
        "openapi": version,
        "info": {"title": "Books", "version": "1"},
        "components": {"schemas": SCHEMAS},
        "paths": {
            "/books": {
                "get": {
                    "operationId": "listBooks",
                    "parameters": [{"name": "by", "in": "query", "schema": parameter}],
                    "responses": {
                        "200": {"description": "", "content": {media_type: {"schema": body}}}
                    },
                    "x-list": {
                        "items": "",
                        "identity": "/field",
                        "pagination": {"style": "link", "next": ""},
                    },
                }
            }
        },
    }


def read_parameter(schema: object, version: str = "3.1.0") -> object:
    """Return the schema of a parameter, as it is read."""
    raw = document(schema, {}, version)
    del raw["paths"]["/books"]["get"]["x-list"]
    spec = parse_spec(Path("books.json"), raw)
    (parameter,) = spec.operations[0].parameters
    return spec.get((*parameter.at, "schema"))


def read_field(schema: object, version: str = "3.1.0") -> object:
    """Return the schema of a field of an item, as it is read."""
    raw = document({}, schema, version)
    del raw["paths"]["/books"]["get"]["x-list"]
    body = parse_spec(Path("books.json"), raw).raw["paths"]["/books"]["get"]["responses"]["200"]
    return body["content"]["application/json"]["schema"]["items"]["properties"]["field"]


@pytest.mark.parametrize(
    ("schema", "plain"),
    [
        (
            {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}], "title": "Size"},
            {"type": "integer", "minimum": 1, "title": "Size"},
        ),
        ({"oneOf": [{"type": "null"}, {"type": "boolean"}]}, {"type": "boolean"}),
        ({"type": ["string", "null"], "format": "date"}, {"type": "string", "format": "date"}),
        ({"type": ["integer"], "default": None}, {"type": "integer"}),
        (ref("Status"), STATUS),
        ({"allOf": [ref("Status")], "default": "new"}, {**STATUS, "default": "new"}),
        (
            {
                "maximum": 9,
                "allOf": [{"type": "number", "minimum": 1, "maximum": 12}, {"minimum": 5}],
            },
            {"type": "number", "minimum": 5, "maximum": 9},
        ),
        ({"type": "number", "allOf": [{"type": "integer"}]}, {"type": "integer"}),
        ({"allOf": [ref("Status"), {"enum": ["paid", "x"]}]}, {"type": "string", "enum": ["paid"]}),
        ({"anyOf": [ref("Status"), {"type": "null"}]}, STATUS),
        (
            {"oneOf": [ref("Status"), ref("Blank"), ref("Null")]},
            {"type": "string", "enum": ["new", "paid", ""]},
        ),
        (
            {"anyOf": [{"type": "array", "items": ref("Status")}, {"type": "null"}]},
            {"type": "array", "items": STATUS},
        ),
        (
            {"oneOf": [{"const": number, "title": f"No. {number}"} for number in range(200)]},
            {"type": "integer", "enum": [*range(200)]},
        ),
        ({"type": "string", "enum": ["a", None]}, {"type": "string", "enum": ["a", None]}),
        (
            {"anyOf": [{"type": "integer"}, {"type": "string"}, {"type": "null"}]},
            {"anyOf": [{"type": "integer"}, {"type": "string"}]},
        ),
        ({"const": 1}, {"type": "integer", "enum": [1]}),
        ({}, {}),
    ],
)
def test_a_parameter_has_a_schema_without_references_and_null(
    schema: object, plain: object
) -> None:
    """A request cannot express null, and all readers see the schema itself."""
    assert read_parameter(schema) == plain


@pytest.mark.parametrize(
    ("schema", "idle"),
    [
        (
            {"type": "string", "uniqueItems": True, "items": {}, "maxLength": 3},
            ("uniqueItems", "items"),
        ),
        ({"type": "integer", "minLength": 1, "maximum": 3, "multipleOf": 2}, ("minLength",)),
        ({"type": "boolean", "minimum": 0, "pattern": "a"}, ("minimum", "pattern")),
        ({"enum": ["a", "b"], "minimum": 0, "maxLength": 3}, ("minimum",)),
        ({"type": "number", "required": True, "minimum": 0.5}, ("required",)),
        ({"type": "array", "items": {"type": "string"}, "minLength": 3}, ("minLength",)),
        ({"maxLength": 3, "minimum": 0, "uniqueItems": True}, ()),
    ],
)
def test_a_keyword_of_another_type_is_left_out(
    schema: dict[str, Any], idle: tuple[str, ...]
) -> None:
    """JSON Schema ignores it, so that no reader has to know it."""
    plain = {key: each for key, each in schema.items() if key not in idle}
    assert read_field(schema) == plain
    assert read_parameter(schema) == read_parameter(plain)


def test_a_parameter_that_refers_to_itself_has_an_end() -> None:
    """Arrays within arrays are followed only so far."""
    schema: Any = read_parameter(ref("Tree"))
    assert (schema["type"], schema["items"]["type"]) == ("array", "array")


@pytest.mark.parametrize(
    ("schema", "plain"),
    [
        (
            {"anyOf": [{"type": "string", "format": "uuid"}, {"type": "null"}], "title": "Id"},
            {"type": ["string", "null"], "format": "uuid", "title": "Id"},
        ),
        (
            {"oneOf": [ref("Status"), {"type": "null"}]},
            {"type": ["string", "null"], "enum": ["new", "paid", None]},
        ),
        (
            {"anyOf": [{"const": 1}, {"type": "null"}]},
            {"type": ["integer", "null"], "enum": [1, None]},
        ),
        (
            {"oneOf": [ref("Status"), ref("Blank"), ref("Null")], "readOnly": True},
            {"type": ["string", "null"], "enum": ["new", "paid", "", None], "readOnly": True},
        ),
        ({"allOf": [ref("Named")], "description": "It."}, {**ref("Named"), "description": "It."}),
        ({"anyOf": [ref("Named"), {"type": "null"}]}, None),
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, None),
        (
            {"allOf": [ref("Named"), {"properties": {"age": {"type": "integer"}}}]},
            {
                "type": "object",
                "required": ["name"],
                "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
            },
        ),
        ({"allOf": [ref("Named"), {"additionalProperties": False}]}, None),
        ({"allOf": [{"type": "string"}, {"maxLength": 3}]}, None),
    ],
)
def test_a_field_has_the_simplest_schema_that_says_the_same(
    schema: dict[str, Any], plain: dict[str, Any] | None
) -> None:
    """What cannot be said in one schema stays as it is."""
    assert read_field(schema) == (schema if plain is None else plain)


@pytest.mark.parametrize(
    ("schema", "plain"),
    [
        (
            {"type": "string", "enum": ["a"], "nullable": True},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        (
            {"allOf": [ref("Named")], "nullable": True, "description": "It."},
            {"anyOf": [ref("Named"), {"type": "null"}], "description": "It."},
        ),
        (
            {**ref("Status"), "nullable": True},
            {"type": ["string", "null"], "enum": ["new", "paid", None]},
        ),
        (
            {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
            {"type": "integer", "exclusiveMinimum": 0},
        ),
        (
            {"type": "integer", "maximum": 9, "exclusiveMaximum": False, "example": 3},
            {"type": "integer", "maximum": 9, "example": 3},
        ),
    ],
)
def test_openapi_3_0_is_read_as_3_1(schema: dict[str, Any], plain: dict[str, Any]) -> None:
    """Keywords with another meaning are rewritten, in the fields of bodies as in parameters.

    Django REST framework writes ``nullable`` into documents of 3.1, too.
    """
    assert read_field(schema, "3.0.3") == read_field(schema, "3.1.0") == plain
    assert "null" not in str(read_parameter(schema, "3.0.3"))


def test_responses_of_any_status_are_read_as_3_1() -> None:
    """A response may be called ``default``, and an example is no schema."""
    raw = document({}, {}, "3.0.3")
    operation = raw["paths"]["/books"]["get"]
    del operation["x-list"]
    nullable = {"type": "string", "nullable": True}
    media = {"schema": nullable, "example": {"schema": nullable}}
    operation["responses"]["default"] = {"description": "", "content": {"text/json": media}}
    responses = parse_spec(Path("books.json"), raw).raw["paths"]["/books"]["get"]["responses"]
    found = responses["default"]["content"]["text/json"]
    assert found == {"schema": {"type": ["string", "null"]}, "example": {"schema": nullable}}


def test_the_document_of_the_caller_does_not_change() -> None:
    """Only the copy that is read is rewritten."""
    raw = document({"anyOf": [{"type": "integer"}, {"type": "null"}]}, {"nullable": True}, "3.0.0")
    del raw["paths"]["/books"]["get"]["x-list"]
    before = str(raw)
    spec = parse_spec(Path("books.json"), raw)
    assert str(raw) == before
    assert parse_spec(Path("books.json"), spec.raw).raw == spec.raw


def test_no_two_places_share_a_part() -> None:
    """A change of one place, such as that of a mutant, changes no other."""
    joined = {"allOf": [ref("Named"), {"properties": {"age": {"type": "integer"}}}]}
    raw = document(ref("Status"), joined)
    del raw["paths"]["/books"]["get"]["x-list"]
    seen: set[int] = set()
    for _, node in walk(parse_spec(Path("books.json"), raw).raw):
        if isinstance(node, dict | list):
            assert id(node) not in seen, node
            seen.add(id(node))


def test_items_are_found_in_joined_objects() -> None:
    """A page that is put together of two objects has its items in one of them."""
    raw = document({}, {"type": "string"})
    operation = raw["paths"]["/books"]["get"]
    media = operation["responses"]["200"]["content"]["application/json"]
    listed = {"type": "object", "properties": {"books": media["schema"]}}
    media["schema"] = {"allOf": [ref("Named"), listed]}
    operation["x-list"].update(items="/books", pagination={"style": "link", "next": "/name"})
    spec = parse_spec(Path("books.json"), raw)
    assert item_schema(spec, spec.lists[0])["properties"] == {"field": {"type": "string"}}
