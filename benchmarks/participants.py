"""Measure the reading of one page of participants, which Telnyx and Twilio both list.

    python -m benchmarks.participants

Each client reads a page of equal length in the JSON of its API, through the mock transport of its
HTTP library, as objects.
"""

import importlib
from collections.abc import Callable
from statistics import median
from typing import Any

import httpx
import requests
import telnyx
from requests.adapters import BaseAdapter

import telnyx_video
import twilio_video

from ._rooms import participants_page, twilio_participants_page
from ._rounds import describe_ratio, measure_rounds, median_ratio, timed
from ._table import print_goal, print_table

__all__ = ["main"]

_ROUNDS = 200
_COUNT = 100
_OURS = "telnyx_video"
_OURS_LINKED = "twilio_video"
_OFFICIAL_LINKED = "twilio"
_LEAST_GAIN = 10
_SESSION = "7b61621f-62e0-4aad-ab11-000000000000"
_TWILIO_ROOM = f"RM{0:032x}"
_ADDRESS = f"https://video.twilio.com/v1/Rooms/{_TWILIO_ROOM}/Participants"


def main() -> None:
    """Print the measurements."""
    calls = {
        _OURS: _ours(),
        "telnyx": _official(),
        _OURS_LINKED: _ours_linked(),
        _OFFICIAL_LINKED: _twilio(),
    }
    for name, call in calls.items():
        if call() != _COUNT:
            message = f"{name} did not read {_COUNT} participants"
            raise RuntimeError(message)
    times = measure_rounds({name: timed(call) for name, call in calls.items()}, _ROUNDS)
    rows = [
        [name, f"{median(figures):.2f}", describe_ratio(figures, times[_OURS])]
        for name, figures in times.items()
    ]
    print_table(
        f"One page of {_COUNT} participants, mock transport: CPU time\n"
        f"  (median of {_ROUNDS} rounds; ratios within a round: median and quartiles;"
        " the last two read Twilio's JSON)",
        ["", "ms", f"x {_OURS}"],
        rows,
    )
    gain = median_ratio(times[_OFFICIAL_LINKED], times[_OURS_LINKED])
    print_goal(
        f"{_OURS_LINKED}: at least {_LEAST_GAIN} times as fast as {_OFFICIAL_LINKED}",
        f"{gain:.1f}",
        met=gain >= _LEAST_GAIN,
    )


def _transport(body: bytes) -> httpx.MockTransport:
    return httpx.MockTransport(
        lambda _: httpx.Response(200, content=body, headers={"content-type": "application/json"})
    )


def _http(body: bytes) -> httpx.Client:
    return httpx.Client(transport=_transport(body))


def _ours() -> Callable[[], int]:
    client = telnyx_video.Client("key", http_client=_http(participants_page(_COUNT)))
    people = client.room_sessions.participants
    return lambda: len(next(iter(people.list(_SESSION, page_size=_COUNT).pages())).items)


def _official() -> Callable[[], int]:
    client = telnyx.Telnyx(api_key="key", http_client=_http(participants_page(_COUNT)))
    people = client.rooms.sessions.retrieve_participants
    return lambda: len(people(_SESSION, page_size=_COUNT).data or ())


def _ours_linked() -> Callable[[], int]:
    http = _http(twilio_participants_page(_COUNT, _ADDRESS))
    client = twilio_video.Client(f"AC{0:032x}", "token", http_client=http)
    people = client.rooms.participants
    return lambda: len(next(iter(people.list(_TWILIO_ROOM, page_size=_COUNT).pages())).items)


class _Canned(BaseAdapter):
    """Returns the same body for each request of a ``requests.Session``."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self._body = body

    def send(
        self, request: requests.PreparedRequest, *_: object, **__: object
    ) -> requests.Response:
        """Return the response."""
        response = requests.Response()
        response.status_code = 200
        response.headers["content-type"] = "application/json"
        response.url = request.url or ""
        response.request = request
        response._content = self._body  # noqa: SLF001 - requests' own adapter does the same
        return response

    def close(self) -> None:
        """Close nothing."""


def _twilio() -> Callable[[], int]:
    # It has no type hints.
    rest: Any = importlib.import_module("twilio.rest")
    client = rest.Client(f"AC{0:032x}", "token")
    body = twilio_participants_page(_COUNT, _ADDRESS)
    client.http_client.session.mount("https://", _Canned(body))
    people = client.video.v1.rooms(_TWILIO_ROOM).participants
    return lambda: len(list(people.page(page_size=_COUNT)))


if __name__ == "__main__":
    main()
