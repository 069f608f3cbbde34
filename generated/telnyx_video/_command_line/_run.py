# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Run a command line, and return its exit code."""

import logging
import os
import sys
from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any, Final, TypeVar

from .._errors import ArgumentError, Error
from .._logging import LOGGER
from .._pagers import Pager
from ._formats import FORMATS, Sheet
from ._output import Output, OutputError
from ._program import Program
from ._progress import Progress
from ._terminal import printable, screen_of, tell
from ._usage import Call, read_call

__all__ = ["run"]

ClientT = TypeVar("ClientT", bound=AbstractContextManager[Any])

_DONE: Final = 0
_FAILED: Final = 1
_INTERRUPTED: Final = 130
_READER_ENDED: Final = 141


def run(program: Program[ClientT], words: Sequence[str]) -> int:
    """Run a command line.

    Args:
        program: The program.
        words: The words after the program's name.

    Returns:
        The exit code: 0 if every item was written; 1 if the API, the network or the output failed;
        130 after Ctrl-C; 141 if the reader of the output has ended.

    Raises:
        SystemExit: Help or the version was printed (0), or the words or the environment are wrong
            (2).
    """
    name = program.name
    try:
        output = Output()
    except OutputError as error:
        _complain(name, str(error))
        return _FAILED
    try:
        try:
            call = read_call(program, words)
        except SystemExit:
            output.write(b"")
            raise
        name = call.name
        return _list_items(program, call, output)
    except OutputError as error:
        output.discard()
        _complain(name, str(error))
        return _FAILED
    except BrokenPipeError:
        output.discard()
        return _READER_ENDED
    except KeyboardInterrupt:
        output.discard()
        return _INTERRUPTED


def _list_items(program: Program[ClientT], call: Call[ClientT], output: Output) -> int:
    if not any(os.environ.get(name) for kind in program.key_variables for name in kind):
        variables = (
            "these environment variables" if program.key_has_parts else "this environment variable"
        )
        call.refuse(f"{program.key_origin}: set {variables} to {program.key_name}")
    screen = screen_of(sys.stdout)
    sheet = Sheet(call.command.item, call.ranking, screen)
    write = FORMATS[call.format or ("table" if screen else "jsonl")]
    progress = Progress(screen_of(sys.stderr) if output.is_stored else None)
    try:
        with (
            progress,
            _warnings_shown(call.name, progress),
            program.client(**call.connection) as client,
        ):
            pager = call.command.operation(client)(*call.path, **call.query, **call.reading)
            with closing(_read(pager, call.limit, progress)) as pages:
                for chunk in write(pages, sheet):
                    output.write(chunk)
    except ArgumentError as error:
        call.refuse(f"{_spelling(program, call, error.argument)}: {error.problem}")
    except Error as error:
        after = f" (after {progress.count:,} items)" if progress.count else ""
        _complain(call.name, f"{error}{after}")
        return _FAILED
    return _DONE


def _read(
    pager: Pager[Any, Any], limit: int | None, progress: Progress
) -> Generator[Sequence[object], None, None]:
    """Yield the items page by page, and count those that were written."""
    with closing(pager.pages()) as pages:
        for page in pages:
            yield page.items
            totals = [total for total in (pager.total, limit) if total is not None]
            progress.add(len(page.items), min(totals, default=None))


def _spelling(program: Program[ClientT], call: Call[ClientT], argument: str) -> str:
    """Return the name of an argument as the user wrote it."""
    variable = program.variable(argument)
    if variable is not None:
        return variable
    if argument == "base_url" and argument not in call.connection:
        return program.base_url_variable
    return call.spelling(argument)


class _Warnings(logging.Handler):
    """Shows warnings on a terminal."""

    def __init__(self, name: str, progress: Progress) -> None:
        super().__init__(logging.WARNING)
        self._name = name
        self._progress = progress

    def emit(self, record: logging.LogRecord) -> None:
        """Show a warning."""
        self._progress.say(_one_line(f"{self._name}: warning: {record.getMessage()}"))


@contextmanager
def _warnings_shown(name: str, progress: Progress) -> Generator[None, None, None]:
    """Show the warnings of the client if the standard error is a terminal."""
    handler = _Warnings(name, progress)
    if screen_of(sys.stderr):
        LOGGER.addHandler(handler)
    try:
        yield
    finally:
        LOGGER.removeHandler(handler)


def _complain(name: str, problem: str) -> None:
    tell(f"{_one_line(f'{name}: error: {problem}')}\n")


def _one_line(text: str) -> str:
    return printable(" ".join(text.split()))
