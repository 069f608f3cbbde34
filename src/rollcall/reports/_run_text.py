"""What the reports of a run say, as numbers and lines; every format takes them from here."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import indent
from typing import Literal, get_args

from rollcall.http import TOKEN_VARIABLE
from rollcall.laws import Note, Outcome, Violation
from rollcall.reports._not_judged import guessed_lines, not_judged_lines, not_judged_phrase
from rollcall.reports._words import CHANNELS, count, duration, named, one_line, visible
from rollcall.runs import Cause, KnownCause, Report, UnitResult

__all__ = [
    "BINDING",
    "OUTCOMES",
    "RESULTS",
    "CauseState",
    "cause_line",
    "choices_of",
    "counts_of",
    "describe",
    "describe_result",
    "ending_of",
    "explained_lines",
    "extent_of",
    "gone_line",
    "grouped_notes",
    "headline",
    "listed",
    "note_line",
    "place_of",
    "problems",
    "reproduction_of",
    "state_of",
    "sum_up",
    "summary_lines",
    "undecided",
    "update_line",
]

CauseState = Literal["new", "known", "undecided"]
"""Whether a cause fails the run, is in the baseline file, or only prevented decisions."""

RESULTS = {0: "pass", 1: "fail", 3: "incomplete"}
"""The result of a run, by its exit code."""

BINDING = (
    "A line of YAML makes a choice binding: under strictness of x-list, or for all lists under "
    "x-strictness at the root of the document."
)
"""Where the YAML of a note belongs."""

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

_MARGIN = "    "
_MOST_EXPLAINED = 10
_STATUS = "conformance.status_code_conformance"


def counts_of(report: Report) -> Mapping[str, int]:
    """Return the numbers of a report, which every format shows.

    ``causes`` is the number of those that fail the run; ``pass``, ``fail``, ``vacuous`` and
    ``inconclusive`` are numbers of verdicts.
    """
    return {
        "causes": len(report.new_causes),
        "known": len(report.known_causes),
        "gone": len(report.gone_causes),
        **{each: report.counts.get(each, 0) for each in OUTCOMES},
        "notes": len(report.notes),
        "not_judged": len(report.not_judged),
        "not_checked": len(report.not_checked),
    }


def sum_up(report: Report) -> str:
    """Return a line with the result, the causes, the verdicts, the gaps and the requests."""
    counts = counts_of(report)
    verdicts = [f"{counts[each]:,} {each}" for each in OUTCOMES if counts[each]]
    parts = [
        listed(
            count(counts["causes"], "cause") if counts["causes"] else "",
            count(counts["known"], "known cause") if counts["known"] else "",
        ),
        listed(*verdicts) or "no law was checked",
        not_judged_phrase(report),
        count(counts["notes"], "note") if counts["notes"] else "",
        f"{count(report.requests, 'request')} in {duration(report.seconds)}",
    ]
    return f"{RESULTS[report.exit_code]}: {'; '.join(filter(None, parts))}"


def ending_of(report: Report) -> str:
    """Return why a run is incomplete, or ended early; empty if it is whole."""
    if report.stopped is not None:
        return f"the run ended early: {report.stopped}"
    return f"incomplete: {report.incomplete}" if RESULTS[report.exit_code] == "incomplete" else ""


def listed(*parts: str) -> str:
    """Return the parts that are not empty, with commas between them."""
    return ", ".join(filter(None, parts))


# --- causes ---


def state_of(report: Report, cause: Cause) -> CauseState:
    """Return the state of a cause."""
    if not cause.violations:
        return "undecided"
    return "known" if cause.id in report.known else "new"


def cause_line(cause: Cause) -> str:
    """Return the operation and the title of a cause, in a line."""
    return _placed(cause.operation, cause.title)


def explained_lines(cause: Cause) -> list[str]:
    """Return a line for each other defect that a cause explains, and the number of the rest."""
    shown = [f"explains: {one_line(each)}" for each in cause.explains[:_MOST_EXPLAINED]]
    others = len(cause.explains) - len(shown)
    return [*shown, f"explains {others:,} more"] if others else shown


def _placed(operation: str, title: str) -> str:
    return one_line(title if title.startswith(operation) else f"{operation}: {title}")


def headline(violation: Violation) -> str:
    """Return the place and the title of a violation, in a line."""
    channel = CHANNELS.get(violation.channel, violation.channel)
    place = named(violation.operation, violation.law, violation.about)
    return one_line(f"{place} through {channel}: {violation.title}")


def place_of(report: Report, cause: Cause) -> tuple[str, int] | None:
    """Return the file and the line of the parameter or the operation of a cause."""
    if not cause.violations:
        return None
    best = cause.violations[0]
    return report.places.get((best.operation, next(iter(best.parameters), best.subject)))


def extent_of(cause: Cause) -> str:
    """Return the laws that a cause violates, and how many verdicts it leaves undecided.

    Of statuses that are not documented, also the option that excludes their check; of guessed
    annotations, these.
    """
    laws = dict.fromkeys(named("", each.law, each.subject) for each in cause.violations)
    channels = dict.fromkeys(each.channel for each in cause.violations)
    through = listed(*(CHANNELS.get(each, each) for each in channels))
    left = count(len(cause.follows), "verdict")
    undecided = f"; leaves {left} undecided" if cause.follows else ""
    option = f"; --exclude-law {_STATUS} leaves it out" if [*laws] == [_STATUS] else ""
    guesses = [each.removesuffix(f" of {cause.operation}") for each in cause.guesses]
    guess = f"; rests on a guess: {listed(*guesses)}" if guesses else ""
    return one_line(f"{_several([*laws])}, through {through}{undecided}{option}{guess}")


def reproduction_of(cause: Cause) -> str:
    """Return the shell line that shows a cause, or Python if only a client shows it."""
    best = cause.violations[0]
    return best.curl if best.channel == "http" else best.python


def gone_line(cause: KnownCause) -> str:
    """Return a known cause that the run did not find, in a line."""
    return f"{_placed(cause.operation, cause.title)} (first seen {cause.first_seen})"


def update_line(before: Report, after: Report) -> str:
    """Return what an update of the baseline file changed, in a line."""
    added, removed = after.known.keys() - before.known.keys(), before.gone_causes
    is_whole = before.stopped is None and not before.incomplete
    kept = "" if is_whole else "; an incomplete run removes none"
    return (
        f"{after.config.baseline}: {count(len(added), 'cause')} added, {len(removed):,} removed, "
        f"{len(after.known):,} known{kept}"
    )


def describe(cause: Cause) -> str:
    """Return a cause with its extent, its detail and both reproductions."""
    best = cause.violations[0]
    token = f" with the token in {TOKEN_VARIABLE}" if TOKEN_VARIABLE in best.curl else ""
    parts = [
        (_MARGIN, f"violates {extent_of(cause)}"),
        (_MARGIN, "\n".join(explained_lines(cause))),
        (_MARGIN, best.detail),
        ("  ", f"reproduce it{token}:"),
        (_MARGIN, best.curl),
        ("  ", "or in Python:"),
        (_MARGIN, best.python),
    ]
    lines = (indent(visible(text), margin) for margin, text in parts if text)
    return "\n".join([visible(cause_line(cause)), *lines])


def describe_result(report: Report, result: UnitResult, described: dict[str, str]) -> str:
    """Return the causes of the violations of a unit, or else the reason why it failed.

    Args:
        report: The report of the run, or of its units so far.
        result: The result of the unit.
        described: The ids of the causes that other units describe, with the ids of these units. A
            cause is described once; this function adds it.
    """
    texts = []
    for each in report.causes_for(result):
        unit = described.setdefault(each.id, result.unit.id)
        same = f"{cause_line(each)}\n{_MARGIN}the same cause as in {unit}"
        texts.append(describe(each) if unit == result.unit.id else same)
    if result.traceback or report.fails_itself(result) or not texts:
        texts += filter(None, (result.reason, result.traceback))
    return visible("\n\n".join(texts))


# --- what is left ---


def problems(report: Report) -> list[str]:
    """Return the units that crashed, or that lack a required witness, and the reasons."""
    return [
        f"{each.unit}: {each.reason or each.outcome}"
        for each in report.units
        if each.traceback or report.fails_itself(each)
    ]


def undecided(report: Report) -> list[str]:
    """Return a line for each reason why laws are vacuous or inconclusive, large groups first.

    The line names the first law, and the number of others. The verdicts that follow from a cause
    with violations are left out: they stand under it.
    """
    explained = {
        key: cause.title if not cause.violations else ""
        for cause in report.causes
        for key in cause.follows
    }
    grouped: dict[tuple[str, str], dict[str, None]] = {}
    for each in report.verdicts:
        reason = explained.get(each.key, each.reason)
        if each.outcome in {"vacuous", "inconclusive"} and reason:
            names = grouped.setdefault((each.outcome, reason), {})
            names[named(each.operation, each.law, each.subject)] = None
    return [
        one_line(f"{outcome}: {_several([*names])}: {reason}")
        for (outcome, reason), names in sorted(grouped.items(), key=lambda each: -len(each[1]))
    ]


def _several(names: Sequence[str]) -> str:
    return f"{names[0]} and {len(names) - 1:,} more" if len(names) > 1 else names[0]


def note_line(note: Note, operations: Sequence[str] = ()) -> str:
    """Return a note without its YAML, in a line.

    Args:
        note: The note.
        operations: The operations that it describes; empty: its own.
    """
    others = listed(*(each for each in note.subjects if each not in note.sentence))
    about = f" ({others})" if others else ""
    place = listed(*operations) or note.operation
    return one_line(f"{place}: {note.sentence.rstrip('.')}{about}")


def summary_lines(report: Report) -> list[str]:
    """Return the causes, the notes, the parts not checked and the result, a line for each."""
    lines = [
        *(f"FAIL {cause_line(each)}" for each in report.new_causes),
        *(f"known: {cause_line(each)}" for each in report.known_causes),
        *(f"gone: {gone_line(each)}" for each in report.gone_causes),
        *(f"guessed: {each}" for each in guessed_lines(report)),
        *(f"not judged: {each}" for each in not_judged_lines(report)),
        *(f"note: {note_line(each)}; to bind: {each.binding}" for each in report.notes),
        *(f"not checked: {each}" for each in report.not_checked),
        f"{report.spec_title} {report.spec_version} at {report.base_url}, {_effort(report)}",
        *filter(None, [ending_of(report)]),
        sum_up(report),
    ]
    return [*map(one_line, lines)]


def _effort(report: Report) -> str:
    return f"profile {report.config.profile}, seed {report.config.seed}"


def choices_of(report: Report) -> Iterator[tuple[str, str]]:
    """Yield the operations, and the choices of the server that the spec does not make, as YAML.

    A comment beside each line has the behaviour of the server.
    """
    grouped: dict[tuple[str, ...], list[Note]] = {}
    for first, notes in grouped_notes(report).items():
        grouped.setdefault(tuple(each.operation for each in notes), []).append(first)
    for operations, notes in grouped.items():
        width = max(len(each.binding) for each in notes)
        lines = (f"{each.binding:<{width}}  # {one_line(each.sentence)}" for each in notes)
        yield listed(*operations), "\n".join(lines)


def grouped_notes(report: Report) -> Mapping[Note, list[Note]]:
    """Return the notes: those that say the same of several operations stand under the first."""
    grouped: dict[tuple[str, str, tuple[str, ...]], list[Note]] = {}
    for each in report.notes:
        grouped.setdefault((each.sentence, each.binding, each.subjects), []).append(each)
    return {notes[0]: notes for notes in grouped.values()}
