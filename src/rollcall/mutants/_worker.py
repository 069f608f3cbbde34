"""A worker process: it receives tasks, and sends their results."""

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
from rollcall.http import Halted, RedactingStream, Redactor, Spent, Target, Token
from rollcall.mutants._document_harness import open_document_harness
from rollcall.mutants._harness import Harness, Known
from rollcall.mutants._server_harness import open_server_harness
from rollcall.reports import ChannelResult
from rollcall.runs import keyring_for
from rollcall.spec import Spec, SpecError, UsageError, parse_spec

__all__ = [
    "Assignment",
    "Attempt",
    "Control",
    "Failure",
    "Message",
    "Ready",
    "Task",
    "redacted_message",
    "work",
]


@attrs.frozen
class Assignment:
    """The configuration of a worker. It can be pickled.

    Attributes:
        side: Whether the server or the document is mutated.
        path: The path of the spec.
        raw: The spec.
        base_url: The base URL of the server.
        token: The credential.
        config: The arguments of the ``Config``, with the worker's share of the budget.
        options: The keyword arguments of the harness.
    """

    side: str
    path: Path
    raw: dict[str, Any] = attrs.field(repr=False)
    base_url: str
    token: Token = attrs.field(repr=False)
    config: Mapping[str, Any]
    options: Mapping[str, Any]

    def open(self, spec: Spec) -> AbstractContextManager[Harness]:
        """Return the harness as a context manager."""
        if self.side == "server":
            return open_server_harness(spec, self.target, self.run_config, **self.options)
        return open_document_harness(spec, self.target, self.run_config, **self.options)

    @property
    def run_config(self) -> Config:
        """The configuration of the laws."""
        return Config(**self.config)

    @property
    def target(self) -> Target:
        """The server; its headers and parameters are those of the configuration."""
        return Target(self.base_url, self.token, self.run_config.parents)


@attrs.frozen
class Ready:
    """A worker is set up.

    Attributes:
        channels: The available channels.
    """

    channels: tuple[str, ...]


@attrs.frozen
class Control:
    """The task to check all laws without a mutant."""

    channel: str


@attrs.frozen
class Attempt:
    """The task to check a mutant, by its id, in a channel."""

    mutant: str
    channel: str


@attrs.frozen
class Failure:
    """Why a worker could not finish its task.

    Attributes:
        kind: ``spent`` (the budget), ``halted`` (no more may be sent), ``silent`` (the server did
            not respond), ``refused`` (it cannot start) or ``broken`` (an error in the task).
        text: The message.
    """

    kind: str
    text: str


Task = Control | Attempt | Known
"""A message to a worker: a task, or the violations that another worker found."""

Message = Ready | Known | ChannelResult | Failure
"""A message from a worker."""


def work(connection: Connection, assignment: Assignment) -> None:
    """Execute the tasks that arrive until the connection is closed."""
    # On Ctrl-C, the main process ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        spec = parse_spec(assignment.path, assignment.raw).reading()
        keyring = keyring_for(spec, assignment.target, assignment.run_config)
        redactor = Redactor.of(*keyring.secrets())
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
                    message = _do(harness, task)  # once more: the server may have been restarted
                # The main process does not know the tokens that were renewed here.
                redactor.learn(*keyring.secrets())
                connection.send(redacted_message(message, redactor))
    except (UsageError, SpecError) as problem:
        connection.send(Failure("refused", str(problem)))
    except Halted as problem:
        connection.send(_halted(problem))
    except (BrokenPipeError, ConnectionResetError, EOFError):
        return  # the main process has closed the connection


def redacted_message(message: Message, redactor: Redactor) -> Message:
    """Return a message without tokens."""
    text = redactor.text
    match message:
        case ChannelResult(title=title, reasons=reasons):
            return attrs.evolve(message, title=text(title), reasons=tuple(map(text, reasons)))
        case Known(lines=lines):
            return attrs.evolve(message, lines=tuple(map(text, lines)))
        case Failure():
            return attrs.evolve(message, text=text(message.text))
    return message


def _do(harness: Harness, task: Control | Attempt) -> Message:
    try:
        if isinstance(task, Attempt):
            return harness.attempt(task.mutant, task.channel)
        return harness.control(task.channel)
    except Halted as problem:
        return _halted(problem)
    except Exception as problem:  # noqa: BLE001 - the run continues with other mutants
        if harness.problem:
            return Failure("silent", harness.problem)
        place = traceback.extract_tb(problem.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        return Failure("broken", f"{type(problem).__name__}: {problem} ({where})")


def _halted(problem: Halted) -> Failure:
    return Failure("spent" if isinstance(problem, Spent) else "halted", str(problem))
