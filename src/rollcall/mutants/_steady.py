"""Runs of the suite on a server without a fault: none may find one."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs

from rollcall._options import TOKEN_VARIABLE
from rollcall.http._credential import secrets_of
from rollcall.http._redact import Redactor
from rollcall.mutants._started import started_sandbox
from rollcall.spec import read_spec

__all__ = ["ROTATION", "Run", "reported", "run_suite"]

ROTATION: Mapping[str, str] = MappingProxyType(
    {
        "http": "test_law[http-",
        "client": "test_law[client- and not [client-async- and not [client-ahead-",
        "client-async": "test_law[client-async-",
        "client-ahead": "test_law[client-ahead-",
    }
)
"""The channels that the runs take in turn, each with what pytest is told to choose."""

_GENERATED = "test_operations or test_workflows"
_ROOT = Path(__file__).parents[2]
_SECONDS = 1200.0
_TAIL = 400


@attrs.frozen
class Run:
    """A run, and what came of it.

    Attributes:
        seed: What everything follows from: the requests, the data, and how much data there is.
        channel: The channel of its laws; ``all``: everything that the suite has.
        requests: How many requests were sent.
        seconds: How long it took.
        counted: How many verdicts there are of each kind.
        failed: What is said to be broken, each in a line.
        open: What was inconclusive, each in a line.
    """

    seed: int
    channel: str
    requests: int
    seconds: float
    counted: Mapping[str, int]
    failed: Sequence[str]
    open: Sequence[str]


def run_suite(spec: Path, profile: str, seed: int, channel: str) -> Run:
    """Run the suite as its users do, on a sandbox of a size that follows from the seed.

    A sandbox that does not start is a failure of this run, and of no other.

    Args:
        spec: The contract.
        profile: How hard the laws try, by the name of a profile.
        seed: What the requests and the data follow from.
        channel: One of the rotation, whose laws are tried besides the generated requests; or
            ``all`` for everything.
    """
    started = time.monotonic()
    try:
        report, status, output = _run(spec, profile, seed, channel)
    except RuntimeError as problem:
        report, status, output = {}, 2, str(problem)
    return reported(seed, channel, report, status, output, time.monotonic() - started)


def _run(spec: Path, profile: str, seed: int, channel: str) -> tuple[Mapping[str, Any], int, str]:
    with (
        tempfile.TemporaryDirectory(prefix="steady-") as folder,
        started_sandbox(spec, "--varied", "--seed", str(seed)) as server,
    ):
        path = Path(folder, "contract.json")
        chosen = ROTATION.get(channel)
        command = [
            *(sys.executable, "-m", "pytest", "contract_tests", "-p", "no:cacheprovider", "-q"),
            *("--spec", str(spec), "--base-url", server.base_url, "--profile", profile),
            *(
                f"--parent={name}={each}"
                for name in server.parents
                for each in server.parents[name]
            ),
            *("--hypothesis-seed", str(seed), "--contract-json", str(path)),
            *(("-k", f"({chosen}) or {_GENERATED}") if chosen is not None else ()),
        ]
        ended = _ended(
            command,
            cwd=_ROOT,
            env={**os.environ, TOKEN_VARIABLE: server.token},
        )
        redactor = Redactor.of(*secrets_of(read_spec(spec), server.token))
        output = redactor.text(f"{ended.stdout}\n{ended.stderr}".strip())
        report = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return report, ended.returncode, output


def _ended(command: Sequence[str], **where: Any) -> "subprocess.CompletedProcess[str]":  # noqa: ANN401 - handed on
    """Run a command; one that does not end is ended, and has failed."""
    try:
        return subprocess.run(  # noqa: S603 - our own
            command, **where, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"it did not end within {_SECONDS} s")


def reported(  # noqa: PLR0913, PLR0917 - what there is to say of a run
    seed: int, channel: str, report: Mapping[str, Any], status: int, output: str, seconds: float
) -> Run:
    """Read what a run has written.

    Args:
        seed: What it followed from.
        channel: What it tried.
        report: Its JSON report; empty where it wrote none.
        status: Its exit code.
        output: What it printed.
        seconds: How long it took.
    """
    failed = [*_failures(report)]
    if (status or not report) and not failed:
        # A test of the client, or an error of the suite itself: neither is a law.
        failed = [f"exit code {status}: {' '.join(output[-_TAIL:].split())}"]
    verdicts = report.get("verdicts", ())
    return Run(
        seed=seed,
        channel=channel,
        requests=report.get("requests", 0),
        seconds=seconds,
        counted=Counter(each["verdict"] for each in verdicts),
        failed=failed,
        open=[
            f"{_place(each)}: {each['reason']}"
            for each in verdicts
            if each["verdict"] == "inconclusive"
        ],
    )


def _failures(report: Mapping[str, Any]) -> Iterator[str]:
    for each in report.get("failures", ()):
        yield f"{_place(each)}: {each['title']}"
    if report.get("stopped"):
        yield f"the run ended early: {report['stopped']}"


def _place(each: Mapping[str, Any]) -> str:
    return " ".join(
        part for part in (each["channel"], each["operation"], each["law"], each["subject"]) if part
    )
