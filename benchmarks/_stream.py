"""Streams rooms through one client, and tells how much memory that took.

    python -m benchmarks._stream CLIENT ADDRESS ROOMS...

Prints, for each number of rooms, a line with the number, the peak memory in KiB and the seconds.
"""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

from ._rooms import PAGE_SIZE

__all__ = ["CLIENTS", "OFFICIAL", "main"]

OFFICIAL = "telnyx"
"""The name of the official client."""


def _one_after_the_other(address: str) -> Iterator[UUID | str]:
    return _ours(address, concurrency=1)


def _eight_at_once(address: str) -> Iterator[UUID | str]:
    return _ours(address, concurrency=8)


def _ours(address: str, *, concurrency: int) -> Iterator[UUID | str]:
    # Imported here, so that a process holds one client and no other.
    from telnyx_video import Client  # noqa: PLC0415

    with Client("key", base_url=address) as client:
        for room in client.rooms.list(page_size=PAGE_SIZE, concurrency=concurrency):
            yield room.id


def _official(address: str) -> Iterator[UUID | str]:
    from telnyx import Telnyx  # noqa: PLC0415

    with Telnyx(api_key="key", base_url=address) as client:
        for room in client.rooms.list(page_size=PAGE_SIZE):
            yield room.id or ""


CLIENTS: dict[str, Callable[[str], Iterator[UUID | str]]] = {
    "telnyx_video": _one_after_the_other,
    "telnyx_video, concurrency=8": _eight_at_once,
    OFFICIAL: _official,
}
"""What streams the ids of the rooms at an address, by name."""


def main() -> None:
    """Stream and print.

    Raises:
        RuntimeError: A room is not the next one.
    """
    name, address, *counts = sys.argv[1:]
    milestones = set(map(int, counts))
    last = max(milestones)
    start = time.perf_counter()
    ids = CLIENTS[name](address)
    for place, identity in enumerate(ids):
        if int(str(identity)[-12:], 16) != place:
            message = f"{name}: room {identity} came in place {place}"
            raise RuntimeError(message)
        if place + 1 in milestones:
            print(place + 1, _peak_kib(), time.perf_counter() - start)
        if place + 1 == last:
            return
    message = f"{name}: there are fewer rooms than {last}"
    raise RuntimeError(message)


def _peak_kib() -> int:
    # getrusage() would count the memory that the parent had when it forked.
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
