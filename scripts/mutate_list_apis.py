"""Mutate the servers of the public list APIs, and record what detects the mutants.

    scripts/mutate_list_apis.py                 all mutants, over HTTP and through the clients
    scripts/mutate_list_apis.py stripe zoom --channel schemathesis
                                                schemathesis alone, on a sample of the mutants

The record is docs/list_apis_mutants.json, from which scripts/publish_list_apis.py writes tables.
Only the APIs that are named change in it.
"""

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

_ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(_ROOT))

import rollcall  # noqa: E402
from rollcall.mutants import MutationFinished, mutate, select_mutants, spread  # noqa: E402
from rollcall.reports import MutationReport, read_mutation_report  # noqa: E402
from rollcall.spec import Filter, ListOperation, PagePlace, Spec  # noqa: E402
from tests.support.specs import build  # noqa: E402
from tests.support.styles.documents import APIS, NO_CLIENT, PublicApi  # noqa: E402

_RECORD = _ROOT / "docs" / "list_apis_mutants.json"
_COMPARISON = _ROOT / "scripts" / "compare_with_schemathesis.py"
_EVERY = "every mutant"
_ALONE = "schemathesis"
_OF_PAGES = {"page", "meta", "link"}

_Counts = dict[str, dict[str, dict[str, int]]]
"""The number of mutants by word, channel and outcome."""


def main() -> int:
    """Mutate each server, and update the record."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("names", nargs="*", metavar="NAME", default=[*APIS])
    parser.add_argument("--channel", action="append", choices=["http", "client", _ALONE])
    parser.add_argument("--sample", type=int, default=24, help="mutants for schemathesis")
    parser.add_argument("--budget", type=int, default=2, help="seconds of schemathesis a mutant")
    options = parser.parse_args()
    record = json.loads(_RECORD.read_text("utf-8")) if _RECORD.is_file() else {}
    status = 0
    for name in options.names:
        api, words = APIS[name], words_of(APIS[name].spec)
        known = record.get(name, {"words": {}, "survivors": {}})
        channels = {*(options.channel or ["http", "client"])}
        channels -= {"client"} if name in NO_CLIENT else set()
        reports = []
        if own := sorted(channels - {_ALONE}, reverse=True):
            reports.append(_mutated(api, own))
        if _ALONE in channels:
            reports.append(_compared(api, words, options.sample, options.budget))
        for report in reports:
            status |= bool(report.stopped or report.errors)
            _count(known["words"], report, words)
            known["survivors"] |= _survivors(report)
            sys.stdout.write(f"{name}: {report.total()}\n")
        record[name] = known
        text = json.dumps(record, indent=1, sort_keys=True)
        _RECORD.write_text(f"{text}\n", encoding="utf-8")
    return status


def words_of(spec: Spec) -> Mapping[str, Sequence[str]]:
    """Return the words of the annotations that each mutant is about, by its id."""
    (operation,) = spec.lists
    return {each.id: [*_words(operation, each.kind, each.subject)] for each in select_mutants(spec)}


def _words(operation: ListOperation, kind: str, subject: str) -> Iterator[str]:
    parameter, paging = operation.parameter(subject), operation.paging
    group = kind.partition(".")[0]
    if parameter is not None and parameter.filter is not None:
        yield from _of_filter(parameter.filter, is_several=parameter.delimiter is not None)
    elif parameter is not None and parameter.search is not None:
        yield "x-search"
    elif parameter is not None and parameter.select is not None:
        yield "x-select"
    elif subject in operation.sorts:
        yield "x-sort"
    elif group == "order":
        yield "order"
    elif group in _OF_PAGES:
        yield f"paging: {paging.style}"
        places = {str(each): each for each in _places(operation)}
        if subject in places and places[subject].header:
            yield "paging: places in headers"
        if subject == str(paging.has_more):
            yield "hasMore"
        if subject == str(paging.total_items) and not paging.is_exact:
            yield "totalItems: a lower bound"


def _of_filter(rule: Filter, *, is_several: bool) -> Iterator[str]:
    yield "prefixes" if rule.prefixes else f"operator {rule.operator}"
    if rule.precision != "exact":
        yield f"precision {rule.precision}"
    if rule.ignored:
        yield "ignore"
    if rule.nulls_match:
        yield "nulls"
    if rule.zone != "UTC":
        yield "zone"
    if is_several:
        yield "separator" if rule.separator else "several values"
    if rule.defaults:
        yield "default"


def _places(operation: ListOperation) -> Iterator[PagePlace]:
    paging = operation.paging
    yield from paging.links
    for place in (paging.next_token, paging.has_more, paging.total_items, paging.total_pages,
                  paging.size_echo, paging.index_echo):  # fmt: skip
        if place is not None:
            yield place


def _mutated(api: PublicApi, channels: Sequence[str]) -> MutationReport:
    """Check all mutants of an API."""
    with TemporaryDirectory() as folder, api.serve() as target:
        if "client" in channels:
            build(api.path, Path(folder))
            # The worker processes have the same path.
            sys.path.insert(0, folder)
        try:
            (report,) = (
                each.report
                for each in mutate(
                    api.spec,
                    target,
                    rollcall.Config(seed=1),
                    channels=channels,
                    is_confirming=False,
                )
                if isinstance(each, MutationFinished)
            )
        finally:
            sys.path = [each for each in sys.path if each != folder]
    return report


def _compared(
    api: PublicApi, words: Mapping[str, Sequence[str]], most: int, budget: int
) -> MutationReport:
    """Run schemathesis on some of the mutants that a word has."""
    some = spread([each for each in select_mutants(api.spec) if words[each.id]], most)
    with TemporaryDirectory() as folder, api.serve() as target:
        report = Path(folder) / "report.json"
        fixed = [f"--param={name}={value}" for name, value in api.params.items()]
        fixed += [
            f"--parent={name}={value}" for name, known in api.parents.items() for value in known
        ]
        only = [f"--only={each.id}" for each in some]
        command = [sys.executable, str(_COMPARISON), str(api.path), target.base_url]
        command += ["--seeds", "1", f"--budget={budget}", f"--json={report}", *fixed, *only]
        environment = {**os.environ, "ROLLCALL_TOKEN": api.token}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
        return read_mutation_report(report)


def _count(counts: _Counts, report: MutationReport, words: Mapping[str, Sequence[str]]) -> None:
    """Enter the outcomes of a report, in place of earlier ones of its channels."""
    titles = _titles(report)
    for channels in counts.values():
        for title in titles.values():
            channels.pop(title, None)
    found: dict[tuple[str, str], Counter[str]] = {}
    for mutant in report.mutants:
        for channel, result in mutant.results.items():
            for word in (_EVERY, *words[mutant.id]):
                found.setdefault((word, titles[channel]), Counter())[result.outcome] += 1
    for (word, title), outcomes in found.items():
        counts.setdefault(word, {})[title] = dict(outcomes)


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
