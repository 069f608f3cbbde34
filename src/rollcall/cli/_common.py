"""The arguments and options that commands share."""

import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import click

from rollcall._sources import from_path, from_url
from rollcall.annotate import guessed
from rollcall.config import PROFILES, Config
from rollcall.http import TOKEN_VARIABLE, Target, named_tokens
from rollcall.spec import Spec, UsageError, without_documents

__all__ = [
    "EXIT_STATUS",
    "FILE",
    "NEW_FILE",
    "Command",
    "RefusedError",
    "configuration",
    "document_of",
    "interruptible",
    "overlay_option",
    "read",
    "run_options",
    "several",
    "target_options",
]

Command = TypeVar("Command", bound=Callable[..., Any])

EXIT_STATUS = "Exit status: 0 pass, 1 failures, 2 usage error, 3 incomplete."
FILE = click.Path(path_type=Path, dir_okay=False)


class RefusedError(click.ClickException):
    """A usage error, printed without a traceback."""

    exit_code = 2


class _NewFile(click.Path):
    """A file to write. Its folder is checked before a long run, not after it."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, dir_okay=False, writable=True)

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Return the path, if its folder exists or can be created."""
        folder = next(each for each in Path(value).absolute().parents if each.exists())
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            self.fail(f"{folder} is not a writable folder", param, ctx)
        return super().convert(value, param, ctx)


NEW_FILE = _NewFile()


def several(flag: str, name: str, metavar: str, text: str) -> Callable[[Command], Command]:
    """Return an option that may be repeated."""
    return click.option(flag, name, multiple=True, metavar=metavar, help=f"{text} Repeatable.")


overlay_option = several(
    "--overlay", "overlays", "FILE", "Apply this OpenAPI Overlay, a file or a URL, to the spec."
)

_SPEC = click.argument("spec", metavar="SPEC")
_TARGET = (
    several(
        "--token",
        "token",
        "[NAME=]TOKEN",
        "Authenticates the requests, or those of the security scheme NAME; user:password for HTTP "
        f"Basic. Prefer {TOKEN_VARIABLE} and {TOKEN_VARIABLE}_NAME: all users of a machine can "
        "read command lines.",
    ),
    click.option(
        "--token-command",
        metavar="COMMAND",
        help="Runs COMMAND in a shell for a token, and again when the server refuses it.",
    ),
    click.option("--seed", metavar="N", help="The seed of all generated values."),
    several("--parent", "parents", "NAME=VALUE", "Use this value of a path parameter."),
    several("--header", "headers", "NAME=VALUE", "Send this header with every request."),
    several("--param", "params", "NAME=VALUE", "Send this query parameter with every request."),
    click.option("--max-requests", metavar="N", help="Stop after N requests."),
    click.option("--rate", metavar="N", help="Send at most N requests a second."),
    click.option("--request-timeout", metavar="SECONDS", help="Time to wait for a response. [10]"),
    click.option("--max-wait", metavar="SECONDS", help="Longest wait after status 429. [60]"),
    several("--operation", "operations", "PATTERN", "Check only these operations."),
    overlay_option,
)
_RUN = (
    click.option("--profile", metavar="NAME", help=f"How much to check: {', '.join(PROFILES)}."),
    click.option("--max-rows", metavar="N", help="Read at most N rows of a list. [20000]"),
    click.option(
        "--no-method-probe",
        "probe_methods",
        flag_value="false",
        help="Send only GET, without OPTIONS and TRACE.",
    ),
    several(
        "--law",
        "laws",
        "PATTERN",
        "Check only these laws, such as 'filter.*', and the conformance of each response.",
    ),
    several("--exclude-law", "exclude_laws", "PATTERN", "Skip these laws."),
    click.option(
        "--guess",
        flag_value="true",
        help="Annotate the spec by what names and types mean with high confidence; see annotate.",
    ),
    several("--plugin", "plugins", "MODULE", "Import a module that registers laws."),
    click.option(
        "--shard",
        metavar="I/N",
        help="Execute only the I-th of N parts of the run; see rollcall report join.",
    ),
)


def run_options(command: Command) -> Command:
    """Add the arguments and options of every command that checks a server."""
    for option in reversed((_SPEC, click.argument("url", metavar="URL"), *_TARGET, *_RUN)):
        command = option(command)
    return command


def target_options(command: Command) -> Command:
    """Add the arguments and options of a command that may ask a server."""
    url = click.argument("url", metavar="[URL]", default="")
    for option in reversed((_SPEC, url, *_TARGET)):
        command = option(command)
    return command


def read(
    spec: str, url: str, tokens: Sequence[str], options: Mapping[str, Any]
) -> tuple[Spec, Target, Config]:
    """Return the spec, the target and the configuration; send no request to the target.

    Raises:
        UsageError: An option cannot be used.
        SpecError: The spec cannot be read.
    """
    if not url:
        raise UsageError("URL: expected an address such as https://api.example.com/v2, got none")
    config = configuration(options)
    document = document_of(spec, config)
    if config.guess:
        document = guessed(document)
    if not config.operations:
        document = without_documents(document)
    return (
        document,
        Target(url, named_tokens(document, tokens, os.environ, config.token_command)),
        config,
    )


def configuration(options: Mapping[str, Any]) -> Config:
    """Return the configuration of a command.

    Raises:
        ConfigError: An option is invalid.
    """
    return Config.load(**{name: value or None for name, value in options.items()})


def document_of(spec: str, config: Config) -> Spec:
    """Read the spec of a command, and warn of its parts that have no effect.

    Raises:
        SpecError: The spec cannot be read.
    """
    document = (from_url if "://" in spec else from_path)(spec, overlays=config.overlays)
    if not config.strict:  # they are errors
        for each in document.notices:
            click.echo(f"Warning: {each}", err=True)
    return document


@contextmanager
def interruptible() -> Iterator[threading.Event]:
    """Yield an event that the first Ctrl-C sets, so that a run ends with a report."""
    halt = threading.Event()

    def on_interrupt(_number: int, _frame: FrameType | None) -> None:
        if halt.is_set():
            raise KeyboardInterrupt
        halt.set()

    before = signal.getsignal(signal.SIGINT)
    # In the background of some shells SIGINT is ignored, and must stay so.
    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield halt
    finally:
        signal.signal(signal.SIGINT, before)
