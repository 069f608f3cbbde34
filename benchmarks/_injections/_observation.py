"""What is seen of a client while a fault is injected, and after it."""

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
    "doubled_rows",
    "lost_rows",
    "settled",
    "settled_async",
]

_LONGEST = 30.0
_STEP = 0.002


@attrs.frozen
class Observation:
    """What became of an injection.

    Attributes:
        outcome: ``SUCCESS``, ``STOPPED``, or the class of the error that was raised.
        error: The error that was raised, if any.
        seconds: How long reading the list took.
        lost: How many rows are missing.
        doubled: How many rows were given more than once.
        leaks: What was left behind, by its kind.
    """

    outcome: str
    error: BaseException | None
    seconds: float
    lost: int
    doubled: int
    leaks: Mapping[str, int]

    @property
    def leaked(self) -> int:
        """How many connections, threads and tasks were left behind."""
        return sum(self.leaks.values())


def lost_rows(given: Sequence[str], expected: Sequence[str], *, is_whole: bool) -> int:
    """Count the rows that are missing or out of their place.

    Args:
        given: The rows that were given.
        expected: All rows.
        is_whole: Whether all rows were to be given; otherwise, those before the last one given.
    """
    if not is_whole:
        last = max((expected.index(name) for name in given), default=-1)
        expected = expected[: last + 1]
    first_of_each = [*dict.fromkeys(given)]
    in_place = [name for name, other in zip(expected, first_of_each, strict=False) if name == other]
    return len(expected) - len(in_place)


def doubled_rows(given: Sequence[str]) -> int:
    """Count the rows that were given before."""
    return len(given) - len({*given})


def count_sockets() -> int:
    """Count the open sockets of this process; 0 on a system without /proc."""
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
    """Count the threads of this process, but for servers and what watches over all deadlines."""
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
    # What is waited for happens in the threads of the servers too, which set no event here.
    while not is_met() and time.monotonic() < ends:  # noqa: ASYNC110
        await asyncio.sleep(_STEP)
