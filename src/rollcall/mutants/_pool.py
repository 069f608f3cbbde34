"""The worker processes of a mutation run and their tasks."""

import multiprocessing
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

import attrs

from rollcall.mutants._worker import Assignment, Attempt, Control, Task, work

__all__ = ["Worker", "open_pool"]

_STOP_SECONDS = 5.0


@attrs.define
class Worker:
    """A worker process.

    Attributes:
        process: The process.
        connection: The connection to it.
        task: The current task; None: no task.
        mutant: The current mutant.
        rest: The channels that are left for that mutant.
        is_ready: Whether it is set up.
    """

    process: SpawnProcess
    connection: Connection
    task: Control | Attempt | None = None
    mutant: str = ""
    rest: tuple[str, ...] = ()
    is_ready: bool = False

    def send(self, task: Task) -> None:
        """Send a task. The death of a worker shows when its result is read."""
        try:
            self.connection.send(task)
        except OSError:
            return

    def describe_exit(self) -> str:
        """Return how the process ended, and its task."""
        self.process.join(_STOP_SECONDS)
        code = self.process.exitcode
        by = f"by signal {-code}" if code is not None and code < 0 else f"with exit code {code}"
        match self.task:
            case Attempt(mutant, channel):
                return f"a worker was ended {by} while it tried {mutant} ({channel})"
            case Control(channel):
                return f"a worker was ended {by} while it checked the correct server ({channel})"
        return f"a worker was ended {by} while it had no task"


@contextmanager
def open_pool(assignments: Sequence[Assignment]) -> Iterator[list[Worker]]:
    """Start a worker for each assignment; the end of the context ends all workers."""
    context = multiprocessing.get_context("spawn")
    started: list[Worker] = []
    try:
        for each in assignments:
            here, there = context.Pipe()
            process = context.Process(target=work, args=(there, each), daemon=True)
            # An interrupt during the start would print a traceback of the worker, but a process
            # inherits the ignored signals of its parent.
            is_main = threading.current_thread() is threading.main_thread()
            before = signal.signal(signal.SIGINT, signal.SIG_IGN) if is_main else None
            try:
                process.start()
            finally:
                if is_main:
                    signal.signal(signal.SIGINT, before)
                there.close()
            started.append(Worker(process, here))
        yield [*started]
        for worker in started:
            worker.connection.close()
        _join(started)
    finally:
        for worker in started:
            worker.process.terminate()
        _join(started)
        for worker in started:
            worker.process.kill()
            worker.process.join(_STOP_SECONDS)


def _join(started: Sequence[Worker]) -> None:
    deadline = time.monotonic() + _STOP_SECONDS
    for worker in started:
        worker.process.join(max(0.0, deadline - time.monotonic()))
