"""The rules of x-invariants: each law passes on a correct server, and fails on its mutants."""

from collections.abc import Mapping
from fractions import Fraction

import attrs
import pytest

from rollcall.laws import applies, registered
from rollcall.mutants import ServerMutant, document_mutants
from rollcall.mutants.documents import DocumentMutant
from rollcall.spec import SpecError, number_of
from tests.support.evaluations import evaluate, runner_of
from tests.support.invoices import INVOICES, PAYMENTS, Invoices, Row
from tests.support.killed import fate, mutants_of

LAWS = [law for law in registered() if law.family == "coherence"]
MUTANTS = [each for each in mutants_of(Invoices(), "coherence") if "page.identity" not in each.laws]


def outcomes(law: str, api: Invoices) -> Mapping[str, str]:
    """Return the outcome of a law for each of its subjects."""
    found = evaluate(law, api, "listInvoices")
    return {each.verdict.subject: each.verdict.outcome for each in found}


def changed(**fields: object) -> Invoices:
    """Return an API whose last invoice has other fields."""
    return Invoices(rows=[*INVOICES[:-1], {**INVOICES[-1], **fields}])


def test_the_laws_pass_on_the_correct_api() -> None:
    """Each has a witness for each of its rules."""
    runner = runner_of(Invoices())
    operation = runner.spec.list_operation("listInvoices")
    tried = [law for law in LAWS if applies(law, runner.spec, operation)]
    assert len(tried) == 7
    for law in tried:
        for each in runner.evaluate(law, operation, "http"):
            assert (each.verdict.outcome, each.verdict.reason) == ("pass", None), each


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: each.id)
def test_a_mutant_is_killed_by_its_law(mutant: ServerMutant) -> None:
    """The law of the rule that the mutant breaks fails."""
    assert fate(Invoices(), mutant) == "killed"


VIOLATIONS: Mapping[str, tuple[str, Mapping[str, object], str]] = {
    "set": ("set_when", {"state": "paid", "paid_at": None}, "/paid_at is None"),
    "equals": ("equals_when", {"express": True, "priority": 2}, "/priority is 2"),
    "equals a boolean": ("equals_when", {"express": True, "priority": True}, "/priority is True"),
    "one of": (
        "one_of_when",
        {"express": True, "carrier": "ship"},
        "/express is True, but /carrier is 'ship'",
    ),
    "one of, unset": ("one_of_when", {"express": True, "carrier": None}, "/carrier is None"),
    "unique": ("unique", {"shop": "shop 0", "number": 0}, "'shop 0', 0"),
    "count": ("count", {"line_count": 9}, "/line_count is 9, expected 0"),
    "sum": ("sum", {"amount": "0.01"}, "/amount is '0.01', expected 0"),
}


@pytest.mark.parametrize("name", VIOLATIONS)
def test_a_violation_names_the_fields(name: str) -> None:
    """The title has the values."""
    law, fields, title = VIOLATIONS[name]
    found = evaluate(f"coherence.{law}", changed(**fields), "listInvoices")
    (failed,) = [each for each in found if each.violation is not None]
    assert failed.violation is not None
    assert title in failed.violation.title


@pytest.mark.parametrize(
    ("law", "fields"),
    [
        ("set_when", {"state": "open", "paid_at": None}),
        ("equals_when", {"express": False, "priority": 2}),
        ("one_of_when", {"express": None, "carrier": "ship"}),
        ("unique", {"shop": None, "number": 0}),
        ("unique", {"shop": "shop 0", "number": False}),
        ("count", {"line_count": None}),
        ("count", {"line_count": 3, "lines": None, "amount": None}),
        ("sum", {"amount": "0.00"}),
        ("sum", {"amount": None}),
    ],
)
def test_a_rule_does_not_hold_for_other_items(law: str, fields: Mapping[str, object]) -> None:
    """A condition that is not met, and a field that is not set, break no rule."""
    assert {*outcomes(f"coherence.{law}", changed(**fields)).values()} == {"pass"}


def test_sums_are_exact() -> None:
    """Decimals are added without binary rounding: 0.1 and 0.2 are 0.3."""
    lines = [{"sku": None, "price": 0.1}, {"sku": None, "price": "0.20"}]
    right = changed(lines=lines, line_count=2, amount="0.3")
    assert {*outcomes("coherence.sum", right).values()} == {"pass"}
    rounded = changed(lines=lines, line_count=2, amount=0.1 + 0.2)
    assert "fail" in outcomes("coherence.sum", rounded).values()


@pytest.mark.parametrize("value", [True, None, "", "1/3", "1_000", "NaN", [1]])
def test_what_is_no_number(value: object) -> None:
    """It is in no sum."""
    assert number_of(value) is None


@pytest.mark.parametrize(
    ("value", "number"), [(3, Fraction(3)), (0.1, Fraction(1, 10)), ("-1.50", Fraction(-3, 2))]
)
def test_what_is_a_number(value: object, number: Fraction) -> None:
    """A text is a number if it is a decimal."""
    assert number_of(value) == number


VACUOUS: Mapping[str, tuple[str, str, Mapping[str, object], str]] = {
    "set": ("set_when", "/paid_at", {"state": "open"}, "an item whose other field has the value"),
    "equals": ("equals_when", "/priority", {"express": False}, "whose other field has the value"),
    "one of": ("one_of_when", "/carrier", {"express": None}, "whose other field has the value"),
    "unique": ("unique", "unique /shop", {"shop": None}, "two items with all of the fields set"),
    "count": ("count", "/line_count", {"lines": [], "line_count": 0}, "that has elements"),
    "sum": ("sum", "/amount", {"amount": None}, "an item whose field is set"),
}


@pytest.mark.parametrize("name", VACUOUS)
def test_a_law_without_a_witness_is_vacuous(name: str) -> None:
    """The reason names the data that is missing."""
    law, rule, fields, reason = VACUOUS[name]
    api = Invoices(rows=[{**row, **fields} for row in INVOICES])
    (found,) = [
        each.verdict
        for each in evaluate(f"coherence.{law}", api, "listInvoices")
        if f": {rule}" in each.verdict.subject
    ]
    assert found.outcome == "vacuous"
    assert reason in str(found.reason)


def test_one_item_is_unique() -> None:
    """There is nothing to compare it with."""
    assert outcomes("coherence.unique", Invoices(rows=INVOICES[:1])) == {
        "Invoice: unique /shop /number": "vacuous",
        "Line: unique /sku": "vacuous",
    }


def test_numbers_of_another_list_need_that_list() -> None:
    """A count of payments is vacuous if no invoice has any, and fails if there is one more."""
    empty = Invoices(
        rows=[{**row, "payments": 0, "paid": 0} for row in INVOICES],
        payments={name: [] for name in PAYMENTS},
    )
    subject = "Invoice: /payments = count of listPayments"
    assert outcomes("coherence.count", empty)[subject] == "vacuous"
    more = attrs.evolve(Invoices(), payments={**PAYMENTS, "i03": PAYMENTS["i03"][1:]})
    assert outcomes("coherence.count", more)[subject] == "fail"


def test_items_of_several_pages_are_compared() -> None:
    """Two items with equal fields may be far apart; one item that is listed twice is no case."""
    far: Row = {**INVOICES[-1], "shop": INVOICES[0]["shop"], "number": INVOICES[0]["number"]}
    api = Invoices(rows=[*INVOICES[:-1], far])
    (found,) = [
        each.violation
        for each in evaluate("coherence.unique", api, "listInvoices")
        if each.violation is not None
    ]
    assert len(found.exchanges) == 2
    assert "i00 and i20" in found.detail


DOCUMENTS = [each for each in document_mutants(Invoices().spec) if each.group == "invariant"]
SURVIVE = {"removed", "unique-fewer", "unique-field", "field", "when", "equals"}
"""The kinds of which some change nothing that the data shows."""


def test_the_mutants_of_documents_have_all_kinds() -> None:
    """Each part of a rule is changed."""
    assert {each.kind.partition(".")[2].rstrip("-0123456789") for each in DOCUMENTS} == {
        *("removed", "kind", "field", "when", "equals", "value", "values", "items", "of"),
        *("operation", "parent", "parent-removed", "unique-field", "unique-fewer"),
    }


TOLD = [each for each in DOCUMENTS if each.kind.split(".")[1].rstrip("-0123456789") not in SURVIVE]


@pytest.mark.parametrize("mutant", TOLD, ids=lambda each: each.id)
def test_a_mutant_of_the_document_is_killed(mutant: DocumentMutant) -> None:
    """The document is refused, a law fails, or the list that it needs does not exist."""
    document = mutant.of(Invoices().spec)
    try:
        runner = runner_of(Invoices(change=lambda _: document))
    except SpecError:
        return
    operation = runner.spec.list_operation("listInvoices")
    tried = [law for law in LAWS if applies(law, runner.spec, operation)]
    found = [each for law in tried for each in runner.evaluate(law, operation, "http")]
    assert {"fail", "inconclusive"} & {each.verdict.outcome for each in found}
