"""The generator refuses an unsupported spec with one line, and writes nothing."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from rollcall.codegen import SpecError, update, verify
from tests.support.generator_command import generate, snapshot
from tests.support.specs import GET_BOOKS, GET_SHELVES, LIBRARY, REMOVED, SHELF, write

PARAMETERS = f"{GET_SHELVES}/parameters"
SCHEMAS = "/components/schemas"
TEXT = {"type": "string"}
OTHER_GET: Mapping[str, Any] = {
    "operationId": "listOthers",
    "tags": ["others"],
    "security": [{"bearer": []}],
    "parameters": [
        {"name": "id", "in": "path", "required": True, "schema": TEXT},
        {"$ref": "#/components/parameters/Page"},
    ],
    "responses": {"404": {"$ref": "#/components/responses/NotFound"}},
}


def parameter(name: str, where: str = "query", **more: object) -> dict[str, object]:
    """Describe a parameter."""
    return {"name": name, "in": where, "schema": TEXT, **more}


def schema(name: str) -> dict[str, str]:
    """Refer to a schema."""
    return {"$ref": f"#{SCHEMAS}/{name}"}


Case = tuple[Mapping[str, object], str, str]

DOCUMENT: dict[str, Case] = {
    "OpenAPI 4": ({"/openapi": "4.0.0"}, "/openapi", 'not valid OpenAPI: "4.0.0" does not'),
    "no title": ({"/info/title": REMOVED}, "/info", "title"),
    "a version that is a number": ({"/info/version": 1.5}, "/info/version", "string"),
    "no info": ({"/info": REMOVED}, "", "info"),
    "an unknown key": ({"/servers/0/nice": 1}, "/servers/0", "nice"),
    "paths that are null": ({"/paths": None}, "/paths", "object"),
    "no operation": (
        {"/paths": {}, f"{SCHEMAS}/Shelf/x-invariants": REMOVED},
        "/paths",
        "no operation of the document can be generated: it has none",
    ),
    "a path that is null": ({"/paths/~1shelves": None}, "/paths/~1shelves", "object"),
    "a number that JSON has not": (
        {f"{SHELF}/n": {"type": "number", "maximum": float("inf")}},
        f"{SHELF}/n/maximum",
        "inf is not a number in JSON",
    ),
}

REFERENCES: dict[str, Case] = {
    "unresolved": (
        {f"{SHELF}/label": schema("Nothing")},
        f"{SHELF}/label/$ref",
        "the $ref #/components/schemas/Nothing does not resolve",
    ),
    "to another file": (
        {f"{SHELF}/label": {"$ref": "other.yaml#/Label"}},
        f"{SHELF}/label/$ref",
        "other.yaml: cannot be read: No such file",
    ),
    "circular": (
        {f"{SCHEMAS}/A": schema("B"), f"{SCHEMAS}/B": schema("A")},
        f"{SCHEMAS}/A",
        "leads back to itself",
    ),
    "a path by reference": (
        {"/paths/~1others": {"$ref": "#/paths/~1shelves"}},
        "/paths/~1others",
        "a path by $ref is not supported",
    ),
}

PAGINATION = f"{GET_SHELVES}/x-list/pagination"

ANNOTATED: dict[str, Case] = {
    "unknown": (
        {f"{GET_SHELVES}/x-lists": 1},
        f"{GET_SHELVES}/x-lists",
        "the known ones are x-credentials, x-expand, x-filter, x-invariants, x-list, x-name, ",
    ),
    "wrong key": (
        {f"{GET_SHELVES}/x-list/nice": 1},
        f"{GET_SHELVES}/x-list/nice",
        "unknown key 'nice'; the known ones are identity, items, ",
    ),
    "missing key": (
        {f"{GET_SHELVES}/x-list/identity": REMOVED},
        f"{GET_SHELVES}/x-list",
        "'identity' is a required property",
    ),
    "wrong type": (
        {f"{GET_SHELVES}/x-list/items": 1},
        f"{GET_SHELVES}/x-list/items",
        "1 is not of type 'string'",
    ),
    "wrong operator": (
        {f"{PARAMETERS}/0/x-filter/operator": "ge"},
        f"{PARAMETERS}/0/x-filter/operator",
        "'ge' is not one of",
    ),
    "unknown operation": (
        {f"{GET_BOOKS}/x-list/parent/operation": "listAll"},
        f"{GET_BOOKS}/x-list/parent/operation",
        "there is no operation listAll",
    ),
    "unknown pageSize": (
        {f"{PAGINATION}/pageSize/parameter": "limit"},
        f"{PAGINATION}/pageSize/parameter",
        "the operation has no query parameter limit",
    ),
    "unknown pageIndex": (
        {f"{PAGINATION}/pageIndex/parameter": "number"},
        f"{PAGINATION}/pageIndex/parameter",
        "the operation has no query parameter number",
    ),
    "unknown parent": (
        {f"{GET_BOOKS}/x-list/parent/parameter": "size"},
        f"{GET_BOOKS}/x-list/parent/parameter",
        "the operation has no path parameter size",
    ),
    "on the wrong part": (
        {f"{SHELF}/label/x-filter": {"field": "/a", "operator": "eq", "precision": "exact"}},
        f"{SHELF}/label/x-filter",
        "x-filter belongs on a query parameter, not on a schema",
    ),
    "items that are nowhere": (
        {f"{GET_SHELVES}/x-list/items": "/nothing"},
        f"{GET_SHELVES}/x-list/items",
        "listShelves: the response has no field /nothing; it has /meta, /shelves",
    ),
    "items that are no array": (
        {f"{GET_SHELVES}/x-list/items": "/meta"},
        f"{GET_SHELVES}/x-list/items",
        "/meta of the response is an object; expected an array",
    ),
    "identity that is nowhere": (
        {f"{GET_SHELVES}/x-list/identity": "/nothing"},
        f"{GET_SHELVES}/x-list/identity",
        "an item has no field /nothing; it has /created_at, /id, /label",
    ),
    "a total that is no number": (
        {f"{PAGINATION}/totalItems": "/meta"},
        f"{PAGINATION}/totalItems",
        "/meta of the response is an object; expected an integer or a number",
    ),
    "identity that is a list": (
        {f"{SHELF}/id": {"type": "array", "items": {"type": "string"}}},
        f"{GET_SHELVES}/x-list/identity",
        "/id of an item is an array; expected an integer or a number or a string",
    ),
    "link that is no string": (
        {PAGINATION: {"style": "link", "next": "/meta/page"}},
        f"{PAGINATION}/next",
        "/meta/page of the response is an integer; expected a string",
    ),
    "link that leads nowhere": (
        {PAGINATION: {"style": "link", "next": "/meta/next"}},
        f"{PAGINATION}/next",
        "the response has no field /meta/next; did you mean /meta/page?",
    ),
}

OPERATIONS: dict[str, Case] = {
    "operationId twice": (
        {f"{GET_BOOKS}/operationId": "listShelves"},
        f"{GET_BOOKS}/operationId",
        "the operationId listShelves is already in use, on line ",
    ),
    "no responses": (
        {f"{GET_SHELVES}/responses": REMOVED},
        GET_SHELVES,
        "the operation has no responses",
    ),
    "digest auth": (
        {"/components/securitySchemes/bearer/scheme": "digest"},
        GET_SHELVES,
        (
            "bearer: only a bearer token, HTTP basic security and a key in a header, in the "
            "query or in a cookie are supported"
        ),
    ),
    "credentials that are named like an option": (
        {
            "/components/securitySchemes/bearer/scheme": "basic",
            "/components/securitySchemes/bearer/x-credentials": [
                {"user": "reader", "password": "timeout"}
            ],
        },
        "/components/securitySchemes/bearer/x-credentials",
        "timeout is not a name for an argument of the client",
    ),
    "credentials that are named alike": (
        {
            "/components/securitySchemes/bearer/scheme": "basic",
            "/components/securitySchemes/bearer/x-credentials": [
                {"user": "reader", "password": "pin"},
                {"user": "desk", "password": "pin"},
            ],
        },
        "/components/securitySchemes/bearer/x-credentials",
        "pin is not a name for an argument of the client",
    ),
    "credentials of an operation": (
        {f"{GET_SHELVES}/x-credentials": [{"user": "reader", "password": "pin"}]},
        f"{GET_SHELVES}/x-credentials",
        "x-credentials belongs on a scheme of HTTP Basic, not on an operation",
    ),
    "a token that is no parameter": (
        {
            f"{GET_SHELVES}/x-list/pagination": {
                "style": "link",
                "next": "/meta/next",
                "continuationToken": {"parameter": "token"},
            }
        },
        f"{GET_SHELVES}/x-list/pagination/continuationToken/parameter",
        "the operation has no query parameter token",
    ),
    "unknown security": (
        {f"{GET_SHELVES}/security": [{"key": []}]},
        GET_SHELVES,
        "there is no security scheme key",
    ),
    "paths that are alike": (
        {"/paths/~1shelves~1{id}~1books": {"get": OTHER_GET}},
        "/paths/~1shelves~1{id}~1books",
        "/shelves/{shelf_id}/books and /shelves/{id}/books match the same URLs",
    ),
    "no success": (
        {f"{GET_SHELVES}/responses/200": REMOVED},
        f"{GET_SHELVES}/responses/200",
        "expected an object that contains the list",
    ),
    "a bare array": (
        {
            f"{GET_SHELVES}/responses/200/content/application~1json/schema": {
                "type": "array",
                "items": schema("Shelf"),
            }
        },
        f"{GET_SHELVES}/x-list/items",
        "the response has no field /shelves, which would be in an array",
    ),
    "a content type that is not read": (
        {f"{GET_SHELVES}/responses/200/content": {"application/xml": {"schema": TEXT}}},
        f"{GET_SHELVES}/responses/200",
        "its page is application/xml, and not JSON",
    ),
}

ARGUMENTS: dict[str, Case] = {
    "twice": (
        {f"{PARAMETERS}/-": parameter("filter[label]")},
        f"{PARAMETERS}/4",
        "the query parameter filter[label] is declared twice",
    ),
    "not in the path": (
        {f"{PARAMETERS}/-": parameter("id", "path", required=True)},
        GET_SHELVES,
        "the path parameter id is missing in the path",
    ),
    "only in the path": (
        {
            f"{GET_BOOKS}/parameters": [
                {"$ref": "#/components/parameters/Size"},
                {"$ref": "#/components/parameters/Page"},
            ],
            f"{GET_BOOKS}/x-list/parent": REMOVED,
        },
        GET_BOOKS,
        "{shelf_id} in the path has no path parameter",
    ),
    "deepObject": (
        {f"{PARAMETERS}/-": parameter("filter", style="deepObject")},
        f"{PARAMETERS}/4/style",
        "style is not supported; use flat parameters",
    ),
    "content": (
        {
            f"{PARAMETERS}/1/schema": REMOVED,
            f"{PARAMETERS}/1/content": {"application/json": {}},
        },
        f"{PARAMETERS}/1/content",
        "content is not supported",
    ),
    "an array": (
        {f"{PARAMETERS}/1/schema": {"type": "array", "items": TEXT}},
        f"{PARAMETERS}/1/schema",
        "a parameter must be a string, a number, an integer or a boolean",
    ),
    "multipleOf": (
        {"/components/parameters/Size/schema/multipleOf": 2},
        "/components/parameters/Size/schema/multipleOf",
        "multipleOf is not supported for a parameter of type integer",
    ),
    "a pattern of a date": (
        {f"{PARAMETERS}/0/schema/pattern": "^2"},
        f"{PARAMETERS}/0/schema/pattern",
        "pattern is not supported for a parameter of type string with the format date",
    ),
    "a pattern that Python cannot read": (
        {f"{PARAMETERS}/1/schema/pattern": r"^\p{L}+$"},
        f"{PARAMETERS}/1/schema/pattern",
        "is not a pattern that Python supports: bad escape",
    ),
    "an option of the command line": (
        {f"{PARAMETERS}/-": parameter("format"), f"{PARAMETERS}/-2": parameter("api_format")},
        PARAMETERS,
        "format and api_format are both --api-format on the command line",
    ),
    "the negation of another": (
        {
            f"{PARAMETERS}/-": {"name": "old", "in": "query", "schema": {"type": "boolean"}},
            f"{PARAMETERS}/-2": parameter("no_old"),
        },
        PARAMETERS,
        "old and no_old are both --no-old on the command line",
    ),
}

MODELS: dict[str, Case] = {
    "an unknown type": ({f"{SHELF}/other": {"type": "text"}}, f"{SHELF}/other/type", "text"),
    "an invalid pattern": (
        {f"{SHELF}/other": {"type": "string", "pattern": "(("}},
        f"{SHELF}/other/pattern",
        "((",
    ),
}

CASES = {
    f"{group}: {name}": case
    for group, cases in {
        "document": DOCUMENT,
        "reference": REFERENCES,
        "annotation": ANNOTATED,
        "operation": OPERATIONS,
        "parameter": ARGUMENTS,
        "model": MODELS,
    }.items()
    for name, case in cases.items()
}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Return a folder with an earlier package."""
    folder = tmp_path / "output"
    (folder / "library").mkdir(parents=True)
    (folder / "library" / "py.typed").touch()
    return folder


@pytest.mark.parametrize(("changes", "pointer", "problem"), CASES.values(), ids=CASES.keys())
def test_an_unsupported_spec_is_refused_with_its_place(
    tmp_path: Path, output: Path, changes: Mapping[str, object], pointer: str, problem: str
) -> None:
    """The message is FILE:LINE: POINTER: PROBLEM, and the packages do not change."""
    spec = write(tmp_path / "library.yaml", changes)
    before = snapshot(output / "library")

    with pytest.raises(SpecError) as refused:
        update([spec], output, is_strict=True)

    place = re.escape(f"{spec}") + r"(:\d+)?: " + re.escape(f"{pointer}: " if pointer else "")
    problems = refused.value.problems
    assert [each for each in problems if re.match(place, each) and problem in each], problems
    for each in problems:
        assert each.startswith(str(spec))
        assert "object at 0x" not in each
        assert len(each.removeprefix(str(spec))) < 500
    assert snapshot(output / "library") == before
    assert [path.name for path in output.iterdir()] == ["library"]


def test_the_message_names_the_line(tmp_path: Path, output: Path) -> None:
    """Comments and blank lines count."""
    spec = tmp_path / "library.yaml"
    text = LIBRARY.read_text(encoding="utf-8")
    changed = "schema: { type: strange }"
    text = "# A comment.\n\n" + text.replace("schema: { type: string }", changed, 1)
    spec.write_text(text, encoding="utf-8")

    with pytest.raises(SpecError) as refused:
        update([spec], output, is_strict=True)

    line = int(str(refused.value).removeprefix(f"{spec}:").partition(":")[0])
    assert changed in text.splitlines()[line - 1]


FILES: dict[str, tuple[bytes, str]] = {
    "a tab": (b"openapi: 3.1.1\ninfo:\n\ttitle: Library\n", r":3: not valid YAML: .*'\\t'"),
    "a key twice": (b"openapi: 3.1.1\ninfo: {}\ninfo: {}\n", r':3: not valid YAML: .*key "info"'),
    "an open bracket": (b"openapi: [3.1.1\n", r":\d: not valid YAML"),
    "a sequence": (b"- openapi\n", ": not an OpenAPI document"),
    "a word": (b"openapi\n", ": not an OpenAPI document"),
    "another mapping": (b"swagger: '2.0'\n", ": not an OpenAPI document"),
    "nothing": (b"", ": not an OpenAPI document"),
    "a NUL": (b"openapi: \0\n", ": not valid YAML"),
    "bytes that are not UTF-8": (b"openapi: \xff\n", ": not UTF-8"),
    "two documents": (b"openapi: 3.1.1\n---\nopenapi: 3.1.1\n", r":\d: not valid YAML"),
    "a date without quotes": (
        b"openapi: 3.1.1\nx: 2021-04-25\n",
        r":2: /x: 2021-04-25 is read as a date; put it in quotes",
    ),
    "many brackets": (b"openapi: " + b"[" * 600 + b"]" * 600, ": nested too deeply"),
    "brackets within the limit": (
        b"openapi: 3.0.0\nx: " + b"[" * 300 + b"]" * 300,
        ": nested too deeply",
    ),
    "an unknown tag": (b"openapi: !python/name:os.system 3.1.1\n", ":1: not valid YAML: .*tag"),
}


@pytest.mark.parametrize(("content", "problem"), FILES.values(), ids=FILES.keys())
def test_a_file_without_a_document_is_refused(
    tmp_path: Path, output: Path, content: bytes, problem: str
) -> None:
    """The message is one line, and names the file."""
    spec = tmp_path / "library.yaml"
    spec.write_bytes(content)
    before = snapshot(output / "library")

    with pytest.raises(SpecError) as refused:
        update([spec], output, is_strict=True)

    message = str(refused.value)
    assert re.match(re.escape(str(spec)) + problem, message), message
    assert "\n" not in message
    assert snapshot(output / "library") == before


def test_a_file_name_that_cannot_name_a_package_is_refused(tmp_path: Path) -> None:
    """The package has the name of the file, so Python must be able to import it."""
    for name in ("2nd.yaml", "a b.yaml", "class.yaml", "Library.yaml"):
        spec = write(tmp_path / name)
        with pytest.raises(SpecError, match="cannot name a package"):
            verify([spec], tmp_path)


def test_two_specs_of_one_package_are_refused(tmp_path: Path) -> None:
    """File names that give the same package name are refused."""
    (tmp_path / "other").mkdir()
    specs = [write(tmp_path / "a-b.yaml"), write(tmp_path / "other" / "a_b.yaml")]

    with pytest.raises(SpecError, match=r"another spec has the package name a_b"):
        update(specs, tmp_path / "output")

    assert not list((tmp_path / "output").iterdir())


@pytest.mark.parametrize("command", ["update", "verify"])
def test_the_command_prints_only_the_message(tmp_path: Path, output: Path, command: str) -> None:
    """Standard error has one line, and the exit code is 1."""
    spec = write(tmp_path / "library.yaml", REFERENCES["unresolved"][0])
    before = snapshot(output / "library")

    run = generate(command, spec, "--output", output)

    assert (run.code, run.stdout) == (1, "")
    assert run.stderr.startswith(f"{spec}:")
    assert run.stderr.count("\n") == 1
    assert snapshot(output / "library") == before


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    """The file is missing, or a folder."""
    for spec, problem in ((tmp_path / "none.yaml", "No such"), (tmp_path, "Is a directory")):
        with pytest.raises(SpecError, match=re.escape(f"{spec}: cannot be read: {problem}")):
            update([spec], tmp_path / "output")


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """Each has its place: the credential, and the parameters of both operations."""
    changes = {
        "/components/securitySchemes/bearer/scheme": "digest",
        f"{PARAMETERS}/0/schema/pattern": "^2",
        "/components/parameters/Size/schema/multipleOf": 2,
    }
    with pytest.raises(SpecError) as refused:
        update([write(tmp_path / "library.yaml", changes)], tmp_path / "output")
    text = "\n".join(refused.value.problems)
    for problem in (
        "bearer: only a bearer token",
        "parameters/0/schema/pattern: pattern is not supported",
        "Size/schema/multipleOf: multipleOf is not supported",
    ):
        assert problem in text
