"""The documents agree with the public documentation and the decisions."""

import json
from typing import Any

import pytest

from tests.support.documents._document import Node, operations, resolve
from tests.support.documents._facts import (
    facts_of,
    field_row,
    parameter_row,
    response_schemas,
    statement,
)
from tests.support.documents._validator import value_problems


def test_the_operations_are_those_with_facts(spec: Node) -> None:
    """Each operation has a table of parameters, and each table has an operation."""
    assert {each.id for each in operations(spec)} == facts_of(spec)["parameters"].keys()


def test_each_parameter_is_as_its_row_says(spec: Node) -> None:
    """Each parameter has a row, each row a parameter, and both say the same."""
    for operation in operations(spec):
        rows = facts_of(spec)["parameters"][operation.id]
        found = {each["name"]: parameter_row(each) for each in operation.parameters}
        assert found == {name: statement(row) for name, row in rows.items()}, operation.id
        assert len(operation.parameters) == len(rows)


def test_each_field_is_as_its_row_says(spec: Node) -> None:
    """Each field of the 200 bodies has a row, each row a field, and both say the same."""
    found = {
        name: {field: field_row(schema, field) for field in schema["properties"]}
        for name, schema in response_schemas(spec).items()
    }
    assert found == {
        name: {field: statement(row) for field, row in rows.items()}
        for name, rows in facts_of(spec)["fields"].items()
    }


def test_required_fields_are_described(spec: Node) -> None:
    """A field that is required is among the properties of its schema."""
    for schema in response_schemas(spec).values():
        assert set(schema.get("required", ())) <= schema["properties"].keys()


def test_the_document_admits_every_documented_example(spec: Node) -> None:
    """The examples that the pages show of parameters and fields are valid."""
    problems = []
    for schema, rows in facts_of(spec)["fields"].items():
        for name, row in rows.items():
            if "example" in row:
                location = ("components", "schemas", schema, "properties", name)
                problems += value_problems(spec, location, row["example"])
    for operation in operations(spec):
        rows = facts_of(spec)["parameters"][operation.id]
        for index, parameter in enumerate(operation.node["parameters"]):
            name = resolve(spec, parameter)["name"]
            if "example" in rows[name]:
                place: tuple[str | int, ...] = (*operation.location, "parameters", index)
                if "$ref" in parameter:
                    place = tuple(parameter["$ref"].removeprefix("#/").split("/"))
                problems += value_problems(spec, (*place, "schema"), rows[name]["example"])
    assert problems == []


def test_the_document_admits_the_responses_that_the_pages_show(spec: Node) -> None:
    """The example response of each page is valid against the operation's 200 response."""
    examples = facts_of(spec).get("examples", {})
    for operation in operations(spec):
        content = (*operation.location, "responses", "200", "content", "application/json", "schema")
        if operation.id in examples:
            assert value_problems(spec, content, json.loads(examples[operation.id])) == []


@pytest.mark.parametrize("key", ["pagination", "parent", "strictness"])
def test_the_annotations_of_lists_are_those_decided(spec: Node, key: str) -> None:
    """Paging, parents and statuses are those of the facts."""
    for operation in operations(spec):
        decided: dict[str, Any] = {}
        for entry in facts_of(spec)["lists"]:
            if operation.id in entry["of"]:
                decided |= entry.get(key, {})
        found = operation.node.get("x-list", {}).get(key, {})
        assert {**spec.get(f"x-{key}", {}), **found} == decided, operation.id


def test_the_rules_between_fields_are_those_decided(spec: Node) -> None:
    """A schema has the rules of the facts, in their order."""
    rules = facts_of(spec)["rules"]
    for name, schema in spec["components"]["schemas"].items():
        decided = [statement(rule) for rule in rules.get(name, [])]
        assert schema.get("x-invariants", []) == decided, name
    assert rules.keys() <= spec["components"]["schemas"].keys()


def test_credentials_are_those_decided(spec: Node) -> None:
    """User and password of a scheme are those of the facts, in the order of preference."""
    decided = facts_of(spec).get("credentials", {})
    found = {
        name: scheme["x-credentials"]
        for name, scheme in spec["components"]["securitySchemes"].items()
        if "x-credentials" in scheme
    }
    assert found == {name: entry["pairs"] for name, entry in decided.items()}


def test_the_error_statuses_are_the_decided_ones(spec: Node) -> None:
    """Each operation describes the statuses of the facts, in their order."""
    decided = facts_of(spec)["errors"]["statuses"]
    for operation in operations(spec):
        assert list(operation.node["responses"]) == ["200", *decided]


def test_the_error_bodies_are_the_decided_ones(spec: Node) -> None:
    """The schemas of error bodies have the types and bounds of the facts."""
    schemas = spec["components"]["schemas"]
    decided = facts_of(spec)["errors"]["schemas"]
    assert {name: without_prose(schemas[name]) for name in decided} == decided


def test_the_errors_come_in_the_decided_media(spec: Node) -> None:
    """Each error status has a body of each media type of the facts, and of no other."""
    media = facts_of(spec)["errors"]["media"]
    decided = {each: {"$ref": f"#/components/schemas/{name}"} for each, name in media.items()}
    for operation in operations(spec):
        for status, response in operation.node["responses"].items():
            if status != "200":
                content = resolve(spec, response)["content"]
                assert {each: content[each]["schema"] for each in content} == decided, status


def without_prose(schema: Node) -> Node:
    """Return a schema without its descriptions and examples."""
    if isinstance(schema, list):
        return [without_prose(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    prose = {name for name in ("description", "examples") if not isinstance(schema.get(name), dict)}
    return {name: without_prose(each) for name, each in schema.items() if name not in prose}
