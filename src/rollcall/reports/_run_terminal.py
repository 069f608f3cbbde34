"""The events and the report of a run, on a terminal or in a log."""

from collections import Counter
from collections.abc import Callable, Mapping
from textwrap import indent
from typing import Self, TextIO, get_args

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rollcall.laws import Outcome, Verdict, Violation
from rollcall.reports._progress import Progress, open_console
from rollcall.reports._run_text import command_of, headline, problems, sum_up, undecided
from rollcall.reports._words import CHANNELS, count, visible
from rollcall.runs import (
    CauseFound,
    Event,
    LawFinished,
    Report,
    RunFinished,
    RunStarted,
    Waiting,
)
from rollcall.runs import Progress as UnitProgress

__all__ = ["TerminalReporter", "print_report"]

_MOST_UNDECIDED = 20
_MOST_DESCRIBED = 40
_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_STYLES: Mapping[str, str] = {"fail": "red", "inconclusive": "magenta", "vacuous": "yellow"}


class TerminalReporter:
    """Prints the events of a run: the progress, each violation, and the report."""

    def __init__(self, stream: TextIO | None = None) -> None:
        """Open the console.

        Args:
            stream: The stream; None: standard output.
        """
        self._console = open_console(stream)
        self._progress = Progress(self._console)
        self._causes = 0

    def show(self, event: Event) -> None:
        """Print an event; after the last event, print the report."""
        match event:
            case RunStarted():
                config = event.config
                self._print(f"spec: {event.spec_title} {event.spec_version}, {event.spec_path}")
                self._print(f"server: {event.base_url}")
                self._print(f"profile: {config.profile}, seed: {config.seed}")
                self._progress.start(len(event.units))
            case UnitProgress():
                sent = count(event.requests, "request")
                self._progress.tick(f"{event.unit.group}, {sent}")
            case Waiting():
                self._print(f"the server responds with 429: waiting {event.seconds:.0f} s")
            case CauseFound():
                self._causes += 1
                if self._causes <= _MOST_DESCRIBED:
                    self._print(f"FAIL {headline(event.violation)}", "red")
            case LawFinished():
                self._progress.count(event.result.outcome)
                self._progress.tick(event.unit.group)
            case RunFinished():
                self._progress.end()
                print_report(event.report, self._console)

    def __enter__(self) -> Self:
        """Return the reporter."""
        return self

    def __exit__(self, *_: object) -> None:
        """Clear the progress line."""
        self._progress.end()

    def _print(self, text: str, style: str | None = None) -> None:
        line = Text(visible(text), style or "")
        self._console.print(line, soft_wrap=not self._console.is_terminal)


def print_report(report: Report, console: Console) -> None:
    """Print tables of verdicts, the undecided laws, the notes, the violations and the result."""
    requests = {each.id: f"{each.requests:,}" for each in report.operations}
    titles = {each: each for each in requests}
    console.print()
    console.print(_table(report, "Operation", titles, lambda each: each.operation, requests))
    console.print()
    families = {law.id: law.family for law in report.laws}
    console.print(_table(report, "Laws", report.families, lambda each: families[each.law]))
    console.print()
    _print_undecided(report, console)
    _print_violations(report, console)
    if report.stopped is not None:
        console.print(visible(f"the run ended early: {report.stopped}"))
    style = "bold green" if not report.exit_code else "bold red"
    console.print(Text(sum_up(report, _OUTCOMES), style))


def _print_undecided(report: Report, console: Console) -> None:
    """Print the undecided laws with their reasons, the notes and the errors."""
    lines = undecided(report)
    for line in lines[:_MOST_UNDECIDED]:
        console.print(visible(line))
    if len(lines) > _MOST_UNDECIDED:
        console.print(f"… and {len(lines) - _MOST_UNDECIDED:,} more in the reports")
    for part in report.not_checked:
        console.print(visible(f"not checked: {part}"))
    for problem in problems(report):
        console.print(Text(visible(f"ERROR {problem}"), "red"))
    if lines or report.not_checked:
        console.print()


def _print_violations(report: Report, console: Console) -> None:
    """Print each violation with its reproduction, once for all channels."""
    grouped: dict[str, list[Violation]] = {}
    for each in report.violations:
        grouped.setdefault(headline(each, has_channel=False), []).append(each)
    for number, (head, violations) in enumerate(grouped.items()):
        through = ", ".join(CHANNELS.get(each.channel, each.channel) for each in violations)
        line = f"FAIL {head}" if through == CHANNELS["http"] else f"FAIL {head} (through {through})"
        console.print(Text(line, "red"))
        if number < _MOST_DESCRIBED:
            first = violations[0]
            reproduction = first.curl if first.channel == "http" else first.python
            for text in filter(None, (first.detail, reproduction)):
                console.print(visible(indent(text, "    ")), soft_wrap=True)
            console.print()
    if grouped:
        console.print(visible(f"re-run: {command_of(report)}"), soft_wrap=True)


def _table(
    report: Report,
    head: str,
    titles: Mapping[str, str],
    row_of: Callable[[Verdict], str],
    requests: Mapping[str, str] | None = None,
) -> Table:
    """Return a table of verdicts: a row for each title with verdicts, a column for each outcome."""
    counts = Counter((row_of(each), each.outcome) for each in report.verdicts)
    shown = [each for each in _OUTCOMES if each in {"pass", "fail"} or report.counts.get(each)]
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column(head)
    for title in [*(["requests"] if requests else []), *shown]:
        table.add_column(title, justify="right")
    for each, title in titles.items():
        if not requests and not any(counts[each, outcome] for outcome in _OUTCOMES):
            continue
        cells = [
            Text(f"{number:,}" if number else "·", _STYLES.get(outcome, "") if number else "")
            for outcome in shown
            for number in [counts[each, outcome]]
        ]
        sent = [requests[each]] if requests else []
        table.add_row(visible(title), *sent, *cells)
    return table
