"""Shows how far a campaign is, while it runs."""

import shutil
import time
from collections import Counter
from collections.abc import Callable
from typing import TextIO

import attrs

__all__ = ["Gauge", "clock_time"]

_REDRAW_SECONDS = 0.1
_HEARTBEAT_SECONDS = 15.0
_BAR = 24
_FEW = 10


@attrs.define
class Gauge:
    """One line: what is done of how much, what came of it, and how long the rest will take.

    On a terminal the line is redrawn; elsewhere, as in the log of a build, one is written every
    15 seconds.

    Attributes:
        stream: Where the line goes.
        is_live: Whether the stream is a terminal, where a line can be redrawn.
        clock: Gives the time in seconds, from whatever beginning.
        total: How many trials there are.
        counted: How many ended each way, by the outcome.
    """

    stream: TextIO
    is_live: bool
    clock: Callable[[], float] = time.monotonic
    total: int = 0
    counted: Counter[str] = attrs.field(factory=Counter)
    _started: float | None = None
    _drawn: float = 0.0

    def begin(self) -> None:
        """Record that the first trial begins; the rate is measured from here."""
        if self._started is None:
            self._started = self.clock()

    def count(self, outcome: str) -> None:
        """Return what came of a trial."""
        self.counted[outcome] += 1

    def tick(self, doing: str = "") -> None:
        """Draw the line, if it is time.

        Args:
            doing: What is done besides.
        """
        now = self.clock()
        if not self._drawn and not self.is_live:
            self._drawn = now  # the first line comes after a while, when there is something to say
        if now - self._drawn < (_REDRAW_SECONDS if self.is_live else _HEARTBEAT_SECONDS):
            return
        self._drawn = now
        if self.is_live:
            width = shutil.get_terminal_size().columns - 1
            self._write(f"\r\x1b[K{self._line(now, doing)[:width]}")
        else:
            self._write(f"{self._line(now, doing)}\n")

    def end(self) -> None:
        """Clear the line."""
        if self.is_live:
            self._write("\r\x1b[K")

    def _line(self, now: float, doing: str) -> str:
        done = self.counted.total()
        if self._started is None or not self.total:
            return f"  {doing}"
        part = done / self.total
        bar = f"[{'#' * int(part * _BAR):<{_BAR}}] " if self.is_live else ""
        said = "  ".join(
            f"{outcome} {self.counted[outcome]:,}"
            for outcome in ("killed", "survived", "not covered")
        )
        left = self._left(now, done)
        return "  ".join(
            each for each in (f"{bar}{done:,}/{self.total:,}", said, left, doing) if each
        )

    def _left(self, now: float, done: int) -> str:
        if self._started is None or done < min(_FEW, self.total):  # the first ones tell little
            return ""
        return f"{clock_time((now - self._started) / done * (self.total - done))} left"

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()


def clock_time(seconds: float) -> str:
    """Write a duration as minutes and seconds, with a colon between them."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
