"""The command ``rollcall``."""

import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from shutil import get_terminal_size
from textwrap import fill
from types import FrameType
from typing import Any, TypeVar

import click

from rollcall._sources import from_path, from_url
from rollcall.config import PROFILES, Config
from rollcall.http import TOKEN_VARIABLE, Target
from rollcall.laws import FAMILIES, Law, registered
from rollcall.reports import TerminalReporter, read_mutation_report, write
from rollcall.run import Report, RunFinished, load_plugins, run
from rollcall.spec import Spec, SpecError, UsageError

__all__ = ["main"]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_FILE = click.Path(path_type=Path, dir_okay=False)
_EXIT = "Exit status: 0 pass, 1 failures, 2 wrong usage, 3 incomplete."


class _RefusedError(click.ClickException):
    """A mistake of the user, told in one message."""

    exit_code = 2


class _Group(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        """Run a command, and turn the errors of the library into those of the command line."""
        try:
            return super().invoke(ctx)
        except (SpecError, UsageError) as problem:
            raise _RefusedError(str(problem)) from None
        except OSError as problem:
            raise _RefusedError(f"{problem.filename}: {problem.strerror}") from None


@click.group(
    cls=_Group,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=f"""{_EXIT}

    Completion, for bash: eval "$(_ROLLCALL_COMPLETE=bash_source rollcall)". For zsh and fish,
    write zsh_source or fish_source.""",
)
@click.version_option(package_name="rollcall-contract", prog_name="rollcall")
def main() -> None:
    """Check that a list API does what its OpenAPI document says.

    Rollcall derives laws from the document: filters filter, pages partition, totals count, links
    lead on, tokens guard. It checks them with the data of a running server, over plain HTTP and
    through a generated client, and changes nothing there.

    Begin with: rollcall check openapi.yaml http://127.0.0.1:8000
    """


def _several(name: str, metavar: str, description: str) -> Callable[[_Command], _Command]:
    flag = f"--{name.removesuffix('s').replace('_', '-')}"
    return click.option(flag, name, multiple=True, metavar=metavar, help=description)


_RUN_OPTIONS = (
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
    _several("operations", "PATTERN", "Check these operations only; may be repeated."),
    _several("laws", "PATTERN", "Check these laws only, such as 'filter.*'; may be repeated."),
    _several("exclude_laws", "PATTERN", "Leave these laws out; may be repeated."),
    _several("parents", "NAME=VALUE", "Use this value of a path parameter; may be repeated."),
    click.option("--max-requests", metavar="N", help="Stop after so many requests."),
    click.option("--rate", metavar="N", help="Send so many requests a second, at most."),
    click.option("--max-time", metavar="SECONDS", help="Stop so long after the first request."),
    click.option("--request-timeout", metavar="SECONDS", help="Wait so long for a response. [10]"),
    click.option("--max-wait", metavar="SECONDS", help="Wait so long, at most, for a 429. [60]"),
    click.option("--max-rows", metavar="N", help="Read so many rows of a list. [20000]"),
    click.option(
        "--no-method-probe",
        "probe_methods",
        flag_value="false",
        help="Send GET alone; else OPTIONS and TRACE are tried, too.",
    ),
    _several("plugins", "MODULE", "Import a module that registers laws; may be repeated."),
)


def _run_options(command: _Command) -> _Command:
    for option in reversed(_RUN_OPTIONS):
        command = option(command)
    return command


@main.command(epilog=_EXIT)
@_run_options
@click.option(
    "--require-witnesses",
    flag_value="true",
    help="Fail for each law that the server's data could not decide.",
)
@click.option("--json", type=_FILE, metavar="FILE", help="Write a JSON report.")
@click.option("--junit", type=_FILE, metavar="FILE", help="Write a JUnit report.")
@click.option("--html", type=_FILE, metavar="FILE", help="Write a report for a browser.")
@click.option(
    "--mutants",
    type=_FILE,
    multiple=True,
    metavar="FILE",
    help="Show this report of `rollcall mutate` in the HTML report; may be repeated.",
)
def check(  # noqa: PLR0913, PLR0917 - what click passes
    spec: str,
    url: str,
    token: str,
    json: Path | None,
    junit: Path | None,
    html: Path | None,
    mutants: tuple[Path, ...],
    **options: Any,  # noqa: ANN401 - the fields of a Config
) -> None:
    """Check a server against a spec.

    SPEC is an OpenAPI document, a file or an address; URL is the server, with its base path.

    Options may also stand in pyproject.toml, below [tool.rollcall], and in the environment, such
    as ROLLCALL_PROFILE.
    """
    read, target, config = _given(spec, url, token, options)
    mutation_reports = [read_mutation_report(each) for each in mutants]
    report = _watch(read, target, config)
    written = write(report, json, junit, html, mutation_reports)
    if written:
        click.echo(f"reports: {', '.join(map(str, written))}")
    raise SystemExit(report.exit_code)


def _given(
    spec: str, url: str, token: str, options: Mapping[str, Any]
) -> tuple[Spec, Target, Config]:
    """Read what a run is about; whatever is wrong is told before a request is sent."""
    config = Config.load(**{name: value or None for name, value in options.items()})
    target = Target(url, token)
    return (from_url if "://" in spec else from_path)(spec), target, config


def _watch(spec: Spec, target: Target, config: Config) -> Report:
    """Run, show the events, and return the report."""
    with _interrupt() as halt, TerminalReporter() as reporter:
        for event in run(spec, target, config, halt=halt):
            reporter.show(event)
            if isinstance(event, RunFinished):
                return event.report
    raise AssertionError("a run ends with its report")


@contextmanager
def _interrupt() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C into an event, so that a run ends with a report."""
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


@main.command()
@click.argument("law", required=False, metavar="[LAW]")
@_several("plugins", "MODULE", "Import a module that registers laws; may be repeated.")
def laws(law: str | None, plugins: tuple[str, ...]) -> None:
    """List the laws, or explain one.

    LAW is an id such as page.length, or a pattern such as 'filter.*'.
    """
    load_plugins(Config.load(plugins=plugins or None))
    found = [each for each in registered() if law is None or fnmatchcase(each.id, law)]
    if not found:
        raise UsageError(f"there is no law {law}; rollcall laws lists them all")
    if len(found) == 1:
        _explain(found[0])
        return
    family = ""
    for each in found:
        if each.family != family:
            click.echo(("\n" if family else "") + FAMILIES.get(each.family, each.family))
            family = each.family
        click.echo(_wrapped(f"  {each.id:<24}", each.sentence, 26))


def _explain(law: Law) -> None:
    click.echo(law.id)
    for title, text in (
        ("says", law.sentence),
        ("source", law.source),
        ("needs", law.needs),
        ("channels", ", ".join(law.channels)),
    ):
        click.echo(_wrapped(f"  {title:<10}", text, 12))


def _wrapped(start: str, text: str, indent: int) -> str:
    width = min(100, get_terminal_size().columns)
    return fill(text, width, initial_indent=start, subsequent_indent=" " * indent)


@main.command()
@click.argument("spec", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    metavar="FOLDER",
    help="The folder that holds the package, which is named like the spec.",
)
@click.option("--check", is_flag=True, help="Write nothing; show what differs, and exit with 1.")
def generate(spec: Path, output: Path, *, check: bool) -> None:
    """Generate a typed Python client from a spec."""
    try:
        from rollcall import codegen  # noqa: PLC0415 - it needs the extra "generate"
    except ImportError as problem:
        raise UsageError(
            f"rollcall generate needs {problem.name}: pip install 'rollcall-contract[generate]'"
        ) from None
    try:
        if not check:
            for folder in codegen.update([spec], output):
                click.echo(f"{folder}: written")
            return
        differences = codegen.verify([spec], output)
    except (codegen.SpecError, codegen.ToolError) as problem:
        raise UsageError(str(problem)) from None
    for each in differences:
        click.echo(str(each))
    if differences:
        raise SystemExit(1)
    click.echo(f"{output}: as {spec} says")
