"""Mutants of documents: each is one change of a document, and a witness notices it."""

import copy
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from contract_tests.sandbox import serve
from rollcall.config import Config
from rollcall.http import Target
from rollcall.mutants import document_mutants, mutate
from rollcall.mutants._document_harness import DocumentHarness, open_document_harness
from rollcall.mutants.documents import GROUPS
from rollcall.spec import Spec, UsageError, read_spec

ROOT = Path(__file__).parents[3]
HARBOUR = ROOT / "docs" / "example_api" / "example_api.yaml"
SPECS = [
    *(
        each
        for each in sorted((ROOT / "openapi").glob("*.yaml"))
        if "\nopenapi:" in each.read_text()
    ),
    HARBOUR,
]


@pytest.fixture(scope="module", params=SPECS, ids=lambda path: path.stem)
def spec(request: pytest.FixtureRequest) -> Spec:
    """Read each document in turn."""
    return read_spec(request.param)


@pytest.fixture(scope="module")
def harness() -> Iterator[DocumentHarness]:
    """Set up the witnesses before a sandbox."""
    witness = "tests.unit.openapi.witness"
    with (
        serve() as sandbox,
        open_document_harness(
            read_spec(SPECS[0]),
            Target(sandbox.base_url, sandbox.token),
            Config(profile="smoke", seed=1),
            lint=[f"{witness}:refused", f"{witness}:lint"],
            facts=[f"{witness}:facts"],
        ) as harness,
    ):
        yield harness


def changed(one: object, other: object, where: str = "") -> Iterator[str]:
    """Return the places where two documents differ, the outermost that hold all of a difference."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in [*one, *(each for each in other if each not in one)]:
            place = f"{where}/{str(name).replace('~', '~0').replace('/', '~1')}"
            if name not in one or name not in other:
                yield place
            else:
                yield from changed(one[name], other[name], place)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (each, another) in enumerate(zip(one, other, strict=True)):
            yield from changed(each, another, f"{where}/{index}")
    elif type(one) is not type(other) or one != other:
        yield where


def test_there_are_many_each_with_an_id_of_its_own(spec: Spec) -> None:
    """A document has at least sixty mutants, in known groups, none of them twice."""
    found = document_mutants(spec)
    assert len({each.id for each in found}) == len(found) >= 60
    assert {each.group for each in found} <= GROUPS.keys()
    assert all(each.sentence.endswith(".") and each.operations for each in found)


def test_a_sentence_belongs_to_a_kind(spec: Spec) -> None:
    """Mutants of one kind are told in the same words."""
    told: dict[str, set[str]] = {}
    for each in document_mutants(spec):
        told.setdefault(each.kind, set()).add(each.sentence)
    assert {kind: said for kind, said in told.items() if len(said) > 1} == {}


def test_a_mutant_changes_one_place_of_a_copy(spec: Spec) -> None:
    """A document with a mutant differs at the one place that is named; the sound one is kept."""
    before = copy.deepcopy(spec.raw)
    for each in document_mutants(spec):
        places = [*changed(spec.raw, each.of(spec))]
        holder = each.where.rpartition("/")[0]
        if each.edit.action == "rename":
            assert len(places) == 2, each.id
            assert all(place.rpartition("/")[0] == holder for place in places), each.id
        else:
            # An item that is left out moves the others: the list as a whole is changed.
            assert places == [holder] or all(one.startswith(each.where) for one in places), each.id
            assert places
    assert spec.raw == before


KILLED: Mapping[str, tuple[str, str]] = {
    "parameter.maximum-raised /components/parameters/PageSize*": ("http", "conformance.*"),
    "parameter.location /paths/~1rooms/get/*": ("http", "coverage"),
    "path.segment /paths/~1rooms": ("http", "run"),
    "operation.tag /paths/~1rooms/*": ("client", "conformance.*"),
    "schema.null-added */Room/properties/id/type*": ("client", "*"),
    "parameter.removed /paths/~1rooms/get/parameters/0*": ("facts", "facts"),
    "filter.removed /paths/~1rooms/get/parameters/0/*": ("document", "document"),
}


@pytest.mark.parametrize("pattern", KILLED)
def test_a_mutant_is_killed(harness: DocumentHarness, pattern: str) -> None:
    """Each witness notices mutants, those that it alone can notice among them."""
    column, law = KILLED[pattern]
    (mutant, *_) = [each for each in harness.mutants if fnmatchcase(each, pattern)]
    trial = harness.attempt(mutant, column)
    assert trial.outcome == "killed", trial
    assert fnmatchcase(trial.law, law)
    assert trial.title


def test_the_sound_document_is_not_objected_to(harness: DocumentHarness) -> None:
    """Neither the document itself nor the facts have anything against the sound document."""
    assert harness.control("document").lines == ()
    assert harness.control("facts").lines == ()


def test_witnesses_are_asked_until_one_notices() -> None:
    """Where the first that notices is enough, no other is asked about the same mutant."""
    with serve(rooms=5, sessions=2, participants=2) as sandbox:
        target = Target(sandbox.base_url, sandbox.token)
        *_, finished = mutate(
            read_spec(SPECS[0]),
            target,
            Config(profile="smoke", seed=1),
            side="document",
            only=["security.unknown *"],
            channels=["document", "facts"],
            workers=1,
            most=1,
            is_first=True,
            lint=["tests.unit.openapi.witness:refused", "tests.unit.openapi.witness:lint"],
            facts=["tests.unit.openapi.witness:facts"],
        )
    (mutant,) = finished.report.mutants  # type: ignore[union-attr] # the last event
    assert [*mutant.trials] == ["document"]


def test_a_witness_that_is_not_there_is_told() -> None:
    """The name of a witness that leads to no function is wrong usage."""
    opened = open_document_harness(
        read_spec(SPECS[0]), Target("http://127.0.0.1:9", "x"), Config(), facts=["tests:nothing"]
    )
    with pytest.raises(UsageError, match="--lint, --facts"), opened:
        pass
