"""What cannot be generated is left out and told, or refused with all other problems."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rollcall.cli import main
from tests.support.client.generated import import_client
from tests.support.specs import GET_BOOKS, GET_SHELVES, SHELF, write

_BOOK = "/components/schemas/Book/properties"
_DEEP = {"type": "array", "items": {"type": "array", "items": {"type": "string"}}}
_NEEDED = {"name": "deep", "in": "query", "required": True, "schema": _DEEP}
_UNSUPPORTED = {f"{GET_SHELVES}/parameters/-": _NEEDED}
_PROBLEM = "listShelves takes no deep: its kind is not supported, but it is required"


def _generate(folder: Path, changes: Mapping[str, object], *options: str) -> tuple[Path, Result]:
    spec = write(folder / "library.json", changes)
    words = ["generate", str(spec), "-o", str(folder / "out"), *options]
    return spec, CliRunner().invoke(main, words)


def test_an_operation_that_cannot_be_generated_is_left_out(tmp_path: Path) -> None:
    """The others are generated, also the list of its children; standard error tells it."""
    spec, ran = _generate(tmp_path, _UNSUPPORTED)
    assert ran.exit_code == 0, ran.output
    (told,) = (each for each in ran.stderr.splitlines() if "not generated" in each)
    line = _line(spec, '"deep"') - 1
    place = f"{spec}:{line}: {GET_SHELVES}/parameters/4"
    assert told == f"{place}: listShelves is not generated: {_PROBLEM}"
    text = (tmp_path / "out" / "library" / "_list_operations.py").read_text(encoding="utf-8")
    assert "LIST_BOOKS" in text
    assert "LIST_SHELVES" not in text


@pytest.mark.parametrize(
    "changes",
    [
        _UNSUPPORTED,
        {"/paths/~1shelves/post": {"responses": {"302": {"description": "Elsewhere."}}}},
    ],
)
def test_a_strict_run_refuses_instead(tmp_path: Path, changes: Mapping[str, object]) -> None:
    """Nothing is written."""
    _, ran = _generate(tmp_path, changes, "--strict")
    assert ran.exit_code == 2
    assert not [*(tmp_path / "out").iterdir()]


def test_a_shared_schema_is_the_fault_of_all_that_use_it(tmp_path: Path) -> None:
    """If no operation is left, the document is refused."""
    changes = {f"{SHELF}/n": {"type": "text"}, f"{GET_BOOKS}/x-list/items": "/nothing"}
    _, ran = _generate(tmp_path, changes)
    assert ran.exit_code == 2
    assert "'text' is not valid" in ran.output


def test_the_problems_of_all_stages_are_told_at_once(tmp_path: Path) -> None:
    """Those of the structure, the annotations, the parameters and the schemas."""
    changes = {
        "/info/version": 1,
        f"{GET_BOOKS}/x-list/items": "/nothing",
        "/paths/~1others": {"get": {"operationId": "others"}},
        **_UNSUPPORTED,
    }
    _, ran = _generate(tmp_path, changes)
    assert ran.exit_code == 2
    for pointer in ("/info/version", f"{GET_BOOKS}/x-list/items", "/paths/~1others/get"):
        assert f": {pointer}: " in ran.output
    del changes["/info/version"], changes["/paths/~1others"]
    changes |= {f"{GET_BOOKS}/x-list/items": "/books", f"{_BOOK}/id": {"type": "array"}}
    _, ran = _generate(tmp_path, changes)
    assert ran.exit_code == 2
    assert f"{GET_BOOKS}/x-list/identity" in ran.output
    assert _PROBLEM in ran.output


def _line(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object"},
        {"type": "object", "properties": {}},
        {},
        {"type": "object", "additionalProperties": {"type": "string"}},
        {"type": "array", "items": {"type": "object"}},
    ],
    ids=json.dumps,
)
def test_an_error_may_have_a_body_without_fields(
    tmp_path: Path, schema: Mapping[str, object]
) -> None:
    """The package can be imported, and the error has no model."""
    body = {"application/json": {"schema": schema}}
    changes = {
        "/components/responses/NotFound/content": body,
        f"{GET_SHELVES}/responses/404": {"description": "Gone.", "content": body},
        f"{GET_BOOKS}/responses/400": {"description": "Bad.", "content": body},
    }
    package = import_client(write(tmp_path / "empty_error.json", changes))
    assert {"NotFoundError", "Status400Error"} <= {*package.__all__}


def test_what_is_generated_otherwise_is_told(tmp_path: Path) -> None:
    """A union that is one class, and the media type that is taken; a strict run accepts both."""
    one, other = ({"type": "object", "properties": {name: {}}} for name in ("a", "b"))
    told_apart = {"type": "object", "required": ["c"], "properties": {"c": {}}}
    body = {"application/xml": {}, "application/json": {"schema": {"type": "integer"}}}
    changes = {
        "/components/schemas/One": one,
        "/components/schemas/Other": other,
        f"{SHELF}/mixed": {
            "oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in ("One", "Other")]
        },
        f"{SHELF}/open": {"anyOf": [{"type": "object"}, one]},
        f"{SHELF}/apart": {"anyOf": [one, told_apart]},
        "/paths/~1shelves/post": {
            "operationId": "addShelf",
            "requestBody": {"content": body},
            "responses": {"200": {"description": "Done.", "content": body}},
        },
    }
    _, ran = _generate(tmp_path, changes, "--strict")
    assert ran.exit_code == 0, ran.output
    mend = "; a discriminator, or a required field that only one has, would tell them apart"
    media = "addShelf: of application/xml, application/json, application/json is used"
    told = dict(each.split(": ", 2)[1:] for each in ran.stderr.splitlines())
    assert told == {
        "/paths/~1shelves/post/requestBody": media,
        f"{SHELF}/mixed": "One and Other cannot be told apart, and become one: "
        f"the class ShelfMixed with the fields of all{mend}",
        f"{SHELF}/open": f"2 objects cannot be told apart, and become one: a dict{mend}",
    }
