"""Run a command line, and return its exit code."""

import logging
import os
import shutil
import stat
import sys
from collections.abc import Container, Generator, Sequence
from contextlib import closing, suppress
from functools import partial
from io import TextIOWrapper
from typing import Any, Final, Self, cast

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from .._columns import Column
from .._errors import ArgumentError, Error
from .._logging import LOGGER
from .._pagers import Pager
from .._suggestions import misspelled_variable
from ._formats import FORMATS, Sheet, as_value, one_line
from ._program import OperationCommand, Program
from ._usage import API, CONNECTION, group_of

__all__ = ["run"]

_INTERRUPTED: Final = 130
_READER_ENDED: Final = 141


class _Meter(logging.Handler):
    """Counts the items that were written; shows the count, and warnings above it, on a terminal."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0
        self._console = Console(stderr=True)
        self._has_terminal = sys.stderr is not None and sys.stderr.isatty()
        # Where other output is on the terminal, or goes on to another program, there is no bar.
        is_stored = stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
        self._bar = Progress(
            BarColumn(30),
            TextColumn("{task.description}", markup=False),
            console=self._console,
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            disable=not (is_stored and self._has_terminal and not self._console.is_dumb_terminal),
        )
        self._task = self._bar.add_task("0 items", total=None)

    def __enter__(self) -> Self:
        LOGGER.addHandler(self)
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        LOGGER.removeHandler(self)
        with suppress(OSError):
            self._bar.stop()

    def add(self, count: int, total: int | None) -> None:
        self.count += count
        text = f"{self.count:,} items"
        if total:
            text = f"{min(self.count / total, 1.0):4.0%}  {self.count:,} of {total:,} items"
        self._bar.update(self._task, completed=self.count, total=total, description=text)
        # The items are written even if the terminal has gone.
        with suppress(OSError):
            self._bar.refresh()

    def emit(self, record: logging.LogRecord) -> None:
        if self._has_terminal:
            line = one_line(f"warning: {record.getMessage()}")
            with suppress(OSError):
                self._console.print(Text(line), soft_wrap=True)


def run(program: Program, words: Sequence[str]) -> int:
    """Run a command line.

    Args:
        program: The program.
        words: The words after the program's name.

    Returns:
        The exit code: 0 if everything was written; 1 if the API, the network or the output failed;
        2 if the words or the environment are wrong; 130 after Ctrl-C; 141 if the reader of the
        output has ended.
    """
    if sys.stdout is None:
        return _report(click.ClickException("the standard output is closed"))
    cast("TextIOWrapper", sys.stdout).reconfigure(encoding="utf-8")
    group = group_of(program, partial(_execute, program))
    try:
        code = group.main([*words], standalone_mode=False)
    except click.ClickException as error:
        return _report(error)
    except click.Abort:
        return _INTERRUPTED
    except OSError as error:
        # The interpreter would write the rest when it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _report(click.ClickException(f"the standard output: {error.strerror}"))
    return code or 0


def _report(error: click.ClickException) -> int:
    # A standard error that is closed does not end the command in another way.
    if sys.stderr is not None:
        with suppress(OSError):
            error.show()
    return error.exit_code


def _execute(program: Program, command: OperationCommand, context: click.Context) -> None:
    names = [name for kind in program.key_variables for name in kind]
    if program.service.needs_key and not any(map(os.environ.get, names)):
        hints = "".join(map(misspelled_variable, names))
        raise click.UsageError(f"no credentials: set {program.credentials}{hints}", context)
    given = {name: value for name, value in context.params.items() if value not in (None, ())}
    if "on_shift" in given:
        given["on_change"] = given.pop("on_shift")
    connection = {name: given.pop(name) for name in CONNECTION if name in given}
    path = [given.pop(f"{API}{each.name}") for each in command.path_arguments]
    name, chosen = given.pop("format", None), given.pop("fields", ())
    arguments = {name.removeprefix(API): value for name, value in given.items()}
    sheet = _sheet(command, chosen, arguments)
    write = FORMATS[name or ("table" if sheet.width else "jsonl")] if command.item else as_value
    meter = _Meter()
    try:
        with (
            os.fdopen(sys.stdout.fileno(), "wb", closefd=False) as output,
            meter,
            program.client(**connection) as client,
        ):
            result = command.operation(client)(*path, **arguments)
            alone = ([each] for each in [result])
            found = _pages(result, arguments.get("limit"), meter) if command.item else alone
            with closing(found) as pages:
                for text in write(pages, sheet):
                    output.write(text.encode())
                    output.flush()
    except ArgumentError as error:
        raise _misuse(program, context, error) from None
    except Error as error:
        after = f" (after {meter.count:,} items)" if meter.count else ""
        raise click.ClickException(one_line(f"{error}{after}")) from None
    except BrokenPipeError:
        raise click.exceptions.Exit(_READER_ENDED) from None


def _sheet(command: OperationCommand, chosen: Sequence[Column], arguments: Container[str]) -> Sheet:
    """Return the layout: fields as chosen, or the identity, given arguments and filters first."""
    given = {each.field for each in command.query_arguments if each.name in arguments}
    # A field that a bool adds is absent unless it was requested.
    filters = {each.field for each in command.query_arguments if each.type is not bool}
    return Sheet(
        fields=chosen or command.fields,
        ranks=[{each.attribute} for each in chosen] or [{command.identity}, given, filters],
        is_whole=not chosen,
        width=shutil.get_terminal_size().columns if sys.stdout.isatty() else None,
    )


def _pages(pager: Pager[Any, Any], limit: int | None, meter: _Meter) -> Generator[Sequence[object]]:
    """Yield the items page by page, and count those that were written."""
    with closing(pager.pages()) as pages:
        for page in pages:
            yield page.items
            totals = [total for total in (pager.total, limit) if total is not None]
            meter.add(len(page.items), min(totals, default=None))


def _misuse(program: Program, context: click.Context, error: ArgumentError) -> click.UsageError:
    """Return the error of an argument by its name on the command line or in the environment."""
    params = {each.name: each for each in context.command.params}
    param = params.get(f"{API}{error.argument}") or params.get(error.argument)
    if param is not None:
        return click.BadParameter(error.problem, context, param)
    variable = f"{program.service.variables}_{error.argument.upper()}"
    return click.UsageError(f"{variable}: {error.problem}", context)
