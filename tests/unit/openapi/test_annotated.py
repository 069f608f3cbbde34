"""The annotations choose what CURATION.md explains, and nothing else."""

from typing import Any

from tests.support.documents._document import Node, operations
from tests.support.documents._facts import KNOWLEDGE, knowledge_of
from tests.unit.openapi.test_curation import ROWS

_OF_LISTS = ("pagination", "parent")


def test_the_statuses_are_those_decided(spec: Node) -> None:
    """What an operation chooses where guidelines differ has a decision, and every decision acts."""
    for operation in operations(spec):
        decided: dict[str, Any] = {}
        for entry in knowledge_of(spec).annotated["choices"]:
            if operation.id in entry["of"]:
                decided |= entry["strictness"]
        chosen = operation.node.get("x-list", {}).get("strictness", {})
        assert chosen == decided, operation.id


def test_the_lists_are_those_decided(spec: Node) -> None:
    """How a list is paged and whose children it holds was decided, down to what is left out."""
    for operation in operations(spec):
        decided: dict[str, Any] = {}
        for entry in knowledge_of(spec).annotated["lists"]:
            if operation.id in entry["of"]:
                decided |= {key: each for key, each in entry.items() if key in _OF_LISTS}
        annotation = operation.node.get("x-list", {})
        assert {key: annotation[key] for key in _OF_LISTS if key in annotation} == decided


def test_the_rules_between_fields_are_those_decided(spec: Node) -> None:
    """A schema has the rules that were decided on, in their order."""
    rules = knowledge_of(spec).annotated["rules"]
    for name, schema in spec["components"]["schemas"].items():
        decided = [entry["rule"] for entry in rules if entry["of"] == name]
        assert schema.get("x-invariants", []) == decided, name


def test_no_filter_holds_by_default_unless_decided(spec: Node) -> None:
    """A filter that is left out filters nothing, but for those of which the pages say otherwise."""
    for operation in operations(spec):
        decided = {
            entry["name"]: entry["default"]
            for entry in knowledge_of(spec).annotated.get("defaults", [])
            if entry["of"] == operation.id
        }
        found = {
            each["name"]: each["x-filter"]["default"]
            for each in operation.parameters
            if "default" in each.get("x-filter", {})
        }
        assert found == decided, operation.id


def test_credentials_are_those_decided(spec: Node) -> None:
    """User and password of a scheme are what was decided, in the order in which they are tried."""
    decided = {
        entry["of"]: entry["pairs"] for entry in knowledge_of(spec).annotated.get("credentials", [])
    }
    found = {
        name: scheme["x-credentials"]
        for name, scheme in spec["components"]["securitySchemes"].items()
        if "x-credentials" in scheme
    }
    assert found == decided


def test_every_decision_is_explained() -> None:
    """Each entry names a row of the page of decisions."""
    tables = [entries for known in KNOWLEDGE.values() for entries in known.annotated.values()]
    named = {entry["decision"] for entries in tables for entry in entries}
    assert named <= {row[0].strip("`") for row in ROWS}
