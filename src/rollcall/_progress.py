"""Says what is running, while it is running."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TextIO

import attrs

from rollcall.laws import Results

__all__ = ["Progress"]

_REDRAW_SECONDS = 0.1
_HEARTBEAT_SECONDS = 15.0


@attrs.define
class Progress:
    """One line for each test: its name, its requests so far, its time, how it ended.

    On a terminal the line is redrawn as requests are sent. Elsewhere, as in the log of a build,
    it is written once, when the test ends, and a heartbeat tells that a long test is alive.

    Attributes:
        stream: Where the lines go.
        uncaptured: Lets the stream through while pytest captures what tests print.
        results: Where the requests are counted.
        is_live: Whether the stream is a terminal, where a line can be redrawn.
        is_quiet: Whether nothing is written.
        width: How long the names of the tests are at most.
        failed: How many findings the tests of the present line have.
    """

    stream: TextIO
    uncaptured: Callable[[], AbstractContextManager[None]]
    results: Results
    is_live: bool
    is_quiet: bool
    width: int = 0
    failed: int = 0
    _name: str = ""
    _started: float = 0.0
    _requests: int = 0
    _drawn: float = 0.0

    def start(self, name: str) -> None:
        """Record that a test begins; it may belong to the group that runs."""
        if self._name == name:
            return
        self.failed = 0
        self._name, self._started, self._requests = name, time.monotonic(), self.results.requests
        self._drawn = self._started
        if self.is_live:
            self._write(f"{self._state()}")

    def tick(self) -> None:
        """Record that a request was answered."""
        interval = _REDRAW_SECONDS if self.is_live else _HEARTBEAT_SECONDS
        if self._name and time.monotonic() - self._drawn >= interval:
            self._drawn = time.monotonic()
            self._write(self._state() if self.is_live else f"{self._state()}  so far\n")

    def wait(self, seconds: float) -> None:
        """Record that the server asked to wait."""
        self._write(f"  rate limit: the server asks to wait {seconds:.0f} s\n")

    def end(self, verdict: str) -> None:
        """Return how the test ended."""
        self._write(f"{self._state()}  {verdict}\n")
        self._name = ""

    def _state(self) -> str:
        requests = self.results.requests - self._requests
        seconds = time.monotonic() - self._started
        sent = f"{requests:>6} requests" if requests else ""
        return f"  {self._name:<{self.width}} {sent:<15} {seconds:>6.1f} s"

    def _write(self, text: str) -> None:
        if not self.is_quiet:
            with self.uncaptured():
                self.stream.write(f"\r\x1b[K{text}" if self.is_live else text)
                self.stream.flush()
