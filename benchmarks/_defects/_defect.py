"""One defect, and what a run shows of it."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import attrs

from benchmarks._faulty_servers import Answer, Server, serving

__all__ = [
    "KEY",
    "Defect",
    "Run",
    "Seen",
    "described",
    "raised",
    "seconds_of",
    "seen_timeouts",
    "sent",
    "without",
]

KEY = "KEY0123456789-secret"


@attrs.frozen
class Seen:
    """What a run has shown.

    Attributes:
        is_defect: Whether the defect is there.
        text: What was observed.
    """

    is_defect: bool
    text: str


Run = Callable[[Server], Seen]
"""Runs a client against the server that brings a defect out."""


@attrs.frozen
class Defect:
    """A defect of another client.

    Attributes:
        name: What the client does.
        answer: Answers the requests of either client.
        theirs: Runs their client.
        ours: Runs ours.
        answer_ours: Answers the requests of ours, where its API speaks otherwise than theirs.
    """

    name: str
    answer: Answer
    theirs: Run
    ours: Run
    answer_ours: Answer | None = None

    def run_theirs(self) -> Seen:
        """Run their client."""
        with serving(self.answer) as server:
            return self.theirs(server)

    def run_ours(self) -> Seen:
        """Run our client."""
        with serving(self.answer_ours or self.answer) as server:
            return self.ours(server)


def raised(call: Callable[[], object]) -> Exception | None:
    """Return what a call raises, if anything."""
    try:
        call()
    except Exception as error:  # noqa: BLE001 - whatever comes out is what is looked for
        return error
    return None


def described(error: Exception | None) -> str:
    """Name the class of an error, with its package unless it is built in."""
    if error is None:
        return "no error"
    package = type(error).__module__.partition(".")[0]
    return f"{package}.{type(error).__name__}".removeprefix("builtins.")


def sent(server: Server, number: int = 0) -> str:
    """Return the query of a request, or the empty string where there was no such request."""
    exchanges = server.exchanges[number : number + 1]
    return "".join(f"?{exchange.target.partition('?')[2]}" for exchange in exchanges)


def seen_timeouts(timeouts: Mapping[str, float | None]) -> Seen:
    """Return whether a request waits without bounds."""
    text = ", ".join(f"{name} {seconds}" for name, seconds in timeouts.items())
    return Seen(None in timeouts.values(), text)


def seconds_of(call: Callable[[], object]) -> float:
    """Measure how long a call takes, whether it returns or raises."""
    started = time.monotonic()
    raised(call)
    return time.monotonic() - started


@contextmanager
def without(*variables: str) -> Iterator[None]:
    """Hide variables of the environment."""
    hidden = {name: os.environ.pop(name) for name in variables if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(hidden)
