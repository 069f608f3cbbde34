"""One defect, and the runs that show it."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import attrs

from benchmarks._faulty_servers import Handler, Server, serving

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
    """The observation of a run.

    Attributes:
        is_defect: Whether the run showed the defect.
        text: The observation.
    """

    is_defect: bool
    text: str


Run = Callable[[Server], Seen]
"""Runs a client against the server that shows a defect."""


@attrs.frozen
class Defect:
    """A defect of another client.

    Attributes:
        name: The behaviour of the client.
        handler: Handles the requests of both clients.
        theirs: Runs the other client.
        ours: Runs our client.
        handler_ours: Handles the requests of our client, if its API differs.
    """

    name: str
    handler: Handler
    theirs: Run
    ours: Run
    handler_ours: Handler | None = None

    def run_theirs(self) -> Seen:
        """Run the other client."""
        with serving(self.handler) as server:
            return self.theirs(server)

    def run_ours(self) -> Seen:
        """Run our client."""
        with serving(self.handler_ours or self.handler) as server:
            return self.ours(server)


def raised(call: Callable[[], object]) -> Exception | None:
    """Return the exception that a call raises, if any."""
    try:
        call()
    except Exception as error:  # noqa: BLE001 - any exception is an observation
        return error
    return None


def described(error: Exception | None) -> str:
    """Return the class of an error, with its package unless it is built in."""
    if error is None:
        return "no error"
    package = type(error).__module__.partition(".")[0]
    return f"{package}.{type(error).__name__}".removeprefix("builtins.")


def sent(server: Server, number: int = 0) -> str:
    """Return the query of a request, or the empty string without such a request."""
    exchanges = server.exchanges[number : number + 1]
    return "".join(f"?{exchange.target.partition('?')[2]}" for exchange in exchanges)


def seen_timeouts(timeouts: Mapping[str, float | None]) -> Seen:
    """Return whether a request can wait without limit."""
    text = ", ".join(f"{name} {seconds}" for name, seconds in timeouts.items())
    return Seen(None in timeouts.values(), text)


def seconds_of(call: Callable[[], object]) -> float:
    """Return the seconds that a call takes, whether it returns or raises."""
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
