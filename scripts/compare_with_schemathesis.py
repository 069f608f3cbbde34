"""Run schemathesis on server mutants, for a comparison with `rollcall mutate`.

All checks and phases run on the mutated operation, with a seed and a budget of processor time;
three in four requests name an existing parent. Failures without a mutant do not count.
"""

import argparse
import logging
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import attrs
import schemathesis
from schemathesis.engine import Status, events, from_schema

from rollcall import Target, from_path, reports
from rollcall.http import Redactor, keyring_of
from rollcall.mutants import Proxy, Request, ServerMutant, Upstream, proxied, select_mutants
from rollcall.mutants.server import GROUPS
from rollcall.spec import ListOperation, ParentPath

_PHASES = (("examples", "coverage"), ("fuzzing", "stateful"))
_LEAST = 1  # the seconds of the last phases, whatever the first ones left
_MOST = 20  # a run may last so many times its budget, because it waits for other processes
_GENERATED = 4  # one in four requests keeps the generated parent

_Found = tuple[str, str, str]  # the label of an operation, the check, the title of its failure


@attrs.frozen
class Schemathesis:
    """Schemathesis before a proxy; ``known`` are its failures without a mutant."""

    proxy: Proxy
    parents: Mapping[str, Sequence[ParentPath]]
    params: Mapping[str, str]
    known: set[tuple[str, str]] = attrs.field(factory=set)

    def try_mutant(self, mutant: ServerMutant, seed: int, seconds: int) -> reports.ChannelResult:
        """Run on a mutant until the first failure, or until the time is over."""
        operation = self.proxy.upstream.spec.list_operation(mutant.operation)
        self.proxy.take(mutant)
        started = time.monotonic()
        reported = self.reported(operation, seed, seconds)
        reasons: tuple[str, ...] = ()
        try:
            found = next((each for each in reported if each[0] == operation.label), None)
        except ValueError as error:
            # Schemathesis ends, without a failure, on a link that is no URL.
            found, reasons = None, (f"schemathesis raised: {error}",)
        result = reports.ChannelResult(
            "survived" if self.proxy.changed else "not covered", reasons=reasons
        )
        if found is not None and self.proxy.changed:
            result = reports.ChannelResult("killed", found[1], title=found[2])
        return attrs.evolve(result, seconds=time.monotonic() - started)

    def reported(self, operation: ListOperation, seed: int, seconds: int) -> Iterator[_Found]:
        """Yield the failures that are not known; the enumerated cases come first."""
        # Other processes do not count: on a busy machine, a second would have fewer requests.
        end = time.process_time() + seconds
        for phases in _PHASES:
            end = max(end, time.process_time() + _LEAST)
            limits = {"seed": seed, "max-time": _MOST * seconds}
            config = schemathesis.Config.from_dict({**self._config(operation, phases), **limits})
            yield from self._found(config, end)

    def _found(self, config: schemathesis.Config, end: float) -> Iterator[_Found]:
        """Yield the failures that are not known, until the processor time of this process."""
        schema = schemathesis.openapi.from_dict(self.proxy.upstream.spec.raw, config=config)

        @schema.hook
        def map_case(_: schemathesis.HookContext, case: Any) -> Any:  # noqa: ANN401 - a case
            if time.process_time() > end:
                stream.stop()
            return self._prepared(case)

        stream = from_schema(schema).execute()
        for event in stream:
            yield from (each for each in _failures(event) if each[:2] not in self.known)

    def _config(self, operation: ListOperation, phases: Sequence[str]) -> dict[str, Any]:
        spec = self.proxy.upstream.spec
        credential = self.proxy.upstream.credential(operation)
        off = {each: {"enabled": False} for each in ("examples", "coverage", "fuzzing")}
        others = [each.label for each in spec.operations if each != operation]
        return {
            "base-url": self.proxy.base_url,
            "headers": {credential.scheme.field: credential.value}
            if credential is not None
            else {},
            "generation": {"mode": "all", "no-shrink": True, "database": "none"},
            "continue-on-failure": True,
            "suppress-health-check": ["all"],
            "phases": {name: {"enabled": name in phases} for part in _PHASES for name in part},
            "operations": [{"include-name": each, "phases": off} for each in others],
        }

    def _prepared(self, case: Any) -> Any:  # noqa: ANN401 - a case of schemathesis
        if self.params:
            case.query = {**(case.query or {}), **self.params}
        known = self.parents.get(case.operation.label, ())
        number = crc32(repr((case.path_parameters, case.query)).encode())
        if known and case.path_parameters and number % _GENERATED:
            chosen = known[number // _GENERATED % len(known)]
            case.path_parameters = {**case.path_parameters, **dict(chosen.values)}
        return case


def _failures(event: events.EngineEvent) -> Iterator[_Found]:
    if isinstance(event, events.ScenarioFinished):
        for case_id, nodes in event.recorder.checks.items():
            for node in nodes:
                if node.status is Status.FAILURE and node.failure_info is not None:
                    label = event.recorder.cases[case_id].value.operation.label
                    yield label, node.name, node.failure_info.failure.title


def main() -> int:
    """Run on all mutants, print the totals, and write the report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("spec", type=Path)
    parser.add_argument("url", help="the server; its token is read from ROLLCALL_TOKEN")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument(
        "--budget", type=int, default=2, help="seconds of processor time per mutant and seed"
    )
    parser.add_argument(
        "--sample", type=int, default=0, help="the number of mutants, of all kinds; 0: all"
    )
    parser.add_argument("--only", action="append", default=[], help="an id, or a pattern for ids")
    parser.add_argument("--param", action="append", default=[], help="NAME=VALUE of each request")
    parser.add_argument("--parent", action="append", default=[], help="NAME=VALUE in the path")
    parser.add_argument("--json", type=Path, help="write a report to this file")
    options = parser.parse_args()
    logging.getLogger("urllib3").setLevel(logging.ERROR)  # it logs rejected header names
    started, spec = time.monotonic(), from_path(options.spec)
    target = Target(options.url, os.environ.get("ROLLCALL_TOKEN", ""))
    params = {name: value for name, _, value in (each.partition("=") for each in options.param)}
    parents: dict[str, tuple[str, ...]] = {}
    for name, _, value in (each.partition("=") for each in options.parent):
        parents[name] = (*parents.get(name, ()), value)
    keyring, results = keyring_of(spec, target.token), []
    credential = keyring.client
    headers = (
        ((credential.scheme.field.lower(), credential.value),) if credential is not None else ()
    )
    upstream = Upstream(
        spec, target.base_url, target.token, given=parents, params=frozenset(params)
    )
    with proxied(upstream) as proxy:
        requests = [
            Request("GET", "", "", headers, operation=each) for each in spec.lists if each.parent
        ]
        compared = Schemathesis(
            proxy,
            {each.list_operation.label: proxy.upstream.parents(each) for each in requests},
            params,
        )
        for operation in spec.lists:
            for seed in options.seeds:
                compared.known.update(
                    [each[:2] for each in compared.reported(operation, seed, 3 * options.budget)]
                )
        selected = select_mutants(spec, "server", options.only, options.sample)
        for each in (one for one in selected if isinstance(one, ServerMutant)):
            tried = {
                f"seed-{n}": compared.try_mutant(each, n, options.budget) for n in options.seeds
            }
            about = each.operation, each.subject, each.needs
            results.append(
                reports.MutantResult(each.id, each.kind, each.sentence, *about, "", tried)
            )
    report = reports.MutationReport(
        side="server", title=spec.title, version=spec.version, server=target.base_url,
        profile="schemathesis", seed=options.seeds[0], seconds=time.monotonic() - started,
        channels={f"seed-{each}": f"schemathesis, seed {each}" for each in options.seeds},
        groups={**GROUPS}, mutants=results,
        notes=[f"without a mutant: {' '.join(each)}" for each in sorted(compared.known)],
    )  # fmt: skip
    reports.print_mutation_report(report, reports.open_console())
    reports.write_mutation_report(report, Redactor.of(*keyring.secrets()), options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
