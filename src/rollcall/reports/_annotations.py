"""The causes of a run as annotations, which GitHub Actions reads from the output of a step."""

import os

from rollcall.reports._run_text import (
    cause_line,
    ending_of,
    explained_lines,
    extent_of,
    place_of,
    reproduction_of,
    sum_up,
)
from rollcall.reports._words import visible
from rollcall.runs import Cause, Report

__all__ = ["annotations_for_github", "to_annotations"]

_ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_ESCAPES_OF_PROPERTIES = {**_ESCAPES, ":": "%3A", ",": "%2C"}


def annotations_for_github(report: Report) -> str:
    """Return the annotations in a step of GitHub Actions; elsewhere an empty text."""
    return to_annotations(report) if os.environ.get("GITHUB_ACTIONS") == "true" else ""


def to_annotations(report: Report) -> str:
    """Return a workflow command for each cause: an error, or a warning if it is known.

    A run that is incomplete has one more error. GitHub shows ten of each kind for a step.
    """
    lines = [
        *(_annotation("error", report, each) for each in report.new_causes),
        *(_annotation("warning", report, each) for each in report.known_causes),
    ]
    if report.exit_code and not report.new_causes:
        message = "\n".join(filter(None, (sum_up(report), ending_of(report))))
        lines.append(f"::error title=rollcall::{_escaped(message, _ESCAPES)}")
    return "".join(f"{each}\n" for each in lines)


def _annotation(level: str, report: Report, cause: Cause) -> str:
    place = place_of(report, cause)
    where = {"file": place[0], "line": str(place[1])} if place is not None else {}
    properties = {**where, "title": cause_line(cause)}
    given = ",".join(
        f"{name}={_escaped(value, _ESCAPES_OF_PROPERTIES)}" for name, value in properties.items()
    )
    explained = "\n".join(explained_lines(cause))
    detail, shown = cause.violations[0].detail, reproduction_of(cause)
    parts = f"violates {extent_of(cause)}", explained, detail, shown
    message = _escaped("\n".join(filter(None, parts)), _ESCAPES)
    return f"::{level} {given}::{message}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(each, each) for each in visible(text))
