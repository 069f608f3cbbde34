"""The rules of x-invariants are checked when a document is read."""

from collections.abc import Mapping
from typing import Any

import pytest

from rollcall.spec import SpecError
from tests.support.invoices import Invoices

_WHEN = {"when": "/state", "equals": "paid"}

WRONG: Mapping[str, tuple[Mapping[str, Any], str, str]] = {
    "a field": (
        {"setWhen": {"field": "/payed_at", **_WHEN}},
        "setWhen/field",
        "Invoice has no field /payed_at; did you mean /paid_at?",
    ),
    "a condition": (
        {"equalsWhen": {"field": "/priority", "value": 1, "when": "/stat", "equals": "paid"}},
        "equalsWhen/when",
        "did you mean /state?",
    ),
    "a value of the condition": (
        {"setWhen": {"field": "/paid_at", "when": "/state", "equals": "payd"}},
        "setWhen/equals",
        "the field never has the value 'payd'; did you mean paid?",
    ),
    "a value": (
        {"equalsWhen": {"field": "/priority", "value": "high", **_WHEN}},
        "equalsWhen/value",
        "the field never has the value 'high'; it is an integer",
    ),
    "one of several values": (
        {"oneOfWhen": {"field": "/carrier", "values": ["van", "byke"], **_WHEN}},
        "oneOfWhen/values/1",
        "the field never has the value 'byke'; did you mean bike?",
    ),
    "one value": (
        {"oneOfWhen": {"field": "/carrier", "values": ["van"], **_WHEN}},
        "oneOfWhen/values",
        "too short",
    ),
    "a key of the condition": (
        {"oneOfWhen": {"field": "/carrier", "values": ["van", "bike"], "equal": 1, **_WHEN}},
        "oneOfWhen/equal",
        "unknown key 'equal'; did you mean equals?",
    ),
    "a unique field": ({"unique": ["/shop", "/numbr"]}, "unique/1", "did you mean /number?"),
    "a unique array": ({"unique": ["/lines"]}, "unique/0", "/lines of Invoice is an array"),
    "an array": (
        {"count": {"field": "/line_count", "items": "/shop"}},
        "count/items",
        "/shop of Invoice is a string; expected an array",
    ),
    "a number": (
        {"count": {"field": "/shop", "items": "/lines"}},
        "count/field",
        "/shop of Invoice is a string; expected an integer or a number",
    ),
    "an added field": (
        {"sum": {"field": "/amount", "items": "/lines", "of": "/prize"}},
        "sum/of",
        "an element of /lines has no field /prize; did you mean /price?",
    ),
    "an added field of another list": (
        {"sum": {"field": "/paid", "operation": "listPayments", "of": "/payed", "parent": "/id"}},
        "sum/of",
        "an item has no field /payed; did you mean /paid?",
    ),
    "no added field": (
        {"sum": {"field": "/amount", "items": "/lines"}},
        "sum",
        "'of' is a required property",
    ),
    "two places": (
        {"count": {"field": "/payments", "items": "/lines", "operation": "listInvoices"}},
        "count",
        "expected items or operation, and only one of them",
    ),
    "an operation": (
        {"count": {"field": "/payments", "operation": "listPayment", "parent": "/id"}},
        "count/operation",
        "there is no operation listPayment; did you mean listPayments?",
    ),
    "no parent": (
        {"count": {"field": "/payments", "operation": "listPayments"}},
        "count/operation",
        "listPayments lists the items of a parent: name its field by parent",
    ),
    "a parent too many": (
        {"reference": {"field": "/shop", "operation": "listInvoices", "parent": "/id"}},
        "reference/parent",
        "the list of listInvoices has no parent",
    ),
    "two rules in one": (
        {"unique": ["/shop"], "order": ["/number", "/priority"]},
        "",
        "has too many properties",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_rule_is_refused(name: str) -> None:
    """The error names the place, and the remedy."""
    rule, place, remedy = WRONG[name]
    with pytest.raises(SpecError) as error:
        _ = Invoices(rules={"Invoice": [rule]}).spec
    (problem,) = error.value.problems
    assert f"/components/schemas/Invoice/x-invariants/0/{place}".rstrip("/") + ": " in problem
    assert remedy in problem


@pytest.mark.parametrize(
    "rule",
    [
        {"oneOfWhen": {"field": "/carrier", "values": ["van", None], **_WHEN}},
        {"nullWhen": {"field": "/paid_at", "when": "/carrier", "equals": None}},
        {"equalsWhen": {"field": "/paid", "value": 7, **_WHEN}},
        {"sum": {"field": "/amount", "operation": "listInvoices", "of": "/number"}},
    ],
)
def test_a_right_rule_is_read(rule: Mapping[str, Any]) -> None:
    """Null is a value of a field that is not set, and an integer one of a number."""
    assert Invoices(rules={"Invoice": [rule]}).spec.lists
