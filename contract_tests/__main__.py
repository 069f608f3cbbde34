"""Runs the contract suite: python -m contract_tests --spec FILE …, with the options of pytest.

With several contracts, each has a run of its own, one after the other: what a run is about is fixed
when its tests are collected. Their reports are joined: one summary, and one file of each kind.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from contract_tests.report import (
    join_junit,
    join_reports,
    read_faults,
    render_joined,
    sum_up,
    write_text,
)

_INTERRUPTED = 2
_NOTHING = 5


def main(arguments: Sequence[str]) -> int:
    """Run the suite for each contract, and give the exit code: the worst one of pytest's."""
    parser = argparse.ArgumentParser(
        prog="python -m contract_tests",
        description="Run the contract suite for one contract or several; all other options are "
        "pytest's, of pytest contract_tests.",
        allow_abbrev=False,
    )
    parser.add_argument("--spec", action="append", required=True, metavar="FILE", type=Path)
    for option in ("--junitxml", "--contract-json", "--html-report"):
        parser.add_argument(option, metavar="FILE", type=Path)
    parser.add_argument("--faults-json", action="append", default=[], metavar="FILE", type=Path)
    own, others = parser.parse_known_args(arguments)
    if len(own.spec) == 1:
        faults = [text for path in own.faults_json for text in ("--faults-json", str(path))]
        return _run(own.spec[0], _paths(own), [*faults, *others])
    code = 0
    parts = []
    for spec in own.spec:
        part = _part(own, spec.stem)
        for path in part.values():
            path.unlink(missing_ok=True)
        parts.append(part)
        code = max(code, _run(spec, part, ["-o", f"junit_suite_name={spec.stem}", *others]))
        if code == _INTERRUPTED:
            break
    _join(own, parts)
    return code


def _paths(own: argparse.Namespace) -> dict[str, Path]:
    """Give the files that are asked for, by their options."""
    found = {
        "--junitxml": own.junitxml,
        "--contract-json": own.contract_json,
        "--html-report": own.html_report,
    }
    return {option: path for option, path in found.items() if path is not None}


def _part(own: argparse.Namespace, name: str) -> dict[str, Path]:
    """Give the files of one run: those that are joined, named like its contract, too."""
    found = {each: _paths(own).get(each) for each in ("--junitxml", "--contract-json")}
    if found["--contract-json"] is None and own.html_report is not None:
        found["--contract-json"] = own.html_report.with_suffix(".json")
    return {
        option: path.with_name(f"{path.stem}-{name}{path.suffix}")
        for option, path in found.items()
        if path is not None
    }


def _run(spec: Path, paths: dict[str, Path], others: Sequence[str]) -> int:
    """Run the suite for a contract in a process of its own; an interrupt is for it to heed."""
    options = [text for option, path in paths.items() for text in (option, str(path))]
    command = [sys.executable, "-m", "pytest", "contract_tests", "--spec", str(spec)]
    with subprocess.Popen([*command, *options, *others]) as process:  # noqa: S603 - our own
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


def _join(own: argparse.Namespace, parts: Sequence[dict[str, Path]]) -> None:
    """Write the joined reports, and say what came of the runs."""
    reports = _read(parts, "--contract-json")
    suites = _read(parts, "--junitxml")
    written: list[Path] = []
    runs: list[dict[str, Any]] = [json.loads(each) for each in reports]
    if own.junitxml is not None and suites:
        write_text(own.junitxml, join_junit(suites))
        written.append(own.junitxml)
    if own.contract_json is not None and runs:
        write_text(own.contract_json, f"{json.dumps(join_reports(runs), indent=2)}\n")
        written.append(own.contract_json)
    if own.html_report is not None and runs:
        write_text(own.html_report, render_joined(runs, [*map(read_faults, own.faults_json)]))
        written.append(own.html_report)
    sys.stdout.write("\n")
    for line in sum_up(runs) if runs else ():
        sys.stdout.write(f"{line}\n")
    if written:
        sys.stdout.write(f"reports: {', '.join(map(str, written))}\n")


def _read(parts: Sequence[dict[str, Path]], option: str) -> list[str]:
    paths = [each[option] for each in parts if option in each]
    return [path.read_text("utf-8") for path in paths if path.is_file()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
