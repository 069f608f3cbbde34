"""Runs the contract suite: python -m contract_tests --spec FILE …, with the options of pytest.

With several contracts, each has a run of its own, one after the other: what a run is about is fixed
when its tests are collected. Their reports are joined: one summary, and one file of each kind.
"""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest

from rollcall.reports import (
    join_junit,
    join_reports,
    read_campaigns,
    render_joined,
    sum_up,
    write_text,
)

_INTERRUPTED, _INTERNAL, _MISUSED, _FAILED, _PASSED, _NOTHING = (
    pytest.ExitCode.INTERRUPTED,
    pytest.ExitCode.INTERNAL_ERROR,
    pytest.ExitCode.USAGE_ERROR,
    pytest.ExitCode.TESTS_FAILED,
    pytest.ExitCode.OK,
    pytest.ExitCode.NO_TESTS_COLLECTED,
)
_WORST_FIRST = (_INTERRUPTED, _INTERNAL, _MISUSED, _FAILED, _PASSED, _NOTHING)
# An interrupt ends pytest so, or a shell, or the interpreter before pytest heeds it.
_INTERRUPTS = {_INTERRUPTED, 128 + signal.SIGINT, -signal.SIGINT}


@attrs.frozen
class _Run:
    """What came of a run.

    Attributes:
        spec: The contract.
        code: How its process ended: pytest's exit code, or the number of a signal below zero.
        report: What ``report.schema.json`` describes; None where the run wrote none.
        suite: The same for JUnit; None where it was not asked for, too.
    """

    spec: Path
    code: int
    report: Mapping[str, Any] | None
    suite: str | None

    @property
    def outcome(self) -> pytest.ExitCode:
        """What it means for all of them; any end that pytest does not know is a failure."""
        if self.code in _INTERRUPTS:
            return _INTERRUPTED
        return pytest.ExitCode(self.code) if self.code in {*_WORST_FIRST} else _FAILED

    @property
    def lack(self) -> str:
        """What is said in place of its report."""
        return f"the run ended without a report (exit code {self.code})"


def main(arguments: Sequence[str]) -> int:
    """Run the suite for each contract, and give the exit code: the worst one of pytest's.

    A run without tests counts where no other has any: ``-k`` may choose those of one contract.
    """
    own, others = _parser().parse_known_args(arguments)
    if len(own.spec) == 1:
        return _process(own.spec[0], [*_given(own), *others])
    try:
        mutants = _checked(own)
    except pytest.UsageError as problem:
        sys.stderr.write(f"ERROR: {problem}\n")
        return _MISUSED
    with tempfile.TemporaryDirectory(prefix="contract-") as folder:
        ended = [*_runs(own, others, Path(folder))]
    runs = [each for each in ended if each.outcome != _NOTHING] or ended
    missing = {str(each.spec): each.lack for each in runs if each.report is None}
    missing |= {str(each): "it was not run" for each in own.spec[len(ended) :]}
    _write(own, runs, missing, mutants)
    code = min((each.outcome for each in runs), key=_WORST_FIRST.index)
    return _FAILED if missing and code == _PASSED else code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m contract_tests",
        description="Run the contract suite for one contract or several; all other options are "
        "pytest's, of pytest contract_tests.",
        epilog="Several contracts are run one after the other. What bounds a run, --max-requests "
        "and --max-time among it, holds for each.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--spec",
        action="append",
        required=True,
        metavar="FILE",
        type=Path,
        help="a contract, an annotated OpenAPI document; may be repeated",
    )
    parser.add_argument(
        "--base-url", metavar="URL", help="the server to test, with one contract; else the sandbox"
    )
    for option, what in (
        ("--junitxml", "a JUnit report"),
        ("--contract-json", "a JSON report"),
        ("--html-report", "a report to be read in a browser"),
    ):
        help_text = f"write {what}, one for all contracts"
        parser.add_argument(option, metavar="FILE", type=Path, help=help_text)
    parser.add_argument(
        "--faults-json",
        action="append",
        default=[],
        metavar="FILE",
        type=Path,
        help="show in the HTML report what this campaign of faults came to; may be repeated",
    )
    return parser


def _checked(own: argparse.Namespace) -> list[dict[str, Any]]:
    """Read the campaigns of faults, and see that there can be several runs.

    Raises:
        pytest.UsageError: A file holds no campaign, or there is one server for several contracts.
    """
    if own.base_url is not None:
        raise pytest.UsageError("--base-url: a server serves one contract; name one --spec")
    return [*map(read_campaigns, own.faults_json)]


def _given(own: argparse.Namespace) -> list[str]:
    """Return those options back that pytest has, too."""
    given = {
        "--base-url": own.base_url,
        "--junitxml": own.junitxml,
        "--contract-json": own.contract_json,
        "--html-report": own.html_report,
    }
    options = [f"{option}={value}" for option, value in given.items() if value is not None]
    return [*options, *(f"--faults-json={each}" for each in own.faults_json)]


def _runs(own: argparse.Namespace, others: Sequence[str], folder: Path) -> Iterator[_Run]:
    """Run the suite for each contract, until one is interrupted."""
    stems = [each.stem for each in own.spec]
    for number, spec in enumerate(own.spec):
        report, suite = (folder / f"{number}.{each}" for each in ("json", "xml"))
        name = spec.stem if stems.count(spec.stem) == 1 else str(spec)
        options = ["--part", "-o", f"junit_suite_name={name}", f"--contract-json={report}"]
        if own.junitxml is not None:
            options.append(f"--junitxml={suite}")
        code = _process(spec, [*options, *others])
        read = _read(code, report)
        run = _Run(spec, code, json.loads(read) if read is not None else None, _read(code, suite))
        yield run
        if run.outcome == _INTERRUPTED:
            break


def _process(spec: Path, options: Sequence[str]) -> int:
    """Run the suite for a contract in a process of its own; an interrupt is for it to heed."""
    command = [sys.executable, "-m", "pytest", "contract_tests", "--spec", str(spec), *options]
    with subprocess.Popen(command) as process:  # noqa: S603 - our own
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


def _read(code: int, path: Path) -> str | None:
    """Read what a run wrote; one that was killed may have been writing it."""
    return path.read_text("utf-8") if code >= 0 and path.is_file() else None


def _write(
    own: argparse.Namespace,
    runs: Sequence[_Run],
    missing: Mapping[str, str],
    mutants: Sequence[Mapping[str, Any]],
) -> None:
    """Write the joined reports, and say what came of the runs."""
    reports = [each.report for each in runs if each.report is not None]
    texts: dict[Path, str] = {}
    if own.junitxml is not None:
        texts[own.junitxml] = join_junit(each.suite for each in runs if each.suite is not None)
    if own.contract_json is not None:
        joined = join_reports(reports, [*missing])
        texts[own.contract_json] = f"{json.dumps(joined, indent=2)}\n"
    if own.html_report is not None and reports:
        texts[own.html_report] = render_joined(reports, mutants, missing)
    for path, text in texts.items():
        write_text(path, text)
    sys.stdout.write("\n")
    for line in sum_up(reports, missing):
        sys.stdout.write(f"{line}\n")
    if texts:
        sys.stdout.write(f"reports: {', '.join(map(str, texts))}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
