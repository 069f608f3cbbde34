"""Starts commands that a test interrupts."""

import sys

__all__ = ["interruptible"]

_START = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""


def interruptible(*arguments: str) -> list[str]:
    """Return a command for Python with these arguments that SIGINT interrupts.

    Under nohup, and in the background of a shell, SIGINT is ignored, and a child inherits that.
    """
    return [sys.executable, "-c", _START, sys.executable, *arguments]
