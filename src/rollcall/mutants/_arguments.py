"""What the commands' options take: each reads a text, or says at once what was expected."""

import argparse
import math
import os
import re
from collections.abc import Callable
from pathlib import Path

__all__ = ["add_parent", "number", "whole", "writable"]


def add_parent(parser: argparse.ArgumentParser) -> None:
    """Add the option that names the parents of lists, which ``given_parents`` reads."""
    parser.add_argument(
        "--parent",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="use this value for a path parameter, instead of those found by listing the parents; "
        "may be repeated, for several values of one parameter, too",
    )


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number within bounds, both of them included."""

    def read(text: str) -> int:
        if not re.fullmatch("[0-9]{1,20}", text) or not least <= int(text) <= most:
            message = f"expected a whole number from {least} to {most}, got {text}"
            raise argparse.ArgumentTypeError(message)
        return int(text)

    return read


def number(least: float, most: float) -> Callable[[str], float]:
    """Return what reads a number within bounds, both of them included."""

    def read(text: str) -> float:
        try:
            found = float(text)
        except ValueError:
            found = math.nan
        if not least <= found <= most:
            message = f"expected a number from {least:g} to {most:.0f}, got {text}"
            raise argparse.ArgumentTypeError(message)
        return found

    return read


def writable(text: str) -> Path:
    """Read the path of a file that can be written, so that nothing is done for a lost report."""
    path = Path(text)
    if path.is_dir() or not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is no file in a folder that exists")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise argparse.ArgumentTypeError(f"{text} cannot be written")
    return path
