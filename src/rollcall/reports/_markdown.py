"""The report of a run as a summary in Markdown, such as GitHub's job summary."""

import re
from collections.abc import Iterable, Iterator

from rollcall.reports._command import command_of
from rollcall.reports._not_judged import guessed_lines, not_judged_lines
from rollcall.reports._run_text import (
    BINDING,
    RESULTS,
    cause_line,
    choices_of,
    counts_of,
    ending_of,
    explained_lines,
    extent_of,
    gone_line,
    problems,
    reproduction_of,
    sum_up,
    undecided,
)
from rollcall.reports._words import one_line, shortened, visible
from rollcall.runs import Cause, Report

__all__ = ["escaped", "to_markdown"]

_SYMBOLS = {0: "✅", 1: "❌", 3: "⚠️"}
_MOST_CAUSES = 50  # GitHub refuses a summary of more than a megabyte
_MOST_LINES = 20
_LONGEST = 2_000
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


def to_markdown(report: Report) -> str:
    """Return a summary: the causes, the counts, the notes, and the parts not checked."""
    symbol, result = _SYMBOLS[report.exit_code], RESULTS[report.exit_code]
    counts = counts_of(report)
    names = [each.replace("_", " ") for each in counts]
    parts = [
        f"## {symbol} {escaped(report.spec_title)} {escaped(report.spec_version)}: {result}",
        escaped(sum_up(report)),
        *(_cause(each) for each in report.new_causes[:_MOST_CAUSES]),
        *_list("More causes", map(cause_line, report.new_causes[_MOST_CAUSES:])),
        *_list("Known causes", map(cause_line, report.known_causes)),
        *_list("Gone causes: remove with `--update-baseline`", map(gone_line, report.gone_causes)),
        "\n".join(
            [
                f"| {' | '.join(names)} |",
                f"|{' ---: |' * len(names)}",
                f"| {' | '.join(f'{each:,}' for each in counts.values())} |",
            ]
        ),
        *_list("Undecided verdicts", undecided(report)),
        *_list("Guessed annotations", guessed_lines(report)),
        *_list("Not judged", not_judged_lines(report)),
        *_notes(report),
        *_list("Not checked", report.not_checked),
        *_list("Errors", problems(report)),
        escaped(ending_of(report)),
        _block(command_of(report), "sh"),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _cause(cause: Cause) -> str:
    best = cause.violations[0]
    language = "sh" if best.channel == "http" else "python"
    parts = [
        f"### {escaped(cause_line(cause))}",
        escaped(f"Violates {extent_of(cause)}."),
        "\n".join(f"- {escaped(each)}" for each in explained_lines(cause)),
        _block("\n".join(best.detail.splitlines()[:_MOST_LINES]), "text"),
        _block(reproduction_of(cause), language),
    ]
    return "\n\n".join(filter(None, parts))


def _notes(report: Report) -> Iterator[str]:
    if report.notes:
        yield f"<details><summary>Notes: {len(report.notes):,}</summary>"
        yield f"The spec makes no choice here. {BINDING}"
        for operations, choices in choices_of(report):
            yield escaped(f"{operations}:")
            yield _block(choices, "yaml")
        yield "</details>"


def _list(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a folded list, if it has a line."""
    items = [f"- {escaped(one_line(each))}" for each in lines]
    if items:
        yield f"<details><summary>{title}: {len(items):,}</summary>"
        yield "\n".join(items)
        yield "</details>"


def escaped(text: str) -> str:
    """Return a text in one line, with the characters that are markup escaped."""
    return _MARKUP.sub(r"\\\1", shortened(" ".join(visible(text).split()), _LONGEST))


def _block(text: str, language: str) -> str:
    """Return a block of code, with a fence that is longer than any in the text."""
    if not text:
        return ""
    text = visible(text)
    fence = "`" * max([3, *(len(each) + 1 for each in re.findall("`+", text))])
    return f"{fence}{language}\n{text.strip(chr(10))}\n{fence}"
