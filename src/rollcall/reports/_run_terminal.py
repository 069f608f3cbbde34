"""The events and the report of a run, on a terminal or in a log."""

from collections import Counter
from collections.abc import Iterable, Mapping
from textwrap import fill, indent
from typing import Self, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rollcall.laws import Violation
from rollcall.reports._command import command_of
from rollcall.reports._not_judged import guessed_lines, not_judged_lines
from rollcall.reports._progress import Progress, open_console
from rollcall.reports._run_text import (
    BINDING,
    OUTCOMES,
    cause_line,
    choices_of,
    ending_of,
    explained_lines,
    extent_of,
    gone_line,
    problems,
    reproduction_of,
    sum_up,
    undecided,
)
from rollcall.reports._words import count, named, one_line, shortened, visible
from rollcall.runs import (
    Cause,
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

_MOST_CAUSES = 20
_MOST_LINES = 10
_MARGIN = "    "
_STYLES: Mapping[str, str] = {"fail": "red", "inconclusive": "magenta", "vacuous": "yellow"}


class TerminalReporter:
    """Prints the events of a run: the progress, the first violations, and the report."""

    def __init__(self, stream: TextIO | None = None) -> None:
        """Open the console.

        Args:
            stream: The stream; None: standard output.
        """
        self._console = open_console(stream)
        self._progress = Progress(self._console)
        self._requests = 0
        self._causes: set[str] = set()

    def show(self, event: Event) -> None:
        """Print an event; after the last event, print the report."""
        match event:
            case RunStarted():
                config = event.config
                files = " + ".join([event.spec_path, *config.overlays])
                self._print(f"spec: {event.spec_title} {event.spec_version}, {files}")
                self._print(f"server: {event.base_url}")
                self._print(f"profile: {config.profile}, seed: {config.seed}")
                self._progress.start(len(event.units))
            case UnitProgress():
                self._tick(event.unit.group, event.requests)
            case Waiting():
                self._print(f"the server responds with 429: waiting {event.seconds:.0f} s")
            case CauseFound():
                self._found(event.violation)
            case LawFinished():
                self._requests += event.result.requests
                self._progress.count(event.result.outcome)
                self._tick(event.unit.group)
            case RunFinished():
                self._progress.end()
                print_report(event.report, self._console)

    def __enter__(self) -> Self:
        """Return the reporter."""
        return self

    def __exit__(self, *_: object) -> None:
        """Clear the progress line."""
        self._progress.end()

    def _tick(self, group: str, requests: int = 0) -> None:
        self._progress.tick(f"{count(self._requests + requests, 'request')}  {group}")

    def _found(self, violation: Violation) -> None:
        """Print a line for a violation: one for each cause, and only for the first ones."""
        symptom = violation.symptom
        place = named(violation.operation, violation.law, violation.subject)
        cause = place if symptom is None else symptom.id
        if symptom is not None and symptom.kind == "status":  # one cause for all operations
            cause = symptom.title
        if cause not in self._causes and len(self._causes) < _MOST_LINES:
            found = (symptom.title if symptom is not None else "") or violation.title
            title = f"found: {violation.operation}: {found}"
            line = shortened(one_line(title), self._console.width)
            self._console.print(Text(line, "red"), soft_wrap=True)
        self._causes.add(cause)

    def _print(self, text: str) -> None:
        _print_line(self._console, text)


def print_report(report: Report, console: Console) -> None:
    """Print the causes, the verdicts, the notes, the parts not checked, and the result."""
    console.print()
    for number, each in enumerate(report.new_causes):
        _print_cause(console, each, is_whole=number < _MOST_CAUSES)
    _print_lines(console, "known", (_known_line(report, each) for each in report.known_causes))
    gone = (f"{gone_line(each)}; remove with --update-baseline" for each in report.gone_causes)
    _print_lines(console, "gone", gone)
    if report.known_causes or report.gone_causes:
        console.print()
    if any(each.outcome != "pass" for each in report.verdicts):
        console.print(_table(report), "")
    _print_lines(console, "", undecided(report))
    _print_lines(console, "guessed", guessed_lines(report))
    _print_lines(console, "not judged", not_judged_lines(report))
    _print_notes(console, report)
    _print_lines(console, "not checked", report.not_checked)
    for problem in problems(report):
        _print_line(console, f"ERROR {problem}", "red")
    if report.new_causes:
        console.print(visible(f"re-run: {command_of(report)}"), soft_wrap=True)
    if ending := ending_of(report):
        _print_line(console, ending)
    _print_line(console, sum_up(report), "bold red" if report.exit_code else "bold green")


def _print_cause(console: Console, cause: Cause, *, is_whole: bool) -> None:
    """Print a cause, and unless there are many how to reproduce it."""
    width = console.width - len(_MARGIN)
    _print_line(console, f"FAIL {shortened(cause_line(cause), 3 * width)}", "red")
    if not is_whole:
        return
    for line in (f"violates {extent_of(cause)}", *explained_lines(cause)):
        _print_line(console, f"{_MARGIN}{shortened(line, 3 * width)}")
    details = cause.violations[0].detail.splitlines()
    for line in details[:_MOST_LINES]:
        _print_line(console, f"{_MARGIN}{shortened(line, 3 * width)}")
    if len(details) > _MOST_LINES:
        _print_line(console, f"{_MARGIN}… and {len(details) - _MOST_LINES:,} more lines")
    _print_whole(console, reproduction_of(cause))
    console.print()


def _print_notes(console: Console, report: Report) -> None:
    for operations, choices in choices_of(report):
        _print_line(console, f"note: {operations}: the spec makes no choice here; the server does:")
        for each in choices.splitlines():
            line = f"{_MARGIN}{each}"
            short = line if len(line) <= console.width else f"{line[: console.width - 1]}…"
            console.print(Text(short), soft_wrap=True)
    if report.notes:
        _print_line(console, BINDING)


def _print_whole(console: Console, text: str) -> None:
    """Print lines to copy: indented, and not wrapped."""
    console.print(Text(indent(visible(text), _MARGIN)), soft_wrap=True)


def _print_lines(console: Console, kind: str, lines: Iterable[str]) -> None:
    """Print the first lines of a kind, and the number of the others."""
    lines = [*lines]
    start = f"{kind}: " if kind else ""
    for line in lines[:_MOST_LINES]:
        _print_line(console, f"{start}{shortened(line, 3 * console.width)}")
    if len(lines) > _MOST_LINES:
        _print_line(console, f"{start}… and {len(lines) - _MOST_LINES:,} more in the reports")


def _print_line(console: Console, text: str, style: str = "") -> None:
    """Print a paragraph: wrapped on a terminal, in one line in a log."""
    text = one_line(text)
    if console.is_terminal:
        margin = text[: len(text) - len(text.lstrip())]
        text = fill(
            text.strip(),
            console.width,
            initial_indent=margin,
            subsequent_indent=f"{margin}  ",
            break_on_hyphens=False,
        )
    console.print(Text(text, style), soft_wrap=True)


def _known_line(report: Report, cause: Cause) -> str:
    reason = report.known[cause.id].reason
    return cause_line(cause) + (f" ({reason})" if reason else "")


def _table(report: Report) -> Table:
    """Return a table of verdicts: a row for each operation that has others than passes."""
    counts = Counter((each.operation, each.outcome) for each in report.verdicts)
    shown = [each for each in OUTCOMES if each in {"pass", "fail"} or report.counts.get(each)]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Operation", overflow="fold")
    for title in ("requests", *shown):
        table.add_column(title, justify="right")
    others = 0
    for each in report.operations:
        if not any(counts[each.id, outcome] for outcome in OUTCOMES if outcome != "pass"):
            others += bool(counts[each.id, "pass"])
            continue
        cells = [
            Text(f"{number:,}" if number else "·", _STYLES.get(outcome, "") if number else "")
            for outcome in shown
            for number in [counts[each.id, outcome]]
        ]
        table.add_row(visible(each.id), f"{each.requests:,}", *cells)
    if others:
        table.add_row(Text(f"{count(others, 'other operation')}: all pass", "dim"))
    return table
