# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The options of every command, besides the parameters of the API."""

from collections.abc import Callable
from typing import Final

import attrs

from .._retries import DEFAULT_RETRIES
from .._settings import DEFAULT_TIMEOUT
from ._words import read_integer, read_number

__all__ = ["CONNECTION", "EXIT_CODES", "FORMAT", "FORMAT_HELP", "READING", "Option"]


@attrs.frozen
class Option:
    """An option whose value goes to the client.

    Attributes:
        flag: Its name.
        metavar: The placeholder of its value in the help.
        read: Parses a value; raises argparse's ArgumentTypeError if it is wrong.
        help: Its description.
        old_flag: Its name in the version before; empty if that was the same.
    """

    flag: str
    metavar: str
    read: Callable[[str], object]
    help: str
    old_flag: str = ""

    @property
    def name(self) -> str:
        """The name of the client's argument."""
        return self.flag.removeprefix("--").replace("-", "_")


READING: Final = (
    Option("--limit", "N", read_integer, "The maximum number of items to list."),
    Option(
        "--concurrency",
        "N",
        read_integer,
        "How many pages to load at the same time; of pages with links, 2 at most. Default: 1.",
    ),
    Option(
        "--on-change",
        "raise|ignore",
        str,
        "What to do when items are added or removed while the list is read: fail (raise), or leave "
        "out the repeated items (ignore). Default: raise.",
        old_flag="--on-shift",
    ),
    Option(
        "--on-invalid",
        "raise|skip",
        str,
        "What to do with an item that cannot be read: fail (raise), or leave it out, and say so "
        "on the error stream (skip). Default: raise.",
    ),
)
"""The options of a list."""

CONNECTION: Final = (
    Option("--base-url", "URL", str, "Another address of the API."),
    Option(
        "--timeout",
        "SECONDS",
        read_number,
        "How long to wait for a connection, and for each part of a response. Default: "
        f"{DEFAULT_TIMEOUT.connect:g} for a connection, {DEFAULT_TIMEOUT.read:g} for a part.",
    ),
    Option(
        "--retries",
        "N",
        read_integer,
        f"How often to retry a failed request, 0 for never. Default: {DEFAULT_RETRIES.count}.",
    ),
)
"""The options of the connection."""

FORMAT: Final = "--format"

FORMAT_HELP: Final = """
How the items are written. table: for people, cut to the width of a terminal; "-" is null or absent.
jsonl: a JSON object on each line. json: an array. csv: RFC 4180, with a header; what is nested is
JSON, an empty cell is null or absent, and "" is the empty string. Default: table on a terminal, and
jsonl elsewhere.
"""

EXIT_CODES: Final = """
exit codes:
  0    Every item was written.
  1    The API, the network or the output failed; a line on the standard error
       has the reason. Earlier items stay written; a JSON array then has no end.
  2    The command line or the environment is wrong.
  130  The command was interrupted with Ctrl-C.
  141  The reader of the output has ended.
"""
