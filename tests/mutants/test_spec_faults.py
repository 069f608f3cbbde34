"""Faults of specs: each is one change of a document, and somebody notices it."""

import copy
import subprocess
import sys
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from contract_tests.sandbox import serve
from rollcall.mutants.documents import COLUMNS, GROUPS, Bench, mutations, spread
from rollcall.spec import Spec, read_spec
from tests.openapi import witness

ROOT = Path(__file__).parents[2]
HARBOUR = ROOT / "docs" / "harbour" / "harbour.yaml"
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
def bench() -> Iterator[Bench]:
    """Set up the witnesses before a sandbox."""
    with serve() as sandbox:
        yield Bench(
            spec=read_spec(SPECS[0]),
            base_url=sandbox.base_url,
            token=sandbox.token,
            profile="smoke",
            seed=1,
            document_witnesses=[witness.refused, witness.lint],
            fact_witnesses=[witness.facts],
        )


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
    """A document has at least sixty faults, in known groups, none of them twice."""
    found = mutations(spec)
    assert len({each.id for each in found}) == len(found) >= 60
    assert {each.group for each in found} <= GROUPS.keys()
    assert all(each.sentence.endswith(".") and each.operations for each in found)


def test_a_sentence_belongs_to_a_kind(spec: Spec) -> None:
    """Faults of one kind are told in the same words."""
    told: dict[str, set[str]] = {}
    for each in mutations(spec):
        told.setdefault(each.kind, set()).add(each.sentence)
    assert {kind: said for kind, said in told.items() if len(said) > 1} == {}


def test_a_fault_changes_one_place_of_a_copy(spec: Spec) -> None:
    """A document with a fault differs at the one place that is named; the sound one is kept."""
    before = copy.deepcopy(spec.raw)
    for each in mutations(spec):
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


def test_a_few_are_of_all_kinds(spec: Spec) -> None:
    """Where not all are tried, those that are have every kind among them, in their order."""
    found = mutations(spec)
    kinds = {each.kind for each in found}
    some = spread(found, len(kinds) + 5)
    assert len(some) == len(kinds) + 5
    assert {each.kind for each in some} == kinds
    assert [each for each in found if each in some] == some
    assert spread(found, 0) == found


KILLED: Mapping[str, tuple[str, str]] = {
    "parameter.maximum-raised /components/parameters/PageSize*": ("http", "conformance.*"),
    "path.segment /paths/~1rooms": ("http", "run"),
    "operation.tag /paths/~1rooms/*": ("client", "conformance.*"),
    "schema.null-added */Room/properties/id/type*": ("client", "*"),
    "parameter.removed /paths/~1rooms/get/parameters/0*": ("facts", "facts"),
    "filter.removed /paths/~1rooms/get/parameters/0/*": ("document", "document"),
}


@pytest.mark.parametrize("pattern", KILLED)
def test_a_fault_is_noticed(bench: Bench, pattern: str) -> None:
    """Each witness notices faults, those that it alone can notice among them."""
    column, law = KILLED[pattern]
    (mutation, *_) = [each for each in mutations(bench.spec) if fnmatchcase(each.id, pattern)]
    trial = bench.try_mutation(mutation, [column])[column]
    assert trial.outcome == "killed", trial
    assert fnmatchcase(trial.law, law)
    assert trial.title


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--spec", str(HARBOUR)], "--base-url: say where"),
        (["--base-url", "http://127.0.0.1:9/v2"], "--spec: say which contract the server serves"),
        (["--parent", "roomid=x"], "has roomid; its parameters: room_id"),
    ],
)
def test_what_cannot_be_tried_is_told(arguments: list[str], message: str) -> None:
    """A wrong command line is told in one line, without a traceback; the exit code is 2."""
    done = subprocess.run(
        [sys.executable, "-m", "rollcall.mutants", "spec", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr


def test_a_sound_document_is_not_blamed(bench: Bench) -> None:
    """Neither the document itself nor the facts have anything against the sound document."""
    name = bench.spec.operations[0].id
    assert bench.try_sound(["document", "facts"], name) == {"document": [], "facts": []}


def test_the_columns_are_asked_until_one_notices(bench: Bench) -> None:
    """Where the first that notices is enough, nobody is asked after it."""
    name = "security.unknown "
    (mutation, *_) = [each for each in mutations(bench.spec) if each.id.startswith(name)]
    assert [*bench.try_mutation(mutation, [*COLUMNS], until="killed")] == ["document"]
