"""Measure the reading of forty linked pages from a distant server.

    python -m benchmarks.linked_latency

The server is the sandbox, in a process of its own, with a delay of 50 ms. Each page has the link to
the next page, so that no client can send two requests at once. The rows of each client are compared
with the rows of the server.
"""

import asyncio
import base64
import importlib
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
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
_MOST = 1.0

_Row = tuple[str, str, str]


@frozen
class _Reading:
    """The milliseconds to read all pages, and whether the rows are correct."""

    elapsed: float
    cpu: float
    same: bool


def main() -> None:
    """Print the measurements."""
    with ExitStack() as stack:
        announced = stack.enter_context(
            serving("_slow_sandbox", "1", str(_PARTICIPANTS), str(_DELAY_MS))
        )
        origin, room = announced.split()
        expected = _sent(origin, room)
        calls = _calls(origin, room, stack)
        measures = {name: partial(_measure, call, expected) for name, call in calls.items()}
        readings = measure_rounds(measures, _ROUNDS)
    elapsed = {name: [reading.elapsed for reading in found] for name, found in readings.items()}
    rows = [
        [
            name,
            f"{median(elapsed[name]):.0f}",
            describe_ratio(elapsed[name], elapsed[_OFFICIAL]),
            f"{median(reading.cpu for reading in found):.0f}",
            "yes" if all(reading.same for reading in found) else "NO",
        ]
        for name, found in readings.items()
    ]
    print_table(
        f"{len(expected) / _PAGE_SIZE:.0f} linked pages of {_PAGE_SIZE} participants from the"
        f" sandbox, {_DELAY_MS} ms added per request: time until the last row\n"
        f"  (medians of {_ROUNDS} rounds; ratios within a round: median and quartiles;"
        " CPU time of the client alone)",
        ["", "ms", f"x {_OFFICIAL}", "CPU ms", "same rows, same order"],
        rows,
    )
    for name in (_OURS, _OURS_PREFETCH, _OURS_ASYNC):
        ratio = median_ratio(elapsed[name], elapsed[_OFFICIAL])
        same = all(reading.same for reading in readings[name])
        print_goal(
            f"{name}: no slower than {_OFFICIAL}, with the rows that were sent",
            f"{ratio:.2f}, same rows: {'yes' if same else 'no'}",
            met=ratio <= _MOST and same,
        )


def _measure(call: Callable[[], list[Any]], expected: list[_Row]) -> _Reading:
    start, cpu = time.perf_counter(), time.process_time()
    people = call()
    elapsed, cpu = time.perf_counter() - start, time.process_time() - cpu
    return _Reading(elapsed * 1000, cpu * 1000, _rows(people) == expected)


def _rows(people: Iterable[Any]) -> list[_Row]:
    # Not their dates: the official client returns text for fractions of a second.
    return [(each.sid, each.identity, each.status) for each in people]


def _sent(origin: str, room: str) -> list[_Row]:
    """Return the rows of the server's JSON."""
    user = base64.b64encode(f"{account_sid(_SEED)}:{DEFAULT_TOKEN}".encode()).decode()
    found: list[_Row] = []
    address: str | None = f"{origin}/v1/Rooms/{room}/Participants?PageSize={_PAGE_SIZE}"
    with httpx.Client(headers={"authorization": f"Basic {user}"}) as http:
        while address is not None:
            body = http.get(address).raise_for_status().json()
            found += [
                (each["sid"], each["identity"], each["status"]) for each in body["participants"]
            ]
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


if __name__ == "__main__":
    main()
