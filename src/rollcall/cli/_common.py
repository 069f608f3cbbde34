"""The arguments and options that commands share."""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import click

from rollcall._sources import from_path, from_url
from rollcall.config import PROFILES, Config
from rollcall.http import TOKEN_VARIABLE, Target
from rollcall.spec import Spec, UsageError

__all__ = [
    "EXIT_STATUS",
    "FILE",
    "NEW_FILE",
    "RefusedError",
    "interruptible",
    "read",
    "run_options",
    "several",
]

_Command = TypeVar("_Command", bound=Callable[..., Any])

EXIT_STATUS = "Exit status: 0 pass, 1 failures, 2 wrong usage, 3 incomplete."
FILE = click.Path(path_type=Path, dir_okay=False)


class RefusedError(click.ClickException):
    """A mistake of the user, told in one message."""

    exit_code = 2


class _NewFile(click.Path):
    """A file to write: that it can be written is checked before a long run, not after it."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, dir_okay=False, writable=True)

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Return the path, if its folder exists or can be made."""
        folder = next(each for each in Path(value).absolute().parents if each.exists())
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            self.fail(f"{folder} is not a folder that can be written to", param, ctx)
        return super().convert(value, param, ctx)


NEW_FILE = _NewFile()


def several(flag: str, name: str, metavar: str, text: str) -> Callable[[_Command], _Command]:
    """Return an option that may be repeated."""
    return click.option(flag, name, multiple=True, metavar=metavar, help=f"{text} Repeatable.")


_OPTIONS = (
    click.argument("spec", metavar="SPEC"),
    click.argument("url", metavar="URL"),
    click.option(
        "--token",
        envvar=TOKEN_VARIABLE,
        default="",
        metavar="TOKEN",
        help=f"What authenticates requests; user:password for HTTP Basic. Better set "
        f"{TOKEN_VARIABLE}: all users of a machine see its command lines.",
    ),
    click.option("--profile", metavar="NAME", help=f"How hard to try: {', '.join(PROFILES)}."),
    click.option("--seed", metavar="N", help="What all generated values follow from."),
    several("--parent", "parents", "NAME=VALUE", "Use this value of a path parameter."),
    click.option("--max-requests", metavar="N", help="Stop after so many requests."),
    click.option("--rate", metavar="N", help="Send so many requests a second, at most."),
    click.option("--request-timeout", metavar="SECONDS", help="Wait so long for a response. [10]"),
    click.option("--max-wait", metavar="SECONDS", help="Wait so long, at most, for a 429. [60]"),
    click.option("--max-rows", metavar="N", help="Read so many rows of a list. [20000]"),
    click.option(
        "--no-method-probe",
        "probe_methods",
        flag_value="false",
        help="Send GET alone; else OPTIONS and TRACE are tried, too.",
    ),
    several("--operation", "operations", "PATTERN", "Look at these operations only."),
    several("--law", "laws", "PATTERN", "Check these laws only, such as 'filter.*'."),
    several("--exclude-law", "exclude_laws", "PATTERN", "Leave these laws out."),
    several("--plugin", "plugins", "MODULE", "Import a module that registers laws."),
)


def run_options(command: _Command) -> _Command:
    """Add the arguments and options of every command that sends requests."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read(
    spec: str, url: str, token: str, options: Mapping[str, Any]
) -> tuple[Spec, Target, Config]:
    """Return the spec, the target and the configuration, before a request is sent.

    Raises:
        UsageError: An option cannot be used.
        SpecError: The spec cannot be read.
    """
    if not url:
        raise UsageError("URL: expected an address such as https://api.example.com/v2, got none")
    config = Config.load(**{name: value or None for name, value in options.items()})
    target = Target(url, token)
    return (from_url if "://" in spec else from_path)(spec), target, config


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """Yield an event that the first Ctrl-C sets, so that a run ends with a report."""
    halt = threading.Event()

    def on_interrupt(_number: int, _frame: FrameType | None) -> None:
        if halt.is_set():
            raise KeyboardInterrupt
        halt.set()

    before = signal.getsignal(signal.SIGINT)
    # Where interrupts are ignored, as in the background of some shells, they stay so.
    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield halt
    finally:
        signal.signal(signal.SIGINT, before)
