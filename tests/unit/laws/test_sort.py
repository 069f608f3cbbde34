"""A parameter that chooses the order: a correct server passes, and a wrong one fails."""

from collections.abc import Mapping, Sequence

import attrs
import httpx
import pytest

from rollcall.fuzzing import Fuzzer
from rollcall.http import Transport
from rollcall.laws import Results, find_law
from rollcall.mutants import document_mutants
from rollcall.spec import SpecError
from tests.support.api import Described, Item
from tests.support.evaluations import evaluate, evaluate_all, outcome, runner_of
from tests.support.killed import fate, mutants_of
from tests.support.orders import ROWS, Arrange, arranged, sorting

LAWS = ("sorted", "rows", "pages", "reversed", "refused")
MUTANTS = {
    "prefix": "reversed as-text case-folded as-written nulls-moved second-ignored ignored "
    "descending-ignored sorted-within later-unsorted ties-by-size row-lost row-twice "
    "unset-left-out dropped-beside-filter filter-dropped unknown-fails",
    "suffix": "descending-ignored by-identity last-first",
    "parameter": "descending-ignored ignored ties-by-size",
}


@pytest.mark.parametrize("spelling", MUTANTS)
def test_a_correct_server_passes(spelling: str) -> None:
    """Every law of the order has a witness, and no other law fails."""
    found = [each.verdict for each in evaluate_all(runner_of(sorting(spelling)))]
    assert {each.outcome for each in found} == {"pass"}
    assert {each.law for each in found} >= {f"order.{each}" for each in LAWS}


@pytest.mark.parametrize(
    ("spelling", "kind"),
    [(spelling, kind) for spelling, kinds in MUTANTS.items() for kind in kinds.split()],
)
def test_a_mutant_is_killed(spelling: str, kind: str) -> None:
    """A law that the mutant names fails."""
    api = sorting(spelling)
    (mutant,) = [each for each in mutants_of(api, "order") if each.kind == f"order.{kind}"]
    assert fate(api, mutant) == "killed"


def _lone(rows: Sequence[Item], given: Mapping[str, str]) -> Sequence[Item]:
    return arranged(rows, {**given, "sort": given["sort"].split(",")[0]} if given else given)


def _losing(rows: Sequence[Item], given: Mapping[str, str]) -> Sequence[Item]:
    return arranged(rows, given)[: -1 if "sort" in given else None]


def _fixed(rows: Sequence[Item], given: Mapping[str, str]) -> Sequence[Item]:
    return arranged(rows, {name: text.removeprefix("-") for name, text in given.items()})


def _turned(rows: Sequence[Item], given: Mapping[str, str]) -> Sequence[Item]:
    """Order equal items by the page size."""
    return arranged(rows[:: -1 if int(given.get("per", 5)) > 5 else 1], given)


WRONG: Mapping[str, tuple[str, Arrange]] = {
    "an item is lost": ("order.rows", _losing),
    "the descending order is ascending": ("order.reversed", _fixed),
    "the place of equal items depends on the page size": ("order.pages", _turned),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_order_fails(name: str) -> None:
    """The law about it fails."""
    law, arrange = WRONG[name]
    assert outcome(law, sorting("prefix", arrange)) == "fail"


def test_a_choice_about_unknown_keys_is_noted() -> None:
    """A run that is strict asks for the choice ``invalidValue``."""
    found = evaluate("order.refused", sorting("prefix"), is_strict=True)
    assert [each.verdict.outcome for each in found] == ["fail"]


def test_a_wrong_document_of_an_order_fails() -> None:
    """A law that the mutant of the document names fails, or the document is refused."""
    api = attrs.evolve(
        sorting("prefix"),
        order=[{"field": "/rank", "nulls": "first"}],
        items=sorted(ROWS, key=lambda row: -1 if row["rank"] is None else row["rank"]),
    )
    mutants = [each for each in document_mutants(api.spec) if each.kind.startswith("list.order")]
    kinds = {"order-direction", "order-field", "order-nulls", "order-sign"}
    assert {each.kind for each in mutants} == {f"list.{each}" for each in kinds}
    assert {each.subject for each in mutants} == {"", "sort"}
    for mutant in mutants:
        wrong = Described(api, mutant.of(api.spec))
        try:
            runner = runner_of(wrong)
        except SpecError:
            continue
        found = runner.evaluate(find_law(mutant.laws[0]), runner.spec.lists[0], "http")
        assert [each.verdict.outcome for each in found] == ["fail"], mutant.id


def test_generated_keys_may_be_refused() -> None:
    """The schema of a text cannot say that it has known keys, so a refusal violates nothing."""
    api = sorting("prefix")
    sent: set[str] = set()

    def respond(request: httpx.Request) -> httpx.Response:
        response = api.respond(request)
        sent.update([request.url.params.get("sort", "")] if response.is_client_error else [])
        return response

    results = Results()
    transport = Transport(api.base_url, None, transport=httpx.MockTransport(respond))
    fuzzer = Fuzzer(
        spec=api.spec,
        transport=transport,
        results=results,
        seed=1,
        max_examples=20,
        probes_methods=False,
    )
    fuzzer.execute("fuzzing", api.spec.operations[0])
    assert sent
    assert [each.title for each in results.violations.values()] == []
