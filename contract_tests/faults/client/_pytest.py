"""Runs tests on a faulty client, in this very process."""

import io
import os
import time
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path

import attrs
import pytest

from ._verdict import Verdict

__all__ = ["try_tests"]

_LONGEST = 200
_MOST = 4000


@attrs.define(eq=False)
class _Noticed:
    """Takes note of what fails.

    Attributes:
        failed: The ids of the tests that failed.
        title: What the first of them says, in a line.
    """

    failed: list[str] = attrs.field(factory=list)
    title: str = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take note of a test."""
        if report.failed:
            self.failed.append(report.nodeid)
            self.title = self.title or _line(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Take note of a module that cannot be imported."""
        if report.failed:
            self.failed.append(report.nodeid)
            self.title = self.title or _line(report)


def try_tests(root: Path, arguments: Sequence[str], *, tries_all: bool) -> Verdict:
    """Run tests until one fails.

    Args:
        root: The folder of the project.
        arguments: The tests, and options, as pytest takes them.
        tries_all: Whether to go on when one fails.

    Returns:
        The verdict; ``broken`` has all that failed.
    """
    started = time.monotonic()
    noticed = _Noticed()
    os.chdir(root)
    options = ["-p", "no:cacheprovider", "--assert=plain", "--tb=short", "-q"]
    if not tries_all:
        options.append("--exitfirst")
    with redirect_stdout(io.StringIO()) as printed:
        code = pytest.main([*options, *arguments], plugins=[noticed])
    seconds = time.monotonic() - started
    if code == pytest.ExitCode.OK:
        return Verdict("survived", seconds=seconds)
    if code == pytest.ExitCode.TESTS_FAILED or (noticed.failed and not tries_all):
        first = noticed.failed[0] if noticed.failed else ""
        return Verdict(
            "killed", first, title=noticed.title, seconds=seconds, broken=tuple(noticed.failed)
        )
    problem = f"pytest ended with {code!r}:\n{printed.getvalue()[-_MOST:]}"
    return Verdict("survived", seconds=seconds, problem=problem)


def _line(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Give the line of a report that says what is wrong."""
    lines = [each for each in report.longreprtext.splitlines() if each.strip()]
    raised = [each[1:].strip() for each in lines if each.startswith("E ")]
    return (raised or lines or [""])[0][:_LONGEST]
