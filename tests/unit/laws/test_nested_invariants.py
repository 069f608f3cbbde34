"""The rules of an object hold wherever a value has it: nullable, combined, chosen, in a map."""

from collections.abc import Mapping
from typing import Any

import attrs
import pytest

from tests.support.evaluations import evaluate
from tests.support.invoices import INVOICES, Invoices
from tests.support.killed import fate, mutants_of

ADDRESS = {"$ref": "#/components/schemas/Address"}
RULE = {"setWhen": {"field": "/zip", "when": "/country", "equals": "NO"}}
BOX = {"$ref": "#/components/schemas/Box"}
CRATE = {"$ref": "#/components/schemas/Crate"}
RIGHT = {"country": "NO", "zip": "0150", "kind": "Address"}
WRONG = {"country": "NO", "zip": None, "kind": "Address"}
OTHER = {"country": "NO", "zip": None, "kind": "Box", "box": 1}

_FIELDS = {
    "kind": {"type": "string"},
    "country": {"type": "string"},
    "zip": {"type": ["string", "null"]},
}
_TAGGED = {"propertyName": "kind", "mapping": {"Address": ADDRESS["$ref"], "Box": "Crate"}}

SCHEMAS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "a reference": ("3.1.0", ADDRESS),
    "anyOf with null": ("3.1.0", {"anyOf": [ADDRESS, {"type": "null"}]}),
    "oneOf with null": ("3.1.0", {"oneOf": [{"type": "null"}, ADDRESS]}),
    "allOf": ("3.1.0", {"allOf": [ADDRESS, {"properties": {"floor": {"type": "integer"}}}]}),
    "allOf of one": ("3.1.0", {"allOf": [ADDRESS], "description": "Where it goes."}),
    "nullable in 3.0": ("3.0.3", {"allOf": [ADDRESS], "nullable": True}),
    "nullable beside a reference": ("3.0.3", {"nullable": True, "anyOf": [ADDRESS]}),
    "a discriminator": ("3.1.0", {"oneOf": [ADDRESS, CRATE], "discriminator": _TAGGED}),
    "a required field": ("3.1.0", {"anyOf": [BOX, ADDRESS]}),
    "another order": ("3.1.0", {"anyOf": [ADDRESS, BOX]}),
    "a map": ("3.1.0", {"type": "object", "additionalProperties": ADDRESS}),
    "a nullable map": (
        "3.1.0",
        {"anyOf": [{"additionalProperties": ADDRESS, "type": "object"}, {"type": "null"}]},
    ),
    "an array": ("3.1.0", {"type": "array", "items": {"anyOf": [ADDRESS, {"type": "null"}]}}),
    "a nullable array": ("3.1.0", {"anyOf": [{"items": ADDRESS}, {"type": "null"}]}),
}


def _invoices(name: str, value: Mapping[str, Any]) -> Invoices:
    """Return an API whose items have an address of this form."""
    version, schema = SCHEMAS[name]
    wrapped: object = {"home": value} if "map" in name else value
    wrapped = [value] if "array" in name else wrapped

    def change(document: dict[str, Any]) -> dict[str, Any]:
        schemas = document["components"]["schemas"]
        schemas["Invoice"]["properties"]["to"] = schema
        schemas["Address"] = {"type": "object", "properties": _FIELDS, "x-invariants": [RULE]}
        schemas["Crate"] = {"type": "object", "properties": _FIELDS}
        schemas["Box"] = {
            "type": "object",
            "required": ["box"],
            "properties": {**_FIELDS, "box": {"type": "integer"}},
        }
        if version.startswith("3.0"):
            _fields_of_3_0(schemas)
        return {**document, "openapi": version}

    rows = [{**row, "to": None if number % 2 else wrapped} for number, row in enumerate(INVOICES)]
    return Invoices(rows=rows, rules={}, change=change)


def _fields_of_3_0(schemas: dict[str, Any]) -> None:
    """Write nullable fields as OpenAPI 3.0 does."""
    for schema in schemas.values():
        for name, field in schema["properties"].items():
            if isinstance(field.get("type"), list):
                plain = {key: each for key, each in field.items() if key != "enum"}
                schema["properties"][name] = {**plain, "type": field["type"][0], "nullable": True}


def _outcome(name: str, value: Mapping[str, Any]) -> str:
    (found,) = evaluate("coherence.set_when", _invoices(name, value), "listInvoices")
    return found.verdict.outcome


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_rule_holds_within_an_item(name: str) -> None:
    """A nested object that breaks its rule is a violation."""
    assert _outcome(name, RIGHT) == "pass"
    assert _outcome(name, WRONG) == "fail"


@pytest.mark.parametrize("name", ["a discriminator", "a required field"])
def test_a_rule_does_not_hold_for_another_alternative(name: str) -> None:
    """The discriminator, or a field that only the other one has, tells them apart."""
    assert _outcome(name, OTHER) == "vacuous"


@pytest.mark.parametrize("name", ["a required field", "another order"])
def test_a_value_that_may_be_either_has_the_rules_of_both(name: str) -> None:
    """What only one alternative demands is not demanded of it."""
    both = {**WRONG, "box": 1}
    assert _outcome(name, both) == "vacuous"
    api = _invoices(name, both)

    def shared(document: dict[str, Any]) -> dict[str, Any]:
        document = api.change(document)
        document["components"]["schemas"]["Box"]["x-invariants"] = [RULE]
        return document

    found = evaluate("coherence.set_when", attrs.evolve(api, change=shared), "listInvoices")
    assert [each.verdict.outcome for each in found] == ["fail", "fail"]


@pytest.mark.parametrize("name", ["anyOf with null", "a discriminator", "a map"])
def test_a_rule_is_named_after_its_own_schema(name: str) -> None:
    """The subject of a law has the name of the alternative."""
    (found,) = evaluate("coherence.set_when", _invoices(name, RIGHT), "listInvoices")
    assert found.verdict.subject == "Address: /zip set when /country is 'NO'"


@pytest.mark.parametrize("name", SCHEMAS)
def test_its_mutants_are_killed(name: str) -> None:
    """Each kind of mutant changes the nested object."""
    api = _invoices(name, RIGHT)
    kinds = {each.kind: each for each in mutants_of(api, "coherence") if "/zip" in each.subject}
    # An item without an address is no such item.
    assert {kind: fate(api, each) for kind, each in kinds.items()} == {
        "coherence.set-unset": "killed",
        "coherence.set-unset-once": "killed",
        "coherence.set-unset-rarely": "killed",
        "coherence.set-not-followed": "not covered",
    }


def test_a_schema_within_itself_is_followed() -> None:
    """A value ends, its schema does not."""

    def change(document: dict[str, Any]) -> dict[str, Any]:
        schemas = document["components"]["schemas"]
        nested = {"anyOf": [{"$ref": "#/components/schemas/Invoice"}, {"type": "null"}]}
        schemas["Invoice"]["properties"]["corrects"] = nested
        return document

    def outcome(inner: Mapping[str, Any]) -> str:
        rows = [{**INVOICES[1], "corrects": {**INVOICES[2], "corrects": inner}}]
        api = Invoices(rows=rows, change=change)
        (found,) = evaluate("coherence.set_when", api, "listInvoices")
        return found.verdict.outcome

    assert outcome(INVOICES[3]) == "pass"
    assert outcome({**INVOICES[3], "paid_at": None}) == "fail"
