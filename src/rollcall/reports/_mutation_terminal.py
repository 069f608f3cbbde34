"""The report of a mutation run, for a terminal."""

from collections.abc import Collection, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rollcall.reports._mutation import KILLED_FIRST, MutantResult, MutationReport, State
from rollcall.reports._words import duration, named, visible

__all__ = ["print_mutation_report"]

_MOST_LISTED = 60


def print_mutation_report(report: MutationReport, console: Console) -> None:
    """Print a table for each channel, the mutants that were not killed, and the total."""
    head = f"mutants of the {report.side}: {report.title} {report.version}, {report.server}"
    console.print(visible(head))
    console.print(visible(f"profile: {report.profile}, seed: {report.seed}"), "")
    for number, title in enumerate(report.channels.values()):
        console.print(_table(report, number, title), "")
    for channel, lines in report.sound.items():
        through = report.channels.get(channel, channel)
        _print_list(console, f"violations without a mutant, through {through}", lines)
    _print_mutants(console, report, "survived", {"survived"})
    if report.side == "server":
        _print_mutants(console, report, "killed, but not through every channel", {"killed"})
    for missing, mutants in report.not_covered():
        title = f"not covered, needs {missing or 'unknown data'}"
        _print_list(console, title, [_describe(report, each, "not covered") for each in mutants])
    for note in report.notes:
        console.print(visible(f"note: {note}"))
    for error in report.errors:
        console.print(visible(f"error: {error}"), style="red")
    if report.stopped is not None:
        console.print(visible(f"the run ended early: {report.stopped}"), style="red")
    console.print(visible(report.total()), style="bold")


def _table(report: MutationReport, channel: int, title: str) -> Table:
    rows = [(group, tallies[channel]) for group, tallies in report.tallies()]
    counts = rows[-1][1].counts
    shown = [each for each in KILLED_FIRST if each in KILLED_FIRST[:2] or counts.get(each)]
    table = Table(visible(title), box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for head in (*shown, "time"):
        table.add_column(head, justify="right")
    for group, tally in rows:
        numbers = [f"{tally.counts[each]:,}" if tally.counts.get(each) else "·" for each in shown]
        style = "red" if tally.counts.get("survived") else None
        table.add_row(visible(group), *numbers, duration(tally.seconds), style=style)
    return table


def _print_mutants(
    console: Console, report: MutationReport, title: str, overall: Collection[State]
) -> None:
    """Print the mutants with an overall state that survived through a channel."""
    found = [
        _describe(report, each, "survived")
        for each in report.mutants
        if each.overall(report.channels) in overall
        and any(each.state(channel) == "survived" for channel in report.channels)
    ]
    _print_list(console, title, found)


def _print_list(console: Console, title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    console.print(Text(visible(f"{title}: {len(lines):,}"), style="bold"))
    for line in lines[:_MOST_LISTED]:
        console.print(Padding(visible(line), (0, 0, 0, 2)))
    if len(lines) > _MOST_LISTED:
        console.print(f"  … and {len(lines) - _MOST_LISTED:,} more in the JSON and HTML reports")
    console.print()


def _describe(report: MutationReport, mutant: MutantResult, state: State) -> str:
    """Return a line for a mutant, with the channels that have the state unless all have it."""
    through = [title for id_, title in report.channels.items() if mutant.state(id_) == state]
    only = f" ({', '.join(through)})" if len(through) < len(report.channels) else ""
    return f"{named(mutant.operation, mutant.kind, mutant.subject)}: {mutant.sentence}{only}"
