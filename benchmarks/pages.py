"""Measure the reading of one page of rooms with their sessions, without a network.

    python -m benchmarks.pages

All clients read the same page through httpx's mock transport, as typed objects.
"""

from collections.abc import Callable
from statistics import median

import httpx
import msgspec
import telnyx

import telnyx_video

from ._rooms import PAGE_SIZE, rooms_page
from ._rounds import describe_ratio, measure_rounds, median_ratio, timed
from ._stock import StockClient, stock_package
from ._table import print_goal, print_table

__all__ = ["main"]

_ROUNDS = 200
_SESSIONS = 2
_OURS = "telnyx_video"
_LIMIT = "httpx and msgspec by hand"
_STOCK = "stock openapi-python-client"
_OFFICIAL = "telnyx"
_MOST_LIMITS = 1.25
_LEAST_GAIN = 10


def main() -> None:
    """Print the measurements."""
    with stock_package():
        calls = _calls()
        for name, call in calls.items():
            if call() != PAGE_SIZE:
                message = f"{name} did not read {PAGE_SIZE} rooms"
                raise RuntimeError(message)
        times = measure_rounds({name: timed(call) for name, call in calls.items()}, _ROUNDS)
    rows = [
        [
            name,
            f"{median(figures):.2f}",
            describe_ratio(figures, times[_LIMIT]),
            describe_ratio(figures, times[_OURS]),
        ]
        for name, figures in times.items()
    ]
    print_table(
        f"One page of {PAGE_SIZE} rooms with {_SESSIONS} sessions each, mock transport: CPU time\n"
        f"  (median of {_ROUNDS} rounds; ratios within a round: median and quartiles)",
        ["", "ms", "x limit", f"x {_OURS}"],
        rows,
    )
    ratio = median_ratio(times[_OURS], times[_LIMIT])
    print_goal(f"at most {_MOST_LIMITS} times {_LIMIT}", f"{ratio:.2f}", met=ratio <= _MOST_LIMITS)
    gain = median_ratio(times[_OFFICIAL], times[_OURS])
    print_goal(
        f"at least {_LEAST_GAIN} times as fast as {_OFFICIAL}",
        f"{gain:.1f}",
        met=gain >= _LEAST_GAIN,
    )


def _calls() -> dict[str, Callable[[], int]]:
    """Return functions that read the page and count its rooms, by client."""
    body = rooms_page(sessions=_SESSIONS)
    transport = httpx.MockTransport(
        lambda _: httpx.Response(200, content=body, headers={"content-type": "application/json"})
    )
    hand = httpx.Client(transport=transport)
    decoder = msgspec.json.Decoder(telnyx_video.RoomList)
    ours = telnyx_video.Client("key", http_client=httpx.Client(transport=transport))
    stock = StockClient(transport=transport)
    official = telnyx.Telnyx(api_key="key", http_client=httpx.Client(transport=transport))

    def by_hand() -> int:
        response = hand.get(
            "https://api.telnyx.com/v2/rooms",
            params={"include_sessions": "true", "page[size]": PAGE_SIZE},
            headers={"authorization": "Bearer key"},
        )
        return len(decoder.decode(response.content).data)

    def with_ours() -> int:
        pages = ours.rooms.list(include_sessions=True, page_size=PAGE_SIZE).pages()
        return len(next(iter(pages)).items)

    def with_stock() -> int:
        return len(stock.page(1, size=PAGE_SIZE, include_sessions=True).data)

    def with_official() -> int:
        return len(official.rooms.list(include_sessions=True, page_size=PAGE_SIZE).data or ())

    return {_LIMIT: by_hand, _OURS: with_ours, _STOCK: with_stock, _OFFICIAL: with_official}


if __name__ == "__main__":
    main()
