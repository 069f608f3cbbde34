"""A parameter that is an object is read as the parameters that it is sent as."""

from pathlib import Path
from typing import Any

import pytest

from rollcall.spec import Spec, SpecError, parse_spec
from tests.unit.spec.test_normal import document


def _rule(operator: str) -> dict[str, Any]:
    return {"field": "/field", "operator": operator, "precision": "exact"}


def _range(**schemas: object) -> dict[str, Any]:
    """Describe an object with two filters, and further properties."""
    bounds = {each: {"type": "integer", "x-filter": _rule(each)} for each in ("gte", "lt")}
    return {"type": "object", "properties": {**bounds, **schemas}}


def _read(schema: object, **keys: object) -> Spec:
    raw = document({}, {"type": "integer"})
    raw["paths"]["/books"]["get"]["x-list"]["pagination"]["next"] = "$response.header.Link"
    (parameter,) = raw["paths"]["/books"]["get"]["parameters"]
    parameter |= {"style": "deepObject", "schema": schema, **keys}
    parameter["name"] = "made"
    other = {"name": "other", "in": "query", "schema": {"type": "string"}}
    raw["paths"]["/books"]["get"]["parameters"].append(other)
    return parse_spec(Path("books.json"), raw)


def test_each_property_is_a_parameter() -> None:
    """Its annotation stands in its schema."""
    (operation,) = _read(_range()).lists
    filters = [(each.name, each.filter and each.filter.operator) for each in operation.filters]
    assert filters == [("made[gte]", "gte"), ("made[lt]", "lt")]
    assert [each.schema["type"] for each in operation.filters] == ["integer", "integer"]


def test_the_properties_stand_where_the_object_stood() -> None:
    """The other parameters follow."""
    (operation,) = _read(_range(near={"type": "string"})).lists
    names = [each.name for each in operation.parameters]
    assert names == ["made[gte]", "made[lt]", "made[near]", "other"]
    assert not any(each.required for each in operation.parameters)


def test_a_property_is_required_if_its_object_is() -> None:
    """An object that may be left out has no required properties."""
    schema = {**_range(), "required": ["lt"]}
    (operation,) = _read(schema, required=True).lists
    assert [each.name for each in operation.parameters if each.required] == ["made[lt]"]
    assert not any(each.required for each in _read(schema).lists[0].parameters)


def test_a_property_of_an_object_within_the_object_is_a_parameter() -> None:
    """Its name has both names; a schema that refers to itself ends."""
    (operation,) = _read({"type": "object", "properties": {"made": _range()}}).lists
    assert [each.name for each in operation.filters] == ["made[made][gte]", "made[made][lt]"]
    itself = {"$ref": "#/components/schemas/Condition"}
    condition = {"type": "object", "properties": {"not": itself, "from": {"type": "string"}}}
    raw = document({}, {"type": "integer"})
    raw["paths"]["/books"]["get"]["x-list"]["pagination"]["next"] = "$response.header.Link"
    raw.setdefault("components", {}).setdefault("schemas", {})["Condition"] = condition
    raw["paths"]["/books"]["get"]["parameters"].append(
        {"name": "where", "in": "query", "style": "deepObject", "schema": itself}
    )
    names = [each.name for each in parse_spec(Path("books.json"), raw).operations[0].parameters]
    assert {"where[from]", "where[not][from]", "where[not][not][from]"} <= {*names}


def test_a_wrong_annotation_of_a_property_is_an_error() -> None:
    """It is checked as that of any parameter."""
    wrong = {"type": "integer", "x-filter": _rule("about")}
    with pytest.raises(SpecError, match="about"):
        _read(_range(near=wrong))
