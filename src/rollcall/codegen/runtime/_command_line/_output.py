"""The standard output, as a command writes to it."""

import os
import stat
import sys
from contextlib import suppress
from io import BufferedWriter, TextIOWrapper
from typing import cast

__all__ = ["Output", "OutputError"]


class OutputError(Exception):
    """The standard output cannot be written to."""


class Output:
    """The standard output: always UTF-8, whatever the locale says.

    Raises:
        OutputError: The process was started without one.
    """

    def __init__(self) -> None:
        if sys.stdout is None:
            raise OutputError("the standard output is closed")
        self._stream = cast("TextIOWrapper[BufferedWriter]", sys.stdout)
        self._stream.reconfigure(encoding="utf-8")

    @property
    def is_terminal(self) -> bool:
        """Whether people read it as it is written."""
        return self._stream.isatty()

    @property
    def is_stored(self) -> bool:
        """Whether it goes to a file or a device, and not to a terminal or another program."""
        mode = os.fstat(self._stream.fileno()).st_mode
        return not (self.is_terminal or stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode))

    def write(self, chunk: bytes) -> None:
        """Write a chunk, and let it go at once.

        Raises:
            BrokenPipeError: Whoever read it has left.
            OutputError: It cannot be written, for example to a disk that is full.
        """
        try:
            self._stream.buffer.write(chunk)
            self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"the standard output: {error.strerror}") from None

    def discard(self) -> None:
        """Drop what could not be written, which the interpreter would try again when it ends."""
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())
