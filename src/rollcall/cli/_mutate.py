"""``rollcall mutate``."""

from pathlib import Path
from typing import Any

import click

from rollcall.cli._common import NEW_FILE, interruptible, read, run_options, several
from rollcall.config import Shard
from rollcall.runs import keyring_for
from rollcall.spec import UsageError

__all__ = ["mutate"]


@click.command(
    epilog="Exit status: 0 all mutants killed; 1 some not killed, or a law is violated without a "
    "mutant; 2 usage error; 3 incomplete."
)
@run_options
@click.option(
    "--side",
    type=click.Choice(["server", "document"]),
    default="server",
    help="Mutate the responses of the server, or the document. [server]",
)
@several("--only", "only", "PATTERN", "Run only these mutants, such as 'filter.*'; see --list.")
@click.option("--most", type=click.IntRange(1), metavar="N", help="Run at most N mutants.")
@several("--channel", "channels", "NAME", "Check only through these channels.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=2,
    metavar="N",
    help="Run N mutants at once. [2]",
)
@click.option(
    "--confirm/--no-confirm",
    default=True,
    help="Check each violation again without the mutant, in case the data has changed.",
)
@several("--lint", "lint", "MODULE:NAME", "A function that lists the defects of a document.")
@several(
    "--facts", "facts", "MODULE:NAME", "A function that lists the untrue statements of a document."
)
@click.option("--list", "is_list", is_flag=True, help="List the mutants, and send nothing.")
@click.option("--json", type=NEW_FILE, metavar="FILE", help="Write a JSON report.")
@click.option("--html", type=NEW_FILE, metavar="FILE", help="Write a report for a browser.")
def mutate(  # noqa: PLR0913, PLR0917 - what click passes
    spec: str,
    url: str,
    token: tuple[str, ...],
    side: Any,  # noqa: ANN401 - one of two words
    only: tuple[str, ...],
    most: int | None,
    channels: tuple[str, ...],
    workers: int,
    lint: tuple[str, ...],
    facts: tuple[str, ...],
    json: Path | None,
    html: Path | None,
    *,
    confirm: bool,
    is_list: bool,
    **options: Any,  # noqa: ANN401 - the fields of a Config
) -> None:
    """Show which defects of a server the laws would detect.

    Each mutant is the server with one defect: a proxy changes its responses. If no law fails,
    rollcall check would not detect this defect.

    Requires: pip install 'rollcall-contract[mutate]'
    """
    try:
        from rollcall import mutants  # noqa: PLC0415 - it needs the extra "mutate"
    except ModuleNotFoundError as problem:
        raise UsageError(
            f"rollcall mutate needs {problem.name}: pip install 'rollcall-contract[mutate]'"
        ) from None
    from rollcall import reports  # noqa: PLC0415 - only where it is needed
    from rollcall.http import Redactor  # noqa: PLC0415

    read_spec, target, config = read(spec, url, token, {**options, "seed": options["seed"] or "1"})
    if is_list:
        listed = mutants.select_mutants(
            read_spec, side, only, most or 0, operations=config.operations
        )
        for each in mutants.shared(listed, config.shard or Shard(1, 1)):
            click.echo(f"{each.id}: {each.sentence}")
        return
    redactor = Redactor.of(*keyring_for(read_spec, target, config).secrets())
    console = reports.open_console()
    with interruptible() as halt, reports.Progress(console) as progress:
        for event in mutants.mutate(
            read_spec,
            target,
            config,
            side=side,
            only=only,
            channels=channels,
            workers=workers,
            most=most or 0,
            is_confirming=confirm,
            lint=lint,
            facts=facts,
            stop=halt,
        ):
            match event:
                case mutants.MutationStarted():
                    progress.start(event.attempts)
                case mutants.MutationProgress():
                    progress.tick(event.doing)
                case mutants.MutantTried():
                    progress.count(event.result.outcome)
                case mutants.MutationFinished():
                    report = event.report
    reports.print_mutation_report(reports.redacted(report, redactor), console)
    written = reports.write_mutation_report(report, redactor, json, html)
    if written:
        click.echo(f"reports: {', '.join(map(str, written))}")
    raise SystemExit(report.exit_code)
