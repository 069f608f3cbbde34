"""The violations, errors and undecided laws of a run as text."""

import shlex
from collections.abc import Sequence
from textwrap import indent

from rollcall.http import TOKEN_VARIABLE
from rollcall.laws import Violation
from rollcall.reports._words import CHANNELS, count, duration, named, visible
from rollcall.runs import Report, UnitResult

__all__ = [
    "RESULTS",
    "command_of",
    "describe_result",
    "headline",
    "problems",
    "sum_up",
    "undecided",
]

RESULTS = {0: "pass", 1: "fail", 3: "incomplete"}
"""The result of a run, by its exit code."""

_MARGIN = "    "


def describe_result(result: UnitResult) -> str:
    """Return the violations of a unit with their reproductions, or else the reason it failed."""
    texts = [_describe(each) for each in result.violations]
    return visible("\n\n".join(texts or filter(None, (result.reason, result.traceback))))


def _describe(violation: Violation) -> str:
    lines = [headline(violation)]
    if violation.detail:
        lines.append(indent(violation.detail, _MARGIN))
    lines += [
        f"  reproduce it with the token in {TOKEN_VARIABLE}:",
        indent(violation.curl, _MARGIN),
        "  or in Python:",
        indent(violation.python, _MARGIN),
    ]
    return "\n".join(lines)


def headline(violation: Violation, *, has_channel: bool = True) -> str:
    """Return the place and the title of a violation, in a line."""
    channel = violation.channel if has_channel else "http"
    through = "" if channel == "http" else f" through {CHANNELS.get(channel, channel)}"
    place = named(violation.operation, violation.law, violation.subject)
    return visible(f"{place}{through}: {violation.title}")


def problems(report: Report) -> list[str]:
    """Return the units that failed without a violation, or with an error, and the reasons."""
    return [
        f"{each.unit}: {each.reason or each.outcome}"
        for each in report.units
        if each.outcome == "error" or (each.outcome == "fail" and not each.violations)
    ]


def undecided(report: Report) -> list[str]:
    """Return a line for each reason why laws of an operation are vacuous or inconclusive.

    The line names the first law, and the number of other laws with the same reason.
    """
    grouped: dict[tuple[str, str, str | None], dict[str, None]] = {}
    for each in report.verdicts:
        if each.outcome in {"vacuous", "inconclusive"}:
            names = grouped.setdefault((each.outcome, each.operation, each.reason), {})
            names[named(each.operation, each.law, each.subject)] = None
    return [
        f"{outcome}: {_several(list(names))}: {reason}"
        for (outcome, _, reason), names in grouped.items()
    ]


def _several(names: Sequence[str]) -> str:
    return f"{names[0]} and {len(names) - 1:,} more" if len(names) > 1 else names[0]


def sum_up(report: Report, outcomes: Sequence[str]) -> str:
    """Return a line with the result, the verdicts, the requests and the time.

    Args:
        report: The report.
        outcomes: The outcomes, in their order.
    """
    counts = {str(outcome): number for outcome, number in report.counts.items()}
    found = [f"{counts[each]:,} {each}" for each in outcomes if counts.get(each)]
    return (
        f"{RESULTS[report.exit_code]}: {', '.join(found) or 'no law was checked'}; "
        f"{count(report.requests, 'request')} in {duration(report.seconds)}"
    )


def command_of(report: Report) -> str:
    """Return the shell command that repeats the run."""
    config = report.config
    words = ["rollcall", "check", report.spec_path, report.base_url]
    words += ["--profile", config.profile, "--seed", str(config.seed)]
    for option, values in (
        ("--operation", config.operations),
        ("--law", config.laws),
        ("--exclude-law", config.exclude_laws),
        ("--channel", config.channels),
        ("--plugin", config.plugins),
        (
            "--parent",
            [f"{name}={value}" for name in config.parents for value in config.parents[name]],
        ),
    ):
        words += [word for value in values for word in (option, value)]
    flags = {
        "--no-method-probe": not config.probe_methods,
        "--require-witnesses": config.require_witnesses,
    }
    return shlex.join([*words, *(flag for flag, is_set in flags.items() if is_set)])
