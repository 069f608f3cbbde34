"""What a run has found, as text."""

import shlex
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import indent

import pytest
from hypothesis.errors import Flaky

from ._checks import ANSWERED, CHECKS, NOT_RUN
from ._ledger import Channel, Finding
from ._options import TOKEN_VARIABLE
from ._profiles import PROFILES
from ._run import Run

__all__ = ["describe_failures", "describe_run", "summarize"]

_COLUMN = 12
_NAME = 32
_COLUMNS = 5


def describe_run(run: Run) -> list[str]:
    """Say what is tested, against what, and from which seed."""
    sandbox = " (the sandbox)" if run.is_sandbox else ""
    document = run.document
    return [
        f"contract: {document.title} {document.version}, {document.path}",
        f"server: {run.base_url}{sandbox}",
        f"profile: {run.profile} ({PROFILES[run.profile]} examples), seed: {run.seed}",
    ]


def describe_failures(run: Run, test: str, problem: BaseException | None) -> str:
    """Say what failed in a test, each with a shell line and with Python that reproduce it.

    Args:
        run: The run.
        test: The node id of the test.
        problem: What the test raised.
    """
    texts = []
    for key in run.ledger.by_test.get(test, ()):
        finding = run.ledger.findings[key]
        if finding.test == test:
            texts.append(_describe(run, finding))
        else:
            texts.append(f"{finding.operation} x {finding.check}: again, as in {finding.test}")
    if texts and isinstance(problem, Flaky):
        texts.append("The server answered differently when it was sent the same request again.")
    return "\n\n".join(texts)


def _describe(run: Run, finding: Finding) -> str:
    failed = run.ledger.failed[finding.key]
    head = f"{finding.operation} x {finding.check}: {finding.title} ({_count(failed, 'request')})"
    return "\n".join(
        [
            head,
            indent(finding.detail, "    "),
            f"  reproduce it, with the token in {TOKEN_VARIABLE}:",
            indent(finding.curl, "    "),
            "  or in Python:",
            indent(finding.python, "    "),
        ]
    )


def summarize(run: Run, config: pytest.Config) -> Iterator[str]:
    """Give the lines of the summary."""
    operations = run.document.operations
    yield from describe_run(run)
    yield ""
    for start in range(0, len(operations), _COLUMNS):
        ids = [each.id for each in operations[start : start + _COLUMNS]]
        for number, each in enumerate(operations[start : start + _COLUMNS], start + 1):
            yield f"  [{number}] {each.id}: {each.label}"
        yield ""
        heads = [f"[{number}]" for number in range(start + 1, start + 1 + len(ids))]
        yield _row("what was sent", heads)
        tallies = [run.ledger.tally(each) for each in ids]
        yield _row("  requests", [str(each.requests) for each in tallies])
        yield _row("  answered with items", [str(each.with_items) for each in tallies])
        for channel in ("server", "client"):
            yield from _channel(run, channel, ids, heads)
        yield ""
    yield from _verdict(run, config)


def _channel(run: Run, channel: Channel, ids: Sequence[str], heads: Sequence[str]) -> Iterator[str]:
    ledger = run.ledger
    seen = {check for each, _, check in ledger.ran if each == channel}
    if not seen:
        return
    known = [ANSWERED, *CHECKS] if channel == "server" else []
    yield _row(f"the {channel}'s checks", heads)
    for check in [*known, *sorted(seen - {*known})]:
        ran = [ledger.ran[channel, each, check] for each in ids]
        cells = [
            f"FAIL {failed}/{total}" if failed else str(total or "-")
            for total, failed in zip(
                ran, (ledger.failed[channel, each, check] for each in ids), strict=True
            )
        ]
        yield _row(f"  {check}", cells)


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:<{_NAME}}" + "".join(f"{cell:>{_COLUMN}}" for cell in cells)


def _idle(run: Run) -> Iterator[str]:
    """Say why a check never decided."""
    seen = {check for _, _, check in run.ledger.ran}
    for check in CHECKS:
        if check not in seen:
            yield f"note: {check} had nothing to decide: {NOT_RUN.get(check, 'no such request')}"


def _verdict(run: Run, config: pytest.Config) -> Iterator[str]:
    ledger = run.ledger
    seconds = time.monotonic() - run.started
    yield f"{_count(ledger.requests, 'request')} in {seconds:.1f} s"
    for operation in run.document.operations:
        if operation.listing and not ledger.tally(operation.id).with_items:
            yield f"note: {operation.id} never answered with an item: only empty lists were tested"
    yield from _idle(run)
    if run.stopped:
        yield f"FAIL: the run ended early: {run.stopped}"
    for finding in ledger.findings.values():
        failed, ran = ledger.failed[finding.key], ledger.ran[finding.key]
        yield f"FAIL: {finding.operation} x {finding.check}: {finding.title} ({failed} of {ran})"
        yield f"      {finding.curl}"
    if ledger.findings:
        yield f"again: {_command(run)}"
        if run.is_sandbox:
            yield "the sandbox has ended with this run; make serve starts one like it"
    reports = [str(each) for each in (config.option.xmlpath, run.options.json_report) if each]
    if reports:
        yield f"reports: {', '.join(reports)}"


def _command(run: Run) -> str:
    interpreter, here = Path(sys.executable), Path.cwd()
    shown = interpreter.relative_to(here) if interpreter.is_relative_to(here) else interpreter
    words = [str(shown), "-m", "pytest", "contract_tests"]
    if not run.is_sandbox:
        words += ["--base-url", run.base_url]
    words += ["--spec", str(run.document.path)]
    words += ["--hypothesis-profile", run.profile, "--hypothesis-seed", str(run.seed)]
    for name, value in run.options.parents.items():
        words += ["--parent", f"{name}={value}"]
    return shlex.join(words)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
