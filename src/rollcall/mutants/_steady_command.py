"""The command ``steady``: whether the suite ever fails a server that has no fault."""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest

from rollcall._options import implied_spec
from rollcall.mutants._arguments import whole, writable
from rollcall.mutants._steady import ROTATION, Run, run_suite
from rollcall.reports import visible
from rollcall.spec import SpecError, read_spec

__all__ = ["add_arguments", "build", "run", "summarize"]

_EVERYTHING = "all"
_PROFILES = ("smoke", "ci", "nightly")
_INCLUDES = {
    "rotate": "Each run tries every law through one channel, the channels in turn, and the "
    "generated requests of every phase.",
    _EVERYTHING: "Each run is all of the suite: every law through every channel, the generated "
    "requests of every phase, and the tests of the client.",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    add = parser.add_argument
    add("--spec", type=Path, metavar="FILE", help="the contract; default: the one in openapi/")
    add(
        "--runs",
        type=whole(1, 10**6),
        default=100,
        metavar="N",
        help="how many (default: %(default)s)",
    )
    add(
        "--first-seed",
        type=whole(0, 2**63),
        default=1,
        metavar="S",
        help="the seed of the first run; the others follow (default: %(default)s)",
    )
    add(
        "--channels",
        choices=[*_INCLUDES],
        default="rotate",
        help="the laws of one channel in each run, or those of all (default: %(default)s)",
    )
    add("--profile", choices=_PROFILES, default="smoke", help="default: %(default)s")
    add(
        "--workers",
        type=whole(1, 64),
        default=2,
        metavar="N",
        help="runs at once (default: %(default)s)",
    )
    add("--json", type=writable, metavar="FILE", help="write the results to a file")


def run(arguments: argparse.Namespace) -> int:
    """Run the suite again and again on the sandbox, each time with other data.

    Returns:
        The exit code: 0 where nothing failed, 1 where something did, 2 where it could not be run.
    """
    started = time.monotonic()
    try:
        spec = arguments.spec or implied_spec(None)
        read_spec(spec)
        runs = _all(arguments, spec)
    except (pytest.UsageError, SpecError) as error:
        sys.stderr.write(f"faults steady: {error}\n")
        return 2
    report = build(runs, arguments.profile, arguments.channels, time.monotonic() - started)
    if arguments.json is not None:
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(report, indent=2, ensure_ascii=False)
        arguments.json.write_text(f"{text}\n", encoding="utf-8")
    for line in summarize(report):
        sys.stdout.write(f"{visible(line)}\n")
    return int(bool(report["failed"]))


def _all(arguments: argparse.Namespace, spec: Path) -> list[Run]:
    turns = [*ROTATION] if arguments.channels == "rotate" else [_EVERYTHING]
    done: list[Run] = []
    # A thread for each process that it waits for.
    with ThreadPoolExecutor(arguments.workers) as pool:
        waiting = [
            pool.submit(
                run_suite,
                spec.resolve(),
                arguments.profile,
                arguments.first_seed + number,
                turns[number % len(turns)],
            )
            for number in range(arguments.runs)
        ]
        try:
            for each in as_completed(waiting):
                done.append(each.result())
                sys.stderr.write(f"{visible(_line(len(done), arguments.runs, done[-1]))}\n")
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return sorted(done, key=lambda each: each.seed)


def _line(number: int, count: int, each: Run) -> str:
    verdict = f"{len(each.failed)} FAILED" if each.failed else "ok"
    return (
        f"  {number}/{count}  seed {each.seed}, {each.channel}: {each.requests:,} requests, "
        f"{each.seconds:.1f} s, {verdict}"
    )


def build(runs: Sequence[Run], profile: str, channels: str, seconds: float) -> dict[str, Any]:
    """Return what came of all runs, as plain values.

    Args:
        runs: The runs, by their seeds.
        profile: How hard they tried.
        channels: ``rotate`` or ``all``.
        seconds: How long they took, side by side.
    """
    counted = sum((Counter(each.counted) for each in runs), Counter())
    return {
        "version": 1,
        "generated_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "includes": _INCLUDES[channels],
        "profile": profile,
        "seconds": round(seconds, 1),
        "requests": sum(each.requests for each in runs),
        "verdicts": dict(counted),
        "failed": [*_lines(runs, "failed")],
        "inconclusive": [*_lines(runs, "open")],
        "runs": [
            {**attrs.asdict(each), "counted": dict(each.counted), "seconds": round(each.seconds, 1)}
            for each in runs
        ],
    }


def _lines(runs: Sequence[Run], what: str) -> Iterator[str]:
    for each in runs:
        for line in getattr(each, what):
            yield f"seed {each.seed}: {line}"


def summarize(report: dict[str, Any]) -> Iterator[str]:
    """Return the lines of the summary."""
    yield report["includes"]
    for what in ("failed", "inconclusive"):
        if report[what]:
            yield f"{what}: {len(report[what])}"
            yield from (f"  {each}" for each in report[what])
    told = ", ".join(f"{count:,} {each}" for each, count in sorted(report["verdicts"].items()))
    runs = len(report["runs"])
    broken = sum(bool(each["failed"]) for each in report["runs"])
    yield (
        f"{runs} runs at {report['profile']}, {broken} of which failed; "
        f"{report['requests']:,} requests in {report['seconds']:.0f} s; verdicts: {told}"
    )
    if broken:
        yield (
            "A run again: python -m contract_tests.sandbox --varied --seed N, and there "
            "make contract BASE_URL=… TOKEN=… SEED=N."
        )
