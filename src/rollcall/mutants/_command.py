"""The command line: one subcommand for each thing that one does with faults."""

import argparse
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from types import FrameType, MappingProxyType
from typing import NoReturn, Protocol

import attrs

__all__ = ["COMMANDS", "Command", "Module", "main"]

_INTERRUPTED = 130


class Module(Protocol):
    """A module that is a subcommand."""

    def add_arguments(self, parser: argparse.ArgumentParser, /) -> None:
        """Add its options to a parser."""

    def run(self, arguments: argparse.Namespace, /) -> int:
        """Do it, and give the exit code."""


@attrs.frozen
class Command:
    """A subcommand.

    Attributes:
        help: What it does, in a line.
        load: Imports the module; the others are not needed for it.
        epilog: What its help ends with.
    """

    help: str
    load: Callable[[], Module]
    epilog: str = ""


def _server() -> Module:
    from rollcall.mutants import _server_command as command  # noqa: PLC0415 - see Command.load

    return command


def _spec() -> Module:
    from rollcall.mutants import documents as command  # noqa: PLC0415 - see Command.load

    return command


COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "server": Command(
            "try every fault that a server may have, before any server",
            _server,
            "Exit codes: 0 all faults were killed, or are equivalent, unreached or not\n"
            "applicable; 1 a fault survived, the server breaks laws without any fault, or\n"
            "the campaign failed; 2 wrong usage; 130 interrupted.",
        ),
        "spec": Command(
            "try faulty variants of a document",
            _spec,
            "Exit codes: 0 all were noticed; 1 a fault survived; 2 wrong usage.",
        ),
    }
)
"""The subcommands, by name."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out a subcommand, and return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m rollcall.mutants",
        description="Break a server, a client or a document, to see whether the laws notice.",
        allow_abbrev=False,
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    asked = sys.argv[1:] if arguments is None else arguments
    modules: dict[str, Module] = {}
    for name, command in COMMANDS.items():
        own = subparsers.add_parser(
            name,
            help=command.help,
            description=f"{command.help[:1].upper()}{command.help[1:]}.",
            epilog=command.epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        if name in asked[:1]:
            modules[name] = command.load()
            modules[name].add_arguments(own)
    options = parser.parse_args(asked)
    signal.signal(signal.SIGTERM, _leave)
    try:
        return modules[options.command].run(options)
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return _INTERRUPTED


def _leave(signum: int, frame: FrameType | None) -> NoReturn:
    """End as an interrupt does, so that what was started ends too."""
    del signum, frame
    raise KeyboardInterrupt
