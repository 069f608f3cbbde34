"""``rollcall check``."""

from pathlib import Path
from typing import Any

import click

from rollcall.cli._common import (
    EXIT_STATUS,
    FILE,
    NEW_FILE,
    interruptible,
    read,
    run_options,
    several,
)
from rollcall.reports import TerminalReporter, read_mutation_report, write
from rollcall.runs import RunFinished, run

__all__ = ["check"]


@click.command(epilog=EXIT_STATUS)
@run_options
@click.option("--max-time", metavar="SECONDS", help="Stop this long after the first request.")
@several("--channel", "channels", "PATTERN", "Check only through these channels, such as http.")
@click.option(
    "--require-witnesses",
    flag_value="true",
    help="Fail for each law that the data of the server cannot decide.",
)
@click.option("--json", type=NEW_FILE, metavar="FILE", help="Write a JSON report.")
@click.option("--junit", type=NEW_FILE, metavar="FILE", help="Write a JUnit report.")
@click.option("--html", type=NEW_FILE, metavar="FILE", help="Write a report for a browser.")
@click.option(
    "--mutants",
    type=FILE,
    multiple=True,
    metavar="FILE",
    help="Include this JSON report of rollcall mutate in the HTML report. Repeatable.",
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

    SPEC is the file or the address of an OpenAPI document. URL is the address of the server, with
    the base path.

    Options can also be set in [tool.rollcall] of pyproject.toml, and in the environment, such as
    ROLLCALL_PROFILE.
    """
    given = read(spec, url, token, options)
    mutation_reports = [read_mutation_report(each) for each in mutants]
    with interruptible() as halt, TerminalReporter() as reporter:
        for event in run(*given, halt=halt):
            reporter.show(event)
            if isinstance(event, RunFinished):
                report = event.report
    written = write(report, json, junit, html, mutation_reports)
    if written:
        click.echo(f"reports: {', '.join(map(str, written))}")
    raise SystemExit(report.exit_code)
