"""The report of a campaign, as text."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

from rollcall.mutants.report._wanting import wanting
from rollcall.reports import (
    count_mutants,
    duration,
    overall,
    state,
    tell_total,
    visible,
)

__all__ = ["summarize"]

_WIDTH = 100
_NAME = 28
_COLUMN = 10
_TIME = 13
_MOST_LISTED = 60
_HEADS = {
    "killed": "killed",
    "survived": "survived",
    "not covered": "not covered",
    "not applicable": "not appl.",
    "equivalent": "equiv.",
    "not tried": "not tried",
}


def summarize(report: Mapping[str, Any]) -> Iterator[str]:
    """Return the lines of the summary.

    The groups by channels, the faults that nothing noticed, and in a sentence how many were.
    Characters that steer a terminal are written so that they can be seen.

    Args:
        report: What ``MutationReport.to_json`` returns.
    """
    yield from map(visible, _summarize(report))


def _summarize(report: Mapping[str, Any]) -> Iterator[str]:
    yield from _tables(report)
    yield from _sound(report)
    yield from _survivors(report)
    if report["side"] == "server":
        yield from _noticed_elsewhere(report)
    yield from _not_covered(report)
    for note in report["notes"]:
        yield from _wrapped(f"note: {note}")
    if report["stopped"] is not None:
        yield from _wrapped(f"the run ended early: {report['stopped']}")
    yield from _wrapped(tell_total(report))


def _tables(report: Mapping[str, Any]) -> Iterator[str]:
    groups = count_mutants(report)
    for number, channel in enumerate(report["channels"]):
        tallies = [(group, each[number]) for group, each in groups]
        shown = [
            each
            for each in _HEADS
            if each in {"killed", "survived"}
            or any(tally.counted.get(each) for _, tally in tallies)
        ]
        heads = "".join(f"{_HEADS[each]:>{_COLUMN}}" for each in shown)
        yield f"{channel['title'][:_NAME]:<{_NAME}}{heads}{'time':>{_TIME}}"
        for group, tally in tallies:
            counts = "".join(f"{tally.counted.get(each, 0) or '·':>{_COLUMN}}" for each in shown)
            title = group["title"][: _NAME - 3]
            yield f"  {title:<{_NAME - 2}}{counts}{duration(tally.seconds):>{_TIME}}"
        yield ""


def _sound(report: Mapping[str, Any]) -> Iterator[str]:
    for channel in report["channels"]:
        lines = report["sound"].get(channel["id"], ())
        if not lines:
            continue
        yield (
            f"broken without any fault, through {channel['title']}: {len(lines)}; "
            "these can tell nothing"
        )
        for line in lines[:_MOST_LISTED]:
            yield from _wrapped(line, "  ")
        yield from _more(lines)
        yield ""


def _survivors(report: Mapping[str, Any]) -> Iterator[str]:
    title = "survived: something was wrong, and nothing noticed"
    yield from _listed(report, title, {"survived"})


def _noticed_elsewhere(report: Mapping[str, Any]) -> Iterator[str]:
    title = "noticed, but not through every channel that had the wrong answer"
    yield from _listed(report, title, {"killed"})


def _listed(report: Mapping[str, Any], title: str, outcomes: Collection[str]) -> Iterator[str]:
    """Name the faults that survived through a channel, of those that ended so on the whole."""
    channels = [each["id"] for each in report["channels"]]
    found = [
        (mutant, through)
        for mutant in report["mutants"]
        if (through := _through(report, mutant)) and overall(mutant, channels) in outcomes
    ]
    if not found:
        return
    yield f"{title}: {len(found)}"
    for mutant, through in found[:_MOST_LISTED]:
        yield from _named(report, mutant, through, "  ")
    yield from _more(found)
    yield ""


def _not_covered(report: Mapping[str, Any]) -> Iterator[str]:
    groups = wanting(report)
    if not groups:
        return
    count = sum(len(each.mutants) for each in groups)
    yield f"not covered, for want of data: {count}"
    for each in groups:
        about = each.data or "no law says what is wanting"
        yield from _wrapped(f"{len(each.mutants)}: {about}", "  ")
        for mutant, through in each.mutants[:_MOST_LISTED]:
            yield from _named(report, mutant, through, "    ")
        yield from _more(each.mutants)
    yield ""


def _through(report: Mapping[str, Any], mutant: Mapping[str, Any]) -> list[str]:
    return [
        channel["title"]
        for channel in report["channels"]
        if state(mutant, channel["id"]) == "survived"
    ]


def _named(
    report: Mapping[str, Any], mutant: Mapping[str, Any], through: Sequence[str], margin: str
) -> Iterator[str]:
    """Name a fault; the channels stand there where others ended otherwise."""
    is_partial = len(through) < len(report["channels"])
    only = f" ({', '.join(through)})" if is_partial else ""
    about = " x ".join(each for each in (mutant["operation"], mutant["subject"]) if each)
    text = f"{mutant['sentence']} [{mutant['kind']}]{only}"
    yield from _wrapped(f"{about}: {text}" if about else text, margin)


def _wrapped(text: str, margin: str = "") -> list[str]:
    return wrap(
        text,
        _WIDTH,
        initial_indent=margin,
        subsequent_indent=f"{margin}  ",
        break_on_hyphens=False,
        break_long_words=False,
    )


def _more(found: Sequence[object]) -> Iterator[str]:
    if len(found) > _MOST_LISTED:
        yield f"  … and {len(found) - _MOST_LISTED} more, which the reports name"
