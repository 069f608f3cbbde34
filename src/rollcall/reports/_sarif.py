"""The report of a run as SARIF 2.1.0, which code scanning reads."""

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from rollcall.reports._not_judged import guessed_lines, not_judged_lines
from rollcall.reports._run_json import dump
from rollcall.reports._run_text import (
    counts_of,
    describe,
    ending_of,
    gone_line,
    note_line,
    place_of,
    problems,
    state_of,
    undecided,
)
from rollcall.reports._words import visible
from rollcall.runs import LawSummary, Report

__all__ = ["to_sarif"]


def to_sarif(report: Report) -> str:
    """Return a report as SARIF: a rule for each law, and a result for each cause.

    The place of a result is the line of the spec for its parameter or its operation. With a
    baseline file, each result has its state: new, unchanged, or absent if it is gone.
    """
    states = {"new": "new", "known": "unchanged"} if report.config.baseline is not None else {}
    found = [
        (
            _result(
                *(report, each.id, each.violations[0].law, describe(each), place_of(report, each))
            ),
            states.get(state_of(report, each)),
        )
        for each in (*report.new_causes, *report.known_causes)
    ]
    gone = [
        (_result(report, each.id, each.law, gone_line(each), None), "absent")
        for each in report.gone_causes
    ]
    notifications = [
        *(("note", f"{note_line(each)}; to bind: {each.binding}") for each in report.notes),
        *(("note", f"guessed: {each}") for each in guessed_lines(report)),
        *(("note", f"not judged: {each}") for each in not_judged_lines(report)),
        *(("note", f"not checked: {each}") for each in report.not_checked),
        *(("warning", each) for each in undecided(report)),
        *(("error", each) for each in problems(report)),
    ]
    if ending := ending_of(report):
        notifications.append(("error", ending))
    run = {
        "tool": {
            "driver": {
                "name": "rollcall",
                "semanticVersion": version("rollcall-contract"),
                "rules": [_rule(each) for each in report.laws],
            }
        },
        "invocations": [
            {
                "executionSuccessful": report.exit_code in {0, 1},
                "exitCode": report.exit_code,
                "endTimeUtc": f"{report.finished_at:%Y-%m-%dT%H:%M:%SZ}",
                "toolExecutionNotifications": [
                    {"level": level, "message": _message(text)} for level, text in notifications
                ],
            }
        ],
        "results": [
            {**result, **({"baselineState": state} if state else {})}
            for result, state in (*found, *gone)
        ],
        "properties": {"counts": counts_of(report)},
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return dump({"$schema": schema, "version": "2.1.0", "runs": [run]})


def _rule(law: LawSummary) -> dict[str, object]:
    parts = {"Basis": law.basis, "Source": law.source, "Needed in the data": law.needs}
    facts = [f"{name}: {text}." for name, text in parts.items() if text]
    return {
        "id": law.id,
        "shortDescription": _message(law.sentence),
        "help": _message("\n".join([law.sentence, *facts])),
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": [law.family, law.basis]},
    }


def _result(
    report: Report, cause: str, law: str, text: str, place: tuple[str, int] | None
) -> dict[str, object]:
    file, line = place or (report.spec_path, 1)  # GitHub refuses a result without a place
    where = {"artifactLocation": {"uri": _uri(file)}, "region": {"startLine": line}}
    return {
        "ruleId": law,
        "level": "error",
        "message": _message(text),
        "locations": [{"physicalLocation": where}],
        "partialFingerprints": {"rollcallCause/v1": sha256(visible(cause).encode()).hexdigest()},
        "properties": {"cause": visible(cause)},
    }


def _message(text: str) -> dict[str, str]:
    return {"text": visible(text)}


def _uri(path: str) -> str:
    """Return the address of a spec: as it is, or of its file."""
    if "://" in path:
        return quote(path, safe=":/?#[]@!$&'()*+,;=%~")
    return Path(path).as_uri() if Path(path).is_absolute() else quote(Path(path).as_posix())
