"""How much of a list was read, and a line on a terminal that shows it."""

import sys
from threading import Lock
from typing import Self

from ._terminal import Screen, tell

__all__ = ["Progress"]

_BAR_WIDTH = 30


class Progress:
    """Counts items, and shows the count on the standard error until the context ends.

    Args:
        screen: The terminal that the standard error is; None to show nothing.

    Attributes:
        count: How many items there were.
    """

    def __init__(self, screen: Screen | None) -> None:
        self.count = 0
        # A terminal goes on to the next line by itself once its last column is written.
        self._width = screen.width - 1 if screen and not screen.is_dumb else 0
        self._shown = ""
        # Threads that read ahead may have something to say at any time.
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._show("")

    def add(self, count: int, total: int | None) -> None:
        """Add to the count, and show it.

        Args:
            count: How many items more there are.
            total: How many items there will be, if that is known.
        """
        self.count += count
        with self._lock:
            self._show(_line(self.count, total)[: self._width])

    def say(self, line: str) -> None:
        """Write a line on the standard error, above the count."""
        with self._lock:
            shown = self._shown
            self._show("")
            tell(f"{line}\n")
            self._show(shown)

    def _show(self, text: str) -> None:
        # Blanks cover what was longer, and need no escape sequence.
        if text != self._shown:
            tell(f"\r{' ' * len(self._shown)}\r{text}")
        self._shown = text


def _line(count: int, total: int | None) -> str:
    if not total:
        return f"{count:,} items"
    share = min(count / total, 1.0)
    return f"{_bar(share)} {share:4.0%}  {count:,} of {total:,} items"


def _bar(share: float) -> str:
    full, empty = ("█", "░") if sys.stderr.encoding.lower() == "utf-8" else ("#", ".")
    done = int(share * _BAR_WIDTH)
    return full * done + empty * (_BAR_WIDTH - done)
