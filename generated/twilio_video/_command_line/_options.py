# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The options that every command has, beside the parameters of the API."""

from collections.abc import Callable
from typing import Final

import attrs

from .._retries import DEFAULT_RETRIES
from .._settings import DEFAULT_TIMEOUT
from ._words import read_number, read_whole

__all__ = ["CONNECTION", "EXIT_CODES", "FORMAT", "FORMAT_HELP", "READING", "Option"]


@attrs.frozen
class Option:
    """An option whose value goes to the client.

    Attributes:
        flag: How it is written.
        metavar: What stands for a value in the help.
        read: Reads a value; raises argparse's ArgumentTypeError where that fails.
        help: What it means.
        old_flag: The name that it had in the version before; empty where it had none.
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
    Option("--limit", "N", read_whole, "How many items to list at most."),
    Option(
        "--concurrency",
        "N",
        read_whole,
        "How many pages to load at the same time; of pages with links, 2 at most. Left out, it is "
        "1.",
    ),
    Option(
        "--on-change",
        "raise|ignore",
        str,
        "What to do when items are added or removed while the list is read: fail (raise), or leave "
        "out the items that come a second time (ignore). Left out, it is raise.",
        old_flag="--on-shift",
    ),
)
"""How a list is read."""

CONNECTION: Final = (
    Option("--base-url", "URL", str, "Another address of the API."),
    Option(
        "--timeout",
        "SECONDS",
        read_number,
        "How long to wait for a connection, and for each part of a response. Left out, it is "
        f"{DEFAULT_TIMEOUT.connect:g} for a connection, and {DEFAULT_TIMEOUT.read:g} for a part.",
    ),
    Option(
        "--retries",
        "N",
        read_whole,
        "How often to repeat a request that failed, 0 for never. Left out, it is "
        f"{DEFAULT_RETRIES.count}.",
    ),
)
"""How the API is reached."""

FORMAT: Final = "--format"

FORMAT_HELP: Final = """
How the items are written. table: for people, cut to the width of a terminal; "-" is null or absent.
jsonl: a JSON object on each line. json: an array. csv: RFC 4180, with a header; what is nested is
JSON, an empty cell is null or absent, and "" is the empty string. Left out, it is table on a
terminal and jsonl elsewhere.
"""

EXIT_CODES: Final = """
exit codes:
  0    Every item was written.
  1    The API, the network or the output failed; a line on the standard error
       says how. What was written before stays; a json array then has no end.
  2    The command line or the environment is not right.
  130  It was interrupted with Ctrl-C.
  141  The reader of the output wanted no more of it.
"""
