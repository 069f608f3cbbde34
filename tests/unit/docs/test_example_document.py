"""The example API has most annotations, and shares no name with the documents in openapi/."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from ruamel.yaml import YAML

from rollcall.codegen import SpecError, update
from tests.support.example_api import ROOT, SPEC

TEXT = SPEC.read_text(encoding="utf-8")
DOCUMENT: dict[str, Any] = YAML(typ="safe", pure=True).load(TEXT)
VOCABULARY = json.loads(
    (ROOT / "src" / "rollcall" / "spec" / "annotations.schema.json").read_text("utf-8")
)


def _annotations(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield from ({key: value} for key, value in node.items() if str(key).startswith("x-"))
    values = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for value in values:
        yield from _annotations(value)


def test_the_document_is_valid() -> None:
    """The document is OpenAPI 3.1, and its annotations are those of a list with a key."""
    assert list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors()) == []
    found = [*_annotations(DOCUMENT)]
    for annotation in found:
        Draft202012Validator(VOCABULARY).validate(annotation)
    # The documents in tests/support/styles and the conformance cases have the others.
    others = {"x-credentials", "x-name", "x-rollcall", "x-search", "x-select", "x-sort"}
    assert {key for each in found for key in each} == {*VOCABULARY["properties"]} - others


def _names(spec: dict[str, Any]) -> set[str]:
    """Return the names of all parameters, and of the properties of pages and items."""
    properties = {
        name
        for title, schema in spec["components"]["schemas"].items()
        if not title.startswith(("Problem", "Error"))
        for name in schema.get("properties", ())
    }
    return properties | {
        each["name"]
        for item in spec["paths"].values()
        for each in item["get"]["parameters"]
        if "name" in each
    }


def test_the_example_shares_no_name_with_a_provider() -> None:
    """Paths, parameters and properties differ from those of every document in openapi/."""
    others = [
        YAML(typ="safe", pure=True).load(each)
        for each in (ROOT / "openapi").glob("*.yaml")
        if "openapi:" in each.read_text("utf-8").partition("\ninfo:")[0]
    ]
    assert others
    for theirs in others:
        assert not {*DOCUMENT["paths"]} & {*theirs["paths"]}
        assert not _names(DOCUMENT) & _names(theirs)


WRONG = {
    "a link to an array": (
        "prev: /more/back",
        "prev: /visits",
        "/visits of the response is an array; expected a string",
    ),
    "an unknown pointer": ("self: /more/here", "self: /more/this", "/more/this"),
    "an echo of a string": (
        "echo: /limit",
        "echo: /more/here",
        "/more/here of the response is a string; expected an integer",
    ),
    "an unknown parameter": ("parameter: limit", "parameter: most", "parameter most"),
    "an unknown choice": ("clamped, pastTheEnd", "cut, pastTheEnd", "'cut' is not one of"),
    "an invalid header": ("name: X-Example-Key", "name: X Example", "the name of a header"),
}


@pytest.mark.parametrize(("right", "wrong", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_annotation_is_refused(
    right: str, wrong: str, message: str, tmp_path: Path
) -> None:
    """The generator names the annotation that does not match the document."""
    assert right in TEXT
    spec = tmp_path / "example_api.yaml"
    spec.write_text(TEXT.replace(right, wrong), encoding="utf-8")
    with pytest.raises(SpecError) as refusal:
        update([spec], tmp_path)
    assert message in str(refusal.value)
