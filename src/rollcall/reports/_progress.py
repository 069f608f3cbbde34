"""The progress of a run: one line on a terminal, a line every 15 seconds in a log."""

import time
from collections import Counter
from collections.abc import Callable
from typing import Self, TextIO

import attrs
from rich.console import Console
from rich.live import Live
from rich.text import Text

from rollcall.reports._words import visible

__all__ = ["Progress", "open_console"]

_REDRAW_SECONDS = 0.1
_HEARTBEAT_SECONDS = 15.0
_LOG_WIDTH = 100
_BAR = 16
_FEW = 10


def open_console(stream: TextIO | None = None) -> Console:
    """Return a console that writes text as it is; None: to standard output.

    Text is wrapped to the width of a terminal, and to 100 columns elsewhere.
    """
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _LOG_WIDTH
    return console


@attrs.define
class Progress:
    """What is done, how it ended, how long the rest takes, and what is being done.

    Attributes:
        console: Where the line goes.
        total: The number of units.
        clock: Returns the time in seconds.
        counts: The number of units that are done, by how they ended.
    """

    console: Console
    total: int = 0
    clock: Callable[[], float] = time.monotonic
    counts: Counter[str] = attrs.field(factory=Counter)
    _started: float | None = None
    _drawn: float | None = None
    _live: Live | None = None

    def start(self, total: int) -> None:
        """Set the number of units, and begin to measure the rate."""
        self.total, self._started = total, self.clock()

    def count(self, outcome: str) -> None:
        """Count a unit that is done."""
        self.counts[outcome] += 1

    def tick(self, doing: str = "") -> None:
        """Draw the line if it is time to.

        Args:
            doing: What is being done.
        """
        now = self.clock()
        if self._drawn is None and not self.console.is_terminal:
            self._drawn = now  # the first heartbeat comes after 15 seconds
        interval = _REDRAW_SECONDS if self.console.is_terminal else _HEARTBEAT_SECONDS
        if self._drawn is not None and now - self._drawn < interval:
            return
        self._drawn = now
        line = Text(self._line(now, visible(doing)), no_wrap=True, overflow="ellipsis")
        if not self.console.is_terminal:
            self.console.print(line, overflow="ignore", crop=False)
            return
        if self._live is None:
            self._live = Live(console=self.console, auto_refresh=False, transient=True)
            self._live.start()
        self._live.update(line, refresh=True)

    def __enter__(self) -> Self:
        """Return the progress; its line is cleared when the block ends."""
        return self

    def __exit__(self, *_: object) -> None:
        """Clear the line."""
        self.end()

    def end(self) -> None:
        """Clear the line."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _line(self, now: float, doing: str) -> str:
        if self._started is None:
            return doing
        done = self.counts.total()
        parts = [f"{done:,}/{self.total:,}"] if self.total else []
        if self.total and self.console.is_terminal:
            parts.insert(0, f"{'━' * round(done / self.total * _BAR):<{_BAR}}")
        parts += [f"{outcome} {number:,}" for outcome, number in sorted(self.counts.items())]
        if min(_FEW, self.total) <= done < self.total and done:  # the first units tell little
            left = (now - self._started) / done * (self.total - done)
            parts.append(f"{left // 60:.0f}:{left % 60:02.0f} left")
        return "  ".join([*parts, doing] if doing else parts)
