"""The kill matrix as data: a line for each fault and column, and what it was measured with."""

import csv
import io
import json
import platform
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import attrs

__all__ = ["Line", "Matrix", "compiled", "read", "written"]

_TOOLS = {"schemathesis": "schemathesis", "Hypothesis": "hypothesis"}
_PROJECT = Path(__file__).parents[2] / "pyproject.toml"
_HEAD = ("generated_at", "api", "server", "profile", "seed", "seconds", "channels", "groups")
_DIGITS = 3


@attrs.frozen
class Line:
    """A fault, a column, and what came of it.

    Attributes:
        side: What has the fault: ``server``, ``client`` or ``spec``; where there are several
            documents of a side, with the title of the API behind it.
        fault: The fault's id.
        kind: The group, a dot, and what is wrong.
        column: What looked for it.
        outcome: ``killed``, ``survived``, ``unreached`` (no answer differed), ``not applicable``,
            ``equivalent`` (nothing can tell it from what is sound) or ``not tried``.
        law: The id of what noticed it.
        requests: How many requests were sent.
        seconds: How long it took.
        reason: Why it was not noticed, where that is known.
    """

    side: str
    fault: str
    kind: str
    column: str
    outcome: str
    law: str
    requests: int
    seconds: float
    reason: str

    @property
    def group(self) -> str:
        """The group that it is counted in."""
        return self.kind.partition(".")[0]


@attrs.frozen
class Matrix:
    """All lines, and what is known of the runs.

    Attributes:
        head: The versions, and by side: the API, the server, the seeds, the columns, the groups,
            the sentences of the kinds, what was broken without a fault, and notes.
        lines: The lines.
    """

    head: Mapping[str, Any]
    lines: Sequence[Line]


def compiled(reports: Sequence[Mapping[str, Any]]) -> Matrix:
    """Make the matrix of the reports of campaigns.

    Reports of the same side and API are columns of one table: what one of them says of a fault
    holds for all.

    Args:
        reports: The JSON reports, the leading one of each side first.

    Raises:
        ValueError: A report ended early, or has a fault that the leading one does not have.
    """
    sides: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for report in reports:
        if report.get("stopped"):
            raise ValueError(f"a report of the side {report['side']} ended early")
        sides.setdefault((report["side"], report["api"]["title"]), []).append(report)
    names = [side for side, _ in sides]
    head: dict[str, Any] = {"versions": _versions(), "sides": {}}
    lines: list[Line] = []
    for (side, title), found in sides.items():
        name = side if names.count(side) == 1 else f"{side}: {title}"
        head["sides"][name] = _side(found)
        lines += _lines(name, found)
    return Matrix(head, lines)


def _versions() -> dict[str, str]:
    project = tomllib.loads(_PROJECT.read_text("utf-8"))["project"]
    return {
        "Rollcall": project["version"],
        **{name: version(package) for name, package in _TOOLS.items()},
        "Python": platform.python_version(),
    }


def _side(reports: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    channels = [each for report in reports for each in report["channels"]]
    leading = reports[0]
    shown = {fault["kind"].partition(".")[0] for fault in leading["faults"]}
    return {
        "runs": [{name: report[name] for name in _HEAD[:6]} for report in reports],
        "columns": {each["id"]: each["title"] for each in channels},
        "groups": {each["id"]: each["title"] for each in leading["groups"] if each["id"] in shown},
        "kinds": {fault["kind"]: fault["sentence"] for fault in leading["faults"]},
        "sound": {
            column: lines
            for report in reports
            for column, lines in report.get("sound", {}).items()
            if lines
        },
        "notes": [note for report in reports for note in report.get("notes", ())],
    }


def _lines(name: str, reports: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    leading = {fault["id"]: fault for fault in reports[0]["faults"]}
    trials: dict[str, dict[str, Mapping[str, Any]]] = {each: {} for each in leading}
    for report in reports:
        for fault in report["faults"]:
            if fault["id"] not in leading:
                raise ValueError(f"{fault['id']} is in one report of the {name} alone")
            trials[fault["id"]] |= fault["trials"]
    for fault_id, fault in leading.items():
        for column in (each["id"] for each in reports[0]["channels"]):
            if column not in trials[fault_id]:
                yield _line(name, fault, column, {"outcome": "not tried"})
        for column, trial in trials[fault_id].items():
            yield _line(name, fault, column, trial)


def _line(name: str, fault: Mapping[str, Any], column: str, trial: Mapping[str, Any]) -> Line:
    outcome = trial["outcome"]
    reason = ""
    if outcome in {"survived", "unreached"}:
        reason = fault.get("needs") or "; ".join(trial.get("reasons") or ())
    if outcome in {"survived", "unreached", "not tried"} and fault.get("equivalent"):
        outcome, reason = "equivalent", fault["equivalent"]
    if column.startswith("schemathesis") and outcome != "equivalent":
        reason = ""
    return Line(
        side=name,
        fault=fault["id"],
        kind=fault["kind"],
        column=column,
        outcome=outcome,
        law=trial.get("law") or "",
        requests=trial.get("requests") or 0,
        seconds=round(trial.get("seconds") or 0.0, _DIGITS),
        reason=reason,
    )


def written(matrix: Matrix) -> tuple[str, str]:
    """Write the matrix as JSON (what it was measured with) and as CSV (its lines)."""
    stream = io.StringIO()
    out = csv.writer(stream, lineterminator="\n")
    names = [each.name for each in attrs.fields(Line)]
    out.writerow(names)
    out.writerows([_text(getattr(line, name)) for name in names] for line in matrix.lines)
    return f"{json.dumps(matrix.head, indent=1, ensure_ascii=False)}\n", stream.getvalue()


def _text(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def read(head: str, lines: Iterable[str]) -> Matrix:
    """Read a matrix as ``written`` writes it."""
    return Matrix(
        json.loads(head),
        [
            Line(
                **{**row, "requests": int(row["requests"]), "seconds": float(row["seconds"])}  # type: ignore[arg-type]
            )
            for row in csv.DictReader(lines)
        ],
    )
