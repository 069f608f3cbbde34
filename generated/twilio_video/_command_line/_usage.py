# Generated from twilio-video.yaml (Twilio Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""The commands of click, with their options and their help."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final
from uuid import UUID

import click

from .._columns import Column
from .._retries import DEFAULT_RETRIES
from .._settings import DEFAULT_TIMEOUT, Service
from .._suggestions import did_you_mean
from ._formats import FORMATS
from ._program import CommandArgument, OperationCommand, Program

__all__ = ["API", "CONNECTION", "group_of"]

API: Final = "parameter_"
"""The prefix of the API's parameters in click; no option of ours has it."""

CONNECTION: Final = ("base_url", "timeout", "retries")
"""The names of the options of the connection, which are arguments of the client."""

_COLUMN: Final = 6
"""The width of the column before the descriptions: they begin below what they describe."""

_EXIT_CODES: Final = """\
Exit codes: 0, everything was written. 1, the API, the network or the output failed; what was
written before stays, and a JSON array then has no end. 2, the command line or the environment is
wrong. 130, Ctrl-C. 141, the reader of the output has ended."""

_FORMATS: Final = """\
table: for people, as wide as the terminal; "-" is null or absent. jsonl: a JSON object on each
line. json: an array. csv: RFC 4180; what is nested is JSON, an empty cell is null or absent, and ""
is the empty string. Default: table on a terminal, and jsonl elsewhere."""


class _Group(click.Group):
    """A group that lists all the commands below it, also those of other groups."""

    def __init__(self, name: str | None, text: str) -> None:
        context = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
        super().__init__(name, help=text, context_settings=context, subcommand_metavar="COMMAND")
        self.rows: list[tuple[str, str]] = []

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(self.rows, _COLUMN)


class _Command(click.Command):
    """A command whose options are in sections."""

    sections: Mapping[str, Sequence[click.Parameter]]
    execute: Callable[[click.Context], None]

    def invoke(self, ctx: click.Context) -> None:
        self.execute(ctx)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, params in self.sections.items():
            if rows := [row for each in params if (row := each.get_help_record(ctx))]:
                with formatter.section(title):
                    formatter.write_dl(rows, _COLUMN)


class _Words(click.Choice[str]):
    """Words that a shell completes; the client checks them, and suggests the one that was meant."""

    def convert(self, value: str, param: object, ctx: object) -> str:  # noqa: ARG002
        return value


def _reader(kind: Callable[[str], object], pattern: str, example: str) -> Callable[[str], object]:
    def read(word: str) -> object:
        if not re.fullmatch(pattern, word):
            raise click.BadParameter(f"expected {example}, got {word!r}")
        return kind(word)

    return read


_Kind = tuple[str | None, Any]
"""The placeholder of a word, or None for that of click, and its type in click."""

_NUMBER: Final = r"-?[0-9]{1,300}(\.[0-9]{1,300})?", "a number, such as 2.5"
_INTEGER: Final[_Kind] = ("N", _reader(int, r"-?[0-9]{1,1000}", "an integer, such as 20"))
_KINDS: Final[Mapping[type[object], _Kind]] = {
    bool: (None, bool),
    # The client reads the text of a date, of an instant and of a UUID.
    date: ("DATE", str),
    datetime: ("DATE-TIME", str),
    Decimal: ("N", _reader(Decimal, *_NUMBER)),
    int: _INTEGER,
    str: ("TEXT", str),
    UUID: ("UUID", str),
}


def group_of(
    program: Program, execute: Callable[[OperationCommand, click.Context], None]
) -> click.Group:
    """Return the commands of a program.

    Args:
        program: The program.
        execute: Executes a command with the values in its context.
    """
    keys = f"The environment holds the credentials: {program.credentials}.\n\n"
    keys = keys if program.service.key is not None else ""
    hint = "COMMAND --help tells more about a command."
    top = _Group(None, f"{program.summary}\n\n{keys}{hint}")
    groups: dict[tuple[str, ...], _Group] = {(): top}
    version = program.service.version
    message = f"{program.service.package} {version}"
    click.version_option(version, message=message, help="Show the version.")(top)
    for command in program.commands:
        usage = [*command.words, *(each.name.upper() for each in command.path_arguments)]
        for depth in range(len(command.words)):
            path = tuple(command.words[:depth])
            if path not in groups:
                groups[path] = _Group(path[-1], "")
                groups[path[:-1]].add_command(groups[path])
            groups[path].rows.append((" ".join(usage), command.summary))
        made = _command(program.service, command, keys)
        made.execute = partial(execute, command)
        groups[*command.words[:-1],].add_command(made)
    return top


def _command(service: Service, command: OperationCommand, keys: str) -> _Command:
    sections = {"Parameters of the API": [_parameter(each) for each in command.query_arguments]}
    if command.item is not None:
        sections["Reading the list"] = _LIST
    sections["Connection"] = _connection(service)
    if command.item is not None:
        sections["Output"] = _output(command.fields)
    made = _Command(
        command.words[-1],
        params=[each for section in sections.values() for each in section],
        help=f"{command.summary}\n\n{command.description}\n\n{keys}",
        epilog=_EXIT_CODES,
    )
    for each in command.path_arguments:
        name, kind = f"{API}{each.name}", _KINDS[each.type][1]
        made.params.append(
            click.Argument([name], metavar=each.name.upper(), type=kind, help=each.meaning)
        )
    made.sections = sections
    return made


def _option(names: Sequence[str], kind: _Kind, text: str, **more: Any) -> click.Option:  # noqa: ANN401 - of click
    return click.Option(names, metavar=kind[0], type=kind[1], help=text, **more)


def _parameter(argument: CommandArgument) -> click.Option:
    """Return the option of a parameter of the API."""
    flag = argument.flag or f"--{argument.name.strip('_').replace('_', '-')}"
    return _option(
        [f"{flag}/--no-{flag[2:]}" if argument.type is bool else flag, f"{API}{argument.name}"],
        (None, _Words(argument.choices)) if argument.choices else _KINDS[argument.type],
        argument.meaning + " Repeatable." * argument.is_list,
        multiple=argument.is_list,
        required=argument.is_required,
        default=None,
    )


_LIST: Final = [
    _option(["--limit"], _INTEGER, "The maximum number of items to list."),
    _option(["--concurrency"], _INTEGER, "Load up to N pages at once; linked pages, up to 2."),
    _option(
        ["--on-change"],
        (None, _Words(["raise", "ignore"])),
        "If the list changes while it is read: fail, or leave out repeated items. Default: raise.",
    ),
    click.Option(["--on-shift"], hidden=True, deprecated="Use --on-change."),
    _option(
        ["--on-invalid"],
        (None, _Words(["raise", "skip"])),
        "If an item cannot be read: fail, or leave it out with a warning. Default: raise.",
    ),
]


def _connection(service: Service) -> list[click.Option]:
    address = f"The address of the API. Default: {service.base_url}."
    variable = f"{service.variables}_BASE_URL"
    seconds = (
        "How long to wait for a connection, and for each part of a response. Default: "
        f"{DEFAULT_TIMEOUT.connect:g} for a connection, {DEFAULT_TIMEOUT.read:g} for a part."
    )
    count = f"How often to retry a failed request. Default: {DEFAULT_RETRIES.count}."
    return [
        _option(["--base-url"], ("URL", str), address, envvar=variable, show_envvar=True),
        _option(["--timeout"], ("SECONDS", _reader(float, *_NUMBER)), seconds),
        _option(["--retries"], _INTEGER, count),
    ]


def _output(fields: Sequence[Column]) -> list[click.Option]:
    known = {each.name: each for each in fields}

    def read(word: str) -> Sequence[Column]:
        names = dict.fromkeys(name.strip() for name in word.split(","))
        for name in names:
            if name not in known:
                raise click.BadParameter(f"there is no field {name!r}{did_you_mean(name, known)}")
        return [known[name] for name in names]

    def complete(_context: click.Context, _option: click.Parameter, word: str) -> list[str]:
        before, comma, last = word.rpartition(",")
        return [f"{before}{comma}{name}" for name in known if name.startswith(last)]

    text = (
        f"Only these fields of the items, in this order, such as {','.join([*known][:3])}. The "
        "request stays the same. In JSON, an item lacks a field that the API did not send."
    )
    return [
        _option(["--format"], (None, click.Choice([*FORMATS])), _FORMATS),
        _option(["--fields"], ("NAME,...", read), text, shell_complete=complete),
    ]
