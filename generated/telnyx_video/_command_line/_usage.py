# Generated from telnyx-video.yaml (Telnyx Video 1.0.0) by Rollcall 0.1.0
# with openapi-python-client 0.29.1. Do not edit: change the spec, then run `make generate`.

"""Parse the command line."""

import argparse
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Generic, NoReturn, TypeAlias, TypeVar

import attrs

from ._fields import fields_of
from ._formats import FORMATS
from ._options import CONNECTION, EXIT_CODES, FORMAT, FORMAT_HELP, READING, Option
from ._program import CommandArgument, ListCommand, Program
from ._terminal import tell
from ._words import KINDS

__all__ = ["Call", "read_call"]

ClientT = TypeVar("ClientT", bound=AbstractContextManager[Any])

_Add: TypeAlias = Callable[..., argparse.Action]
"""Adds an argument to a parser, or to a group of a parser's arguments."""

_WIDEST_HELP = 100
_HELP_POSITION = 8

_OWN = (*READING, *CONNECTION)
_OWN_FLAGS = {FORMAT, "--help", *(flag for each in _OWN for flag in (each.flag, each.old_flag))}
"""The names that an option for a parameter of the API cannot have."""


@attrs.frozen(kw_only=True)
class Call(Generic[ClientT]):
    """A command with its arguments.

    Attributes:
        name: The name of the command in messages.
        command: The command.
        path: The values of the path's arguments, in order.
        query: The values of the other arguments of the API, by name.
        reading: The options of the list, by name.
        connection: The options of the connection, by name.
        limit: The maximum number of items to list; None for all.
        format: The format of the output; None for the default.
        refuse: Exits with an error and the usage.
    """

    name: str
    command: ListCommand[ClientT]
    path: Sequence[str]
    query: Mapping[str, object]
    reading: Mapping[str, object]
    connection: Mapping[str, object]
    limit: int | None
    format: str | None
    refuse: Callable[[str], NoReturn]

    @property
    def ranking(self) -> Sequence[str]:
        """The fields of an item: its identity, given arguments, other filters, the rest."""
        arguments = self.command.query_arguments
        asked = {argument.field for argument in arguments if argument.name in self.query}
        # A field that a bool adds is absent unless it was requested.
        filters = {argument.field for argument in arguments if argument.type is not bool}
        ranked = (self.command.identity,), asked, filters
        names = [field.name for field in fields_of(self.command.item)]
        return sorted(names, key=lambda name: [name not in rank for rank in ranked])

    def spelling(self, argument: str) -> str:
        """Return the name of an argument on the command line."""
        if argument in {path.name for path in self.command.path_arguments}:
            return argument.upper()
        if argument in {query.name for query in self.command.query_arguments}:
            return _api_flag(argument)
        if argument in {*self.reading, *self.connection}:
            return _flag(argument)
        return argument


def read_call(program: Program[ClientT], words: Sequence[str]) -> Call[ClientT]:
    """Parse the words after the program's name.

    Raises:
        SystemExit: Help or the version was printed (0), or the words are wrong (2).
    """
    namespace, unknown = _program_parser(program).parse_known_args(words)
    found = vars(namespace)
    parser: argparse.ArgumentParser = found["--parser"]
    command: ListCommand[ClientT] | None = found["--command"]
    if unknown:
        parser.error(f"there is no {' '.join(unknown)}; --help lists the commands and options")
    if command is None:
        parser.print_help(sys.stderr)
        sys.exit(2)
    query = (argument.name for argument in command.query_arguments)
    return Call(
        name=parser.prog,
        command=command,
        path=[found[argument.name] for argument in command.path_arguments],
        query={name: found[name] for name in query if name in found},
        reading={option.name: found[option.flag] for option in READING if option.flag in found},
        connection={
            option.name: found[option.flag] for option in CONNECTION if option.flag in found
        },
        limit=found.get("--limit"),
        format=found.get(FORMAT),
        refuse=parser.error,
    )


def _flag(name: str) -> str:
    return "--" + name.strip("_").replace("_", "-")


def _api_flag(name: str) -> str:
    flag = _flag(name)
    return f"--api{flag[1:]}" if flag in _OWN_FLAGS else flag


class _Parser(argparse.ArgumentParser):
    """A parser whose messages begin with the name of the option."""

    def error(self, message: str) -> NoReturn:
        """Print the error, and exit with 2."""
        super().error(message.removeprefix("argument "))


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Writes each option on a line, and its description below."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=_HELP_POSITION, width=_help_width())


def _help_width() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST_HELP) - 2


def _folded(text: str, indent: int = 0) -> str:
    return textwrap.fill(text, _help_width() - indent, subsequent_indent=" " * indent)


def _settings(prog: str, usage: str, description: str, epilog: str) -> dict[str, Any]:
    """Return the arguments of a parser."""
    return {
        "usage": _folded(f"{prog} {usage}", indent=len("usage: ")).replace("%", "%%"),
        "description": description,
        "epilog": epilog,
        "formatter_class": _Formatter,
        "allow_abbrev": False,
        "add_help": False,
        # An argument that was not given is absent, not None.
        "argument_default": argparse.SUPPRESS,
    }


def _escaped(text: str) -> str:
    """Return a text without placeholders for argparse."""
    return " ".join(text.split()).replace("%", "%%")


def _program_parser(program: Program[ClientT]) -> argparse.ArgumentParser:
    prog = program.name
    hint = f"{_origins(program)} COMMAND --help tells more about a command."
    description = f"{_folded(program.summary)}\n\n{_folded(hint)}"
    parser = _Parser(prog=prog, **_settings(prog, "COMMAND", description, _list(program.commands)))
    version = _escaped(f"{program.service.package} {program.service.version}")
    parser.add_argument("--version", action="version", version=version, help="Show the version.")
    _add_commands(parser, program, program.commands, depth=0)
    return parser


def _list(commands: Iterable[ListCommand[Any]]) -> str:
    lines = (
        f"  {' '.join([*command.words, *_positions(command)])}\n      {command.summary}"
        for command in commands
    )
    return "\n".join(["commands:", *lines])


def _positions(command: ListCommand[Any]) -> list[str]:
    return [argument.name.upper() for argument in command.path_arguments]


def _add_commands(
    parser: argparse.ArgumentParser,
    program: Program[Any],
    commands: Sequence[ListCommand[Any]],
    depth: int,
) -> None:
    """Add the commands with the same first words to the parser of these words."""
    parser.set_defaults(**{"--parser": parser, "--command": None})
    _add_help(parser.add_argument)
    words = parser.add_subparsers(prog=parser.prog, metavar="COMMAND", help=argparse.SUPPRESS)
    for word in dict.fromkeys(command.words[depth] for command in commands):
        below = [command for command in commands if command.words[depth] == word]
        prog = f"{parser.prog} {word}"
        if len(below[0].words) == depth + 1:
            usage = " ".join([*_positions(below[0]), "[OPTION...]"])
            description = f"{_folded(below[0].summary)}\n\n{_folded(below[0].description)}"
            settings = _settings(prog, usage, description, EXIT_CODES)
            _add_arguments(words.add_parser(word, **settings), program, below[0])
        else:
            group = words.add_parser(word, **_settings(prog, "COMMAND", "", _list(below)))
            _add_commands(group, program, below, depth + 1)


def _add_arguments(
    parser: argparse.ArgumentParser, program: Program[Any], command: ListCommand[Any]
) -> None:
    """Add the arguments of a command to its parser."""
    parser.set_defaults(**{"--parser": parser, "--command": command})
    if command.path_arguments:
        positions = parser.add_argument_group("arguments")
        for argument in command.path_arguments:
            positions.add_argument(
                argument.name,
                metavar=argument.name.upper(),
                type=KINDS[argument.type].read,
                help=_escaped(argument.meaning),
            )
    parameters = parser.add_argument_group("parameters of the API")
    for argument in command.query_arguments:
        _add_api_option(parameters.add_argument, argument)
    reading = parser.add_argument_group("reading the list")
    for option in READING:
        _add_own_option(reading.add_argument, option)
    connection = parser.add_argument_group("connection", _folded(_origins(program)))
    for option in CONNECTION:
        _add_own_option(connection.add_argument, option)
    output = parser.add_argument_group("output")
    output.add_argument(FORMAT, dest=FORMAT, choices=list(FORMATS), help=_escaped(FORMAT_HELP))
    _add_help(parser.add_argument_group("help").add_argument)


def _origins(program: Program[Any]) -> str:
    variables, hold = ("variables", "hold") if program.key_has_parts else ("variable", "holds")
    return (
        f"The environment {variables} {program.key_origin} {hold} {program.key_name}, "
        f"and {program.base_url_variable} the address of the API, if it is not "
        f"{program.service.base_url}."
    )


def _add_help(add: _Add) -> None:
    add("-h", "--help", action="help", help="Show this help.")


def _add_own_option(add: _Add, option: Option) -> None:
    add(
        option.flag,
        # No argument of the API has such a name.
        dest=option.flag,
        metavar=option.metavar,
        type=option.read,
        help=_escaped(option.help),
    )
    if option.old_flag:

        def read_old(word: str) -> object:
            tell(f"warning: {option.old_flag} is deprecated: use {option.flag}\n")
            return option.read(word)

        add(option.old_flag, dest=option.flag, type=read_old, help=argparse.SUPPRESS)


def _add_api_option(add: _Add, argument: CommandArgument) -> None:
    words: dict[str, Any] = {
        "dest": argument.name,
        "required": argument.is_required,
        "help": _escaped(argument.meaning),
    }
    if argument.type is bool:
        words["action"] = argparse.BooleanOptionalAction
    else:
        kind = KINDS[argument.type]
        words["metavar"] = "|".join(argument.choices) or kind.metavar
        words["type"] = kind.read
        words["action"] = "append" if argument.is_list else "store"
    add(_api_flag(argument.name), **words)
