"""Runs trials in processes of their own, which begin where this one stands: all is imported."""

import json
import os
import select
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Final, Generic, NoReturn, TypeVar

import attrs

from ._verdict import Verdict

__all__ = ["TIME_LIMIT", "Job", "carried_out"]

KeyT = TypeVar("KeyT")

TIME_LIMIT: Final = "time limit"
"""What has noticed something where a trial did not end in its time."""

_PIECE = 65_536


@attrs.frozen
class Job(Generic[KeyT]):
    """A trial.

    Attributes:
        key: What it is called.
        work: Comes to the verdict.
        seconds: How long that may take.
    """

    key: KeyT
    work: Callable[[], Verdict]
    seconds: float


@attrs.define
class _Running(Generic[KeyT]):
    job: Job[KeyT]
    process: int
    received: bytes = b""
    started: float = attrs.field(factory=time.monotonic)

    @property
    def left(self) -> float:
        return self.started + self.job.seconds - time.monotonic()


def carried_out(jobs: Iterable[Job[KeyT]], workers: int) -> Iterator[tuple[KeyT, Verdict]]:
    """Carry out trials, some at a time, and give each verdict when it is there.

    A trial that does not end in its time is ended, with all that it has started. This
    process must have no threads, for the trials are its forks.

    Args:
        jobs: The trials, in the order in which they begin.
        workers: How many may be under way at once.
    """
    waiting = deque(jobs)
    running: dict[int, _Running[KeyT]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                end, begun = _begun(waiting.popleft())
                running[end] = begun
            soonest = max(0.0, min(each.left for each in running.values()))
            for end in select.select([*running], [], [], soonest)[0]:
                piece = os.read(end, _PIECE)
                running[end].received += piece
                if not piece:
                    yield _ended(end, running.pop(end))
            for end in [end for end, each in running.items() if each.left <= 0]:
                late = running.pop(end)
                _kill(end, late)
                title = f"did not end within {late.job.seconds:g} s"
                seconds = time.monotonic() - late.started
                yield late.job.key, Verdict("killed", TIME_LIMIT, title=title, seconds=seconds)
    finally:
        for end, each in running.items():
            _kill(end, each)


def _begun(job: Job[KeyT]) -> tuple[int, _Running[KeyT]]:
    sys.stdout.flush()
    sys.stderr.flush()
    end, other = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(end)
        _work(job, other)
    os.close(other)
    return end, _Running(job, process)


def _work(job: Job[KeyT], end: int) -> NoReturn:
    # A group of processes of its own, for what it starts to end with it.
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for each in (0, 1, 2):
        os.dup2(nowhere, each)
    try:
        verdict = job.work()
    except BaseException:  # noqa: BLE001 - there is nobody else to tell of it
        verdict = Verdict("survived", problem=traceback.format_exc())
    data = memoryview(json.dumps(attrs.asdict(verdict)).encode())
    while data:
        written = os.write(end, data)
        data = data[written:]
    # Threads that a faulty client has left behind are not waited for.
    os._exit(0)


def _ended(end: int, ended: _Running[KeyT]) -> tuple[KeyT, Verdict]:
    os.close(end)
    _, status = os.waitpid(ended.process, 0)
    _sweep(ended.process)
    if not ended.received:
        problem = f"the process ended with {os.waitstatus_to_exitcode(status)} and no verdict"
        return ended.job.key, Verdict("survived", problem=problem)
    values = json.loads(ended.received)
    return ended.job.key, Verdict(**values | {"broken": tuple(values["broken"])})


def _kill(end: int, late: _Running[KeyT]) -> None:
    os.close(end)
    # It is a child that was not waited for: its id is no other's.
    os.kill(late.process, signal.SIGKILL)
    os.waitpid(late.process, 0)
    _sweep(late.process)


def _sweep(group: int) -> None:
    """End what a trial has left behind."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
