"""Mutate the servers of public list APIs and of examples, and record what detects the mutants.

    scripts/mutate_list_apis.py                 all mutants, over HTTP and through the clients
    scripts/mutate_list_apis.py stripe zoom --channel schemathesis
                                                schemathesis alone, on a sample of the mutants

The record is docs/explanation/list_apis_mutants.json, from which scripts/publish_list_apis.py
writes tables. Only the APIs that are named change in it, each as soon as it is measured.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

_ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(_ROOT))

import rollcall  # noqa: E402
from rollcall.mutants import MutationFinished, mutate, server_mutants, spread  # noqa: E402
from rollcall.reports import MutationReport, read_mutation_report  # noqa: E402
from rollcall.spec import Spec  # noqa: E402
from tests.support.measured import (  # noqa: E402
    MEASURED,
    measured_words,
    mutated_spec,
    usage,
    write,
)
from tests.support.specs import build  # noqa: E402
from tests.support.styles.documents import NO_CLIENT  # noqa: E402

_RECORD = _ROOT / "docs" / "explanation" / "list_apis_mutants.json"
_COMPARISON = _ROOT / "scripts" / "compare_with_schemathesis.py"
_EVERY = "every mutant"
_ALONE = "schemathesis"

_Counts = dict[str, dict[str, dict[str, int]]]
"""The number of mutants by word, channel and outcome."""


def main() -> int:
    """Mutate each server, and update the record."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("names", nargs="*", metavar="NAME", default=[*MEASURED])
    parser.add_argument("--channel", action="append", choices=["http", "client", _ALONE])
    parser.add_argument(
        "--each", type=int, default=3, help="mutants of each word of all APIs for schemathesis"
    )
    parser.add_argument(
        "--budget", type=int, default=2, help="processor seconds of schemathesis a mutant"
    )
    options = parser.parse_args()
    status = 0
    for name in options.names:
        channels = {*(options.channel or ["http", "client"])}
        channels -= {"client"} if name in NO_CLIENT else set()
        with TemporaryDirectory() as folder, MEASURED[name].serve() as target:
            spec = write(MEASURED[name], Path(folder) / f"{name}.json")
            mutated = mutated_spec(spec, target)
            words = measured_words(name, mutated)
            reports = []
            if own := sorted(channels - {_ALONE}, reverse=True):
                reports.append(_mutated(spec, target, own, [*words]))
            if _ALONE in channels:
                shares = {word: -(-options.each // count) for word, count in usage().items()}
                some = sample(mutated, words, shares)
                reports.append(_compared(spec, target, some, options.budget))
        for report in reports:
            problems = [*report.errors, *([report.stopped] if report.stopped else [])]
            status |= bool(problems)
            print(f"{name}: {report.total()}", *problems, sep="\n  ", flush=True)
            if not report.stopped:
                _enter(name, report, words)
    return status


def _mutated(
    spec: Spec, target: rollcall.Target, channels: Sequence[str], mutants: Sequence[str]
) -> MutationReport:
    """Check mutants of an API."""
    folder = spec.path.parent
    if "client" in channels:
        build(spec.path, folder)
    # The worker processes have the same path.
    sys.path.insert(0, str(folder))
    config = rollcall.Config(seed=1)
    try:
        (report,) = (
            each.report
            for each in mutate(
                spec, target, config, only=mutants, channels=channels, is_confirming=False
            )
            if isinstance(each, MutationFinished)
        )
    finally:
        sys.path.remove(str(folder))
    return report


def sample(spec: Spec, words: Mapping[str, Sequence[str]], shares: Mapping[str, int]) -> list[str]:
    """Return the ids of some mutants that break a spec.

    Args:
        spec: The spec.
        words: The words that each of its mutants is about, by its id.
        shares: The minimum number of mutants of each word, where there are as many.
    """
    mutants = [each for each in server_mutants(spec) if each.id in words and not each.is_open]
    chosen: dict[str, None] = {}
    for word in sorted({word for each in mutants for word in words[each.id]}):
        known = [each for each in mutants if word in words[each.id]]
        missing = shares[word] - sum(each.id in chosen for each in known)
        left = [each for each in known if each.id not in chosen]
        if missing > 0:
            chosen |= dict.fromkeys(each.id for each in spread(left, missing))
    return [*chosen]


def _compared(
    spec: Spec, target: rollcall.Target, mutants: Sequence[str], budget: int
) -> MutationReport:
    """Run schemathesis on some mutants."""
    report = spec.path.with_name("report.json")
    fixed = [f"--param={name}={value}" for name, value in target.params.items()]
    fixed += [f"--parent={name}={each}" for name, known in target.parents.items() for each in known]
    command = [sys.executable, str(_COMPARISON), str(spec.path), target.base_url, *fixed]
    command += ["--seeds", "1", f"--budget={budget}", f"--json={report}"]
    command += [f"--only={each}" for each in mutants]
    environment = {**os.environ, "ROLLCALL_TOKEN": str(target.token)}
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    return read_mutation_report(report)


def _enter(name: str, report: MutationReport, words: Mapping[str, Sequence[str]]) -> None:
    """Enter the outcomes of a report into the record, in place of earlier ones of its channels."""
    record = json.loads(_RECORD.read_text("utf-8")) if _RECORD.is_file() else {}
    known = record.setdefault(name, {"words": {}, "survivors": {}})
    known["words"] = _counted(known["words"], report, words)
    known["survivors"] |= _survivors(report)
    text = json.dumps(record, indent=1, sort_keys=True)
    _RECORD.write_text(f"{text}\n", encoding="utf-8")


def _counted(
    counts: _Counts, report: MutationReport, words: Mapping[str, Sequence[str]]
) -> _Counts:
    """Return the counts with those of a report in place of earlier ones of its channels."""
    titles = _titles(report)
    found: dict[tuple[str, str], Counter[str]] = {}
    for mutant in report.mutants:
        for channel, result in mutant.results.items():
            for word in (_EVERY, *words[mutant.id]):
                found.setdefault((word, titles[channel]), Counter())[result.outcome] += 1
    kept = {
        word: {title: each for title, each in channels.items() if title not in titles.values()}
        for word, channels in counts.items()
    }
    for (word, title), outcomes in found.items():
        kept.setdefault(word, {})[title] = dict(outcomes)
    return {word: channels for word, channels in kept.items() if channels}


def _survivors(report: MutationReport) -> dict[str, list[str]]:
    """Return the mutants that survived, by channel."""
    return {
        title: [
            each.id
            for each in report.mutants
            if channel in each.results and each.results[channel].outcome == "survived"
        ]
        for channel, title in _titles(report).items()
        if title != _ALONE
    }


def _titles(report: MutationReport) -> Mapping[str, str]:
    return {each: _ALONE if each.startswith("seed") else each for each in report.channels}


if __name__ == "__main__":
    sys.exit(main())
