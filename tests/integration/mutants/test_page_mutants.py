"""The mutants of pages, links, flags and scope: each changes what it says, and nothing else."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from contract_tests.sandbox import serve
from rollcall.mutants import Request, Response, ServerMutant, Upstream
from rollcall.mutants.server import _flags, _links, _pages, _scope
from rollcall.mutants.server._cutting import cut, shown
from rollcall.spec import ListOperation, Operation, Spec, read_spec
from tests.support.example_api import SPEC as HARBOUR
from tests.support.example_api import serving

ROOT = Path(__file__).parents[3]
TELNYX = ROOT / "openapi" / "telnyx-video.yaml"
SIZE, NUMBER = "page[size]", "page[number]"


@pytest.fixture(scope="module")
def telnyx() -> Iterator[Upstream]:
    """Return the sandbox, as it is behind a proxy."""
    with (
        serve() as target,
        closing(Upstream(read_spec(TELNYX), target.base_url, target.token)) as upstream,
    ):
        yield upstream


@pytest.fixture(scope="module")
def harbour() -> Iterator[Upstream]:
    """Return the harbour, as it is behind a proxy."""
    with (
        serving() as target,
        closing(Upstream(read_spec(HARBOUR), target.base_url, target.key)) as upstream,
    ):
        yield upstream


def request(
    upstream: Upstream, operation_id: str, parent: str | None = None, **query: object
) -> Request:
    """Return a request of an operation, with the right credential."""
    operation = upstream.spec.operation(operation_id)
    header = {"listRooms": "authorization", "listRoomSessions": "authorization"}
    name = header.get(operation_id, "x-example-key")
    value = f"Bearer {upstream.token}" if name == "authorization" else upstream.token
    plain = Request("GET", operation.path, "", ((name, value),), operation=operation)
    below = plain if parent is None else upstream.below(plain, parent)
    return below.with_pairs((each, str(value)) for each, value in query.items())


def every(spec: Spec) -> list[ServerMutant]:
    """Derive the mutants of all four families."""
    return [
        mutant
        for operation in spec.operations
        for module in (_pages, _links, _flags, _scope)
        for mutant in module.mutants(spec, operation)
    ]


def found(upstream: Upstream, mutant_id: str) -> ServerMutant:
    """Return the mutant of this id."""
    return next(each for each in every(upstream.spec) if each.id == mutant_id)


def items(operation: Operation | None, response: Response) -> list[str]:
    """Return the identities of the items of a page."""
    assert response.status == 200, response.body
    assert isinstance(operation, ListOperation)
    rows = operation.items.read(response.json())
    return [operation.identity.read(row) for row in rows]


def said(asked: Request, upstream: Upstream, mutant_id: str) -> list[str]:
    """Return the identities of the items that a mutant answers with."""
    return items(asked.operation, found(upstream, mutant_id).answer(asked, upstream))


@pytest.mark.parametrize("path", [TELNYX, HARBOUR])
def test_each_mutant_is_told_from_every_other(path: Path) -> None:
    """No two mutants have the same id, and each has a sentence and a law."""
    mutants = every(read_spec(path))
    assert len({each.id for each in mutants}) == len(mutants)
    assert all(each.sentence.endswith(".") and each.laws for each in mutants)


def test_the_same_kind_has_the_same_sentence() -> None:
    """What a kind says does not depend on the list: the subject is told apart."""
    sentences: dict[str, set[str]] = {}
    for path in (TELNYX, HARBOUR):
        for each in every(read_spec(path)):
            sentences.setdefault(each.kind, set()).add(each.sentence)
    assert not {kind: all_ for kind, all_ in sentences.items() if len(all_) > 1}


@pytest.mark.parametrize("number", [1, 2, 15, 16, 1000])
def test_a_page_that_is_cut_rightly_is_the_sound_one(telnyx: Upstream, number: int) -> None:
    """What cuts pages is right but for what it is told to do wrong, after the end too."""
    asked = request(telnyx, "listRooms", None, **{NUMBER: number})
    assert cut(shown)(asked, telnyx).json() == telnyx.send(asked).json()


def test_linked_pages_that_are_cut_rightly_are_the_list(harbour: Upstream) -> None:
    """The links that are made up lead through the whole list, in its order."""
    asked = request(harbour, "listVisits", "B-3", limit=50)
    listed: list[str] = []
    query: str | None = asked.query
    while query is not None:
        page = cut(shown)(asked.with_pairs([]).with_pairs(_pairs(query)), harbour)
        listed += items(asked.operation, page)
        link = page.json()["more"]["onward"]
        query = link.partition("?")[2] if link else None
    assert listed == [row["ref"] for row in harbour.rows(asked)]


def _pairs(query: str) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (each.partition("=") for each in query.split("&"))]


def test_overlapping_pages_share_a_row(telnyx: Upstream) -> None:
    """The second page begins with the last row of the first, and is as long as it should be."""
    pages = [
        said(
            request(telnyx, "listRooms", None, **{NUMBER: number}), telnyx, "listRooms page.overlap"
        )
        for number in (1, 2)
    ]
    assert pages[1][0] == pages[0][-1]
    assert [*map(len, pages)] == [20, 20]


def test_a_page_after_the_last_repeats_it_with_its_own_number(telnyx: Upstream) -> None:
    """Only the items are another page's: the number that the page says is still its own."""
    asked = request(telnyx, "listRooms", None, **{NUMBER: 99})
    answer = found(telnyx, "listRooms page.past-the-end-repeated").answer(asked, telnyx)
    last = telnyx.send(asked.having(NUMBER, "15"))
    assert items(asked.operation, answer) == items(asked.operation, last)
    assert answer.json()["meta"]["page_number"] == 99


def test_a_size_in_force_is_not_the_one_that_is_said(telnyx: Upstream) -> None:
    """A page of the default size says the size that was asked for."""
    asked = request(telnyx, "listRooms", None, **{SIZE: 3})
    answer = found(telnyx, f"listRooms page.size-ignored {SIZE}").answer(asked, telnyx)
    assert len(items(asked.operation, answer)) == 20
    assert answer.json()["meta"]["page_size"] == 3


def test_mutants_follow_the_choices_of_the_document() -> None:
    """What an API chose, such as clamping a large page, is no mutant, and the opposite is one."""
    kinds = {path: {each.kind for each in every(read_spec(path))} for path in (TELNYX, HARBOUR)}
    assert "page.oversized-clamped" in kinds[TELNYX] - kinds[HARBOUR]
    assert "page.oversized-refused" in kinds[HARBOUR] - kinds[TELNYX]
    assert "page.past-the-end-not-found" in kinds[TELNYX] - kinds[HARBOUR]
    assert "page.past-the-end-empty" in kinds[HARBOUR] - kinds[TELNYX]
    assert not any(each.startswith("link.") for each in kinds[TELNYX])


def test_linked_pages_may_hold_fewer_items() -> None:
    """A linked page that is shorter than asked for is no mutant, and none is derived."""
    mutants = every(read_spec(HARBOUR))
    short = {"page.one-too-few", "page.size-capped-at-half", "page.default-one-less"}
    assert {each.operation for each in mutants if each.kind in short} == {"listBerths"}


def test_links_lose_a_filter(harbour: Upstream) -> None:
    """The first page is filtered, and its link leads to the list without the filter."""
    asked = request(harbour, "listVisits", "B-3", fishing="true", limit=3)
    answer = found(harbour, "listVisits link.filter-lost fishing").answer(asked, harbour)
    assert items(asked.operation, answer) == items(asked.operation, harbour.send(asked))
    assert "fishing" not in answer.json()["more"]["onward"]
    assert "limit=3" in answer.json()["more"]["onward"]


def test_a_flag_gives_children_of_the_next_item(telnyx: Upstream) -> None:
    """Children keep their own parent, which is not the item that carries them."""
    asked = request(telnyx, "listRooms", include_sessions="true")
    answer = found(telnyx, "listRooms expand.children-of-neighbour include_sessions").answer(
        asked, telnyx
    )
    rows = answer.json()["data"]
    strangers = [
        child for row in rows for child in row["sessions"] if child["room_id"] != row["id"]
    ]
    assert strangers
    assert len(strangers) == sum(len(row["sessions"]) for row in rows)


def test_without_its_flag_a_mutant_of_it_changes_nothing(telnyx: Upstream) -> None:
    """What is wrong with the flag set is right without it."""
    asked = request(telnyx, "listRooms")
    sound = telnyx.send(asked).json()
    on_without = {"expand.always-on", "expand.on-when-left-out", "expand.inverted"}
    for mutant in _flags.mutants(telnyx.spec, telnyx.spec.list_operation("listRooms")):
        if mutant.kind not in on_without:
            assert mutant.answer(asked, telnyx).json() == sound, mutant.id


def test_a_stray_row_is_one_of_another_parent(telnyx: Upstream) -> None:
    """One row is added in front, which names another parent, and it is counted."""
    plain = request(telnyx, "listRoomSessions", "x")
    parent = next(each for each in telnyx.parents(plain) if telnyx.rows(plain, each))
    asked = request(telnyx, "listRoomSessions", parent)
    answer = found(telnyx, "listRoomSessions scope.stray room_id").answer(asked, telnyx)
    first, *others = answer.json()["data"]
    sound = telnyx.send(asked).json()
    assert first["room_id"] != parent
    assert all(each["room_id"] == parent for each in others)
    assert answer.json()["meta"]["total_results"] == sound["meta"]["total_results"] + 1


@pytest.mark.parametrize(
    ("parent", "kinds"),
    [
        ("00000000-0000-0000-0000-000000000000", {"scope.unknown-empty"}),
        ("x", {"scope.malformed-empty"}),
    ],
)
def test_an_unknown_parent_and_a_malformed_one_are_two_mutants(
    telnyx: Upstream, parent: str, kinds: set[str]
) -> None:
    """The one that is empty for an unknown parent still refuses a malformed one, and vice versa."""
    asked = request(telnyx, "listRoomSessions", parent)
    empty = {
        kind
        for kind in ("scope.unknown-empty", "scope.malformed-empty")
        if found(telnyx, f"listRoomSessions {kind} room_id").answer(asked, telnyx).status == 200
    }
    assert empty == kinds
