"""Measure the reading of forty pages from a distant server.

    python -m benchmarks.latency

The server is the sandbox, in a process of its own, with a delay of 50 ms. The rows of each client
are compared with the rows of the server.
"""

import asyncio
import json
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from statistics import median
from typing import Any

import httpx
import msgspec
import telnyx
from attrs import frozen

import telnyx_video
from contract_tests.sandbox import DEFAULT_TOKEN

from ._child import serving
from ._rounds import describe_ratio, measure_rounds, median_ratio
from ._stock import StockClient, stock_package
from ._table import print_goal, print_table

__all__ = ["main"]

_ROUNDS = 5
_PAGES = 40
_PAGE_SIZE = 250
_DELAY_MS = 50
_AT_ONCE = 8
_BY_HAND = "httpx and msgspec by hand"
_BY_HAND_AT_ONCE = f"{_BY_HAND}, {_AT_ONCE} threads"
_OURS = "telnyx_video"
_OURS_AT_ONCE = f"{_OURS}, concurrency={_AT_ONCE}"
_OURS_ASYNC = f"{_OURS}, concurrency={_AT_ONCE}, async"
_STOCK = "stock openapi-python-client"
_OFFICIAL = "telnyx"
_LEAST_GAIN = 6

_Row = tuple[str, str, int, datetime, datetime]


@frozen
class _Reading:
    """The milliseconds to read all pages, and whether the rows are correct."""

    elapsed: float
    cpu: float
    same: bool


def main() -> None:
    """Print the measurements."""
    with ExitStack() as stack:
        stack.enter_context(stock_package())
        announced = stack.enter_context(
            serving("_slow_sandbox", str(_PAGES * _PAGE_SIZE), "1", str(_DELAY_MS))
        )
        address = f"{announced.split()[0]}/v2"
        expected = _sent(address)
        calls = _calls(address, stack)
        measures = {name: partial(_measure, call, expected) for name, call in calls.items()}
        readings = measure_rounds(measures, _ROUNDS)
    elapsed = {name: [reading.elapsed for reading in found] for name, found in readings.items()}
    rows = [
        [
            name,
            f"{median(elapsed[name]):.0f}",
            describe_ratio(elapsed[_OFFICIAL], elapsed[name]),
            f"{median(reading.cpu for reading in found):.0f}",
            "yes" if all(reading.same for reading in found) else "NO",
        ]
        for name, found in readings.items()
    ]
    print_table(
        f"{_PAGES} pages of {_PAGE_SIZE} rooms from the sandbox, {_DELAY_MS} ms added per request:"
        " time until the last row\n"
        f"  (medians of {_ROUNDS} rounds; ratios within a round: median and quartiles;"
        " CPU time of the client alone)",
        ["", "ms", f"times as fast as {_OFFICIAL}", "CPU ms", "same rows, same order"],
        rows,
    )
    for name in (_OURS_AT_ONCE, _OURS_ASYNC):
        gain = median_ratio(elapsed[_OFFICIAL], elapsed[name])
        same = all(reading.same for reading in readings[name] + readings[_OFFICIAL])
        print_goal(
            f"{name}: at least {_LEAST_GAIN} times as fast as {_OFFICIAL}, with the same rows",
            f"{gain:.1f}, same rows: {'yes' if same else 'no'}",
            met=gain >= _LEAST_GAIN and same,
        )


def _measure(call: Callable[[], list[Any]], expected: list[_Row]) -> _Reading:
    start, cpu = time.perf_counter(), time.process_time()
    rooms = call()
    elapsed, cpu = time.perf_counter() - start, time.process_time() - cpu
    return _Reading(elapsed * 1000, cpu * 1000, _rows(rooms) == expected)


def _rows(rooms: Iterable[Any]) -> list[_Row]:
    return [
        (
            str(room.id),
            room.unique_name,
            room.max_participants,
            room.created_at,
            room.updated_at,
        )
        for room in rooms
    ]


def _sent(address: str) -> list[_Row]:
    """Return the rows of the server's JSON."""
    rows: list[_Row] = []
    with httpx.Client() as http:
        for number in range(1, _PAGES + 1):
            for room in json.loads(_get(http, address, number))["data"]:
                created, updated = map(
                    datetime.fromisoformat, (room["created_at"], room["updated_at"])
                )
                names = room["id"], room["unique_name"], room["max_participants"]
                rows.append((*names, created, updated))
    return rows


def _get(http: httpx.Client, address: str, number: int) -> bytes:
    response = http.get(
        f"{address}/rooms",
        params={"page[size]": _PAGE_SIZE, "page[number]": number},
        headers={"authorization": f"Bearer {DEFAULT_TOKEN}"},
    )
    return response.raise_for_status().content


def _calls(address: str, stack: ExitStack) -> dict[str, Callable[[], list[Any]]]:
    """Return functions that list all rooms over open connections, by client."""
    http = stack.enter_context(httpx.Client())
    decoder = msgspec.json.Decoder(telnyx_video.RoomList)
    threads = stack.enter_context(ThreadPoolExecutor(_AT_ONCE))
    ours = stack.enter_context(telnyx_video.Client(DEFAULT_TOKEN, base_url=address))
    runner = stack.enter_context(asyncio.Runner())
    ours_async = telnyx_video.AsyncClient(DEFAULT_TOKEN, base_url=address)
    stack.callback(lambda: runner.run(ours_async.aclose()))
    stock = StockClient(base_url=address, token=DEFAULT_TOKEN)
    official = stack.enter_context(telnyx.Telnyx(api_key=DEFAULT_TOKEN, base_url=address))

    def page(number: int) -> list[Any]:
        return list(decoder.decode(_get(http, address, number)).data)

    def by_hand() -> list[Any]:
        return [room for number in range(1, _PAGES + 1) for room in page(number)]

    def by_hand_at_once() -> list[Any]:
        first = page(1)
        return first + [room for rooms in threads.map(page, range(2, _PAGES + 1)) for room in rooms]

    async def with_ours_async() -> list[Any]:
        pager = ours_async.rooms.list(page_size=_PAGE_SIZE, concurrency=_AT_ONCE)
        return [room async for room in pager]

    return {
        _BY_HAND: by_hand,
        _BY_HAND_AT_ONCE: by_hand_at_once,
        _OURS: lambda: list(ours.rooms.list(page_size=_PAGE_SIZE)),
        _OURS_AT_ONCE: lambda: list(ours.rooms.list(page_size=_PAGE_SIZE, concurrency=_AT_ONCE)),
        _OURS_ASYNC: lambda: runner.run(with_ours_async()),
        _STOCK: lambda: list(stock.rooms(size=_PAGE_SIZE)),
        _OFFICIAL: lambda: list(official.rooms.list(page_size=_PAGE_SIZE)),
    }


if __name__ == "__main__":
    main()
