"""Witnesses notice mutants of documents: plain HTTP, a client, and functions of the user."""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

import pytest

from contract_tests.sandbox import serve
from rollcall.config import Config
from rollcall.http import Target
from rollcall.mutants import MutationFinished, mutate
from rollcall.mutants._document_harness import DocumentHarness, open_document_harness
from rollcall.spec import Spec, read_spec
from tests.support.checks import ROOT
from tests.support.mutants import EXAMPLE, serving_example

OPTIONS: Mapping[str, Sequence[str]] = {
    "lint": [f"{__name__}:lint"],
    "facts": [f"{__name__}:facts"],
}
CONFIG = Config(profile="smoke", seed=1)


def facts(document: Mapping[str, Any]) -> list[str]:
    """Return a line if the document has no list of berths."""
    return [] if "/berths" in document["paths"] else ["there are no berths"]


def lint(document: Mapping[str, Any]) -> list[str]:
    """Return a line for each parameter of the berths that should be a filter and is not."""
    parameters = document["paths"]["/berths"]["get"]["parameters"]
    filters = {each["name"] for each in parameters if "x-filter" in each}
    return [f"{name} is no filter" for name in {"quay", "opened_before"} - filters]


@pytest.fixture(scope="module")
def harness() -> Iterator[DocumentHarness]:
    """Return the witnesses of the example API, which has no generated client."""
    with (
        serving_example() as target,
        open_document_harness(EXAMPLE, target, CONFIG, **OPTIONS) as harness,
    ):
        yield harness


@pytest.fixture(scope="module")
def client_harness() -> Iterator[DocumentHarness]:
    """Return the witnesses of an API with a generated client."""
    spec: Spec = read_spec(ROOT / "openapi" / "telnyx-video.yaml")
    with (
        serve(rooms=5, sessions=2, participants=2) as sandbox,
        open_document_harness(spec, Target(sandbox.base_url, sandbox.token), CONFIG) as harness,
    ):
        yield harness


@pytest.mark.parametrize(
    ("kind", "witness", "law"),
    [
        ("filter.removed", "document", "document"),
        ("path.segment", "facts", "facts"),
        ("path.segment", "http", "run"),
        ("schema.const", "http", "conformance.*"),
    ],
)
def test_a_witness_kills_a_mutant(
    harness: DocumentHarness, kind: str, witness: str, law: str
) -> None:
    """The result has the law, and the message of the witness."""
    mutant = next(id_ for id_, each in harness.mutants.items() if each.kind == kind)
    found = harness.attempt(mutant, witness)
    assert found.outcome == "killed"
    assert fnmatchcase(found.law, law)
    assert found.title


def test_the_client_kills_a_mutant(client_harness: DocumentHarness) -> None:
    """The client was generated from the correct document, so that it differs from the changed."""
    mutant = next(
        id_ for id_, each in client_harness.mutants.items() if each.kind == "operation.tag"
    )
    found = client_harness.attempt(mutant, "client")
    assert found.outcome == "killed"
    assert found.law.startswith("conformance.")


def test_without_a_client_its_witness_is_not_applicable(harness: DocumentHarness) -> None:
    """The other witnesses are still asked."""
    # Reading the document does not kill this one before.
    mutant = next(id_ for id_, each in harness.mutants.items() if each.kind == "schema.const")
    assert harness.attempt(mutant, "client").outcome == "not applicable"


def test_functions_of_the_user_accept_the_correct_document(harness: DocumentHarness) -> None:
    """Neither the document nor the facts differ from it."""
    assert harness.control("document").lines == ()
    assert harness.control("facts").lines == ()


def test_the_first_witness_that_notices_ends_the_attempts() -> None:
    """With ``is_first``, no other witness is asked about a killed mutant."""
    with serving_example() as target:
        *_, finished = mutate(
            EXAMPLE,
            target,
            CONFIG,
            side="document",
            only=["filter.removed * quay"],
            channels=["document", "facts"],
            workers=1,
            is_first=True,
            **OPTIONS,  # type: ignore[arg-type] # the names of functions
        )
    assert isinstance(finished, MutationFinished)
    (mutant,) = finished.report.mutants
    assert [*mutant.results] == ["document"]
