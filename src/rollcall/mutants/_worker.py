"""A process that tries faults: it is told which, one after another, and tells what came of each."""

import signal
import sys
import traceback
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TextIO, cast

import attrs
import pytest

from rollcall._profiles import register_profiles
from rollcall.http._budget import Budget, Halted, Spent
from rollcall.http._credential import secrets_of
from rollcall.http._redact import RedactingStream, Redactor
from rollcall.laws import Unreadable
from rollcall.mutants._harness import Harness, Trial, open_harness
from rollcall.mutants._mutant import Mutant
from rollcall.mutants._upstream import Upstream
from rollcall.mutants.server import catalogue
from rollcall.spec import Spec, SpecError, read_spec

__all__ = [
    "Accused",
    "Assignment",
    "Attempt",
    "Control",
    "Ready",
    "Task",
    "Told",
    "Trouble",
    "work",
]

_Place = tuple[str, str, str]

_SILENT = "the server behind the proxy gave no answer"


@attrs.frozen
class Assignment:
    """What a worker needs to know to begin.

    Attributes:
        spec: The contract.
        base_url: The server, without a slash at its end.
        token: What authenticates a request.
        profile: How hard the laws try, by the name of a profile.
        seed: What everything that is drawn follows from.
        parents: The values of path parameters that are not to be looked for.
        max_requests: How many requests this worker may send to the server; None for any number.
        rate: How many a second; None for any number.
        timeout: How many seconds to wait for an answer.
        is_thorough: Whether laws that a fault does not concern are tried where no answer differs.
        is_confirming: Whether what is noticed is looked for without the fault, too.
        probes_methods: Whether methods that the contract does not have are tried.
    """

    spec: Path
    base_url: str
    token: str = attrs.field(repr=False)
    profile: str
    seed: int
    parents: Mapping[str, tuple[str, ...]]
    max_requests: int | None
    rate: float | None
    timeout: float
    is_thorough: bool = False
    is_confirming: bool = False
    probes_methods: bool = True


@attrs.frozen
class Ready:
    """A worker is set up.

    Attributes:
        channels: The channels that it can try.
    """

    channels: tuple[str, ...]


@attrs.frozen
class Control:
    """The task to try every law on the server as it is."""

    channel: str


@attrs.frozen
class Attempt:
    """The task to try a fault.

    Attributes:
        mutant: The fault's id.
        channel: The channel.
    """

    mutant: str
    channel: str


@attrs.frozen
class Accused:
    """What is broken without any fault, through one channel.

    Attributes:
        channel: The channel.
        places: The laws that are broken, with the operation and the subject: they tell nothing.
        lines: The same for a reader.
    """

    channel: str
    places: frozenset[_Place]
    lines: tuple[str, ...]


@attrs.frozen
class Trouble:
    """What kept a worker from its task.

    Attributes:
        kind: ``spent`` (its share of requests), ``halted`` (no more may be sent), ``silent`` (the
            server gave no answer), ``refused`` (it cannot begin) or ``broken`` (the task itself).
        text: For a person.
    """

    kind: str
    text: str


Task = Control | Attempt | Accused
"""What a worker is told: a task, or what another one found."""

Told = Ready | Accused | Trial | Trouble
"""What a worker tells."""


def work(connection: Connection, assignment: Assignment) -> None:
    """Do the tasks that come over a connection, until it is closed.

    Args:
        connection: Where the tasks come from, and where it is told what came of them.
        assignment: What to begin with.
    """
    # Who is at the keyboard speaks to the process that started this one, which then ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    register_profiles()
    try:
        spec = read_spec(assignment.spec)
        redactor = Redactor.of(*secrets_of(spec, assignment.token))
        sys.stdout = cast("TextIO", RedactingStream(sys.stdout, redactor))
        sys.stderr = cast("TextIO", RedactingStream(sys.stderr, redactor))
        upstream = Upstream(
            spec,
            assignment.base_url,
            assignment.token,
            budget=Budget(assignment.max_requests, assignment.rate),
            timeout=assignment.timeout,
            given=assignment.parents,
        )
        with open_harness(
            spec,
            upstream,
            assignment.profile,
            assignment.seed,
            assignment.parents,
            probes_methods=assignment.probes_methods,
        ) as harness:
            harness.is_thorough = assignment.is_thorough
            harness.is_confirming = assignment.is_confirming
            _serve(connection, harness, spec)
    except (pytest.UsageError, SpecError) as problem:
        connection.send(Trouble("refused", str(problem)))
    except Halted as problem:
        connection.send(Trouble("spent" if isinstance(problem, Spent) else "halted", str(problem)))
    except (BrokenPipeError, ConnectionResetError, EOFError):
        return  # nobody is left to tell


def _serve(connection: Connection, harness: Harness, spec: Spec) -> None:
    mutants = {each.id: each for each in catalogue(spec)}
    for operation in spec.lists:
        # Sought while nothing is wrong: under a fault, others might be found, or none.
        _seek(harness, operation.id)
    connection.send(Ready(tuple(harness.run.runner.channels)))
    while True:
        try:
            task: Task = connection.recv()
        except EOFError:
            return
        if isinstance(task, Accused):
            harness.accused[task.channel] = {*task.places}
        else:
            connection.send(_done(harness, mutants, task))


def _seek(harness: Harness, operation_id: str) -> None:
    try:
        harness.run.runner.parents(harness.run.spec.list_operation(operation_id))
    except Unreadable:
        return  # the laws say so, where they need one


def _done(harness: Harness, mutants: Mapping[str, Mutant], task: Control | Attempt) -> Told:
    """Do a task, twice if the server gave no answer: a connection may break once."""
    told = _try(harness, mutants, task)
    if isinstance(told, Trouble) and told.kind == "silent":
        return _try(harness, mutants, task)
    return told


def _try(harness: Harness, mutants: Mapping[str, Mutant], task: Control | Attempt) -> Told:
    try:
        if isinstance(task, Attempt):
            return harness.try_mutant(mutants[task.mutant], task.channel)
        lines = harness.try_sound(task.channel)
        return Accused(task.channel, frozenset(harness.accused[task.channel]), tuple(lines))
    except Spent as problem:
        return Trouble("spent", str(problem))
    except Halted as problem:
        return Trouble("halted", str(problem))
    except Exception as problem:  # noqa: BLE001 - whatever it is, the others are still to be tried
        text = harness.proxy.problem or ""
        if text.startswith(_SILENT):
            return Trouble("silent", text)
        return Trouble("broken", text or _brief(problem))


def _brief(problem: Exception) -> str:
    place = traceback.extract_tb(problem.__traceback__)[-1]
    return f"{type(problem).__name__}: {problem} ({Path(place.filename).name}:{place.lineno})"
