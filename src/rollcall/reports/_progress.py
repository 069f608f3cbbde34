"""The progress of a run: one line on a terminal, a line now and then in a log."""

import codecs
import io
import os
import sys
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
_NARROW = 60
_FEW = 10
_REPLACING = "rollcall.ascii"
_ASCII = {"…": "~", "━": "=", "·": "-"}


def open_console(stream: TextIO | None = None) -> Console:
    """Return a console that interprets no markup, by default on standard output.

    Tables are as wide as the terminal, or else 100 columns. Only a terminal gets control
    characters, whatever FORCE_COLOR says. A character that the encoding lacks is replaced.
    """
    stream = stream or sys.stdout
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors=_REPLACING)
    is_terminal = stream.isatty() and os.environ.get("TERM") != "dumb"
    return Console(
        file=stream,
        force_terminal=is_terminal,
        width=None if is_terminal else _LOG_WIDTH,
        highlight=False,
        markup=False,
        emoji=False,
    )


def _replace(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return ASCII for the characters that an encoding lacks: a symbol of ours, or an escape."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    character = error.object[error.start]
    escaped = character.encode("ascii", "backslashreplace").decode("ascii")
    return _ASCII.get(character, escaped), error.start + 1


codecs.register_error(_REPLACING, _replace)


@attrs.define
class Progress:
    """A line with the units done, their outcomes, the time left, and the current unit.

    Attributes:
        console: The console.
        total: The number of units.
        clock: Returns the time in seconds.
        counts: The number of finished units by outcome.
    """

    console: Console
    total: int = 0
    clock: Callable[[], float] = time.monotonic
    counts: Counter[str] = attrs.field(factory=Counter)
    _started: float | None = None
    _drawn: float | None = None
    _live: Live | None = None

    def start(self, total: int) -> None:
        """Set the number of units, and start the clock."""
        self.total, self._started = total, self.clock()

    def count(self, outcome: str) -> None:
        """Count a finished unit."""
        self.counts[outcome] += 1

    def tick(self, unit: str = "") -> None:
        """Draw the line if it is due.

        Args:
            unit: The current unit.
        """
        now = self.clock()
        if self._drawn is None and not self.console.is_terminal:
            self._drawn = now  # the first heartbeat comes after 15 seconds
        interval = _REDRAW_SECONDS
        if not self.console.is_terminal:
            # The longer a run takes, the fewer lines: a log of an hour has about fifty.
            taken = 0.0 if self._started is None else now - self._started
            interval = max(_HEARTBEAT_SECONDS, taken / 10)
        if self._drawn is not None and now - self._drawn < interval:
            return
        self._drawn = now
        line = Text(self._line(now, visible(unit)), no_wrap=True, overflow="ellipsis")
        if not self.console.is_terminal:
            self.console.print(line, overflow="ignore", crop=False)
            return
        if self._live is None:
            self._live = Live(console=self.console, auto_refresh=False, transient=True)
            self._live.start()
        self._live.update(line, refresh=True)

    def __enter__(self) -> Self:
        """Return the progress."""
        return self

    def __exit__(self, *_: object) -> None:
        """Clear the line."""
        self.end()

    def end(self) -> None:
        """Clear the line."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def _line(self, now: float, unit: str) -> str:
        if self._started is None:
            return unit
        done = self.counts.total()
        parts = [f"{done:,}/{self.total:,}"] if self.total else []
        if self.total and self.console.is_terminal and self.console.width >= _NARROW:
            parts.insert(0, f"{'━' * round(done / self.total * _BAR):<{_BAR}}")
        parts += [f"{outcome} {number:,}" for outcome, number in sorted(self.counts.items())]
        if min(_FEW, self.total) <= done < self.total and done:  # too few units for an estimate
            left = (now - self._started) / done * (self.total - done)
            parts.append(f"{left // 60:.0f}:{left % 60:02.0f} left")
        return "  ".join([*parts, unit] if unit else parts)
