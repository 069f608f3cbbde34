"""The parameters that no law judges, as lines and as a phrase."""

from rollcall.reports._words import count
from rollcall.runs import Report

__all__ = ["not_judged_lines", "not_judged_phrase"]

_MOST_NAMES = 5


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
