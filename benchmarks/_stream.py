"""Stream a list through one client, and print the memory it took.

    python -m benchmarks._stream CLIENT ADDRESS ITEMS...

Prints, for each number of items, a line with the number, the peak memory in KiB and the seconds.
"""

import importlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from ._rooms import LARGEST_LINKED, PAGE_SIZE

__all__ = ["LINKED", "NUMBERED", "OFFICIAL", "main"]

OFFICIAL = ("telnyx", "twilio")
"""The names of the official clients."""


def _one_after_the_other(address: str) -> Iterator[UUID | str]:
    return _ours(address, concurrency=1)


def _eight_at_once(address: str) -> Iterator[UUID | str]:
    return _ours(address, concurrency=8)


def _ours(address: str, *, concurrency: int) -> Iterator[UUID | str]:
    # Imported here, so that a process has only one client.
    from telnyx_video import Client  # noqa: PLC0415

    with Client("key", base_url=address) as client:
        for room in client.rooms.list(page_size=PAGE_SIZE, concurrency=concurrency):
            yield room.id


def _official(address: str) -> Iterator[UUID | str]:
    from telnyx import Telnyx  # noqa: PLC0415

    with Telnyx(api_key="key", base_url=address) as client:
        for room in client.rooms.list(page_size=PAGE_SIZE):
            yield room.id or ""


def _linked(address: str) -> Iterator[UUID | str]:
    from twilio_video import Client  # noqa: PLC0415

    with Client("AC0", "token", base_url=f"{address}/v1") as client:
        for each in client.rooms.participants.list("RM0", page_size=LARGEST_LINKED):
            yield each.sid


def _official_linked(address: str) -> Iterator[UUID | str]:
    # It has no type hints.
    rest: Any = importlib.import_module("twilio.rest")
    client = rest.Client("AC0", "token")
    client.video.base_url = address
    for each in client.video.v1.rooms("RM0").participants.stream(page_size=LARGEST_LINKED):
        yield each.sid


_Clients = dict[str, Callable[[str], Iterator[UUID | str]]]

NUMBERED: _Clients = {
    "telnyx_video": _one_after_the_other,
    "telnyx_video, concurrency=8": _eight_at_once,
    "telnyx": _official,
}
"""Functions that stream the ids of the rooms at an address, by client."""

LINKED: _Clients = {"twilio_video": _linked, "twilio": _official_linked}
"""Functions that stream the SIDs of the participants at an address, by client."""


def main() -> None:
    """Stream and print.

    Raises:
        RuntimeError: A room is not the next one.
    """
    name, address, *counts = sys.argv[1:]
    milestones = set(map(int, counts))
    last = max(milestones)
    start = time.perf_counter()
    ids = {**NUMBERED, **LINKED}[name](address)
    for place, identity in enumerate(ids):
        if int(str(identity)[-12:], 16) != place:
            message = f"{name}: {identity} came in place {place}"
            raise RuntimeError(message)
        if place + 1 in milestones:
            print(place + 1, _peak_kib(), time.perf_counter() - start)
        if place + 1 == last:
            return
    message = f"{name}: there are fewer items than {last}"
    raise RuntimeError(message)


def _peak_kib() -> int:
    # getrusage() would count the memory of the parent at the fork.
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
