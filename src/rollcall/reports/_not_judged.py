"""What laws judge by a guess, and the parameters that they do not judge, as lines."""

from rollcall.reports._words import count
from rollcall.runs import Report

__all__ = ["guessed_lines", "not_judged_lines", "not_judged_phrase"]

_MOST_NAMES = 5


def guessed_lines(report: Report) -> list[str]:
    """Return a line for each list with the annotations that were guessed."""
    grouped: dict[str, dict[str, list[str]]] = {}
    for each in report.guesses:
        annotation, _, place = each.partition(" of ")
        parameter, _, operation = place.rpartition(" of ")
        grouped.setdefault(operation, {}).setdefault(annotation, []).append(parameter)
    lines = []
    for operation, kinds in grouped.items():
        told = (f"{annotation} {', '.join(own)}".strip() for annotation, own in kinds.items())
        lines.append(f"{operation}: {'; '.join(told)}")
    return lines


def not_judged_lines(report: Report) -> list[str]:
    """Return a line for each list with parameters that no law judges."""
    grouped: dict[str, list[str]] = {}
    for each in report.not_judged:
        grouped.setdefault(each.operation, []).append(each.parameter)
    return [f"{each}: no annotation explains {', '.join(own)}" for each, own in grouped.items()]


def not_judged_phrase(report: Report) -> str:
    """Return the number of these parameters, and the first names; empty if there are none."""
    if not report.not_judged:
        return ""
    names = [*dict.fromkeys(each.parameter for each in report.not_judged)]
    more = f" and {len(names) - _MOST_NAMES:,} more" if len(names) > _MOST_NAMES else ""
    counted = count(len(report.not_judged), "parameter")
    shown = ", ".join(names[:_MOST_NAMES])
    return f"{counted} not judged: {shown}{more} (rollcall annotate proposes annotations)"
