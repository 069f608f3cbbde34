"""Measure the reading of forty linked pages from a distant server.

    python -m benchmarks.linked_latency

The server is the sandbox, in a process of its own, with a delay of 50 ms. Each page has the link to
the next page, so that no client can send two requests at once for the same list. Partitions are
lists of their own, which threads or tasks read at once; the first and the last instant are given or
found by requests. The rows of each client are compared with the rows of the server.
"""

import asyncio
import base64
import importlib
import time
from collections.abc import AsyncIterable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import partial
from statistics import median
from typing import Any

import httpx
from attrs import frozen

import twilio_video
from contract_tests.sandbox import DEFAULT_TOKEN
from contract_tests.sandbox.twilio import account_sid

from ._child import serving
from ._rounds import describe_ratio, measure_rounds, median_ratio
from ._table import print_goal, print_table

__all__ = ["main"]

_ROUNDS = 5
_PAGES = 40
_PAGE_SIZE = 250
# Three quarters of them are connected, and listed.
_PARTICIPANTS = _PAGES * _PAGE_SIZE * 4 // 3
_DELAY_MS = 50
_SEED = 1
_OURS = "twilio_video"
_OURS_PREFETCH = f"{_OURS}, concurrency=2"
_OURS_ASYNC = f"{_OURS}, concurrency=2, async"
_OFFICIAL = "twilio"
_OURS_PARTS = f"{_OURS}, partitions between given instants"
_OURS_PARTS_ASYNC = f"{_OURS}, the same, async"
_OURS_PARTS_FOUND = f"{_OURS}, partitions, ends found"
_MOST = 1.0
_LEAST_GAIN = 4
_PARTS = 20
_THREADS = 16

_IN_ORDER = "yes, in order"
_IN_ANY_ORDER = "yes"
_OTHER = "NO"

_Row = tuple[str, str, str]


@frozen
class _Reading:
    """The milliseconds to read all pages, and whether the rows are those that were sent."""

    elapsed: float
    cpu: float
    rows: str


def main() -> None:
    """Print the measurements."""
    with ExitStack() as stack:
        announced = stack.enter_context(
            serving("_slow_sandbox", "1", str(_PARTICIPANTS), str(_DELAY_MS))
        )
        origin, room = announced.split()
        people = _sent(origin, room)
        expected = [(each["sid"], each["identity"], each["status"]) for each in people]
        instants = [datetime.fromisoformat(each["date_created"]) for each in people]
        calls = _calls(origin, room, stack) | _parted(origin, room, instants, stack)
        measures = {name: partial(_measure, call, expected) for name, call in calls.items()}
        readings = measure_rounds(measures, _ROUNDS)
    elapsed = {name: [reading.elapsed for reading in found] for name, found in readings.items()}
    rows = [
        [
            name,
            f"{median(elapsed[name]):.0f}",
            describe_ratio(elapsed[name], elapsed[_OFFICIAL]),
            f"{median(reading.cpu for reading in found):.0f}",
            _same(found),
        ]
        for name, found in readings.items()
    ]
    print_table(
        f"{len(expected) / _PAGE_SIZE:.0f} linked pages of {_PAGE_SIZE} participants from the"
        f" sandbox, {_DELAY_MS} ms added per request: time until the last row\n"
        f"  (medians of {_ROUNDS} rounds; ratios within a round: median and quartiles;"
        " CPU time of the client alone)",
        ["", "ms", f"x {_OFFICIAL}", "CPU ms", "same rows"],
        rows,
    )
    for name in (_OURS, _OURS_PREFETCH, _OURS_ASYNC):
        ratio = median_ratio(elapsed[name], elapsed[_OFFICIAL])
        same = _same(readings[name])
        print_goal(
            f"{name}: no slower than {_OFFICIAL}, with the rows that were sent",
            f"{ratio:.2f}, same rows: {same}",
            met=ratio <= _MOST and same == _IN_ORDER,
        )
    for name in (_OURS_PARTS, _OURS_PARTS_ASYNC):
        gain = median_ratio(elapsed[_OFFICIAL], elapsed[name])
        same = _same(readings[name])
        print_goal(
            f"{name}: at least {_LEAST_GAIN} times as fast as {_OFFICIAL}, with the rows that were"
            " sent",
            f"{gain:.1f}, same rows: {same}",
            met=gain >= _LEAST_GAIN and same != _OTHER,
        )


def _same(readings: Iterable[_Reading]) -> str:
    """Return whether all readings have the rows that were sent, and in their order."""
    found = {reading.rows for reading in readings}
    return _OTHER if _OTHER in found else found.pop() if len(found) == 1 else _IN_ANY_ORDER


def _measure(call: Callable[[], list[Any]], expected: list[_Row]) -> _Reading:
    start, cpu = time.perf_counter(), time.process_time()
    people = call()
    elapsed, cpu = time.perf_counter() - start, time.process_time() - cpu
    found = _rows(people)
    rows = _IN_ORDER if found == expected else _IN_ANY_ORDER
    rows = rows if sorted(found) == sorted(expected) else _OTHER
    return _Reading(elapsed * 1000, cpu * 1000, rows)


def _rows(people: Iterable[Any]) -> list[_Row]:
    # Not their dates: the official client returns text for fractions of a second.
    return [(each.sid, each.identity, each.status) for each in people]


def _sent(origin: str, room: str) -> list[Mapping[str, str]]:
    """Return the participants in the server's JSON."""
    user = base64.b64encode(f"{account_sid(_SEED)}:{DEFAULT_TOKEN}".encode()).decode()
    found: list[Mapping[str, str]] = []
    address: str | None = f"{origin}/v1/Rooms/{room}/Participants?PageSize={_PAGE_SIZE}"
    with httpx.Client(headers={"authorization": f"Basic {user}"}) as http:
        while address is not None:
            body = http.get(address).raise_for_status().json()
            found += body["participants"]
            address = body["meta"]["next_page_url"]
    return found


def _calls(origin: str, room: str, stack: ExitStack) -> dict[str, Callable[[], list[Any]]]:
    """Return functions that list all participants over open connections, by client."""
    user = account_sid(_SEED)
    ours = stack.enter_context(twilio_video.Client(user, DEFAULT_TOKEN, base_url=f"{origin}/v1"))
    runner = stack.enter_context(asyncio.Runner())
    ours_async = twilio_video.AsyncClient(user, DEFAULT_TOKEN, base_url=f"{origin}/v1")
    stack.callback(lambda: runner.run(ours_async.aclose()))
    # It has no type hints.
    rest: Any = importlib.import_module("twilio.rest")
    official = rest.Client(user, DEFAULT_TOKEN)
    official.video.base_url = origin

    def with_ours(concurrency: int) -> list[Any]:
        people = ours.rooms.participants
        return list(people.list(room, page_size=_PAGE_SIZE, concurrency=concurrency))

    async def with_ours_async() -> list[Any]:
        people = ours_async.rooms.participants
        return [each async for each in people.list(room, page_size=_PAGE_SIZE, concurrency=2)]

    return {
        _OURS: lambda: with_ours(1),
        _OURS_PREFETCH: lambda: with_ours(2),
        _OURS_ASYNC: lambda: runner.run(with_ours_async()),
        _OFFICIAL: lambda: official.video.v1.rooms(room).participants.list(page_size=_PAGE_SIZE),
    }


def _parted(
    origin: str, room: str, instants: list[datetime], stack: ExitStack
) -> dict[str, Callable[[], list[Any]]]:
    """Return functions that list all participants by partitions."""
    user = account_sid(_SEED)
    client = stack.enter_context(twilio_video.Client(user, DEFAULT_TOKEN, base_url=f"{origin}/v1"))
    pool = stack.enter_context(ThreadPoolExecutor(_THREADS))
    runner = stack.enter_context(asyncio.Runner())
    client_async = twilio_video.AsyncClient(user, DEFAULT_TOKEN, base_url=f"{origin}/v1")
    stack.callback(lambda: runner.run(client_async.aclose()))
    second = timedelta(seconds=1)
    after, before = min(instants) - second, max(instants) + second
    people, people_async = client.rooms.participants, client_async.rooms.participants

    def read(part: Iterable[Any]) -> list[Any]:
        return [*part]

    def between() -> list[Any]:
        parts = people.partitions(
            room,
            into=_PARTS,
            date_created_after=after,
            date_created_before=before,
            page_size=_PAGE_SIZE,
        )
        return [each for rows in pool.map(read, parts) for each in rows]

    def found() -> list[Any]:
        parts = people.partitions(room, into=_PARTS, page_size=_PAGE_SIZE)
        return [each for rows in pool.map(read, parts) for each in rows]

    async def read_async(part: AsyncIterable[Any]) -> list[Any]:
        return [each async for each in part]

    async def between_async() -> list[Any]:
        parts = await people_async.partitions(
            room,
            into=_PARTS,
            date_created_after=after,
            date_created_before=before,
            page_size=_PAGE_SIZE,
        )

        lists = await asyncio.gather(*map(read_async, parts))
        return [each for rows in lists for each in rows]

    return {
        _OURS_PARTS: between,
        _OURS_PARTS_ASYNC: lambda: runner.run(between_async()),
        _OURS_PARTS_FOUND: found,
    }


if __name__ == "__main__":
    main()
