"""Mutants of pages, links, flags and parents change the responses that their sentences name."""

import copy
from collections.abc import Mapping
from typing import Any

import pytest

from rollcall.mutants import Proxy, ServerMutant, server_mutants
from rollcall.mutants.server._cutting import cut, shown
from rollcall.spec import Spec, parse_spec
from tests.support.example_api import SPEC
from tests.support.mutants import BUSY, EXAMPLE, follow, made_up, open_proxy, page, request

MUTANTS = {each.id: each for each in server_mutants(EXAMPLE)}


@pytest.fixture(scope="module")
def proxy() -> Proxy:
    """Return a proxy that all tests of this module share."""
    return open_proxy()


def codes(proxy: Proxy, mutant: ServerMutant | None, query: Mapping[str, object]) -> list[str]:
    """Return the codes of the berths of a page."""
    proxy.take(mutant)
    return [row["code"] for row in page(proxy, request(proxy.upstream, "listBerths", query)).items]


def variant(strictness: Mapping[str, object]) -> Spec:
    """Return the spec of the example API with other choices for the list of berths."""
    raw = copy.deepcopy(EXAMPLE.raw)
    raw["paths"]["/berths"]["get"]["x-list"]["strictness"].update(strictness)
    return parse_spec(SPEC, raw)


@pytest.mark.parametrize("number", [0, 1, 6, 7, 1000])
def test_cutting_a_page_where_it_ends_changes_nothing(proxy: Proxy, number: int) -> None:
    """This holds for full pages, for the last one, and after it."""
    asked = request(proxy.upstream, "listBerths", {"p": number})
    assert cut(shown)(asked, proxy.upstream).json() == proxy.upstream.send(asked).json()


def test_cut_pages_link_to_the_whole_list(proxy: Proxy) -> None:
    """The links that the mutant writes lead through all rows in their order."""
    proxy.take(made_up("listVisits", cut(shown)))
    asked = request(proxy.upstream, "listVisits", {"limit": 50}, parent=BUSY)
    listed = [row for each in follow(proxy, asked) for row in each.items]
    assert listed == [*proxy.upstream.rows(asked)]


def test_overlapping_pages_share_a_row(proxy: Proxy) -> None:
    """The second page begins with the last row of the first one, and has the usual length."""
    mutant = MUTANTS["listBerths page.overlap"]
    first, second = (codes(proxy, mutant, {"p": number}) for number in (0, 1))
    assert second[0] == first[-1]
    assert (len(first), len(second)) == (10, 10)


def test_a_page_after_the_last_repeats_its_items_only(proxy: Proxy) -> None:
    """The page number in the body is the requested one."""
    last = codes(proxy, None, {"p": 6})
    mutant = MUTANTS["listBerths page.past-the-end-repeated"]
    assert codes(proxy, mutant, {"p": 99}) == last
    found = page(proxy, request(proxy.upstream, "listBerths", {"p": 99}))
    assert found.body["showing"]["p"] == 99


def test_an_ignored_page_size_is_still_echoed(proxy: Proxy) -> None:
    """The page has the default size; its body repeats the requested size."""
    proxy.take(MUTANTS["listBerths page.size-ignored per"])
    found = page(proxy, request(proxy.upstream, "listBerths", {"per": 3}))
    assert (len(found.items), found.body["showing"]["per"]) == (10, 3)


@pytest.mark.parametrize("name", ["per", "p"])
def test_a_number_of_any_length_has_a_response(proxy: Proxy, name: str) -> None:
    """Python parses no number of so many digits."""
    huge = request(proxy.upstream, "listBerths", {name: "9" * 5000})
    for mutant in MUTANTS.values():
        if mutant.operation == "listBerths" and mutant.group in {"page", "meta"}:
            proxy.take(mutant)
            proxy.respond(huge)
            assert proxy.problem is None


def kinds(spec: Spec, operation_id: str = "listBerths") -> set[str]:
    """Return the kinds of the mutants of an operation."""
    return {each.kind for each in server_mutants(spec) if each.operation == operation_id}


def test_mutants_follow_the_choices_of_the_spec() -> None:
    """The choice of the spec is no mutant; its opposite is one."""
    chosen = kinds(variant({"oversizedPage": "clamped", "pastTheEnd": "notFound"}))
    opposite = kinds(variant({"oversizedPage": "refused", "pastTheEnd": "empty"}))
    assert chosen - opposite >= {"page.oversized-refused", "page.past-the-end-empty"}
    assert opposite - chosen >= {"page.oversized-clamped", "page.past-the-end-not-found"}


def test_linked_pages_may_be_short() -> None:
    """A linked page with fewer items than requested is no mutant; numbered lists have no links."""
    short = {"page.one-too-few", "page.size-capped-at-half", "page.default-one-less"}
    numbered, linked = kinds(EXAMPLE, "listBerths"), kinds(EXAMPLE, "listVisits")
    assert numbered >= short
    assert not linked & short
    assert not any(each.startswith("link.") for each in numbered)


def test_links_lose_a_filter(proxy: Proxy) -> None:
    """The first page is filtered, and its link keeps the size but not the filter."""
    query = {"fishing": "true", "limit": 3}
    asked = request(proxy.upstream, "listVisits", query, parent=BUSY)
    proxy.take(None)
    unmutated = page(proxy, asked).items
    proxy.take(MUTANTS["listVisits link.filter-lost fishing"])
    found = page(proxy, asked)
    assert found.items == unmutated
    assert "fishing" not in found.body["more"]["onward"]
    assert "limit=3" in found.body["more"]["onward"]


def test_a_flag_adds_the_children_of_the_next_item(proxy: Proxy) -> None:
    """Each child names its own parent, which is not the item that holds it."""
    proxy.take(MUTANTS["listBerths expand.children-of-neighbour with_visits"])
    found = page(proxy, request(proxy.upstream, "listBerths", {"with_visits": "true"}))
    pairs = [(row["code"], child["berth"]) for row in found.items for child in row["visits"]]
    assert pairs
    assert all(code != parent for code, parent in pairs)


def test_without_its_flag_a_mutant_changes_nothing(proxy: Proxy) -> None:
    """The exceptions are the mutants that add children without the flag."""
    asked = request(proxy.upstream, "listBerths")
    exceptions = {"expand.always-on", "expand.on-when-left-out", "expand.inverted"}
    for mutant in MUTANTS.values():
        if mutant.group == "expand" and mutant.kind not in exceptions:
            proxy.take(mutant)
            page(proxy, asked)
            assert proxy.changed == 0, mutant.id


def test_a_stray_row_belongs_to_another_parent(proxy: Proxy) -> None:
    """It is the first row; all others are those of the parent."""
    proxy.take(MUTANTS["listVisits scope.stray berth"])
    asked = request(proxy.upstream, "listVisits", {"limit": 50}, parent=BUSY)
    stray, *others = (row for each in follow(proxy, asked) for row in each.items)
    assert stray["berth"] != BUSY
    assert others == [*proxy.upstream.rows(asked)]


@pytest.fixture(scope="module")
def strict() -> Proxy:
    """Return a proxy whose spec has a pattern for the identifiers of berths."""
    raw: Any = copy.deepcopy(EXAMPLE.raw)
    (berth,) = (
        each
        for each in raw["paths"]["/berths/{berth}/visits"]["get"]["parameters"]
        if each["in"] == "path"
    )
    berth["schema"]["pattern"] = "^[Bb]-[0-9]+$"
    return open_proxy(parse_spec(SPEC, raw))


@pytest.mark.parametrize(
    ("parent", "kind"), [("B-99", "scope.unknown-empty"), ("x", "scope.malformed-empty")]
)
def test_unknown_and_malformed_parents_have_mutants_of_their_own(
    strict: Proxy, parent: str, kind: str
) -> None:
    """A mutant that lists nothing for one of them still refuses the other."""
    mutants = {each.id: each for each in server_mutants(strict.upstream.spec)}
    asked = request(strict.upstream, "listVisits", parent=parent)
    empty = set()
    for each in ("scope.unknown-empty", "scope.malformed-empty"):
        strict.take(mutants[f"listVisits {each} berth"])
        if strict.respond(asked).status == 200:
            empty.add(each)
    assert empty == {kind}


def test_links_of_a_mutant_lose_a_flag() -> None:
    """A linked list with a flag has a mutant for it."""
    raw: Any = copy.deepcopy(EXAMPLE.raw)
    parameter = {
        "name": "with_berths",
        "in": "query",
        "description": "Whether each visit holds berths.",
        "schema": {"type": "boolean"},
        "x-expand": {"field": "/berths", "operation": "listBerths"},
    }
    raw["paths"]["/berths/{berth}/visits"]["get"]["parameters"].append(parameter)
    raw["components"]["schemas"]["Visit"]["properties"]["berths"] = {"type": "array"}
    mutants = {each.id for each in server_mutants(parse_spec(SPEC, raw))}
    assert "listVisits link.flag-lost with_berths" in mutants
