"""Objects with any keys are dicts, and models keep what their schemas do not name."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest

from tests.support.client.generated import first_shelf, import_client, shelf_with
from tests.support.specs import SHELF, write

_SCHEMAS = "/components/schemas"
_TEXT, _INTEGER = {"type": "string"}, {"type": "integer"}


def _map(values: object, **more: object) -> dict[str, object]:
    return {"type": "object", "additionalProperties": values, **more}


def _open(values: object, **properties: object) -> dict[str, object]:
    return _map(values, properties=properties, required=["name"])


_ANY = {"additionalProperties": True}


_OPEN, _NODE = ({"$ref": f"#{_SCHEMAS}/{name}"} for name in ("Open", "Node"))
_FIELDS: Mapping[str, Any] = {
    "texts": _map(_TEXT),
    "texts_or_null": _map(_TEXT, type=["object", "null"]),
    "nullable_texts": _map({"anyOf": [_TEXT, {"type": "null"}]}),
    "nested": _map(_map({"type": "array", "items": _NODE})),
    "inline": _map({"type": "object", "properties": {"size": _INTEGER}}),
    "free": {"type": "object", **_ANY},
    "named": {"$ref": f"#{_SCHEMAS}/Texts"},
    "patterns": {
        "type": "object",
        "patternProperties": {"^a": _INTEGER, "^b": _TEXT},
        "additionalProperties": False,
    },
    "pattern_and_any": {"type": "object", "patternProperties": {"^a": _INTEGER}},
    "names": _map(_INTEGER, propertyNames={"pattern": "^a"}),
    "open": _OPEN,
    "open_or_text": {"anyOf": [_OPEN, _TEXT, {"type": "null"}]},
    "opens": {"type": "array", "items": _OPEN},
    "opens_by_name": _map(_OPEN),
    "node": _NODE,
}
_CHANGES: Mapping[str, Any] = {
    f"{_SCHEMAS}/Texts": _map(_TEXT),
    f"{_SCHEMAS}/Open": _open(_INTEGER, name=_TEXT),
    f"{_SCHEMAS}/Node": _open(_TEXT, name=_TEXT, next=_NODE) | _ANY,
    **{f"{SHELF}/{name}": schema for name, schema in _FIELDS.items()},
}


@pytest.fixture(
    scope="module", params=[{}, {f"{SHELF}/camelCase": _TEXT}], ids=["attrs", "msgspec"]
)
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """Generate and import a client whose shelves have these fields; renamed fields need msgspec."""
    folder = tmp_path_factory.mktemp("maps")
    return import_client(
        write(folder / f"maps_{len(request.param)}.yaml", _CHANGES | request.param)
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"texts": {"a": "b", "": "c"}},
        {"texts_or_null": None},
        {"texts_or_null": {"a": "b"}},
        {"nullable_texts": {"a": None, "b": "c"}},
        {"nested": {"a": {"b": [{"name": "c", "other": [1]}]}}},
        {"inline": {"a": {"size": 1}}},
        {"free": {"a": [1, {"b": None}]}},
        {"named": {"a": "b"}},
        {"patterns": {"a1": 1, "b1": "c"}},
        {"pattern_and_any": {"a1": 1, "z": [None]}},
        {"names": {"a1": 1}},
        {"open": {"name": "a"}},
        {"open": {"name": "a", "b": 2, "additional_properties": 3}},
        {"open_or_text": {"name": "a", "b": 2}},
        {"open_or_text": "a"},
        {"open_or_text": None},
        {"opens": [{"name": "a", "b": 2}, {"name": "c"}]},
        {"opens_by_name": {"k": {"name": "a", "b": 2}}},
        {"node": {"name": "a", "x": 1, "next": {"name": "b", "y": {"z": [2]}}}},
    ],
    ids=json.dumps,
)
def test_what_came_is_given_back(package: ModuleType, fields: Mapping[str, Any]) -> None:
    """A field is written as it was read, whatever its keys are."""
    found = first_shelf(package, fields)
    assert package.to_dict(found) == shelf_with(fields)
    assert json.loads(package.to_json(found)) == shelf_with(fields)


def test_values_have_types(package: ModuleType) -> None:
    """The values of a map, and the other fields of a model, are of the described types."""
    found = first_shelf(package, {"inline": {"a": {"size": 7}}, "open": {"name": "a", "b": 2}})
    assert found.inline["a"].size == 7
    assert type(found.open) is package.Open
    assert found.open.additional_properties == {"b": 2}
    assert package.Open(name="a").additional_properties == {}
    assert found.open == package.Open(name="a", additional_properties={"b": 2})
    assert found.open != package.Open(name="a")
    assert hash(found.open) == hash(package.Open(name="a", additional_properties={"b": 3}))


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"texts": {"a": 1}}, r"expected str, got int, at \$.shelves\[0\].texts\[...\]"),
        (
            {"nested": {"a": {"b": [{}]}}},
            r"with `name`, .* at \$.shelves\[0\].nested\[...\]\[...\]\[0\]",
        ),
        (
            {"open": {"name": "a", "b": "c"}},
            r"expected int, got str, at \$.shelves\[0\].open\[...\]",
        ),
        ({"open": {"name": 1}}, r"expected str, got int, at \$.shelves\[0\].open.name"),
        ({"open": 1}, r"expected object, got int, at \$.shelves\[0\].open"),
        ({"open_or_text": 1}, r"expected str, got int, at \$.shelves\[0\].open_or_text"),
        ({"patterns": {"a": []}}, r"\$.shelves\[0\].patterns\[...\]"),
    ],
)
def test_a_wrong_value_has_a_place(
    package: ModuleType, fields: Mapping[str, Any], problem: str
) -> None:
    """The error names the field, and what is expected there."""
    with pytest.raises(package.SchemaError, match=problem):
        first_shelf(package, fields)


def test_an_integer_with_a_zero_fraction_is_an_integer(package: ModuleType) -> None:
    """Also among the other fields of a model."""
    open_model = first_shelf(package, {"open": {"name": "a", "b": 10.0}}).open
    assert repr(open_model.additional_properties) == "{'b': 10}"


def test_an_item_may_be_open(tmp_path: Path) -> None:
    """Items of a list keep their other fields."""
    changes = {f"{_SCHEMAS}/Shelf/additionalProperties": _INTEGER}
    package = import_client(write(tmp_path / "open_items.yaml", changes))
    found = first_shelf(package, {"extra": 1})
    assert found.additional_properties == {"extra": 1}
    assert package.to_dict(found) == shelf_with({"extra": 1})
    assert attrs.evolve(found, additional_properties={}) == first_shelf(package, {})
    with pytest.raises(package.SchemaError, match=r"\$.shelves\[0\]\[...\]"):
        first_shelf(package, {"extra": "a"})


def test_models_inside_of_others_are_given_back(package: ModuleType) -> None:
    """Each knows what was sent for it, in maps and among the other fields of a model as well."""
    node = {"name": "a", "x": 1, "next": {"name": "b", "y": {"z": [2.50]}}}
    fields = {
        "node": node,
        "inline": {"a": {"size": 7, "w": None}},
        "nested": {"a": {"b": [{"name": "c", "other": [1]}]}},
        "opens": [{"name": "a", "b": 2}, {"name": "c"}],
        "opens_by_name": {"k": {"name": "a", "b": 2}},
    }
    found = first_shelf(package, fields)
    assert package.to_dict(found.node) == node
    assert package.to_dict(found.node.next) == node["next"]
    assert package.to_dict(found.inline["a"]) == {"size": 7, "w": None}
    assert package.to_dict(found.nested["a"]["b"][0]) == {"name": "c", "other": [1]}
    assert [package.to_dict(each) for each in found.opens] == fields["opens"]
    assert package.to_dict(found.opens_by_name["k"]) == {"name": "a", "b": 2}


def test_a_model_that_was_made_is_written_from_its_values(package: ModuleType) -> None:
    """The other fields stand beside those of the schema."""
    made = package.Open(name="a", additional_properties={"b": 2})
    assert package.to_dict(made) == {"name": "a", "b": 2}
    assert json.loads(package.to_json(made)) == {"name": "a", "b": 2}
