"""The annotations of each document belong to the vocabulary, and fit the document."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator

from rollcall import from_path
from tests.support.documents._annotations import VOCABULARY, annotation_problems, shape_problems
from tests.support.documents._document import OPENAPI, Node, at, parse, read
from tests.support.documents._markdown import code_blocks
from tests.support.overlays import apart

TELNYX = read(OPENAPI / "telnyx-video.yaml")
TWILIO = read(OPENAPI / "twilio-video.yaml")
PAGE = (OPENAPI / "ANNOTATIONS.md").read_text(encoding="utf-8")
BLOCKS = code_blocks(PAGE, "yaml")


def _parameter(spec: Node, operation: str, name: str) -> str:
    """Return the JSON Pointer of a parameter within its operation."""
    names = [each.get("name") for each in at(spec, operation)["parameters"]]
    return f"{operation}/parameters/{names.index(name)}"


ROOMS = "/paths/~1rooms/get"
LIST = f"{ROOMS}/x-list"
CHILDREN = "/paths/~1rooms~1{room_id}~1sessions/get"
DAY = _parameter(TELNYX, ROOMS, "filter[date_created_at][gte]")
NAME = _parameter(TELNYX, ROOMS, "filter[unique_name]")
EXPAND = _parameter(TELNYX, ROOMS, "include_sessions")
INVARIANTS = "/components/schemas/Room/x-invariants"
SESSION = "/components/schemas/RoomSession"
PARTICIPANTS = "/paths/~1Rooms~1{RoomSid}~1Participants/get"
STATUS = _parameter(TWILIO, PARTICIPANTS, "Status")
BASIC = "/components/securitySchemes/basic"

BREAKS: list[tuple[str, Node, str]] = [
    (f"{LIST}/items", "/rooms", "items is not an array"),
    (f"{LIST}/items", "data", "does not match"),
    (f"{LIST}/identity", "/sid", "identity names no field"),
    (f"{LIST}/identity", None, "'identity' is a required property"),
    (f"{LIST}/colour", "red", "Additional properties"),
    (f"{LIST}/pagination/style", "pages", "'pages' is not one of ['page', 'offset', 'cursor',"),
    (f"{LIST}/pagination/pageSize/parameter", "size", "pageSize names no query parameter"),
    (f"{LIST}/pagination/totalItems", "/meta/total", "is not an integer of the response"),
    (f"{LIST}/pagination/pageIndex/echo", "/data", "is not an integer of the response"),
    ("/paths/~1rooms/get/x-list", None, "has no x-list"),
    ("/paths/~1rooms/get/x-lists", {}, "Additional properties"),
    ("/paths/~1rooms/x-list", {"$copy": LIST}, "does not belong here"),
    (f"{CHILDREN}/x-list/parent", None, "does not name the path parameter"),
    (f"{CHILDREN}/x-list/parent/parameter", "id", "does not name the path parameter"),
    (f"{CHILDREN}/x-list/parent/field", "/room", "parent/field names no field"),
    (f"{CHILDREN}/x-list/parent/operation", "listHouses", "parent/operation names no operation"),
    (f"{DAY}/x-filter", None, "needs one of x-filter and x-expand"),
    (f"{DAY}/x-expand", {"$copy": f"{EXPAND}/x-expand"}, "needs one of x-filter and x-expand"),
    (f"{DAY}/in", "header", "belongs on a query parameter"),
    (f"{DAY}/x-filter/operator", "lte", "contradicts the name"),
    (f"{DAY}/x-filter/operator", "like", "is not one of"),
    (f"{DAY}/x-filter/precision", "instant", "needs a value of the format date-time"),
    (f"{DAY}/x-filter/field", "/unique_name", "needs a field of the format date-time"),
    (f"{DAY}/x-filter/field", "/made_at", "field names no field"),
    (f"{NAME}/x-filter/operator", "gt", "contradicts the name"),
    (f"{NAME}/x-filter/field", "/max_participants", "of another type"),
    (f"{EXPAND}/schema/type", "string", "needs a boolean parameter"),
    (f"{EXPAND}/x-expand/operation", "listChairs", "operation names no operation"),
    (f"{EXPAND}/x-expand/operation", "listRoomSessionParticipants", "the list of its parents"),
    (f"{EXPAND}/x-expand/field", "/unique_name", "does not hold what"),
    (f"{INVARIANTS}/0/order/0", "/made_at", "order names a field"),
    (f"{INVARIANTS}/0/order/0", "/id", "fields of different formats"),
    (f"{INVARIANTS}/1/reference/operation", "listChairs", "reference names no operation"),
    (f"{INVARIANTS}/1/reference/parent", None, "reference needs a parent"),
    (f"{SESSION}/x-invariants/2/nullWhen/when", "/open", "nullWhen names a field"),
    (f"{SESSION}/properties/id/x-invariants", [{"order": ["/a", "/b"]}], "does not belong here"),
]
LINK_BREAKS: list[tuple[str, Node, str]] = [
    (f"{PARTICIPANTS}/x-list/pagination/next", None, "'next' is a required property"),
    (f"{PARTICIPANTS}/x-list/pagination/next", "/meta/next", "is not a text of the response"),
    (f"{PARTICIPANTS}/x-list/pagination/self", "/meta/page", "is not a text of the response"),
    (f"{PARTICIPANTS}/x-list/pagination/pageIndex/parameter", "P", "names no query parameter"),
    (f"{PARTICIPANTS}/x-list/pagination/pageIndex/echo", "/meta/key", "is not an integer"),
    (
        f"{PARTICIPANTS}/x-list/pagination/continuationToken/parameter",
        "Token",
        "continuationToken names no query parameter",
    ),
    (f"{PARTICIPANTS}/x-list/pagination/continuationToken", None, "needs one of x-filter"),
    (f"{PARTICIPANTS}/x-list/parent/field", "/room", "parent/field names no field"),
    (f"{PARTICIPANTS}/x-list/parent/operation", "listRooms", "parent/operation names no operation"),
    (f"{STATUS}/x-filter/default", ["connected", "gone"], "the default gone is not a value"),
    (f"{STATUS}/x-filter/default", "gone", "the default gone is not a value"),
    (f"{STATUS}/x-filter/default", [], "should be non-empty"),
    (f"{BASIC}/x-credentials", [], "should be non-empty"),
    (f"{BASIC}/x-credentials/0/user", "AccountSid", "does not match"),
    (f"{BASIC}/scheme", "bearer", "belongs on a scheme with users and passwords"),
    (f"{PARTICIPANTS}/x-credentials", {"$copy": f"{BASIC}/x-credentials"}, "does not belong here"),
]


def test_the_vocabulary_is_a_valid_schema() -> None:
    """annotations.schema.json is a JSON Schema itself."""
    OAS31Validator.check_schema(VOCABULARY)


def _keys(node: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401 - JSON
    """Yield the place and the schema of each key of the vocabulary."""
    for name, each in node.items() if isinstance(node, dict) else ():
        if name == "properties" and not place.endswith("/if"):
            yield from ((f"{place}/{key}", schema) for key, schema in each.items())
        yield from _keys(each, f"{place}/{name}")


def _told(schema: dict[str, Any]) -> set[str]:
    """Return the keywords of a schema, and of those that it refers to."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return {*schema, *(_told(VOCABULARY["$defs"][name]) if name else ())}


def test_an_editor_can_show_each_key() -> None:
    """Each key has a title and a description, of its own or of the definition of its value."""
    keys = [*_keys(VOCABULARY)]
    assert len(keys) > 100
    styles = {"style"}  # the paging of each style repeats it
    assert [
        place
        for place, schema in keys
        if not {"title", "description"} <= _told(schema)
        if not (place.rpartition("/")[2] in styles and "const" in schema)
    ] == []


def test_the_annotations_agree_with_the_document(spec: Node) -> None:
    """Shapes, places, pointers, operations, parameters, operators and types all fit."""
    assert annotation_problems(spec) == []


@pytest.mark.parametrize(
    ("whole", "place", "value", "message"),
    [*((TELNYX, *each) for each in BREAKS), *((TWILIO, *each) for each in LINK_BREAKS)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_annotation_is_noticed(whole: Node, place: str, value: Node, message: str) -> None:
    """The check of the annotations reports each kind of problem."""
    spec = copy.deepcopy(whole)
    parent, _, key = place.rpartition("/")
    node = at(spec, parent)
    if value is None:
        del node[key]
    elif isinstance(value, dict) and "$copy" in value:
        node[key] = copy.deepcopy(at(whole, value["$copy"]))
    else:
        node[int(key) if isinstance(node, list) else key] = value
    assert any(message in problem for problem in annotation_problems(spec))


def test_two_lists_of_the_same_items_add_the_same_children() -> None:
    """The list of the children names one of them as the list of its parents; both may add them."""
    spec = copy.deepcopy(TELNYX)
    spec["paths"]["/other_rooms"] = copy.deepcopy(spec["paths"]["/rooms"])
    spec["paths"]["/other_rooms"]["get"]["operationId"] = "listOtherRooms"
    assert annotation_problems(spec) == []


@pytest.mark.parametrize("block", BLOCKS)
def test_the_examples_of_the_page_belong_to_the_vocabulary(block: str) -> None:
    """Each YAML example of ANNOTATIONS.md has annotations, and they are valid."""
    assert "x-" in block
    assert shape_problems(parse(block)) == []


def test_the_complete_document_of_the_page_is_correct() -> None:
    """The vocabulary serves another API: the document on the page passes every check."""
    (whole,) = (parse(block) for block in BLOCKS if block.startswith("openapi:"))
    assert annotation_problems(whole) == []


def test_the_overlay_of_the_page_fits_its_document(tmp_path: Path) -> None:
    """All actions change something, and what they add is valid."""
    (whole,) = (parse(block) for block in BLOCKS if block.startswith("openapi:"))
    (overlay,) = (block for block in BLOCKS if block.startswith("overlay:"))
    (tmp_path / "library.yaml").write_text(json.dumps(apart(whole)[0]), "utf-8")
    (tmp_path / "library.overlay.yaml").write_text(overlay, "utf-8")
    spec = from_path(tmp_path / "library.yaml", overlays=tmp_path / "library.overlay.yaml")
    (shelves,) = spec.lists
    assert [each.name for each in shelves.filters] == ["room"]
    assert spec.notices == ()


def test_the_page_explains_every_value() -> None:
    """No operator and no precision is missing from ANNOTATIONS.md."""
    values = [*VOCABULARY["$defs"]["filter"]["properties"]["operator"]["enum"]]
    values += VOCABULARY["$defs"]["filter"]["properties"]["precision"]["enum"]
    assert [value for value in values if f"`{value}`" not in PAGE] == []
