"""Check the sandbox many times; it violates no law, so that each violation is a false alarm.

Each run has its own seed, which also determines the data of the sandbox.

    scripts/check_flakes.py openapi/telnyx-video.yaml --runs 100
"""

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rollcall import Config, Report, RunFinished, Target, from_path
from rollcall.runs import run

_ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def _sandbox(name: str, seed: int) -> Iterator[Target]:
    """Start a sandbox whose data and size follow from the seed; yield one of its APIs."""
    command = [sys.executable, "-m", "contract_tests.sandbox", "--json", "--varied"]
    command += ["--seed", str(seed)]
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        try:
            line = process.stdout.readline() if process.stdout is not None else ""
            api = json.loads(line)[name]
            parents = {parent: tuple(values) for parent, values in api["parents"].items()}
            yield Target(api["base_url"], api["token"], parents)
        finally:
            process.terminate()


def _lines(report: Report) -> Iterator[str]:
    for each in report.violations:
        place = (each.channel, each.operation, each.law, each.subject)
        yield f"violated: {' '.join(filter(None, place))}: {each.title}"
    for verdict in report.verdicts:
        if verdict.outcome == "inconclusive":
            yield f"inconclusive: {' '.join(filter(None, verdict.key))}: {verdict.reason}"
    for result in report.units:
        if result.outcome == "error":
            yield f"error: {result.unit}: {result.reason}"
    if report.stopped is not None:
        yield f"stopped: {report.stopped}"


def main() -> int:
    """Run the checks; return 1 if a run has a problem."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("spec", type=Path, help="a spec of the sandbox")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--profile", default="smoke")
    parser.add_argument("--law", action="append", help="check only this law; repeatable")
    parser.add_argument("--json", type=Path, help="write the results to this file")
    options = parser.parse_args()
    spec, found, verdicts = from_path(options.spec), [], Counter[str]()
    started, requests = time.monotonic(), 0
    for seed in range(options.first_seed, options.first_seed + options.runs):
        config = Config.load(profile=options.profile, seed=seed, laws=options.law)
        with _sandbox(options.spec.stem, seed) as target:
            ends = [each for each in run(spec, target, config) if isinstance(each, RunFinished)]
        report = ends[0].report
        lines = [*_lines(report)]
        requests += report.requests
        verdicts.update(each.outcome for each in report.verdicts)
        found += [{"seed": seed, "line": line} for line in lines]
        state = f"{len(lines)} PROBLEMS" if lines else "ok"
        print(f"seed {seed}: {report.requests:,} requests, {report.seconds:.0f} s, {state}")
        for line in lines:
            print(f"  {line}")
    failed = len({each["seed"] for each in found})
    summary = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(verdicts.items()))
    seconds = time.monotonic() - started
    print(
        f"{options.runs} runs, {failed} failed, {requests:,} requests, {seconds:.0f} s; {summary}"
    )
    if options.json is not None:
        result = {"runs": options.runs, "profile": options.profile, "found": found}
        options.json.write_text(json.dumps({**result, "verdicts": verdicts}, indent=2) + "\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
