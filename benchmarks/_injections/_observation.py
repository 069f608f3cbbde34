"""Observations of a client during and after an injection."""

import asyncio
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import attrs

from benchmarks._faulty_servers import SERVER_THREAD

__all__ = [
    "Observation",
    "count_sockets",
    "count_threads",
    "lost_rows",
    "repeated_rows",
    "settled",
    "settled_async",
]

_LONGEST = 30.0
_STEP = 0.002


@attrs.frozen
class Observation:
    """The outcome of an injection.

    Attributes:
        outcome: ``SUCCESS``, ``STOPPED``, or the class of the raised error.
        error: The raised error, if any.
        seconds: The time to read the list.
        lost: The number of missing rows.
        repeated: The number of repeated rows.
        leaks: The number of leaked connections, threads and tasks, by kind.
    """

    outcome: str
    error: BaseException | None
    seconds: float
    lost: int
    repeated: int
    leaks: Mapping[str, int]

    @property
    def leaked(self) -> int:
        """The number of leaked connections, threads and tasks."""
        return sum(self.leaks.values())


def lost_rows(given: Sequence[str], expected: Sequence[str], *, is_whole: bool) -> int:
    """Return the number of rows that are missing or misplaced.

    Args:
        given: The rows that the client returned.
        expected: All rows.
        is_whole: Whether all rows are expected, or only those before the last returned row.
    """
    if not is_whole:
        last = max((expected.index(name) for name in given), default=-1)
        expected = expected[: last + 1]
    first_of_each = [*dict.fromkeys(given)]
    in_place = [name for name, other in zip(expected, first_of_each, strict=False) if name == other]
    return len(expected) - len(in_place)


def repeated_rows(given: Sequence[str]) -> int:
    """Return the number of repeated rows."""
    return len(given) - len({*given})


def count_sockets() -> int:
    """Return the number of open sockets of this process; 0 without /proc."""
    descriptors = Path("/proc/self/fd")
    if not descriptors.is_dir():
        return 0
    return sum(_is_socket(descriptor) for descriptor in descriptors.iterdir())


def _is_socket(descriptor: Path) -> bool:
    try:
        return str(descriptor.readlink()).startswith("socket:")
    except FileNotFoundError:  # the one that lists the others
        return False


def count_threads() -> int:
    """Return the number of threads, without those of servers and the deadline watcher."""
    apart = {SERVER_THREAD, "telnyx_video deadlines"}
    return sum(thread.name not in apart for thread in threading.enumerate())


def settled(is_met: Callable[[], bool]) -> None:
    """Wait until a condition is met, at most 30 seconds."""
    ends = time.monotonic() + _LONGEST
    while not is_met() and time.monotonic() < ends:
        time.sleep(_STEP)


async def settled_async(is_met: Callable[[], bool]) -> None:
    """Wait until a condition is met, at most 30 seconds."""
    ends = time.monotonic() + _LONGEST
    # The threads of the servers set no event.
    while not is_met() and time.monotonic() < ends:  # noqa: ASYNC110
        await asyncio.sleep(_STEP)
