"""Lists whose parent is below another parent: both path parameters lead to them."""

from collections.abc import Mapping, Sequence

import attrs
import pytest

from rollcall.laws import applies, registered
from rollcall.mutants import ServerMutant
from rollcall.spec import ParentPath, SpecError
from tests.support.evaluations import evaluate, evaluate_all, runner_of
from tests.support.killed import fate, mutants_of
from tests.support.libraries import SHELVES, Libraries, Place, Row, shelf

SCOPE = [law for law in registered() if law.family == "scope"]


def outcome(law: str, api: Libraries, operation: str = "listBooks") -> str:
    """Return the outcome of a law that has one subject."""
    (found,) = evaluate(law, api, operation)
    return found.verdict.outcome


def found_parents(api: Libraries, given: Mapping[str, tuple[str, ...]] | None = None) -> list[str]:
    """Return the parents of books that a run finds."""
    runner = runner_of(api, given or {})
    return [*map(str, runner.parents(runner.spec.list_operation("listBooks")))]


def test_parents_are_found_through_their_own_parents() -> None:
    """Those with most books come first."""
    assert found_parents(Libraries()) == [
        *("north/maps", "south/verse", "north/plays", "south/sagas", "north/law")
    ]


def test_parents_of_several_others_are_tried_in_turn() -> None:
    """A library with many shelves does not hide the next one."""
    many = [shelf("north", f"n{number}", 1) for number in range(30)]
    shelves = {**SHELVES, "north": many, "west": [shelf("west", "poems", 1)]}
    parents = found_parents(Libraries(shelves=shelves))
    assert {each.partition("/")[0] for each in parents} == {"north", "south", "west"}


def test_all_laws_pass_on_the_correct_api() -> None:
    """Those of the scope have a witness on both levels."""
    for each in evaluate_all(runner_of(Libraries())):
        assert each.verdict.outcome in {"pass", "vacuous"}, each
        if each.verdict.law.startswith("scope."):
            assert each.verdict.outcome == "pass", each


def test_shelves_of_the_same_name_are_told_apart() -> None:
    """An identifier may be unique only below its own parent."""
    shelves = {
        "north": [shelf("north", "maps", 6), shelf("north", "law", 4)],
        "south": [shelf("south", "maps", 5)],
        "west": [],
    }
    for each in evaluate_all(runner_of(Libraries(shelves=shelves))):
        # That two parents list no item of the same identifier is another promise.
        if (each.verdict.law, each.verdict.operation) != ("scope.disjoint", "listShelves"):
            assert each.verdict.outcome in {"pass", "vacuous"}, each
    first = {"north": shelves["north"], "south": [(shelves["south"][0][0], shelves["north"][0][1])]}
    assert outcome("scope.disjoint", Libraries(shelves={**shelves, **first})) == "fail"


def _anywhere(books: Mapping[Place, list[Row]], library: str, name: str) -> list[Row] | None:
    """Find a shelf below any library."""
    del library
    return next((rows for (_, own), rows in books.items() if own == name), None)


def _in_known_library(
    books: Mapping[Place, list[Row]], library: str, name: str
) -> list[Row] | None:
    """Find a shelf below any library that exists."""
    return _anywhere(books, library, name) if library in SHELVES else None


def _of_north(books: Mapping[Place, list[Row]], library: str, name: str) -> list[Row] | None:
    """Find the shelves of one library alone."""
    return books.get((library, name)) if library == "north" else None


WRONG: Mapping[str, tuple[Libraries, str]] = {
    "any library": (Libraries(finds=_anywhere), "scope.unknown"),
    "any known library": (Libraries(finds=_in_known_library), "scope.unknown"),
    "one library": (Libraries(finds=_of_north), "scope.found"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_server_that_ignores_the_upper_level_fails(name: str) -> None:
    """The library is part of the parent."""
    api, law = WRONG[name]
    assert outcome(law, api) == "fail"


def test_a_violation_names_the_parameter_and_the_whole_parent() -> None:
    """The identifiers are joined in the order of the path."""
    (found,) = evaluate("scope.unknown", Libraries(finds=_in_known_library), "listBooks")
    assert found.violation is not None
    assert "'south/maps', which is no parent, has items" in found.violation.title


MUTANTS = [each for each in mutants_of(Libraries(), "scope") if each.operation == "listBooks"]


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda each: each.id)
def test_a_mutant_of_a_scope_is_killed(mutant: ServerMutant) -> None:
    """Also those of the upper level."""
    assert fate(Libraries(), mutant) == "killed"


def test_the_upper_level_has_mutants() -> None:
    """A list with one parent has none of them."""
    kinds = {each.kind for each in MUTANTS if "above" in each.kind}
    assert len(kinds) == 4
    others = [each for each in mutants_of(Libraries(), "scope") if each not in MUTANTS]
    assert others
    assert not [each for each in others if "above" in each.kind]


@pytest.mark.parametrize("kind", ["type-html", "body-empty"])
def test_a_refusal_whose_body_is_not_described_may_have_any(kind: str) -> None:
    """The spec says only that there is a status 404."""
    name = f"listShelves status.{kind} unknown"
    (mutant,) = (each for each in mutants_of(Libraries(), "status") if each.id == name)
    assert fate(Libraries(), mutant) == "not covered"


@pytest.mark.parametrize("law", ["coherence.reference", "coherence.count"])
def test_a_rule_reads_the_list_below_its_own_parent(law: str) -> None:
    """The library is that of the request."""
    assert outcome(law, Libraries(), "listShelves") == "pass"
    row, books = SHELVES["north"][0]
    wrong = [({**row, "newest": "no book", "books": 99}, books), *SHELVES["north"][1:]]
    assert outcome(law, Libraries(shelves={**SHELVES, "north": wrong}), "listShelves") == "fail"


def test_a_rule_may_name_all_parents() -> None:
    """Each path parameter has its field."""
    parent = {"library": "/library", "shelf": "/id"}
    rules = [{"count": {"field": "/books", "operation": "listBooks", "parent": parent}}]
    assert outcome("coherence.count", Libraries(rules=rules), "listShelves") == "pass"
    wrong = {"libary": "/library", "shelf": "/ident"}
    rules = [{"count": {"field": "/books", "operation": "listBooks", "parent": wrong}}]
    with pytest.raises(SpecError) as error:
        _ = Libraries(rules=rules).spec
    problems = "\n".join(error.value.problems)
    assert "has no parameter libary; did you mean library?" in problems
    assert "Shelf has no field /ident" in problems


GIVEN: Mapping[str, tuple[Mapping[str, tuple[str, ...]], Sequence[str]]] = {
    "both": ({"shelf": ("south/verse", "north/maps")}, ["south/verse", "north/maps"]),
    "the lower one": ({"shelf": ("verse", "maps")}, ["south/verse", "north/maps"]),
    "the upper one": ({"library": ("south",)}, ["south/verse", "south/sagas"]),
    "each": ({"library": ("south",), "shelf": ("sagas",)}, ["south/sagas"]),
    "encoded": ({"shelf": ("so%75th/verse",)}, ["south/verse"]),
}


@pytest.mark.parametrize("name", GIVEN)
def test_a_user_names_parents(name: str) -> None:
    """One value names both levels, or the lower one alone."""
    given, expected = GIVEN[name]
    assert found_parents(Libraries(), given) == expected


@pytest.mark.parametrize(
    ("listing", "given"),
    [
        ((), {"shelf": ("north/maps", "south/verse")}),
        ((), {"library": ("north", "south"), "shelf": ("maps", "verse")}),
        (("listShelves",), {"library": ("north", "south")}),
    ],
)
def test_parents_that_no_operation_lists_are_given(
    listing: Sequence[str], given: Mapping[str, tuple[str, ...]]
) -> None:
    """The values of one parameter are combined with those of the other that exist."""
    api = Libraries(listing=listing)
    assert found_parents(api, given)[:2] == ["north/maps", "south/verse"]
    for law in SCOPE:
        if applies(law, api.spec, api.spec.list_operation("listBooks")):
            (found,) = evaluate(law.id, api, "listBooks", given)
            assert found.verdict.outcome == "pass", found


def test_a_parent_path_is_a_mapping_of_path_parameters() -> None:
    """Its values can be replaced one by one."""
    path = ParentPath((("library", "north"), ("shelf", "maps")), "shelf")
    assert (path.identity, path.above) == ("maps", (("library", "north"),))
    assert str(path.named("law")) == "north/law"
    assert str(path.replaced("library", "west")) == "west/maps"
    assert str(path.moved(attrs.evolve(path.named("law").replaced("library", "x")))) == "x/maps"


@pytest.mark.parametrize("names", [("room", "library", "shelf"), ("library", "libary", "shelf")])
def test_the_parameter_of_a_parent_has_one_name(names: tuple[str, str, str]) -> None:
    """The error names the parameter of the other path."""
    with pytest.raises(SpecError) as error:
        _ = Libraries(names=names).spec
    (problem,) = error.value.problems
    assert "shelf}~1books/get/parameters/0/name: " in problem
    assert f"no parent of listBooks names {names[1]}; " in problem
    assert names[0] in problem.rpartition("; ")[2]


def test_children_are_those_of_the_list_below_both() -> None:
    """The library of the request is the upper parent of the children."""
    assert outcome("expand.children", Libraries(), "listShelves") == "pass"
    stale = Libraries(shows=lambda books: books[1:])
    assert outcome("expand.children", stale, "listShelves") == "fail"
