"""Each mutant of a document changes one place of a copy."""

import copy
from collections.abc import Iterator

import pytest

from rollcall.config import Config
from rollcall.http import Target
from rollcall.mutants import document_mutants
from rollcall.mutants._document_harness import open_document_harness
from rollcall.mutants.documents import GROUPS
from rollcall.spec import UsageError
from tests.support.mutants import EXAMPLE

MUTANTS = document_mutants(EXAMPLE)


def differences(one: object, other: object, where: str = "") -> Iterator[str]:
    """Yield the JSON Pointers of the outermost values that differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for name in [*one, *(each for each in other if each not in one)]:
            place = f"{where}/{str(name).replace('~', '~0').replace('/', '~1')}"
            if name not in one or name not in other:
                yield place
            else:
                yield from differences(one[name], other[name], place)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (each, another) in enumerate(zip(one, other, strict=True)):
            yield from differences(each, another, f"{where}/{index}")
    elif type(one) is not type(other) or one != other:
        yield where


def test_ids_are_unique_and_groups_are_known() -> None:
    """A mutant also names the operations that it touches."""
    assert len({each.id for each in MUTANTS}) == len(MUTANTS)
    assert {each.group for each in MUTANTS} == {*GROUPS}
    assert all(each.operations for each in MUTANTS)


def test_a_kind_has_one_sentence() -> None:
    """Mutants of one kind have the same description."""
    pairs = {(each.kind, each.sentence) for each in MUTANTS}
    assert len(pairs) == len({kind for kind, _ in pairs})
    assert all(sentence.endswith(".") for _, sentence in pairs)


def test_a_mutant_changes_one_place_of_a_copy() -> None:
    """The document that it is derived from stays as it is."""
    before = copy.deepcopy(EXAMPLE.raw)
    for each in MUTANTS:
        places = [*differences(EXAMPLE.raw, each.of(EXAMPLE))]
        holder = each.where.rpartition("/")[0]
        if each.edit.action == "rename":
            assert len(places) == 2, each.id
            assert all(place.rpartition("/")[0] == holder for place in places), each.id
        else:
            # A removed element moves those after it: the list itself differs.
            assert places == [holder] or all(one.startswith(each.where) for one in places), each.id
            assert places
    assert before == EXAMPLE.raw


def test_an_unknown_function_of_the_user_is_an_error() -> None:
    """The message names the options."""
    opened = open_document_harness(
        EXAMPLE, Target("http://127.0.0.1:9", "x"), Config(), facts=["tests:nothing"]
    )
    with pytest.raises(UsageError, match="--lint, --facts"), opened:
        pass
