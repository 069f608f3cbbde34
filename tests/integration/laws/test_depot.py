"""The depot server does what its document says; each of its mutants changes what it answers."""

from collections.abc import Iterator
from datetime import time
from itertools import pairwise, product
from random import Random

import httpx
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from rollcall.spec import read_spec
from tests.support.documents._annotations import shape_problems
from tests.support.documents._document import Location, read
from tests.support.documents._validator import value_problems
from tests.support.laws._oracle import in_utc, matches, values
from tests.support.laws._probes import Probed
from tests.support.laws._reader import SIZES, Reader, reading
from tests.support.laws.depot import (
    DEFAULT_SIZE,
    FILTERS,
    MAX_SIZE,
    SPEC,
    TOKEN,
    Churn,
    Data,
    Row,
    empty,
    hard,
    one_page,
    one_row,
    serve,
    undated,
)
from tests.support.laws.mutants import MUTANTS, Mutant

DOCUMENT = read(SPEC)
HARD = hard()
KINDS = ("depots", "parcels", "scans")
PAGES: dict[str, Location] = {
    "depots": ("components", "schemas", "DepotPage"),
    "parcels": ("components", "schemas", "ParcelPage"),
    "scans": ("components", "schemas", "ScanPage"),
}
ERROR: Location = ("components", "schemas", "ErrorBody")
MAIN = max(
    (row["id"] for row in HARD.depots), key=lambda each: (len(HARD.rows("parcels", each)), each)
)
SEVERAL = [row["id"] for row in HARD.depots if len(HARD.rows("parcels", row["id"])) > 1]
NOWHERE = "00000000-0000-4000-8000-000000000000"


def target(kind: str, depot: str = MAIN) -> str:
    """Return the path of a list."""
    return "/depots" if kind == "depots" else f"/depots/{depot}/{kind}"


def rows_of(kind: str, data: Data = HARD, depot: str = MAIN) -> list[Row]:
    """Return the rows that a list holds."""
    return data.rows(kind, None if kind == "depots" else depot)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """Read from the healthy server with the hard rows."""
    with serve() as served, reading(served) as each:
        yield each


def test_the_document_is_valid() -> None:
    """The document is OpenAPI 3.1, and its annotations are of the vocabulary."""
    assert list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors()) == []
    assert shape_problems(DOCUMENT) == []
    assert {each.id for each in read_spec(SPEC).operations} == {
        "listDepots",
        "listParcels",
        "listScans",
    }


def test_the_document_has_the_parameters_of_the_server() -> None:
    """The filters of the server are those of the document, by field, operator and precision."""
    for operation in read_spec(SPEC).operations:
        documented = {
            each.name: (str(each.filter.field), each.filter.operator, each.filter.precision)
            for each in operation.parameters
            if each.filter
        }
        kind = operation.path.rpartition("/")[2]
        assert documented == {
            name: (f"/{each.field}", each.operator, each.precision)
            for name, each in FILTERS[kind].items()
        }


def test_the_document_has_every_operator_at_every_grain() -> None:
    """No operator and no precision of the vocabulary is without a filter."""
    found = {(each.operator, each.precision) for kind in KINDS for each in FILTERS[kind].values()}
    assert found >= set(product(("eq", "gte", "lte", "gt", "lt"), ("day",)))
    assert found >= {("gt", "instant"), ("lt", "instant"), ("eq", "exact"), ("gte", "exact")}


@pytest.mark.parametrize("kind", KINDS)
def test_the_rows_are_hard(kind: str) -> None:
    """The lists are in an order of their own, have ties, and take more than one largest page."""
    rows = rows_of(kind)
    assert len(rows) > (DEFAULT_SIZE * 6 if kind == "depots" else MAX_SIZE)
    for name, held in rows[0].items():
        column = [row[name] for row in rows if row[name] is not None]
        if name not in {"kind", "depot_id"}:
            assert column not in (sorted(column), sorted(column, reverse=True)), name
        if isinstance(held, str) and held.startswith("20"):
            moments = [in_utc(each) for each in column]
            assert len(set(moments)) < len(moments)
            assert any(each.time() == time.min for each in moments)
            assert any(each.hour >= 22 for each in moments)
            assert any(each.hour < 5 for each in moments)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("data", [HARD, empty(), one_row(), undated(), one_page()])
def test_every_page_is_as_documented(kind: str, data: Data) -> None:
    """The pages, their totals and their errors keep to the document, for any rows."""
    depot = data.depots[0]["id"] if data.depots else NOWHERE
    with serve(data=data) as served, reading(served) as reader:
        response = reader.get(target(kind, depot))
        is_known = bool(data.depots) or kind == "depots"
        assert response.status_code == (200 if is_known else 404)
        schema = PAGES[kind] if is_known else ERROR
        assert value_problems(DOCUMENT, schema, response.json()) == []
        assert response.headers["content-type"] == "application/json"
        if is_known:
            assert response.headers["x-depot-version"] == "1"
            assert reader.listed(target(kind, depot)) == rows_of(kind, data, depot)


@pytest.mark.parametrize(("kind", "name"), [(k, name) for k in KINDS for name in FILTERS[k]])
def test_a_filter_means_what_is_documented(reader: Reader, kind: str, name: str) -> None:
    """A filter lists what the oracle says, for every value around those that the rows hold."""
    rows = rows_of(kind)
    told_apart = set()
    for value in values(kind, rows, name):
        expected = [row for row in rows if matches(kind, row, name, value)]
        given: dict[str, str | int] = {name: value, SIZES[kind]: MAX_SIZE}
        found = reader.listed(target(kind), **given)
        assert found == expected, value
        told_apart.add(len(expected))
    assert len(told_apart) > 1


@pytest.mark.parametrize("kind", KINDS)
def test_filters_hold_together(reader: Reader, kind: str) -> None:
    """Two filters list what both match; the total counts that, and every page is filtered."""
    random = Random(5)  # noqa: S311 - the same choice each time
    rows = rows_of(kind)
    several = 0
    for first, second in product(FILTERS[kind], FILTERS[kind]):
        given = {name: random.choice(values(kind, rows, name)) for name in (first, second)}
        expected = [row for row in rows if all(matches(kind, row, *each) for each in given.items())]
        assert reader.listed(target(kind), **given) == expected
        several += len(expected) > DEFAULT_SIZE
    assert several


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [1, 4, 5, 7, MAX_SIZE])
def test_pages_partition_the_list(reader: Reader, kind: str, size: int) -> None:
    """For every size, the pages joined are the list."""
    assert reader.listed(target(kind), **{SIZES[kind]: size}) == rows_of(kind)


def test_the_end_of_a_list(reader: Reader) -> None:
    """Past the end, parcels are an empty page with the same totals, and depots are not found."""
    body = reader.page(target("parcels"), number=99)
    assert body["parcels"] == []
    assert body["page"] == {"number": 99, "size": 5, "items": 48, "pages": 10}
    assert reader.get("/depots", number=99).status_code == 404


def test_links_lead_back_and_home(reader: Reader) -> None:
    """From each page, the links lead to the page before, to the first, and to the page itself."""
    walk = [reader.page(target("scans"), per=7, manual="true")]
    while walk[-1]["links"]["next"]:
        walk.append(reader.follow(walk[-1]["links"]["next"]))
    assert len(walk) > 2
    for before, body in pairwise(walk):
        assert reader.follow(body["links"]["prev"]) == before
        assert reader.follow(body["links"]["first"]) == walk[0]
        assert reader.follow(body["links"]["self"]) == body
    assert walk[0]["links"]["prev"] is None


def test_the_flag_adds_the_parcels(reader: Reader) -> None:
    """With the flag, each depot carries what the list below it holds; without, it carries none."""
    for row in reader.listed("/depots", with_parcels="true"):
        parcels = row.pop("parcels")
        assert parcels == HARD.rows("parcels", row["id"])
        assert row in HARD.depots
    assert reader.listed("/depots", with_parcels="false") == [*HARD.depots]


def test_a_list_belongs_to_its_depot(reader: Reader) -> None:
    """Each depot has its own rows; an unknown one is not found, a malformed one refused."""
    for depot, kind in product(SEVERAL, ("parcels", "scans")):
        assert reader.listed(target(kind, depot)) == HARD.rows(kind, depot)
        assert reader.get(target(kind, NOWHERE)).status_code == 404
        assert reader.get(target(kind, "nowhere")).status_code == 422


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("size=41", 422),
        ("size=0", 422),
        ("size=", 422),
        ("number=0", 422),
        ("number=1.0", 422),
        ("received_on=2024-02-30", 422),
        ("received_on=", 422),
        ("received_on=2024-02-29T00:00:00Z", 422),
        ("delivered_after=2024-02-29", 422),
        ("delivered_after=2024-02-29T24:00:00Z", 422),
        ("fragile=1", 422),
        ("weight_min=1e3", 422),
        ("weight_min=1&weight_min=1", 422),
        ("label=%zz", 400),
        ("label=%ff", 400),
        (f"label={'a' * 9000}", 400),
        ("label=%00", 200),
        ("label=", 200),
        ("nothing=1", 200),
        (f"number={2**70}", 200),
    ],
)
def test_odd_requests_are_answered(reader: Reader, query: str, status: int) -> None:
    """What a parameter does not admit is refused; what is merely odd is answered."""
    response = reader.get(f"{target('parcels')}?{query}")
    assert response.status_code == status
    schema = PAGES["parcels"] if status == 200 else ERROR
    assert value_problems(DOCUMENT, schema, response.json()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_token_is_needed(reader: Reader, kind: str) -> None:
    """The token is admitted and nothing else is; a method besides GET is named as such."""
    url = f"{reader.served.base_url}{target(kind)}"
    for sent in ("", "Bearer", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x", TOKEN, f"Basic {TOKEN}"):
        assert httpx.get(url, headers={"authorization": sent}).status_code == 401
    assert httpx.get(url).status_code == 401
    assert httpx.get(url, headers={"authorization": f"bearer  {TOKEN}"}).status_code == 200
    response = reader.client.post(url)
    assert (response.status_code, response.headers["allow"]) == (405, "GET")


@pytest.mark.parametrize("kind", KINDS)
def test_rows_come_and_go(kind: str) -> None:
    """While rows come and go, each answer is in order, and no two walks are the same."""
    with serve(churn=Churn()) as served, reading(served) as reader:
        walks = [reader.listed(target(kind), **{SIZES[kind]: MAX_SIZE}) for _ in range(5)]
        items = reader.page("/depots", with_parcels="true", size=MAX_SIZE)["depots"]
        parcels = [row["ref"] for row in reader.listed(target("parcels"), size=MAX_SIZE)]
    assert all(first != second for first, second in pairwise(walks))
    assert all(abs(len(walk) - len(rows_of(kind))) <= 1 for walk in walks)
    assert {row["depot_id"] for item in items for row in item["parcels"]} >= set(SEVERAL)
    assert {row["parcel_ref"] for row in HARD.rows("scans", MAIN)} <= set(parcels)


@pytest.fixture(scope="module")
def probed() -> Iterator[Probed]:
    """Probe one server, whose steps are exchanged."""
    with serve() as served, httpx.Client(trust_env=False) as client:
        yield Probed(client, served)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.id)
def test_a_mutant_changes_an_answer(mutant: Mutant, probed: Probed) -> None:
    """Some request shows each mutant: otherwise it would be equivalent."""
    (kind,) = (each for each in KINDS if mutant.operation == f"list{each.capitalize()}")
    healthy = probed.healthy(kind)
    assert any(
        mine != right
        for mine, right in zip(probed.answers(kind, mutant.steps), healthy, strict=True)
    )
