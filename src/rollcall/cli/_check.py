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
@click.option("--max-time", metavar="SECONDS", help="Stop so long after the first request.")
@several("--channel", "channels", "PATTERN", "Look through these channels only, such as http.")
@click.option(
    "--require-witnesses",
    flag_value="true",
    help="Fail for each law that the server's data could not decide.",
)
@click.option("--json", type=NEW_FILE, metavar="FILE", help="Write a JSON report.")
@click.option("--junit", type=NEW_FILE, metavar="FILE", help="Write a JUnit report.")
@click.option("--html", type=NEW_FILE, metavar="FILE", help="Write a report for a browser.")
@click.option(
    "--mutants",
    type=FILE,
    multiple=True,
    metavar="FILE",
    help="Show this JSON report of rollcall mutate in the HTML report. Repeatable.",
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
