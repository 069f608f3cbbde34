"""A process that tries mutants: it receives tasks, and sends what came of each."""

import signal
import sys
import traceback
from collections.abc import Mapping
from contextlib import AbstractContextManager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TextIO, cast

import attrs

from rollcall.config import Config
from rollcall.http import Halted, RedactingStream, Redactor, Spent, Target, secrets_of
from rollcall.mutants._document_harness import open_document_harness
from rollcall.mutants._harness import Harness, Known
from rollcall.mutants._server_harness import open_server_harness
from rollcall.reports import ChannelResult
from rollcall.spec import Spec, SpecError, UsageError, parse_spec

__all__ = ["Assignment", "Attempt", "Control", "Failure", "Message", "Ready", "Task", "work"]


@attrs.frozen
class Assignment:
    """What a worker needs to begin. All of it can be pickled.

    Attributes:
        side: What is mutated.
        path: Where the spec is from.
        raw: The spec.
        base_url: The server.
        token: The credential.
        config: The arguments of the ``Config``, with this worker's share of the budget.
        options: The keyword arguments of the harness.
    """

    side: str
    path: Path
    raw: dict[str, Any] = attrs.field(repr=False)
    base_url: str
    token: str = attrs.field(repr=False)
    config: Mapping[str, Any]
    options: Mapping[str, Any]

    def open(self, spec: Spec) -> AbstractContextManager[Harness]:
        """Return what tries the mutants."""
        config = Config(**self.config)
        target = Target(self.base_url, self.token, config.parents)
        if self.side == "server":
            return open_server_harness(spec, target, config, **self.options)
        return open_document_harness(spec, target, config, **self.options)


@attrs.frozen
class Ready:
    """A worker is set up.

    Attributes:
        channels: The channels that it can use.
    """

    channels: tuple[str, ...]


@attrs.frozen
class Control:
    """The task to check all laws without a mutant."""

    channel: str


@attrs.frozen
class Attempt:
    """The task to try a mutant, by its id, in a channel."""

    mutant: str
    channel: str


@attrs.frozen
class Failure:
    """What kept a worker from its task.

    Attributes:
        kind: ``spent`` (its budget), ``halted`` (no more may be sent), ``silent`` (the server did
            not answer), ``refused`` (it cannot begin) or ``broken`` (the task itself).
        text: The message.
    """

    kind: str
    text: str


Task = Control | Attempt | Known
"""What a worker receives: a task, or what another worker found."""

Message = Ready | Known | ChannelResult | Failure
"""What a worker sends."""


def work(connection: Connection, assignment: Assignment) -> None:
    """Execute the tasks that arrive until the connection is closed."""
    # Ctrl-C is for the process that started this one, which then ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        spec = parse_spec(assignment.path, assignment.raw).reading()
        redactor = Redactor.of(*secrets_of(spec, assignment.token))
        sys.stdout = cast("TextIO", RedactingStream(sys.stdout, redactor))
        sys.stderr = cast("TextIO", RedactingStream(sys.stderr, redactor))
        with assignment.open(spec) as harness:
            connection.send(Ready(harness.channels))
            while True:
                task: Task = connection.recv()
                if isinstance(task, Known):
                    harness.learn(task)
                    continue
                message = _do(harness, task)
                if isinstance(message, Failure) and message.kind == "silent":
                    message = _do(harness, task)  # a connection may break once
                connection.send(message)
    except (UsageError, SpecError) as problem:
        connection.send(Failure("refused", str(problem)))
    except Halted as problem:
        connection.send(_halted(problem))
    except (BrokenPipeError, ConnectionResetError, EOFError):
        return  # nobody listens any more


def _do(harness: Harness, task: Control | Attempt) -> Message:
    try:
        if isinstance(task, Attempt):
            return harness.attempt(task.mutant, task.channel)
        return harness.control(task.channel)
    except Halted as problem:
        return _halted(problem)
    except Exception as problem:  # noqa: BLE001 - the other mutants are still to be tried
        if harness.problem:
            return Failure("silent", harness.problem)
        place = traceback.extract_tb(problem.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        return Failure("broken", f"{type(problem).__name__}: {problem} ({where})")


def _halted(problem: Halted) -> Failure:
    return Failure("spent" if isinstance(problem, Spent) else "halted", str(problem))
