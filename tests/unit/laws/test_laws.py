"""The laws on the full API: the correct one passes each, and each fails on its mutants."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet

import pytest

from rollcall.laws import Law, Runner, Verdict, applies, find_law, registered
from tests.support.evaluations import evaluate, evaluate_all, runner_of
from tests.support.laws.full_api import Churn, Data, empty, full_api, one_page, one_row, undated
from tests.support.laws.mutants import DEPOTS, MUTANTS, PARCELS, SCANS, Mutant

EVERYWHERE = frozenset({DEPOTS, PARCELS, SCANS})
NOWHERE = frozenset[str]()
PLACES: dict[str, AbstractSet[str]] = {
    "page.past_the_end": {DEPOTS, PARCELS},
    "link": {SCANS},
    "expand": {DEPOTS},
    "scope.found": EVERYWHERE,
    "scope": {PARCELS, SCANS},
    "coherence.order": {DEPOTS, PARCELS},
    "coherence.null_when": {DEPOTS, PARCELS},
    "coherence.reference": {DEPOTS, SCANS},
    # The token API is tested with these.
    **dict.fromkeys(("filter.default", "link.index", "link.refused", "link.token"), NOWHERE),
    **dict.fromkeys(("value.case",), NOWHERE),
    # The API in every style of paging is tested with these.
    **dict.fromkeys(("page.more", "page.anywhere", "link.agrees", "link.final"), NOWHERE),
    # APIs with an order, a search, a selection, or a chosen order are tested with these.
    **dict.fromkeys(("order", "search", "select", "expand.order"), NOWHERE),
    # An API of invoices is tested with these.
    **dict.fromkeys(
        (
            *(f"coherence.{each}_when" for each in ("set", "equals", "one_of")),
            *(f"coherence.{each}" for each in ("unique", "count", "sum")),
        ),
        NOWHERE,
    ),
    "page.count_of_none": {PARCELS, DEPOTS},
    **dict.fromkeys(("auth.user", "auth.encoding"), NOWHERE),
}
"""The operations that a law, or a family of laws, applies to; all others apply everywhere."""

BY_ID = {mutant.id: mutant for mutant in MUTANTS}
BY_LAW = [mutant for mutant in MUTANTS if not mutant.law.startswith("conformance.")]
laws = pytest.mark.parametrize("law", registered(), ids=lambda law: law.id)


@pytest.fixture(scope="module")
def correct() -> Runner:
    """Return a runner on the correct API."""
    return runner_of(full_api())


def verdicts(runner: Runner, law: str, operation: str) -> list[Verdict]:
    """Evaluate a law on an operation."""
    place = runner.spec.list_operation(operation)
    return [each.verdict for each in runner.evaluate(find_law(law), place, "http")]


def kills(mutant: Mutant, churn: Churn | None = None) -> list[str]:
    """Return the curl lines of the violations that the law of a mutant finds."""
    return [
        each.violation.curl
        for each in evaluate(mutant.law, full_api(mutant.steps, churn=churn), mutant.operation)
        if each.violation is not None and mutant.subject in {None, each.verdict.subject}
    ]


@laws
def test_a_law_passes_on_the_correct_api(law: Law, correct: Runner) -> None:
    """Each law has witnesses on each operation that it applies to."""
    applying = {each.id for each in correct.spec.lists if applies(law, correct.spec, each)}
    assert applying == PLACES.get(law.id, PLACES.get(law.family, EVERYWHERE))
    for operation in applying:
        for each in verdicts(correct, law.id, operation):
            assert (each.outcome, each.reason) == ("pass", None), each
            assert each.witnesses > 0


@pytest.mark.parametrize("mutant", BY_LAW, ids=lambda mutant: f"{mutant.law}-{mutant.id}")
def test_a_mutant_is_killed_by_its_law(mutant: Mutant) -> None:
    """The law fails on the operation, and for the parameter, that the mutant changes."""
    found = kills(mutant)
    assert found
    assert all("curl " in each for each in found)


def test_no_rows_violate_no_law() -> None:
    """A law without a witness is vacuous, and says what it needs."""
    for each in evaluate_all(runner_of(full_api(data=empty()))):
        verdict = each.verdict
        assert verdict.outcome in {"pass", "vacuous"}, verdict
        assert (verdict.witnesses > 0) == (verdict.outcome == "pass"), verdict
        assert (verdict.reason is None) == (verdict.outcome == "pass"), verdict


@pytest.mark.parametrize(
    ("data", "law", "operation", "outcomes"),
    [
        (empty, "page.partition", DEPOTS, {"vacuous"}),
        (empty, "filter.sound", DEPOTS, {"vacuous"}),
        (empty, "page.echo", DEPOTS, {"pass"}),
        (empty, "page.refused", DEPOTS, {"pass"}),
        (empty, "scope.unknown", PARCELS, {"vacuous"}),
        (empty, "auth.missing", PARCELS, {"vacuous"}),
        (one_row, "page.partition", PARCELS, {"vacuous"}),
        (one_row, "page.length", SCANS, {"vacuous"}),
        (one_row, "page.repeatable", PARCELS, {"vacuous"}),
        (one_row, "link.previous", SCANS, {"vacuous"}),
        (one_row, "link.ends", SCANS, {"vacuous"}),
        (one_row, "filter.ranges", DEPOTS, {"vacuous"}),
        (one_row, "filter.later_pages", PARCELS, {"vacuous"}),
        (one_row, "scope.disjoint", PARCELS, {"vacuous"}),
        # A filter that the row matches, beside one that it does not match, is a witness.
        (one_row, "filter.conjunction", DEPOTS, {"pass", "vacuous"}),
        (one_row, "filter.conjunction", PARCELS, {"vacuous"}),
        (undated, "coherence.order", PARCELS, {"vacuous"}),
        (undated, "filter.null", PARCELS, {"pass"}),
        (one_page, "coherence.reference", DEPOTS, {"vacuous"}),
        (one_page, "page.default", SCANS, {"vacuous"}),
        (one_page, "page.default", PARCELS, {"pass"}),
    ],
)
def test_a_law_is_vacuous_without_the_rows_that_it_needs(
    data: Callable[[], Data], law: str, operation: str, outcomes: set[str]
) -> None:
    """The outcomes for all subjects of the law."""
    runner = runner_of(full_api(data=data()))
    assert {each.outcome for each in verdicts(runner, law, operation)} == outcomes


def test_a_filter_of_nulls_is_vacuous() -> None:
    """The filters of other fields pass."""
    runner = runner_of(full_api(data=undated()))
    for law in ("filter.complete", "filter.boundary"):
        for each in verdicts(runner, law, PARCELS):
            is_null = each.subject.startswith("delivered_")
            assert each.outcome == ("vacuous" if is_null else "pass"), each


@pytest.mark.parametrize(
    ("law", "operation", "outcome"),
    [
        ("page.partition", PARCELS, "inconclusive"),
        ("page.partition", SCANS, "inconclusive"),
        ("page.repeatable", DEPOTS, "inconclusive"),
        ("http.method", PARCELS, "pass"),
        ("auth.missing", DEPOTS, "pass"),
        ("http.nul", SCANS, "pass"),
    ],
)
def test_changing_data_violates_no_law(law: str, operation: str, outcome: str) -> None:
    """A law that compares several responses is inconclusive while rows come and go."""
    runner = runner_of(full_api(churn=Churn()))
    (found,) = verdicts(runner, law, operation)
    assert found.outcome == outcome, found
    assert (found.reason is None) == (outcome == "pass")


@pytest.mark.parametrize(
    "name",
    [
        *("day-ignored", "first-link-alone", "size-echo-stale", "row-too-many"),
        *("next-elsewhere", "flag-always-on", "rows-of-all", "kind-wrong-once"),
    ],
)
def test_a_mutant_is_killed_despite_concurrent_changes(name: str) -> None:
    """One response proves the violation."""
    assert kills(BY_ID[name], Churn())
