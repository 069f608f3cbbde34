"""An example API of invoices, their lines and their payments, whose fields have many rules."""

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import httpx
from attrs import frozen

from rollcall.spec import Spec, parse_spec
from tests.support.listing import answered, listed

__all__ = ["INVOICES", "PAYMENTS", "RULES", "Invoices", "Row"]

Row = dict[str, Any]

_PATH = re.compile(r"/invoices/([^/]+)/payments")
_NULLABLE = {"type": ["string", "null"]}
_TIME = {"type": ["string", "null"], "format": "date-time"}
_SHARED = {"when": "/express", "equals": True}

RULES: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "Invoice": (
        {"nullWhen": {"field": "/paid_at", "when": "/state", "equals": "open"}},
        {"setWhen": {"field": "/paid_at", "when": "/state", "equals": "paid"}},
        {"equalsWhen": {"field": "/priority", "value": 1, **_SHARED}},
        {"oneOfWhen": {"field": "/carrier", "values": ["van", "bike"], **_SHARED}},
        {"unique": ["/shop", "/number"]},
        {"count": {"field": "/line_count", "items": "/lines"}},
        {"sum": {"field": "/amount", "items": "/lines", "of": "/price"}},
        {"count": {"field": "/payments", "operation": "listPayments", "parent": "/id"}},
        {"sum": {"field": "/paid", "operation": "listPayments", "of": "/paid", "parent": "/id"}},
    ),
    "Line": ({"unique": ["/sku"]},),
}

_FIELDS: Mapping[str, Mapping[str, Any]] = {
    "Invoice": {
        "id": {"type": "string"},
        "shop": {"type": "string"},
        "number": {"type": "integer"},
        "state": {"type": "string", "enum": ["open", "paid"]},
        "paid_at": _TIME,
        "express": {"type": "boolean"},
        "priority": {"type": "integer"},
        "carrier": {"type": ["string", "null"], "enum": ["van", "bike", "ship", None]},
        "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
        "line_count": {"type": "integer"},
        "amount": {"type": "string"},
        "payments": {"type": "integer"},
        "paid": {"type": "number"},
    },
    "Line": {"sku": _NULLABLE, "price": _NULLABLE},
    "Payment": {
        "id": {"type": "string"},
        "invoice": {"type": "string"},
        "paid": {"type": "number"},
    },
}
_PRICES = ("0.10", "0.20", "19.99", "5.00", "0.05")


def _payments(invoice: str, count: int) -> list[Row]:
    amounts = (0.1, 0.2, 12.35, 7.0)
    return [
        {"id": f"{invoice}-{number}", "invoice": invoice, "paid": amounts[number % 4]}
        for number in range(count)
    ]


def _invoice(number: int) -> Row:
    lines = [
        {"sku": f"s{each}" if each < 3 else None, "price": _PRICES[(number + each) % 5]}
        for each in range(number % 5)
    ]
    name, is_paid, is_express = f"i{number:02}", number % 3 == 0, number % 4 == 1
    payments = [Fraction(str(each["paid"])) for each in _payments(name, number % 4)]
    return {
        "id": name,
        "shop": f"shop {number % 2}",
        "number": number // 2,
        "state": "paid" if is_paid else "open",
        "paid_at": "2021-04-25T12:00:00Z" if is_paid else None,
        "express": is_express,
        "priority": 1 if is_express else number % 3,
        "carrier": ("van", "bike")[number // 4 % 2] if is_express else (None, "ship")[number % 2],
        "lines": lines,
        "line_count": len(lines),
        "amount": f"{float(sum(Fraction(str(each['price'])) for each in lines)):.2f}",
        "payments": len(payments),
        "paid": float(sum(payments)),
    }


INVOICES: tuple[Row, ...] = tuple(map(_invoice, range(21)))
PAYMENTS: Mapping[str, Sequence[Row]] = {
    row["id"]: _payments(row["id"], row["payments"]) for row in INVOICES
}


def _typed(name: str) -> dict[str, Any]:
    return {"type": "object", "properties": dict(_FIELDS[name])}


@frozen
class Invoices:
    """The API: its spec, and a correct server of it unless a part is replaced.

    Attributes:
        rows: The invoices.
        payments: The payments of each invoice.
        rules: The rules of each schema.
        change: Returns a changed copy of the document.
        token: The bearer token that the lists require; empty: none.
        base_url: The base URL of the server in this process.
    """

    rows: Sequence[Row] = INVOICES
    payments: Mapping[str, Sequence[Row]] = PAYMENTS
    rules: Mapping[str, Sequence[Mapping[str, Any]]] = RULES
    change: Callable[[dict[str, Any]], dict[str, Any]] = lambda document: document
    token: str = ""
    base_url: str = "http://api.test"

    @property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        schemas = {name: _typed(name) for name in _FIELDS}
        for name, rules in self.rules.items():
            schemas[name]["x-invariants"] = [*rules]
        invoice = {"name": "invoice", "in": "path", "required": True, "schema": {"type": "string"}}
        parent = {"parameter": "invoice", "field": "/invoice", "operation": "listInvoices"}
        return self.change(
            {
                "openapi": "3.1.0",
                "info": {"title": "Invoices", "version": "1"},
                "paths": {
                    "/invoices": {"get": listed("Invoices", "Invoice")},
                    "/invoices/{invoice}/payments": {
                        "get": listed("Payments", "Payment", invoice, parent=parent)
                    },
                },
                "components": {"schemas": schemas},
            }
        )

    @property
    def spec(self) -> Spec:
        """The spec, as Rollcall reads it."""
        return parse_spec(Path("invoices.json"), self.document)

    def respond(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request."""
        below = _PATH.fullmatch(request.url.path)
        if request.url.path != "/invoices" and (below is None or below[1] not in self.payments):
            return httpx.Response(404, json={"problem": "there is no such path"})
        return answered(request, self.payments[below[1]] if below is not None else self.rows)
