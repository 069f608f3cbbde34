"""Each mutant is caught by the law meant for it; a server without a defect passes.

The laws are evaluated by plain HTTP, on the depot server: without a defect, with few rows or none,
with rows that come and go, and with each of its mutants.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import pytest

from rollcall.laws import Evaluation, Verdict, registered
from tests.integration.laws.test_kiosk import MUTANTS as OF_THE_KIOSK
from tests.support.checks import check
from tests.support.evaluations import evaluate, evaluate_all
from tests.support.laws.depot import (
    SPEC,
    Churn,
    Data,
    Target,
    empty,
    one_page,
    one_row,
    serve,
    undated,
)
from tests.support.laws.mutants import DEPOTS, MUTANTS, PARCELS, SCANS, Mutant

OPERATIONS = (DEPOTS, PARCELS, SCANS)
EVERYWHERE = frozenset(OPERATIONS)
PLACES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "page.past_the_end": frozenset({DEPOTS, PARCELS}),
        "page": EVERYWHERE,
        "link": frozenset({SCANS}),
        "filter": EVERYWHERE,
        "expand": frozenset({DEPOTS}),
        "scope.found": EVERYWHERE,
        "scope": frozenset({PARCELS, SCANS}),
        "coherence.order": frozenset({DEPOTS, PARCELS}),
        "coherence.null_when": frozenset({DEPOTS, PARCELS}),
        "coherence.reference": frozenset({DEPOTS, SCANS}),
        "coherence.constant": EVERYWHERE,
        "auth": EVERYWHERE,
        "http": EVERYWHERE,
        # The kiosk has what these are about.
        **dict.fromkeys(
            (
                *("filter.default", "link.index", "link.refused", "link.token"),
                *("auth.user", "auth.encoding"),
            ),
            frozenset[str](),
        ),
    }
)
"""The operations that a law, or all laws of a family, have something to say of."""

REFUSALS = frozenset(
    {
        *("page.refused", "filter.refused", "expand.refused", "scope.unknown", "scope.malformed"),
        "scope.found",
    }
)
"""The laws of lists that take no row to tell."""

GENERATED = frozenset(
    {
        "conformance.positive_data_acceptance",
        "conformance.negative_data_rejection",
        "conformance.ignored_auth",
        "conformance.unsupported_method",
    }
)
"""The checks that look at generated requests, and at no request of a law."""

SHOWN_BY_ONE_ANSWER = (
    *("day-ignored", "boolean-ignored", "false-is-any", "null-from", "first-link-alone"),
    *("size-echo-stale", "row-too-many", "size-clamped", "next-elsewhere", "flag-always-on"),
    *("children-of-another", "rows-of-all", "unknown-is-empty", "delivered-first"),
    *("kind-wrong-once", "any-token", "token-in-errors", "lists-as-text", "nul-breaks"),
)
"""Mutants that a single response proves, whatever changes meanwhile."""

PARTLY_VACUOUS: Mapping[str, Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "one_row": {
            DEPOTS: frozenset({"filter.ranges", "filter.monotone"}),
            PARCELS: frozenset(
                {
                    *("page.length", "page.partition", "page.identity", "page.default"),
                    *("page.repeatable", "page.bounds", "filter.ranges", "filter.monotone"),
                    *("filter.conjunction", "filter.later_pages", "scope.disjoint"),
                }
            ),
            SCANS: frozenset(
                {
                    *("page.length", "page.partition", "page.identity", "page.default"),
                    *("link.ends", "link.previous", "link.filters", "filter.later_pages"),
                }
            ),
        },
        "undated": {
            DEPOTS: frozenset({"coherence.order"}),
            PARCELS: frozenset({"coherence.order"}),
            SCANS: frozenset(),
        },
        "one_page": {
            DEPOTS: frozenset({"coherence.reference"}),
            PARCELS: frozenset(),
            SCANS: frozenset({"page.default"}),
        },
    }
)
"""The laws that a server with few rows gives no witness for, by server and operation."""

SERVERS: Mapping[str, Callable[[], Data]] = MappingProxyType(
    {"empty": empty, "one_row": one_row, "undated": undated, "one_page": one_page}
)

BY_ID = {mutant.id: mutant for mutant in MUTANTS}


def places(law: str) -> frozenset[str]:
    """Return the operations that a law has something to say of."""
    return PLACES[law] if law in PLACES else PLACES[law.partition(".")[0]]


def _evaluated(mutant: Mutant, depot: Target) -> list[Evaluation]:
    """Evaluate the law meant for a mutant, for the subject that it is about."""
    found = evaluate(SPEC, depot.base_url, depot.token, mutant.law, mutant.operation)
    return [each for each in found if mutant.subject in {None, each.verdict.subject}]


@cache
def everything(server: str) -> dict[tuple[str, str], list[Verdict]]:
    """Evaluate all laws on a server: without a defect, with few rows, or in use."""
    data = SERVERS[server]() if server in SERVERS else None
    churn = Churn() if server == "in use" else None
    with serve(data=data, churn=churn) as depot:
        found = [each.verdict for each in evaluate_all(SPEC, depot.base_url, depot.token)]
    sorted_: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for each in found:
        sorted_[each.law, each.operation].append(each)
    return sorted_


def outcomes(verdicts: list[Verdict]) -> set[str]:
    """Return the different outcomes."""
    return {each.outcome for each in verdicts}


def test_every_law_has_a_mutant() -> None:
    """Every law has a mutant that it must kill; conformance has several."""
    meant = {mutant.law for mutant in MUTANTS} | {mutant.law for mutant in OF_THE_KIOSK}
    assert {law.id for law in registered()} <= meant
    assert len({law for law in meant if law.startswith("conformance.")}) >= 8
    assert len(MUTANTS) == len(BY_ID) >= 60


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.law}-{mutant.id}")
def test_a_mutant_is_killed_by_its_law(mutant: Mutant, tmp_path: Path) -> None:
    """The law meant for a mutant fails, on the operation and for the parameter that it changes."""
    with serve(mutant.steps) as depot:
        if mutant.law in GENERATED:
            coverage = "--law=conformance.coverage"
            outcome = check(tmp_path, depot.base_url, coverage, token=depot.token, spec=SPEC)
            found = [
                each["curl"]
                for each in outcome.report["violations"]
                if (each["law"], each["operation"]) == (mutant.law, mutant.operation)
            ]
        else:
            found = [
                each.violation.curl
                for each in _evaluated(mutant, depot)
                if each.violation is not None
            ]
    assert found
    assert all("curl " in each for each in found)


@pytest.mark.parametrize(
    ("law", "operation"),
    [(law.id, each) for law in registered() for each in OPERATIONS if each in places(law.id)],
)
def test_a_law_holds_on_the_healthy_server(law: str, operation: str) -> None:
    """Every law passes with witnesses, on each operation that it is about; none is vacuous."""
    verdicts = everything("healthy")[law, operation]
    assert verdicts
    assert [(each.subject, each.outcome, each.reason) for each in verdicts] == [
        (each.subject, "pass", None) for each in verdicts
    ]
    assert all(each.witnesses > 0 for each in verdicts)


def test_a_law_is_tried_where_it_applies_alone() -> None:
    """No law is tried on an operation that it has nothing to say of."""
    assert all(operation in places(law) for law, operation in everything("healthy"))


@pytest.mark.parametrize("server", SERVERS)
def test_few_rows_are_no_violation(server: str) -> None:
    """Whatever there is to list, no law fails, and none passes without a witness."""
    for verdicts in everything(server).values():
        for each in verdicts:
            assert each.outcome in {"pass", "vacuous"}, each
            assert (each.witnesses > 0) == (each.outcome == "pass"), each
            assert (each.reason is None) == (each.outcome == "pass"), each


def test_nothing_is_known_of_an_empty_list() -> None:
    """With no row, the laws of rows are vacuous; what is refused is known all the same."""
    found = everything("empty")
    needing_rows = [
        law
        for law in (each.id for each in registered())
        if law.partition(".")[0] not in {"auth", "http"}
        and law not in REFUSALS
        and law != "page.echo"
    ]
    for law in needing_rows:
        for operation in places(law):
            assert outcomes(found[law, operation]) == {"vacuous"}, (law, operation)
    for law in ("page.echo", "page.refused", "filter.refused", "auth.missing", "http.nul"):
        assert outcomes(found[law, DEPOTS]) == {"pass"}, law


@pytest.mark.parametrize("server", PARTLY_VACUOUS)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_is_not_known_is_said(server: str, operation: str) -> None:
    """The laws that find no witness among few rows are vacuous, each with its reason."""
    found = everything(server)
    for law in PARTLY_VACUOUS[server][operation]:
        assert outcomes(found[law, operation]) == {"vacuous"}, law
    assert outcomes(found["filter.refused", operation]) == {"pass"}
    assert outcomes(found["auth.missing", operation]) == {"pass"}


def test_one_row_tells_of_some_filters_together() -> None:
    """A filter that the row matches, beside one that it does not, tells even of one row."""
    found = everything("one_row")["filter.conjunction", DEPOTS]
    assert outcomes(found) == {"pass", "vacuous"}


def test_a_filter_of_nulls_is_vacuous() -> None:
    """Where every value is null, its filters are vacuous one by one, and the others are not."""
    found = everything("undated")
    for law in ("filter.complete", "filter.boundary", "filter.none", "filter.later_pages"):
        for each in found[law, PARCELS]:
            is_null = each.subject.startswith("delivered_")
            assert each.outcome == ("vacuous" if is_null else "pass"), each
    assert outcomes(found["filter.null", PARCELS]) == {"pass"}


def test_change_is_no_violation() -> None:
    """While rows come and go, no law fails; what takes several answers is inconclusive."""
    found = everything("in use")
    for verdicts in found.values():
        for each in verdicts:
            assert each.outcome != "fail", each
            assert each.outcome == "pass" or each.reason, each
    for operation in OPERATIONS:
        assert outcomes(found["page.partition", operation]) == {"inconclusive"}
        assert "inconclusive" in outcomes(found["filter.complete", operation])
        assert outcomes(found["auth.missing", operation]) == {"pass"}
        assert outcomes(found["http.nul", operation]) == {"pass"}


@pytest.mark.parametrize("name", SHOWN_BY_ONE_ANSWER)
def test_a_mutant_is_killed_while_rows_come_and_go(name: str) -> None:
    """A single response proves the violation, whatever else changes."""
    mutant = BY_ID[name]
    with serve(mutant.steps, churn=Churn()) as depot:
        found = _evaluated(mutant, depot)
    assert "fail" in outcomes([each.verdict for each in found])
