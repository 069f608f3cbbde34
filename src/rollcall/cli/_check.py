"""``rollcall check``."""

from pathlib import Path
from typing import Any

import click

from rollcall.annotate import annotated, propose
from rollcall.cli._common import (
    EXIT_STATUS,
    FILE,
    NEW_FILE,
    Command,
    interruptible,
    read,
    run_options,
    several,
)
from rollcall.cli._outputs import Outputs
from rollcall.config import Config
from rollcall.reports import (
    FORMATS,
    TerminalReporter,
    annotations_for_github,
    read_mutation_report,
    update_baseline,
    write,
)
from rollcall.runs import RunFinished, plan, run
from rollcall.spec import Spec

__all__ = ["check"]


def _formats(command: Command) -> Command:
    """Add an option for the file of each format."""
    for name, (what, _) in reversed([*FORMATS.items()]):
        option = click.option(f"--{name}", type=NEW_FILE, metavar="FILE", help=f"Write {what}.")
        command = option(command)
    return command


@click.command(epilog=EXIT_STATUS)
@run_options
@click.option("--max-time", metavar="SECONDS", help="Stop this long after the first request.")
@several("--channel", "channels", "PATTERN", "Check only through these channels, such as http.")
@click.option(
    "--probe-writes",
    flag_value="true",
    help="Send POST, PUT, PATCH and DELETE to lists without them; a server may change its data.",
)
@click.option(
    "--strict",
    flag_value="true",
    help="Fail where the spec leaves a choice to the server, instead of noting it.",
)
@click.option(
    "--require-witnesses",
    flag_value="true",
    help="Fail for each law that the data of the server cannot decide.",
)
@click.option(
    "--require-complete",
    flag_value="true",
    help="End with status 3 if the budget ends the run, or a list is longer than --max-rows.",
)
@click.option("--baseline", metavar="FILE", help="Fail only for causes that FILE does not list.")
@click.option(
    "--update-baseline", flag_value="true", help="Write the causes of this run into that file."
)
@_formats
@click.option(
    "--mutants",
    type=FILE,
    multiple=True,
    metavar="FILE",
    help="Include this JSON report of rollcall mutate in the HTML report. Repeatable.",
)
def check(
    spec: str,
    url: str,
    token: tuple[str, ...],
    mutants: tuple[Path, ...],
    **options: Any,  # noqa: ANN401 - the fields of a Config
) -> None:
    """Check a server against a spec.

    SPEC is the file or the address of an OpenAPI document. URL is the address of the server, with
    the base path.

    Options can also be set in [tool.rollcall] of pyproject.toml, and in the environment, such as
    ROLLCALL_PROFILE.
    """
    files = {name: options.pop(name) for name in FORMATS}
    document, target, config = read(spec, url, token, options)
    if not document.lists and not config.guess:
        _invite(document, config, spec, url)
    mutation_reports = [read_mutation_report(each) for each in mutants]
    outputs = Outputs()
    with interruptible() as halt, TerminalReporter() as reporter:
        for event in run(document, target, config, halt=halt):
            if not isinstance(event, RunFinished):
                outputs.attempt("the terminal", reporter.show, event)
                continue
            report = event.report
            updated = outputs.attempt("the baseline", update_baseline, report)
            report, change = updated or (report, "")
            outputs.attempt("the terminal", reporter.show, RunFinished(report))
    if change:
        click.echo(f"baseline: {change}")
    written = [
        path
        for name, path in files.items()
        if path and outputs.attempt(f"--{name}", write, report, {name: path}, mutation_reports)
    ]
    if written:
        click.echo(f"reports: {', '.join(map(str, written))}")
    lines = outputs.attempt("the annotations", annotations_for_github, report)
    click.echo(lines or "", nl=False)
    raise SystemExit(outputs.exit_code(report.exit_code))


def _invite(document: Spec, config: Config, spec: str, url: str) -> None:
    """Print what a run would check if the lists of a document were annotated."""
    found = [each for each in propose(document) if each.is_likely]
    if not found:
        return
    lists = annotated(document, found)
    laws = {each.law for each in plan(lists, config) if each.kind == "law"}
    names = ", ".join(each.id for each in lists.lists)
    click.echo(
        f"No list of {spec} is annotated, so only its conformance is checked. {names} could be "
        f"checked by {len(laws)} laws. To write the annotations: "
        f"rollcall annotate {spec} {url} -o overlay.yaml",
        err=True,
    )
