"""Partitions of a list: disjoint, covering, of about equal size."""

import asyncio
import copy
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.client.divided import Divided, Events, document
from tests.support.client.generated import import_client

KINDS: Mapping[str, Divided] = {
    "complements": Divided("gte", "lt"),
    "other complements": Divided("gt", "lte"),
    "inclusive": Divided("gte", "lte"),
    "exclusive": Divided("gt", "lt"),
    "inclusive, linked": Divided("gte", "lte", is_linked=True),
    "exclusive, linked": Divided("gt", "lt", is_linked=True),
    "inclusive days": Divided("gte", "lte", "day"),
    "exclusive days, linked": Divided("gt", "lt", "day", is_linked=True),
    "days of a zone": Divided("gt", "lte", "day", zone="America/New_York"),
    "nullable": Divided("gte", "lte", null=(True, True)),
    "nullable, linked": Divided("gt", "lt", null=(True, True), is_linked=True),
    "nullable alone": Divided("gte", "lt", null=(True, False)),
}
_START = datetime(2021, 3, 28, 0, 59, 59, tzinfo=UTC)


@pytest.fixture(scope="module")
def client_of(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], ModuleType]:
    """Return a function that generates the client of a kind, once."""
    folder, made = tmp_path_factory.mktemp("divided"), dict[str, ModuleType]()

    def client(kind: str) -> ModuleType:
        if kind not in made:
            path = folder / f"events_{[*KINDS].index(kind)}.json"
            path.write_text(json.dumps(document(KINDS[kind])), encoding="utf-8")
            made[kind] = import_client(path)
        return made[kind]

    return client


def _read(package: ModuleType, server: Events, **arguments: object) -> list[list[str]]:
    """Return the identities of the events of each partition."""
    with (
        httpx.Client(transport=httpx.MockTransport(server)) as http,
        package.Client(http_client=http, retries=0) as client,
    ):
        return [[each.id for each in part] for part in client.events.partitions(**arguments)]


def _read_async(package: ModuleType, server: Events, **arguments: object) -> list[list[str]]:
    async def run() -> list[list[str]]:
        async with (
            httpx.AsyncClient(transport=httpx.MockTransport(server)) as http,
            package.AsyncClient(http_client=http, retries=0) as client,
        ):
            parts = await client.events.partitions(**arguments)
            return [[each.id async for each in part] for part in parts]

    return asyncio.run(run())


def _instants(count: int, step: timedelta) -> list[str]:
    return [(_START + step * number).isoformat() for number in range(count)]


def _text(ticks: int) -> str:
    """Return an instant some tenths of a microsecond after a second before midnight."""
    whole, tenths = divmod(ticks, 10)
    at = datetime(2021, 12, 31, 23, 59, 59, 999_990, tzinfo=UTC) + timedelta(microseconds=whole)
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}{tenths}Z"


_NEAR = st.integers(0, 300).map(_text)
_FAR = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=st.timezones())  # noqa: DTZ001
_OFFSET = _FAR.map(lambda at: at.astimezone(UTC).isoformat())


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=12)
@given(
    instants=st.lists(_NEAR | _OFFSET, max_size=30) | st.lists(_NEAR, max_size=40),
    into=st.integers(1, 12),
    copies=st.integers(1, 4),
)
@example(instants=["2021-01-01T00:00:00Z"], into=8, copies=1)
@example(instants=[], into=3, copies=1)
@example(instants=["2021-01-01T00:00:00Z"], into=5, copies=23)
def test_partitions_divide_the_list(
    client_of: Callable[[str], ModuleType],
    kind: str,
    instants: list[str],
    into: int,
    copies: int,
) -> None:
    """Each item is in one partition: at equal instants, at the bounds, and finer than those."""
    divided = KINDS[kind]
    nulls: list[str | None] = [None] * 7 if divided.null[1] else []
    server = Events(divided, [*(instants * copies), *nulls])
    bounds: dict[str, object] = {}
    if kind == "nullable alone":
        bounds = {"at_gte": datetime(1, 1, 2, tzinfo=UTC)}
    found = _read(client_of(kind), server, into=into, **bounds)
    assert sorted(each for part in found for each in part) == sorted(server.ids)
    assert len(found) <= into + bool(nulls)


@pytest.mark.parametrize("kind", KINDS)
def test_both_styles_choose_the_same(client_of: Callable[[str], ModuleType], kind: str) -> None:
    """The asynchronous client sends the same requests and returns the same partitions."""
    divided = KINDS[kind]
    bounds = {"at_gte": datetime(2020, 1, 1, tzinfo=UTC)} if kind == "nullable alone" else {}
    servers = [Events(divided, _instants(43, timedelta(hours=7))) for _ in range(2)]
    found = _read(client_of(kind), servers[0], into=4, **bounds)
    assert found == _read_async(client_of(kind), servers[1], into=4, **bounds)
    assert servers[0].queries == servers[1].queries
    assert len([each for each in found if each]) > 2


@pytest.mark.parametrize("shape", ["even", "skewed", "in bursts"])
def test_totals_make_equal_sizes(client_of: Callable[[str], ModuleType], shape: str) -> None:
    """With totals, no partition is half longer than the mean, and the requests are bounded."""
    steps = {
        "even": lambda number: number * 3600,
        "skewed": lambda number: 1.02**number,
        "in bursts": lambda number: number // 50 * 10**7 + number % 50,
    }
    at = [_START + timedelta(seconds=steps[shape](number)) for number in range(800)]
    server = Events(KINDS["complements"], [each.isoformat() for each in at])
    package = client_of("complements")
    with (
        httpx.Client(transport=httpx.MockTransport(server)) as http,
        package.Client(http_client=http) as client,
    ):
        parts = client.events.partitions(into=8)
        assert len(server.queries) <= 8 * 8 + 20
        # All requests but the first ask for one item.
        assert {each["size"] for each in server.queries[1:]} == {"1"}
        sizes = [len([*part]) for part in parts]
    assert len(sizes) == 8
    assert max(sizes) <= 150


def test_without_totals_the_ends_are_found(client_of: Callable[[str], ModuleType]) -> None:
    """Without totals, the ranges have about the same length between the first and last item."""
    server = Events(KINDS["exclusive, linked"], _instants(400, timedelta(hours=1)))
    package = client_of("exclusive, linked")
    with (
        httpx.Client(transport=httpx.MockTransport(server)) as http,
        package.Client(http_client=http) as client,
    ):
        parts = client.events.partitions(into=8)
        assert len(server.queries) <= 60
        sizes = [len([*part]) for part in parts]
    assert len(sizes) == 8
    assert max(sizes) <= 100


def test_bounds_need_no_request_without_totals(client_of: Callable[[str], ModuleType]) -> None:
    """With both bounds and no totals, the ranges are even, and are chosen without a request."""
    server = Events(KINDS["exclusive, linked"], _instants(400, timedelta(hours=1)))
    package = client_of("exclusive, linked")
    after, before = _START + timedelta(hours=99), _START + timedelta(hours=300)
    with (
        httpx.Client(transport=httpx.MockTransport(server)) as http,
        package.Client(http_client=http) as client,
    ):
        parts = client.events.partitions(into=4, at_gt=after, at_lt=before)
        assert not server.queries
        found = [[each.id for each in part] for part in parts]
    assert [len(each) for each in found] == [50, 50, 50, 50]
    assert [each for part in found for each in part] == [f"e{number}" for number in range(100, 300)]


@pytest.mark.parametrize(
    ("kind", "bounds"),
    [
        ("inclusive days", {"at_gte": date(2021, 4, 10), "at_lte": date(2021, 4, 20)}),
        ("exclusive, linked", {"at_gt": datetime(2021, 4, 10, tzinfo=UTC)}),
    ],
)
def test_bounds_may_be_text(
    client_of: Callable[[str], ModuleType], kind: str, bounds: Mapping[str, date]
) -> None:
    """The text of a bound divides the list as the date or the instant does."""
    texts = {name: bound.isoformat() for name, bound in bounds.items()}
    servers = [Events(KINDS[kind], _instants(300, timedelta(hours=3))) for _ in range(2)]
    found = _read(client_of(kind), servers[0], into=3, **bounds)
    assert found == _read(client_of(kind), servers[1], into=3, **texts)
    assert servers[0].queries == servers[1].queries
    assert 0 < len([each for part in found for each in part]) < 300


def test_items_without_the_field_are_a_partition(client_of: Callable[[str], ModuleType]) -> None:
    """A documented filter lists the items without the field, after the ranges."""
    instants: list[str | None] = [*_instants(30, timedelta(days=1)), None, None]
    server = Events(KINDS["nullable"], instants)
    found = _read(client_of("nullable"), server, into=3)
    assert found[-1] == ["e30", "e31"]
    assert sum(len(each) for each in found[:-1]) == 30
    assert min(len(each) for each in found[:-1]) >= 9
    server = Events(KINDS["nullable"], instants)
    assert _read(client_of("nullable"), server, into=3, no_at=True) == [["e30", "e31"]]
    found = _read(client_of("nullable"), server, into=3, no_at=False)
    assert sum(map(len, found)) == 30
    assert len(found) == 3


def test_items_without_the_field_must_have_a_partition(
    client_of: Callable[[str], ModuleType],
) -> None:
    """A list whose items without the field would be in no partition is not divided."""
    package = client_of("nullable alone")
    server = Events(KINDS["nullable alone"], [*_instants(30, timedelta(days=1)), None])
    with pytest.raises(package.ArgumentError, match="pass at_gte or at_lt, which leaves them out"):
        _read(package, server, into=3)
    assert not server.queries


@pytest.mark.parametrize(("argument", "value"), [("into", 0), ("into", True), ("by", "id")])
def test_arguments_are_checked(
    client_of: Callable[[str], ModuleType], argument: str, value: object
) -> None:
    """A number of ranges or a field that is not admitted is refused without a request."""
    package, server = client_of("complements"), Events(KINDS["complements"], [])
    with pytest.raises(package.ArgumentError, match=f"^{argument}: expected"):
        _read(package, server, **{argument: value})
    assert not server.queries


def test_bounds_of_days_do_not_overlap(client_of: Callable[[str], ModuleType]) -> None:
    """Inclusive bounds of a day end on the day before the next range begins."""
    server = Events(KINDS["inclusive days"], _instants(300, timedelta(hours=3)))
    found = _read(client_of("inclusive days"), server, into=3)
    assert [len(each) > 80 for each in found] == [True] * 3
    ends = {(each.get("at_gte"), each.get("at_lte")) for each in server.queries if "page" in each}
    (first_end,) = (high for low, high in ends if low is None and high)
    (middle,) = (low for low, high in ends if low and high)
    assert date.fromisoformat(middle) - date.fromisoformat(first_end) == timedelta(days=1)


def test_an_undivided_list_has_no_partitions(tmp_path: Path) -> None:
    """The method is written only if a lower and an upper bound of one field are documented."""
    spec = document(Divided())
    del spec["paths"]["/events"]["get"]["parameters"][0]
    path = tmp_path / "undivided.json"
    path.write_text(json.dumps(spec), encoding="utf-8")
    package = import_client(path)
    with package.Client() as client:
        assert not hasattr(client.events, "partitions")
    assert not (tmp_path / "undivided" / "_partitions.py").exists()


@pytest.mark.parametrize(
    "change",
    [{"nulls": "match"}, {"field": "/ended"}],
    ids=["null matches", "another field"],
)
def test_bounds_that_do_not_divide(tmp_path: Path, change: Mapping[str, Any]) -> None:
    """A bound that lists items without the field, or has no opposite bound, divides no list."""
    spec = document(Divided(null=(True, False)))
    event = spec["components"]["schemas"]["Event"]["properties"]
    event["ended"] = event["at"]
    parameter = spec["paths"]["/events"]["get"]["parameters"][0]
    parameter["x-filter"] |= change
    path = tmp_path / f"other_{'_'.join(change)}.json"
    path.write_text(json.dumps(spec), encoding="utf-8")
    with import_client(path).Client() as client:
        assert not hasattr(client.events, "partitions")


def test_a_copy_is_read_by_the_same_client(client_of: Callable[[str], ModuleType]) -> None:
    """A copy of a list, also a deep one, is read through the same connection."""
    server = Events(KINDS["complements"], _instants(9, timedelta(days=1)))
    package = client_of("complements")
    with (
        httpx.Client(transport=httpx.MockTransport(server)) as http,
        package.Client(http_client=http) as client,
    ):
        events = client.events.list()
        assert [*copy.copy(events)] == [*copy.deepcopy(events)] == [*events]
