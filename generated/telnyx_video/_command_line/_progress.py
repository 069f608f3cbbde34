# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The number of items read so far, as a line on a terminal."""

import sys
from threading import Lock
from typing import Self

from ._terminal import Screen, tell

__all__ = ["Progress"]

_BAR_WIDTH = 30


class Progress:
    """Counts items, and shows the count on the standard error until the context ends.

    Args:
        screen: The terminal of the standard error; None to show nothing.

    Attributes:
        count: The number of items so far.
    """

    def __init__(self, screen: Screen | None) -> None:
        self.count = 0
        # A terminal begins the next line when its last column is written.
        self._width = screen.width - 1 if screen and not screen.is_dumb else 0
        self._shown = ""
        # Threads that prefetch pages may log at any time.
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._show("")

    def add(self, count: int, total: int | None) -> None:
        """Add to the count, and show it.

        Args:
            count: The number of new items.
            total: The number of all items, if it is known.
        """
        self.count += count
        with self._lock:
            self._show(_line(self.count, total)[: self._width])

    def say(self, line: str) -> None:
        """Write a line to the standard error, above the count."""
        with self._lock:
            shown = self._shown
            self._show("")
            tell(f"{line}\n")
            self._show(shown)

    def _show(self, text: str) -> None:
        # Blanks cover a longer text, and need no escape sequence.
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
