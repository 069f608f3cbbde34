"""Runs without a fault: what they try, on which data, and what is told of them."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from contract_tests.sandbox.telnyx import varied
from rollcall.mutants._started import started_sandbox
from rollcall.mutants._steady import ROTATION, Run, reported, run_suite
from rollcall.mutants._steady_command import build, summarize

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "openapi/telnyx-video.yaml"


def _verdict(verdict: str, law: str, reason: str | None = None) -> dict[str, Any]:
    return {
        "channel": "http",
        "operation": "listBooks",
        "law": law,
        "subject": "title",
        "verdict": verdict,
        "reason": reason,
    }


def _read(status: int, output: str = "", **report: object) -> Run:
    whole = {"requests": 7, "verdicts": [], "failures": [], "stopped": None, **report}
    return reported(3, "http", whole, status, output, 1.5)


def _summary(*runs: Run) -> tuple[Mapping[str, Any], str]:
    report = build(runs, "smoke", "rotate", 2.0)
    return report, "\n".join(summarize(report))


def test_a_run_without_failures_is_steady() -> None:
    """What has no witness is counted, and is no failure."""
    verdicts = [_verdict("pass", "filter.sound"), _verdict("vacuous", "filter.null", "no row")]
    report, text = _summary(_read(0, verdicts=verdicts))
    assert report["failed"] == report["inconclusive"] == []
    assert report["verdicts"] == {"pass": 1, "vacuous": 1}
    assert "1 runs at smoke, 0 of which failed; 7 requests" in text


def test_a_broken_law_is_named_with_its_seed() -> None:
    """Each law that is said to be broken is listed, with the seed that does it again."""
    broken = {**_verdict("fail", "filter.sound"), "title": "A row too many"}
    report, text = _summary(_read(1, failures=[broken]))
    assert report["failed"] == ["seed 3: http listBooks filter.sound title: A row too many"]
    assert report["failed"][0] in text
    assert "--varied --seed N" in text


def test_what_is_inconclusive_is_named() -> None:
    """A law that could not be decided is listed with its reason; the run has not failed."""
    verdicts = [_verdict("inconclusive", "page.total", "the data changed")]
    report, _ = _summary(_read(0, verdicts=verdicts))
    lines = ["seed 3: http listBooks page.total title: the data changed"]
    assert (report["failed"], report["inconclusive"]) == ([], lines)


def test_a_run_that_breaks_off_has_failed() -> None:
    """Neither an early end nor an error of the suite itself passes for a sound run."""
    assert _read(2, stopped="no answer").failed == ["the run ended early: no answer"]
    assert reported(3, "all", {}, 4, "usage:\n  wrong", 1.0).failed == ["exit code 4: usage: wrong"]


def test_the_data_varies_with_the_seed() -> None:
    """A seed gives one size; among some there are empty lists, and more than a page of 250."""
    shapes = [varied(seed) for seed in range(1, 101)]
    assert shapes == [varied(seed) for seed in range(1, 101)]
    for sizes in zip(
        *((each.rooms, each.sessions, each.participants) for each in shapes), strict=True
    ):
        assert min(sizes) == 0
        assert max(sizes) > 250
        assert len({*sizes}) > 10


def test_the_sandbox_varies() -> None:
    """The sandbox serves as many rows as the seed says, and the same anew."""
    shape = varied(5)
    for _ in range(2):
        with started_sandbox(SPEC, "--varied", "--seed", "5") as target:
            headers = {"authorization": f"Bearer {target.token}"}
            body = httpx.get(f"{target.base_url}/rooms", headers=headers, timeout=20).json()
        assert body["meta"]["total_results"] == shape.rooms


def test_a_turn_has_the_laws_of_its_channel() -> None:
    """The choice for a channel is that channel's laws alone, though others begin alike."""
    with started_sandbox(SPEC, "--rooms", "2") as target:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "contract_tests", "-p", "no:cacheprovider"),
                *(
                    "--spec",
                    str(SPEC),
                    "--base-url",
                    target.base_url,
                    "--collect-only",
                    "-q",
                    "-k",
                    ROTATION["client"],
                ),
            ],
            cwd=ROOT,
            env={**os.environ, "ROLLCALL_TOKEN": target.token},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    found = re.findall(r"::(\w+)\[([\w-]+?)-list", done.stdout)
    assert {*found} == {("test_law", "client")}
    assert len(found) > 50
    assert [*ROTATION] == ["http", "client", "client-async", "client-ahead"]


def test_a_sandbox_that_does_not_start_fails_its_run_alone() -> None:
    """One run that cannot begin takes nothing from what the others have found."""
    run = run_suite(ROOT / "openapi" / "telnyx-video.yaml", "smoke", 2**64, "http")
    assert run.failed == ["exit code 2: the sandbox did not start"]
    assert (run.seed, run.requests) == (2**64, 0)
