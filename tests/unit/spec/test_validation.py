"""A document is checked as a whole when it is read, against its own schemas."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from rollcall.cli import main
from rollcall.spec import SpecError, read_spec
from tests.support.specs import GET_BOOKS, GET_SHELVES, SHELF, write

LABEL = f"{GET_SHELVES}/parameters/1"
CREATED = f"{GET_SHELVES}/parameters/0"
LIST = f"{GET_SHELVES}/x-list"
PAGING = f"{LIST}/pagination"
SHELVES = "/components/schemas/Shelf"
PREFIXED = {"field": "/label", "precision": "exact"}
LINKS = {"style": "link", "next": "/meta/next"}


def filter_by(field: str, operator: str = "eq", precision: str = "exact") -> dict[str, str]:
    """Return the annotation of a filter."""
    return {"field": field, "operator": operator, "precision": precision}


def problems_of(folder: Path, changes: Mapping[str, object]) -> list[str]:
    """Return the problems of a variant of the library, each without the name of the file."""
    path = write(folder / "library.json", changes)
    try:
        read_spec(path)
    except SpecError as error:
        return [each.removeprefix(f"{path}:") for each in error.problems]
    return []


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """Each has its line, its pointer and the nearest right name, in the order of the file."""
    found = problems_of(
        tmp_path,
        {
            f"{LABEL}/x-filter/field": "/lable",
            f"{CREATED}/x-filter/operator": "gtee",
            f"{PAGING}/totalItemz": "/meta/total",
            f"{PAGING}/pageSize/parameter": "sise",
            f"{LIST}/items": "/shelfs",
            f"{GET_BOOKS}/x-list/parent/operation": "listShelfs",
            f"{SHELVES}/x-invariants/0/reference/field": "/idd",
        },
    )
    lines = [int(each.partition(":")[0]) for each in found]
    assert lines == sorted(lines)
    told = {}
    for each in found:
        _line, place, problem = each.split(": ", 2)
        told[place] = problem
    assert told == {
        f"{CREATED}/x-filter/operator": (
            "'gtee' is not one of ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'contains', "
            "'startsWith', 'endsWith', 'isNull', 'in', 'notIn', 'between']; did you mean gte?"
        ),
        f"{LABEL}/x-filter/field": (
            "listShelves: an item has no field /lable; did you mean /label?"
        ),
        f"{LIST}/items": "listShelves: the response has no field /shelfs; did you mean /shelves?",
        f"{PAGING}/pageSize/parameter": (
            "the operation has no query parameter sise; did you mean size?"
        ),
        f"{PAGING}/totalItemz": "unknown key 'totalItemz'; did you mean totalItems?",
        f"{GET_BOOKS}/x-list/parent/operation": (
            "there is no operation listShelfs; did you mean listShelves?"
        ),
        f"{SHELVES}/x-invariants/0/reference/field": ("Shelf has no field /idd; did you mean /id?"),
    }


@pytest.mark.parametrize(
    ("changes", "place", "problem"),
    [
        ({f"{LIST}/identity": "/idd"}, f"{LIST}/identity", "no field /idd; did you mean /id?"),
        (
            {f"{PAGING}/totalItems": "/meta/totla"},
            f"{PAGING}/totalItems",
            "listShelves: the response has no field /meta/totla; did you mean /meta/total?",
        ),
        (
            {f"{PAGING}/pageIndex/echo": "/meta/pge"},
            f"{PAGING}/pageIndex/echo",
            "did you mean /meta/page?",
        ),
        (
            {f"{PAGING}/totalItems": {"at": "$response.body#/meta/totla", "exact": False}},
            f"{PAGING}/totalItems/at",
            "no field /meta/totla; did you mean /meta/total?",
        ),
        (
            {f"{PAGING}/totalItems": {"at": "/meta/total", "exakt": False}},
            f"{PAGING}/totalItems/exakt",
            "unknown key 'exakt'; did you mean exact?",
        ),
        (
            {
                f"{PAGING}/totalItems": {
                    "at": "/meta/total",
                    "when": {"parameter": "sise", "equals": True},
                }
            },
            f"{PAGING}/totalItems/when/parameter",
            "the operation has no query parameter sise; did you mean size?",
        ),
        (
            {
                f"{PAGING}/totalItems": {
                    "at": "/meta/total",
                    "when": {"parameter": "size", "equals": "all"},
                }
            },
            f"{PAGING}/totalItems/when/equals",
            "size is an integer, not a string",
        ),
        (
            {f"{PAGING}/totalItems": "$response.headers.X-Total"},
            f"{PAGING}/totalItems",
            "does not match; expected a JSON Pointer into the body, $response.body#/… or",
        ),
        (
            {f"{PAGING}/totalItems": "$response.header.X-Totl-Count"}
            | {f"{GET_SHELVES}/responses/200/headers": {"X-Total-Count": {}, "X-Id": {}}},
            f"{PAGING}/totalItems",
            "the response has no header X-Totl-Count; did you mean X-Total-Count?",
        ),
        (
            {f"{PAGING}/totalItems": "$response.header.Link"},
            f"{PAGING}/totalItems",
            "the header Link has links, and no totalItems",
        ),
        ({f"{PAGING}/hasMore": "/meta/total"}, f"{PAGING}/hasMore", "expected a boolean"),
        (
            {PAGING: {"style": "cursor", "continuationToken": {"parameter": "size"}}},
            f"{PAGING}/continuationToken",
            "expected next or field, and only one of them",
        ),
        (
            {
                PAGING: {
                    "style": "cursor",
                    "continuationToken": {"parameter": "x", "field": "/idd"},
                }
            },
            f"{PAGING}/continuationToken/field",
            "an item has no field /idd; did you mean /id?",
        ),
        (
            {PAGING: {"style": "offset", "offset": {"parameter": "sise"}}}
            | {f"{PAGING}/pageSize": {"parameter": "size"}},
            f"{PAGING}/offset/parameter",
            "the operation has no query parameter sise; did you mean size?",
        ),
        ({PAGING: LINKS}, f"{PAGING}/next", "no field /meta/next; did you mean /meta/page?"),
        (
            {PAGING: {**LINKS, "next": "/meta/total"}},
            f"{PAGING}/next",
            "/meta/total of the response is an integer; expected a string",
        ),
        (
            {f"{LIST}/items": "/meta/page/no"},
            f"{LIST}/items",
            "no field /meta/page/no, which would be in an integer",
        ),
        (
            {f"{GET_BOOKS}/x-list/parent/field": "/shelf"},
            f"{GET_BOOKS}/x-list/parent/field",
            "listBooks: an item has no field /shelf; did you mean /shelf_id?",
        ),
        (
            {f"{LABEL}/schema": {"type": "integer"}},
            f"{LABEL}/x-filter/field",
            "listShelves: /label is a string, and the parameter is an integer",
        ),
        (
            {f"{SHELF}/label": {"anyOf": [{"type": "integer"}, {"type": "null"}]}},
            f"{LABEL}/x-filter/field",
            "/label is an integer, and the parameter is a string",
        ),
        (
            {f"{LABEL}/x-filter/operator": "gte"},
            f"{LABEL}/x-filter/operator",
            "/label is a string, and gte needs a number; the precisions text, decimal, day and",
        ),
        (
            {
                f"{SHELF}/label": {"type": "boolean"},
                f"{LABEL}/schema": {"type": "boolean"},
                f"{LABEL}/x-filter/operator": "lt",
            },
            f"{LABEL}/x-filter/operator",
            "/label is a boolean, and lt needs a number",
        ),
        (
            {f"{SHELF}/label": {"type": "object"}},
            f"{LABEL}/x-filter/field",
            "/label is an object, which no filter compares",
        ),
        (
            {f"{CREATED}/x-filter/field": "/id"},
            f"{CREATED}/x-filter/precision",
            "/id is a uuid, and the precision day needs a date or a date-time",
        ),
        (
            {f"{CREATED}/x-filter/precision": "instant"},
            f"{CREATED}/x-filter/precision",
            "/created_at is compared by instant with a date-time, and the parameter is a date",
        ),
        (
            {f"{SHELF}/created_at": {"type": "string", "format": "date"}}
            | {f"{CREATED}/x-filter/precision": "instant"},
            f"{CREATED}/x-filter/precision",
            "/created_at is a date, and the precision instant needs a date-time",
        ),
        (
            {f"{LABEL}/x-filter/operator": "startWith"},
            f"{LABEL}/x-filter/operator",
            "did you mean startsWith?",
        ),
        (
            {f"{LABEL}/x-filter": {"field": "/label", "operator": "contains"}},
            f"{LABEL}/x-filter",
            "'precision' is a required property",
        ),
        (
            {f"{LABEL}/x-filter/operator": "contains"} | {f"{SHELF}/label": {"type": "integer"}},
            f"{LABEL}/x-filter/operator",
            "/label is an integer, and contains needs a string",
        ),
        (
            {f"{CREATED}/x-filter/operator": "endsWith"},
            f"{CREATED}/x-filter/precision",
            "/created_at is compared by endsWith, which needs the precision exact",
        ),
        (
            {f"{LABEL}/x-filter": {"field": "/label", "operator": "isNull"}},
            f"{LABEL}/x-filter/operator",
            "/label is compared by isNull, and the parameter is a string",
        ),
        (
            {
                f"{LABEL}/x-filter": {"field": "/label", "operator": "isNull", "nulls": "match"},
                f"{LABEL}/schema": {"type": "boolean"},
            },
            f"{LABEL}/x-filter/nulls",
            "/label is compared by isNull, for which nulls has no meaning",
        ),
        (
            {f"{LABEL}/x-filter/ignore": ["cases"]},
            f"{LABEL}/x-filter/ignore/0",
            "did you mean case?",
        ),
        (
            {f"{CREATED}/x-filter/ignore": ["case"]},
            f"{CREATED}/x-filter/ignore",
            "/created_at is compared by day, and only texts ignore differences",
        ),
        (
            {f"{CREATED}/x-filter/zone": "Europe/Athen"},
            f"{CREATED}/x-filter/zone",
            "in the unknown time zone Europe/Athen; did you mean Europe/Athens?",
        ),
        (
            {f"{LABEL}/x-filter/zone": "Europe/Athens"},
            f"{LABEL}/x-filter/zone",
            "/label is compared by exact, and only a day has a time zone",
        ),
        (
            {f"{LABEL}/x-filter/precision": "decimal", f"{LABEL}/schema": {"type": "boolean"}},
            f"{LABEL}/x-filter/precision",
            "/label is compared by decimal with an integer or a number or a string, and the",
        ),
        (
            {f"{LABEL}/x-filter/precision": "text", f"{LABEL}/schema": {"type": "integer"}},
            f"{LABEL}/x-filter/precision",
            "/label is compared by text with a string, and the parameter is an integer",
        ),
        (
            {f"{LABEL}/x-filter": {"field": "/label", "precision": "exact"}},
            f"{LABEL}/x-filter",
            "'operator' is a required property",
        ),
        (
            {f"{LABEL}/x-filter/prefixes": {"eq": ""}},
            f"{LABEL}/x-filter/operator",
            "/label has prefixes, so operator has no meaning",
        ),
        (
            {f"{LABEL}/x-filter": {**PREFIXED, "prefixes": {"eq": "", "ne": ""}}},
            f"{LABEL}/x-filter/prefixes",
            "/label has two operators with one prefix",
        ),
        (
            {f"{LABEL}/x-filter": {**PREFIXED, "prefixes": {"eq": "", "lt": "<"}}},
            f"{LABEL}/x-filter/prefixes/lt",
            "/label is no number, and lt needs another precision than exact",
        ),
        (
            {f"{LABEL}/x-filter": {**PREFIXED, "prefixes": {"eq": "", "startWith": "^"}}},
            f"{LABEL}/x-filter/prefixes",
            "did you mean startsWith?",
        ),
        (
            {f"{LABEL}/x-filter/operator": "in"},
            f"{LABEL}/x-filter/operator",
            "/label is compared by in, which needs an array, or a separator",
        ),
        (
            {f"{LABEL}/x-filter/separator": ","},
            f"{LABEL}/x-filter/separator",
            "/label is compared by eq, which takes one value",
        ),
        (
            {f"{LABEL}/x-filter/operator": "in", f"{LABEL}/x-filter/separator": ","}
            | {f"{LABEL}/schema": {"type": "array", "items": {"type": "string"}}},
            f"{LABEL}/x-filter/separator",
            "/label is compared with an array, which has a style instead of a separator",
        ),
        (
            {f"{LABEL}/x-filter/operator": "in", f"{LABEL}/style": "deepObject"}
            | {f"{LABEL}/schema": {"type": "array", "items": {"type": "string"}}},
            f"{LABEL}/x-filter/operator",
            "which needs one of the styles form, pipeDelimited, spaceDelimited",
        ),
        (
            {f"{LABEL}/x-filter/operator": "in"}
            | {f"{LABEL}/schema": {"type": "array", "items": {"type": "integer"}}},
            f"{LABEL}/x-filter/field",
            "/label is a string, and the parameter is an integer",
        ),
        (
            {f"{LABEL}/x-filter/operator": "between", f"{LABEL}/x-filter/separator": ","},
            f"{LABEL}/x-filter/operator",
            "/label is a string, and between needs a number",
        ),
        (
            {f"{CREATED}/x-filter/operator": "in", f"{CREATED}/x-filter/separator": ","}
            | {f"{CREATED}/x-filter/default": "2021-04-25"},
            f"{CREATED}/x-filter/default",
            "/created_at is compared by in, which has no default",
        ),
        (
            {f"{LABEL}/x-filter": {"field": "/label", "operator": "eq", "precison": "exact"}},
            f"{LABEL}/x-filter/precison",
            "unknown key 'precison'; did you mean precision?",
        ),
        (
            {f"{LABEL}/x-expand": {"field": "/books", "operation": "listBooks"}},
            f"{LABEL}/x-expand/field",
            "an item has no field /books",
        ),
        (
            {f"{LABEL}/x-expand": {"field": "/label", "operation": "listBooks"}},
            f"{LABEL}/x-expand",
            "the parameter is a string, not a boolean",
        ),
        (
            {f"{LABEL}/x-search": {"fields": ["/label", "/lable"]}},
            f"{LABEL}/x-search/fields/1",
            "an item has no field /lable; did you mean /label?",
        ),
        (
            {f"{LABEL}/x-search": {"mach": "word"}},
            f"{LABEL}/x-search/mach",
            "unknown key 'mach'; did you mean match?",
        ),
        (
            {f"{CREATED}/x-search": {}, f"{CREATED}/schema": {"type": "integer"}},
            f"{CREATED}/x-search",
            "the parameter is an integer, not a text",
        ),
        (
            {f"{SHELVES}/x-invariants/0": {"order": ["/created_at", "/updated_at"]}},
            f"{SHELVES}/x-invariants/0/order/1",
            "Shelf has no field /updated_at; did you mean /created_at?",
        ),
        (
            {"/components/parameters/Page/name": "offset"}
            | {f"{PAGING}/pageIndex/parameter": "offset"},
            f"{PAGING}/pageIndex/parameter",
            "offset counts items, not pages; did you mean the style offset?",
        ),
        (
            {"/paths/~1more": {"get": {"operationId": "more", "responses": {}}}}
            | {f"{GET_BOOKS}/x-list/parent/operation": "more"},
            f"{GET_BOOKS}/x-list/parent/operation",
            "the operation more is not a list: add x-list to it",
        ),
    ],
)
def test_annotations_fit_the_schemas(
    changes: Mapping[str, object], place: str, problem: str, tmp_path: Path
) -> None:
    """The problem is told at its place."""
    found = problems_of(tmp_path, changes)
    assert [each for each in found if f": {place}: " in each and problem in each], found


def test_a_reference_that_leads_nowhere_has_its_place_once(tmp_path: Path) -> None:
    """The message is that of the reference."""
    (found,) = problems_of(tmp_path, {f"{SHELF}/label": {"$ref": "#/components/schemas/No"}})
    assert found.partition(": ")[2] == (
        f"{SHELF}/label/$ref: the $ref #/components/schemas/No does not resolve"
    )


@pytest.mark.parametrize(
    "shelf",
    [
        {"type": "object"},
        {"type": "object", "properties": {"id": {"type": "string"}}, "additionalProperties": True},
        {"type": "object", "additionalProperties": {"type": "string"}},
        {"allOf": [{"$ref": "#/components/schemas/Failure"}, {"properties": {}}]}
        | {"patternProperties": {"^x": {}}},
        {"oneOf": [{"$ref": "#/components/schemas/Failure"}, {"type": "object"}]},
        {"anyOf": [{"$ref": "#/components/schemas/Any"}, {"type": "null"}]},
        True,
    ],
)
def test_an_open_schema_admits_every_field(shelf: object, tmp_path: Path) -> None:
    """Who leaves fields out of a schema is told nothing about them."""
    changes: dict[str, Any] = {"/components/schemas/Any": {}, SHELVES: shelf}
    assert problems_of(tmp_path, changes) == []


def test_fields_are_found_through_all_combinations(tmp_path: Path) -> None:
    """``allOf`` joins fields, one alternative of ``anyOf`` is enough, and null has none."""
    named = {"type": "object", "properties": {"label": {"type": "string"}}}
    changes = {
        "/components/schemas/Named": named,
        SHELVES: {
            "allOf": [
                {"$ref": "#/components/schemas/Named"},
                {
                    "type": "object",
                    "properties": {
                        "id": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
                        "created_at": {"type": ["string", "null"], "format": "date-time"},
                    },
                },
            ]
        },
        f"{CREATED}/x-filter/field": "/created_on",
    }
    (found,) = problems_of(tmp_path, changes)
    assert found.endswith("an item has no field /created_on; did you mean /created_at?")


def test_a_schema_that_refers_to_itself_is_followed(tmp_path: Path) -> None:
    """A pointer has an end, even if the schema has none."""
    tree = {"type": "object", "properties": {"up": {"$ref": "#/components/schemas/Tree"}}}
    changes = {
        "/components/schemas/Tree": tree,
        f"{SHELF}/tree": tree,
        f"{CREATED}/x-filter/field": "/tree/up/up/down",
    }
    (found,) = problems_of(tmp_path, changes)
    assert found.endswith("no field /tree/up/up/down; did you mean /tree/up/up/up?")


@pytest.mark.parametrize("command", ["check", "mutate", "generate"])
def test_every_command_refuses_the_document(command: str, tmp_path: Path) -> None:
    """All problems are printed, the exit status is 2, and nothing is sent or written."""
    changes = {f"{LABEL}/x-filter/field": "/lable", f"{PAGING}/totalItemz": "/meta/total"}
    spec = write(tmp_path / "library.json", changes)
    output = tmp_path / "output"
    # Nothing listens at this address: a request would end in another message.
    ends = {"generate": ["-o", str(output)]}.get(command, ["http://127.0.0.1:9"])
    ran = CliRunner().invoke(main, [command, str(spec), *ends])
    assert ran.exit_code == 2
    assert "/lable; did you mean /label?" in ran.output
    assert "'totalItemz'; did you mean totalItems?" in ran.output
    assert len(ran.output.splitlines()) == 2
    assert not [*output.rglob("*.py")]
