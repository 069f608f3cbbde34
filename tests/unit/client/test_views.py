"""Models have what is read, and their docstrings what is deprecated or by default."""

from pathlib import Path
from typing import Any

from rollcall.codegen._views import split_views
from tests.support.client.generated import first_shelf, import_client, shelf_with
from tests.support.specs import GET_SHELVES, SHELF, write

_TEXT = {"type": "string"}


def _of(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def test_what_is_only_written_is_not_read(tmp_path: Path) -> None:
    """The model has no field for it, and does not require it."""
    secret = {"type": "string", "writeOnly": True}
    inner = {"type": "object", "required": ["pin"], "properties": {"pin": secret, "a": _TEXT}}
    changes: dict[str, Any] = {
        f"{SHELF}/secret": secret,
        f"{SHELF}/lock": inner,
        f"{SHELF}/made": {"type": "string", "readOnly": True},
        "/components/schemas/Shelf/required/-": "secret",
    }
    package = import_client(write(tmp_path / "views.yaml", changes))
    fields = {"lock": {"a": "x"}, "made": "y"}
    found = first_shelf(package, fields)
    assert package.to_dict(found) == shelf_with(fields)
    assert not hasattr(found, "secret")


def test_what_is_deprecated_or_by_default_is_told(tmp_path: Path) -> None:
    """In the docstrings of the model and of the method."""
    old = {"name": "old", "in": "query", "deprecated": True, "schema": _TEXT}
    changes: dict[str, Any] = {
        f"{SHELF}/color": {"type": "string", "description": "A color.", "deprecated": True},
        f"{SHELF}/size": {"type": "integer", "default": 3},
        f"{GET_SHELVES}/parameters/-": old,
        f"{GET_SHELVES}/deprecated": True,
    }
    package = import_client(write(tmp_path / "told.yaml", changes))
    assert "color: A color. Deprecated.\n" in package.Shelf.__doc__
    assert "size: The default is 3.\n" in package.Shelf.__doc__
    method = package.Client("key").shelves.list.__doc__
    assert "old: Deprecated.\n" in method
    assert "a page at a time. Deprecated.\n" in method


def test_a_schema_that_is_read_and_written_becomes_two() -> None:
    """If it differs at any depth; what is made has its place in the document."""
    key = {"type": "string", "readOnly": True}
    secret = {"type": "string", "writeOnly": True}
    part = {"type": "object", "required": ["id"], "properties": {"id": key, "next": _of("Part")}}
    whole = {
        "allOf": [
            {"properties": {"secret": secret, "part": _of("Part"), "same": _of("Same")}},
            {"required": ["secret"]},
        ]
    }
    same = {"type": "object", "properties": {"a": _TEXT}}

    def content(schema: object) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": schema}}}

    raw: dict[str, Any] = {
        "paths": {
            "/": {
                "post": {
                    "requestBody": content(_of("Whole")),
                    "responses": {"200": content({"type": "array", "items": _of("Whole")})},
                }
            }
        },
        "components": {"schemas": {"Part": part, "Whole": whole, "Same": same, "PartInput": _TEXT}},
    }
    made = split_views(raw)
    schemas = raw["components"]["schemas"]
    place = ("components", "schemas")
    assert made == {
        (*place, "WholeInput"): (*place, "Whole"),
        (*place, "PartInput2"): (*place, "Part"),
    }
    post = raw["paths"]["/"]["post"]
    assert post["requestBody"] == content(_of("WholeInput"))
    assert post["responses"]["200"] == content({"type": "array", "items": _of("Whole")})
    assert schemas["Part"] == part
    assert schemas["PartInput2"]["properties"] == {"next": _of("PartInput2")}
    assert schemas["PartInput2"]["required"] == []
    assert schemas["Whole"]["allOf"][1] == {"required": []}
    assert schemas["Whole"]["allOf"][0]["properties"].keys() == {"part", "same"}
    written = schemas["WholeInput"]["allOf"]
    assert written[1] == {"required": ["secret"]}
    assert written[0]["properties"]["part"] == _of("PartInput2")
    assert written[0]["properties"]["same"] == _of("Same")
