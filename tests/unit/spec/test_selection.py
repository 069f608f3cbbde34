"""Selections: the fields that a request selects, and what is refused when a document is read."""

from collections.abc import Mapping
from typing import Any

import attrs
import jsonschema_rs
import pytest

from rollcall.spec import Pointer, Select, SpecError, partial_schema
from tests.support.selected import LISTED, NESTED, Selected

ITEM = {"id": 1, "owner": {"id": 2, "name": "Ada"}, "size": None, "tags": ["a"]}
FIELDS = {"owner": Pointer("/owner"), "owner.id": Pointer("/owner/id"), "tags": Pointer("/tags")}
ALWAYS = (Pointer("/id"),)


@pytest.mark.parametrize(
    ("select", "names", "part"),
    [
        (Select(FIELDS), ["tags"], {"tags": ["a"]}),
        (Select(FIELDS), ["owner.id"], {"owner": {"id": 2}}),
        (Select(FIELDS), ["owner.id", "owner"], {"owner": ITEM["owner"]}),
        (Select(FIELDS, ALWAYS), [], {"id": 1}),
        (Select({}, within=Pointer("/owner")), [], {**ITEM, "owner": {}}),
        (
            Select({"name": Pointer("/owner/name")}, within=Pointer("/owner")),
            ["name"],
            {**ITEM, "owner": {"name": "Ada"}},
        ),
    ],
)
def test_a_part_has_the_selected_fields(select: Select, names: list[str], part: object) -> None:
    """A field below another is selected with the objects on its way."""
    assert select.part(ITEM, names) == part


@pytest.mark.parametrize(
    ("api", "fields", "needed"),
    [
        (Selected(), "id kind title place note", "kind title place note"),
        (Selected({"separator": ","}), "id kind title place note", "id kind title place note"),
        (NESTED, "id kind title place note", "id kind title place note"),
        (LISTED, "name where key sort memo", "name sort"),
        (
            Selected(
                {"always": ["/kind", "/title", "/place"]},
                schema={"type": "array", "items": {"enum": ["note", "id"]}},
            ),
            "id note",
            "id note",
        ),
    ],
)
def test_the_names_are_those_of_the_fields(api: Selected, fields: str, needed: str) -> None:
    """An ``enum`` leaves names out; a client needs those of the fields that are required."""
    (operation,) = api.spec.lists
    select = operation.selects["fields"]
    assert {*select.fields} == {*fields.split()}
    assert {*select.needed} == {*needed.split()}


_BOOK = {"id": "b1", "kind": "map", "title": "Maps", "place": "Bergen", "note": None}


@pytest.mark.parametrize(
    ("api", "book", "outcome"),
    [
        (Selected(), {"id": "b1"}, "valid"),
        (Selected(), {"title": "Maps"}, "invalid"),
        (Selected(), {"id": "b1", "title": 1}, "invalid"),
        (NESTED, {"id": "b1", "kind": "map", "attributes": {}}, "valid"),
        (NESTED, {"id": "b1", "kind": "map"}, "valid"),
        (NESTED, {"id": "b1", "attributes": {"title": "Maps"}}, "invalid"),
    ],
)
def test_a_part_of_an_item_need_not_have_the_other_fields(
    api: Selected, book: object, outcome: str
) -> None:
    """What is always there is required as before, and so is the type of each field."""
    (operation,) = api.spec.lists
    validator = jsonschema_rs.validator_for({**partial_schema(api.spec, operation)})
    assert validator.is_valid({"books": [book]}) == (outcome == "valid")
    assert not validator.is_valid({"total": 1})


def test_a_shared_schema_stays_as_it_is() -> None:
    """Another operation may refer to the same schema."""
    document = Selected().document
    content = document["paths"]["/books"]["get"]["responses"]["200"]["content"]["application/json"]
    page, items = content["schema"], content["schema"]["properties"]["books"]
    schemas = {"Page": page, "Book": items["items"], "Books": {**items}}
    schemas["Books"]["items"] = {"$ref": "#/components/schemas/Book"}
    page["properties"]["books"] = {"$ref": "#/components/schemas/Books"}
    content["schema"] = {"$ref": "#/components/schemas/Page"}
    spec = Selected().spec
    whole = attrs.evolve(spec, raw={**spec.raw, **document, "components": {"schemas": schemas}})
    before = repr(whole.raw)
    (operation,) = whole.lists
    schema = {**partial_schema(whole, operation), "components": {"schemas": schemas}}
    validator = jsonschema_rs.validator_for(schema)
    assert validator.is_valid({"books": [{"id": "b1"}]})
    assert not validator.is_valid({"books": [{"title": "Maps"}]})
    assert repr(whole.raw) == before


_TEXTS = {"type": "array", "items": {"type": "string"}}
WRONG: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any], str]] = {
    "a field": ({"fields": {"name": "/titel"}}, _TEXTS, "did you mean /title?"),
    "an always": ({"always": ["/idd"]}, _TEXTS, "did you mean /id?"),
    "within a text": ({"within": "/title"}, _TEXTS, "/title of an item is a string; expected an"),
    "a key": ({"alway": ["/id"]}, _TEXTS, "did you mean always?"),
    "one name": ({}, {"type": "string"}, "it needs an array, or a separator"),
    "two ways": ({"separator": ","}, _TEXTS, "is an array, which has a style instead"),
    "numbers": ({}, {"type": "array", "items": {"type": "integer"}}, "and is an integer"),
    "a name": (
        {},
        {"type": "array", "items": {"type": "string", "enum": ["titel"]}},
        "fields takes titel, which is no field; did you mean title?",
    ),
    "a default": ({"default": ["titel", "id"]}, _TEXTS, "takes no titel; did you mean title?"),
    "a default that is not admitted": (
        {"default": ["id", "title"]},
        {
            "type": "array",
            "items": {"type": "string", "enum": ["id", "kind", "place", "note"]},
        },
        "fields takes no title",
    ),
    "a required field": (
        {"fields": {"name": "/title"}, "always": ["/id", "/kind", "/note"]},
        _TEXTS,
        "fields selects no /place, which an item requires: add it to always, or to fields",
    ),
    "a default without the identity": ({"default": ["title"]}, _TEXTS, "does not select /id"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_selection_is_refused(name: str) -> None:
    """The error names the place, and the remedy."""
    select, schema, remedy = WRONG[name]
    with pytest.raises(SpecError) as error:
        _ = Selected(select, schema=schema).spec
    (problem,) = error.value.problems
    assert "x-select" in problem
    assert remedy in problem
