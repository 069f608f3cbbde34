"""The annotations choose what CURATION.md explains, and nothing else."""

import tomllib
from pathlib import Path
from typing import Any

from ._document import Node, operations
from .test_curation import ROWS

TABLE: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "annotated.toml").read_text(encoding="utf-8")
)


def test_the_statuses_are_those_decided(document: Node) -> None:
    """What an operation chooses where guidelines differ has a decision, and every decision acts."""
    for operation in operations(document):
        decided: dict[str, Any] = {}
        for entry in TABLE["choices"]:
            if operation.id in entry["of"]:
                decided |= entry["strictness"]
        chosen = operation.node.get("x-list", {}).get("strictness", {})
        assert chosen == decided, operation.id


def test_the_rules_between_fields_are_those_decided(document: Node) -> None:
    """A schema has the rules that were decided on, in their order."""
    for name, schema in document["components"]["schemas"].items():
        decided = [entry["rule"] for entry in TABLE["rules"] if entry["of"] == name]
        assert schema.get("x-invariants", []) == decided, name


def test_no_filter_holds_by_default_unless_decided(document: Node) -> None:
    """A filter that is left out filters nothing, but for those of which the pages say otherwise."""
    for operation in operations(document):
        decided = {
            entry["name"]: entry["default"]
            for entry in TABLE.get("defaults", [])
            if entry["of"] == operation.id
        }
        found = {
            each["name"]: each["x-filter"]["default"]
            for each in operation.parameters
            if "default" in each.get("x-filter", {})
        }
        assert found == decided, operation.id


def test_every_decision_is_explained() -> None:
    """Each entry names a row of the page of decisions."""
    named = {entry["decision"] for entries in TABLE.values() for entry in entries}
    assert named <= {row[0].strip("`") for row in ROWS}
