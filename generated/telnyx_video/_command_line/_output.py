# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The standard output of a command."""

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
    """The standard output, in UTF-8 in every locale.

    Raises:
        OutputError: The process has no standard output.
    """

    def __init__(self) -> None:
        if sys.stdout is None:
            raise OutputError("the standard output is closed")
        self._stream = cast("TextIOWrapper[BufferedWriter]", sys.stdout)
        self._stream.reconfigure(encoding="utf-8")

    @property
    def is_terminal(self) -> bool:
        """Whether it is a terminal."""
        return self._stream.isatty()

    @property
    def is_stored(self) -> bool:
        """Whether it is a file or a device, not a terminal, a pipe or a socket."""
        mode = os.fstat(self._stream.fileno()).st_mode
        return not (self.is_terminal or stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode))

    def write(self, chunk: bytes) -> None:
        """Write a chunk, and flush it.

        Raises:
            BrokenPipeError: The reader has ended.
            OutputError: It cannot be written, for example because the disk is full.
        """
        try:
            self._stream.buffer.write(chunk)
            self._stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(f"the standard output: {error.strerror}") from None

    def discard(self) -> None:
        """Drop the buffered chunks, which the interpreter would write when it exits."""
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())
